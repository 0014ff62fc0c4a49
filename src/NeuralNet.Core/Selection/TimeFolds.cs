using NeuralNet.Common;
using static System.FormattableString;

namespace NeuralNet.Core.Selection;

/// <summary>Folds of later and later rows; the earliest rows are in none.</summary>
internal sealed class TimeFolds(Chronology times, int count) : FoldRule("chronological")
{
    public override bool TrainsOnEarlier => true;

    public override int[] Assign(FoldRequest request)
    {
        if (times.Rows != request.Rows)
        {
            throw new ArgumentException(Invariant(
                $"{request.Parameter}: Folds.ByTime has the times of {Shown.Count(times.Rows, "row")}, but there are {request.Rows}. Pass one time for each row."), request.Parameter);
        }

        int size = times.Rows / (count + 1);
        int[] starts = [.. Enumerable.Range(0, count).Select(fold => times.Rows - ((count - fold) * size))];
        return Array.ConvertAll(times.Cut(starts), part => part - 1);
    }
}
