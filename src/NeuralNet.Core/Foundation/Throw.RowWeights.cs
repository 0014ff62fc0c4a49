using System.Diagnostics.CodeAnalysis;
using static System.FormattableString;

namespace NeuralNet.Core.Foundation;

/// <content>Weights of rows and classes.</content>
internal static partial class Throw
{
    [DoesNotReturn]
    public static void Argument_RowWeightOutOfRange<T>(string parameter, T weight, int row) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {weight} at row {row}; a weight must lie in [0, inf). 0 leaves a row out."), parameter);

    [DoesNotReturn]
    public static void Argument_NoRowCounts(string parameter) =>
        throw new ArgumentException(
            $"{parameter} are all 0, alone or times the weights of their classes, so no row counts. Give at least one row a weight above 0.", parameter);

    [DoesNotReturn]
    public static void Argument_NotBalanceable(string parameter, int label, double share, string type) =>
        throw new ArgumentException(Invariant(
            $"{parameter} of the rows of class {label} are {share:G3} of the total, so the weight that would balance the class is not finite as a {type}. Give its rows larger weights, or leave out WithBalancedClasses."), parameter);
}
