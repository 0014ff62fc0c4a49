using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using NeuralNet.Common;
using static System.FormattableString;

namespace NeuralNet.Core.Foundation;

/// <content>Inputs: rows, tensors and their values.</content>
internal static partial class Throw
{
    /// <summary>The cure for inputs that are not finite; weights and targets have no such cure.</summary>
    public const string MissingInputs =
        ": leave out such rows, or replace missing values, for example by the mean of their column";

    [DoesNotReturn]
    public static void Argument_Empty(string parameter) =>
        throw new ArgumentException($"{parameter} is empty; at least one row is needed.", parameter);

    [DoesNotReturn]
    public static void Argument_NotOneRow(string parameter, int length, int inputs) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {Shown.Count(length, "value")}; this network has {Shown.Count(inputs, "input")}. Pass one row of {Shown.Count(inputs, "value")}, or call the overload with a destination for many rows."), parameter);

    [DoesNotReturn]
    public static void Argument_NotWholeRows(string parameter, int length, int inputs) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {Shown.Count(length, "value")}, not a multiple of the {Shown.Count(inputs, "input")} of this network. Pass whole rows, row after row."), parameter);

    [DoesNotReturn]
    public static void Argument_NotRowsByColumns(string parameter, string shape, int columns, string what) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has the shape {shape}; this network has {columns} {what}. Pass [rows x {columns}]."), parameter);

    [DoesNotReturn]
    public static void Argument_OtherRank(string parameter, int rank, int columns) =>
        throw new ArgumentException(Invariant($"{parameter} is a tensor of rank {rank}; it must have rank 2. Pass [rows x {columns}]."), parameter);

    [DoesNotReturn]
    public static void Argument_NullRow(string parameter, int row) =>
        throw new ArgumentException(Invariant($"{parameter}: row {row} is null. Pass the values of every row, or leave the row out."), parameter);

    [DoesNotReturn]
    public static void Argument_RowLength(string parameter, int row, int length, int columns, string what) =>
        throw new ArgumentException(Invariant(
            $"{parameter}: row {row} has {Shown.Count(length, "value")}; this network has {columns} {what}. Each row needs {Shown.Count(columns, "value")}."), parameter);

    [DoesNotReturn]
    public static void Argument_NotDense(string parameter) =>
        throw new ArgumentException(
            $"{parameter} is not dense: its rows are not stored one after the other in memory. Copy it first, for example with ToDenseTensor().", parameter);

    [DoesNotReturn]
    public static void Argument_TooManyValues(string parameter, long rows, long columns) =>
        throw new ArgumentException(Invariant(
            $"{parameter} would have {rows} x {columns} = {(Int128)rows * columns} values; at most {int.MaxValue} can be handled at once. Pass fewer rows at a time."), parameter);

    [DoesNotReturn]
    public static void Argument_NotFinite<T>(
        string parameter, T value, int row, int column, string cure = "", IReadOnlyList<string>? columnNames = null)
        where T : INumberBase<T> =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {value} at row {row}, column {column}{(columnNames is null ? string.Empty : $" ('{Shown.Text(columnNames[column])}')")}. Values must be finite{cure}."), parameter);

    [DoesNotReturn]
    public static void Argument_Overflow(string parameter, int row) =>
        throw new ArgumentException(Invariant(
            $"{parameter} is finite, but its weighted sum overflows at row {row}: the values are too large for these weights. Rescale the inputs, or lower the learning rate and train again."), parameter);
}
