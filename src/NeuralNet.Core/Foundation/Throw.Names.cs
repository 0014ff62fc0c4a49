using System.Diagnostics.CodeAnalysis;
using NeuralNet.Common;
using static System.FormattableString;

namespace NeuralNet.Core.Foundation;

/// <content>Names of classes and features.</content>
internal static partial class Throw
{
    [DoesNotReturn]
    public static void Argument_BlankName(string parameter, string? name, int index) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {(name is null ? "null" : $"the blank name '{Shown.Text(name)}'")} at index {index}. Give each a name, or leave out the call: names are optional."), parameter);

    [DoesNotReturn]
    public static void Argument_NameTwice(string parameter, string name, int first, int second) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has '{Shown.Text(name)}' at index {first} and again at index {second}; names must differ. Rename one of the two."), parameter);

    [DoesNotReturn]
    public static void Argument_HalfCharacter(string parameter, int index) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has half of a surrogate pair at character {index}, which can't be saved in a file. Use whole characters."), parameter);

    [DoesNotReturn]
    public static void Argument_NoClassNames(string parameter) =>
        throw new ArgumentException(
            $"{parameter} has class names, but this network has none. Name its classes with WithClassNames, or pass class indices. With WithLearnedClassNames the first Fit with rows in memory learns the names.", parameter);

    [DoesNotReturn]
    public static void Argument_UnknownClassName(string parameter, string? name, int row, string[] nearest, int classes)
    {
        string shown = string.Empty;
        foreach (string known in nearest)
        {
            shown += $"{(shown.Length == 0 ? string.Empty : ", ")}'{Shown.Text(known)}'";
        }

        throw new ArgumentException(Invariant(
            $"{parameter} has '{Shown.Text(name)}' at row {row}, which is not one of the {classes} classes of this network. The nearest names: {shown}."), parameter);
    }

    [DoesNotReturn]
    public static void Argument_NamesOfNoClasses(string parameter) =>
        throw new ArgumentException(
            $"{parameter} are passed, but isClassifier says that the network is no classifier. Leave them out, or leave out isClassifier.", parameter);

    [DoesNotReturn]
    public static void InvalidOperation_NoClassNames() =>
        throw new InvalidOperationException(
            "This network has no class names. Name its classes with WithClassNames, or call PredictClass for the index.");

    [DoesNotReturn]
    public static void Argument_NamesAfterTraining(string parameter) =>
        throw new ArgumentException(
            $"{parameter} has class names, but this network was already trained with class indices, so the names would not belong to its classes. Pass class indices, or build a new network and train it with names.", parameter);

    [DoesNotReturn]
    public static void Argument_BlankClassName(string parameter, int row) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has a blank name at row {row}, and the first Fit learns the names of the classes. Leave out such rows, or name their class."), parameter);

    [DoesNotReturn]
    public static void Argument_OtherNumberOfNames(string parameter, string[] names, int classes)
    {
        const int Most = 5;
        string some = string.Join(", ", names.Take(Most).Select(name => $"'{Shown.Text(name)}'"));
        throw new ArgumentException(Invariant(
            $"{parameter} has {names.Length} different names ({some}{(names.Length > Most ? ", ..." : string.Empty)}), and the network has {classes} classes. Use rows of every class, another number of classes, or give the names with WithClassNames."), parameter);
    }
}
