using System.Diagnostics.CodeAnalysis;
using NeuralNet.Common;
using static System.FormattableString;

namespace NeuralNet.Core.Foundation;

/// <content>Sparse rows.</content>
internal static partial class Throw
{
    [DoesNotReturn]
    public static void Argument_SparseLengths(string parameter, int values, int indices) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {Shown.Count(values, "number")}, and there are {indices} indices. Pass a value for each index, or none if each is 1."), parameter);

    [DoesNotReturn]
    public static void Argument_RowStarts(string parameter, ReadOnlySpan<int> starts, int indices) =>
        throw new ArgumentException(
            starts.IsEmpty ? $"{parameter} is empty. Pass where each row starts, and after the last row the number of indices: [0, ..., {indices}]."
            : starts[0] != 0 ? Invariant($"{parameter} begins with {starts[0]}. The first row starts at 0: of a part of the rows take that part of the indices and values, and subtract {starts[0]}.")
            : Invariant($"{parameter} ends with {starts[^1]}, and there are {indices} indices. After the start of each row pass the number of indices."),
            parameter);

    [DoesNotReturn]
    public static void Argument_FallingRowStart(string parameter, int row, int start, int end) =>
        throw new ArgumentException(Invariant(
            $"{parameter}: row {row} starts at {start}, and row {row + 1} at {end}. Row starts never fall: each row ends where the next one starts."), parameter);

    [DoesNotReturn]
    public static void Argument_IndexOutOfRange(string parameter, int row, int position, int index, int inputs) =>
        throw new ArgumentException(Invariant(
            $"{parameter}: row {row} has the index {index} at position {position}; this network has {Shown.Count(inputs, "input")}. Each index must lie in [0, {inputs - 1}]."), parameter);

    [DoesNotReturn]
    public static void Argument_IndexTwice(string parameter, int row, int position, int index) =>
        throw new ArgumentException(Invariant(
            $"{parameter}: row {row} has the index {index} twice, at positions {position - 1} and {position}. Add up its values; SparseRow.Sort does."), parameter);

    [DoesNotReturn]
    public static void Argument_IndexOrder(string parameter, int row, int position, int index, int before) =>
        throw new ArgumentException(Invariant(
            $"{parameter}: row {row} has the index {index} at position {position}, after {before}. Indices must ascend within a row; SparseRow.Sort sorts them."), parameter);

    [DoesNotReturn]
    public static void Argument_NoSparse(string parameter, string reason) =>
        throw new ArgumentException(NoSparse(parameter == "input" ? "input is a sparse row" : $"{parameter} are sparse rows", reason), parameter);

    public static string NoSparse(string what, string reason) => $"{what}, and {reason}, or pass dense rows.";

    [DoesNotReturn]
    public static void Argument_NegativeIndex(string parameter, int index, int position) =>
        throw new ArgumentException(Invariant($"{parameter} has {index} at position {position}. An index is a column, counted from 0."), parameter);

    [DoesNotReturn]
    public static void ArgumentOutOfRange_NoSuchRow(string parameter, int row, int count) =>
        throw new ArgumentOutOfRangeException(parameter, row, Invariant($"There is no row {row}; there are {Shown.Count(count, "row")}, counted from 0."));
}
