using static System.FormattableString;

namespace NeuralNet.Common;

/// <summary>Rows in the order of their times, which is cut only where the time changes.</summary>
internal sealed class Chronology
{
    /// <summary>The rows, the earliest first.</summary>
    private readonly int[] _order;

    /// <summary>The positions in the order at which another time begins; the first is 0.</summary>
    private readonly int[] _starts;

    private Chronology(int[] order, int[] starts)
    {
        _order = order;
        _starts = starts;
    }

    /// <summary>The number of rows.</summary>
    public int Rows => _order.Length;

    /// <summary>The number of different times.</summary>
    public int Times => _starts.Length;

    /// <summary>Sorts the rows; rejects a missing time.</summary>
    public static Chronology Of<TTime>(IEnumerable<TTime> times, string parameter)
        where TTime : IComparable<TTime>
    {
        ArgumentNullException.ThrowIfNull(times, parameter);
        TTime[] timeOfRow = [.. times];
        int missing = Array.FindIndex(timeOfRow, time => time is null or double.NaN or float.NaN);
        if (missing >= 0)
        {
            throw Missing(parameter, missing);
        }

        // A stable sort, though equal times are never parted.
        int[] order = [.. Enumerable.Range(0, timeOfRow.Length).OrderBy(row => timeOfRow[row])];
        return new(order, [.. Enumerable.Range(0, order.Length)
            .Where(position => position == 0 || timeOfRow[order[position - 1]].CompareTo(timeOfRow[order[position]]) != 0)]);
    }

    /// <summary>Sorts rows whose times may be missing, as those of a file; rejects a missing one all the same.</summary>
    public static Chronology OfNullable<TTime>(IEnumerable<TTime?> times, string parameter)
        where TTime : struct, IComparable<TTime>
    {
        ArgumentNullException.ThrowIfNull(times, parameter);
        TTime?[] timeOfRow = [.. times];
        int missing = Array.FindIndex(timeOfRow, time => time is null);
        return missing < 0 ? Of(timeOfRow.Select(time => time.GetValueOrDefault()), parameter) : throw Missing(parameter, missing);
    }

    /// <summary>
    /// Cuts near the given positions, and returns the part of each row, from 0: the earliest. No part is empty, so there must be more times
    /// than cuts.
    /// </summary>
    /// <param name="positions">Where each cut would be if all times were different, in ascending order.</param>
    public int[] Cut(params ReadOnlySpan<int> positions)
    {
        var partOfRow = new int[_order.Length];
        int last = 0;
        for (int cut = 0; cut < positions.Length; cut++)
        {
            // Every later part needs a time too.
            last = Math.Clamp(Nearest(positions[cut]), last + 1, _starts.Length - (positions.Length - cut));
            foreach (int row in _order.AsSpan(_starts[last]))
            {
                partOfRow[row] = cut + 1;
            }
        }

        return partOfRow;
    }

    private static ArgumentException Missing(string parameter, int row) =>
        new(Invariant($"{parameter} has no time at row {row} (null or NaN). Leave the row out, or give it a time."), parameter);

    /// <summary>The index of the start that is nearest to a position, the earlier of two.</summary>
    private int Nearest(int position)
    {
        int found = Array.BinarySearch(_starts, position);
        if (found >= 0)
        {
            return found;
        }

        int after = ~found;
        return after == _starts.Length || position - _starts[after - 1] <= _starts[after] - position ? after - 1 : after;
    }
}
