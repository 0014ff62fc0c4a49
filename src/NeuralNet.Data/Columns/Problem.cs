using NeuralNet.Common;
using static System.FormattableString;

namespace NeuralNet.Data.Columns;

/// <summary>What can be wrong with the value of a record, with the cure.</summary>
internal static class Problem
{
    public const string Missing =
        "the record has no value (null), and missing values are refused. Leave out the record, or say what stands for it: missing: Missing.Median, Mean or Constant.";

    public const string MissingCategory =
        "the record has no value (null), and missing values are refused. Leave out the record, or leave out refuseMissing: then null is a category of its own.";

    public const string NewMissing =
        "the record has no value (null), but all records of Fit had one. Leave out the record, or fit with records without it.";

    public const string HalfCharacter = "the category has half of a surrogate pair, which can't be saved in a file. Use whole characters.";

    public const string NullRecord = "the record itself is null. Leave it out.";

    /// <summary>The delegate is the caller's code; its own message says what is wrong.</summary>
    public static string Thrown(Exception exception) =>
        $"the delegate of the column threw {exception.GetType().Name}: {Shown.Text(exception.Message)} Correct the record or the delegate; for a value that may be missing return null.";

    public static string NotFinite(double value) =>
        Invariant($"the number is {value}; it must be finite. Pass null for a missing number, with missing: Missing.Median or another rule.");

    public static string BeyondRange(double value) =>
        Invariant($"the number is {value}, beyond the range of float. Use rows of double, or clip it: NumberTransform.Clip.");

    public static string NoLevel(string level, IReadOnlyList<string> levels) =>
        $"the value is '{Shown.Text(level)}', which is no level. The levels: {Listed(levels)}. Add it, or correct the record.";

    public static string UnknownCategory(string shown, int known) =>
        Invariant($"the value is {shown}, which is not one of the {known} categories of Fit. Fit with records of it, or pass unknown: UnknownCategory.Zeros or OwnColumn.");

    public static string LongCategory(int length, int longest) =>
        Invariant($"the category has {length} characters; {longest} are possible. Text is no category: shorten it, or leave the column out.");

    public static string TooManyCategories(string found, int most) =>
        Invariant($"the records have {found} categories; maximumCategories allows {most}. Join the rare ones with minimumCount, raise maximumCategories, or leave the column out: an id is no category.");

    /// <summary>The first of some texts.</summary>
    private static string Listed(IReadOnlyList<string> texts)
    {
        const int Most = 10;
        string some = string.Join(", ", texts.Take(Most).Select(text => $"'{Shown.Text(text)}'"));
        return texts.Count > Most ? $"{some}, ..." : some;
    }
}
