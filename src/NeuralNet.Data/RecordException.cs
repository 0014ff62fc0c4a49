using NeuralNet.Common;
using NeuralNet.Data.Columns;
using static System.FormattableString;

namespace NeuralNet.Data;

/// <summary>
/// A record can't be encoded: the message names its row, if there are several, the column, the value, what is allowed and the cure.
/// Text of the record is shown on one line and shortened.
/// </summary>
public sealed class RecordException : ArgumentException
{
    internal RecordException(long? row, string? column, Problem problem, Exception? innerException = null)
        : base($"{Place(row, column)}{problem.Message}", innerException)
    {
        Row = row;
        Column = column;
        Problem = problem.Text;
    }

    internal RecordException(long? row, string? column, string problem, Exception? innerException = null)
        : this(row, column, new Problem(problem, problem), innerException)
    {
    }

    /// <summary>The index of the record among those of the call, from 0; null if the call had one record, or if no single record is wrong.</summary>
    public long? Row { get; }

    /// <summary>The name of the column; null if the record itself is null, or there are no records.</summary>
    public string? Column { get; }

    /// <summary>
    /// What is wrong with the value and what is allowed, such as <c>the number is NaN; it must be finite.</c>: the message without row, column
    /// and the cure in code. A service answers the sender of the record with it, and with <see cref="Column"/>.
    /// </summary>
    public string Problem { get; }

    private static string Place(long? row, string? column) => (row, column) switch
    {
        (null, null) => string.Empty,
        (null, _) => $"Column '{Shown.Text(column)}': ",
        (_, null) => Invariant($"Row {row}: "),
        _ => Invariant($"Row {row}, column '{Shown.Text(column)}': "),
    };
}
