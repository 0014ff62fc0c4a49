using NeuralNet.Core.Losses;

namespace NeuralNet.Core.Training;

/// <summary>Which rows a pass keeps: those near a kink of the loss, at most a fixed number of them. All threads share it.</summary>
/// <param name="loss">The loss.</param>
/// <param name="width">The numbers of a row.</param>
/// <param name="capacity">The most rows that are kept, counted for each output.</param>
internal sealed class KinkSearch(KinkedLoss loss, int width, long capacity)
{
    private long _count;

    /// <summary>The most numbers in the rows that are kept, 32 MiB, unless that is less than a few rows for each variable.</summary>
    private const int MostNumbers = 1 << 22;

    private const int RowsPerVariable = 4;

    /// <summary>Creates a search for a network.</summary>
    public static KinkSearch Of(KinkedLoss loss, in CurvatureShape shape) =>
        new(loss, shape.Width, Math.Max(MostNumbers / shape.Width, (long)RowsPerVariable * shape.Variables * shape.Outputs));

    public KinkedLoss Loss => loss;

    public int Width => width;

    /// <summary>The largest distance from a kink of the rows that are kept.</summary>
    public double Reach { get; private set; }

    /// <summary>The number of rows near a kink so far.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Whether there are more rows than may be kept. Then none is.</summary>
    public bool IsFull => Count > capacity;

    /// <summary>The share of the rows near a kink that may be kept.</summary>
    public double Share => (double)capacity / Count;

    public void Begin(double reach)
    {
        Reach = reach;
        _count = 0;
    }

    /// <summary>Counts rows near a kink.</summary>
    public void Note(int rows) => Interlocked.Add(ref _count, rows);
}
