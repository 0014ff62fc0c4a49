using System.Numerics;

namespace NeuralNet.Core.Training;

/// <summary>
/// Mean and standard deviation of raw inputs, to some digits. Without a bias nothing takes up a mean: there the mean is 0, and the scale
/// is the root of the mean square.
/// </summary>
internal sealed class InputScales<T>(int inputs, bool hasBias)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A spread below this share of the mean is rounding.</summary>
    private static readonly double _constantWithin = Math.ScaleB(1, -(Kernels.PowerOfTwo<T>.FractionBits - 2));

    /// <summary>One row beside which others count for nothing.</summary>
    private const double LargestRatio = 1e100;

    private readonly double[] _first = new double[inputs];
    private readonly double[] _units = new double[inputs];
    private double _firstWeight;
    private int _firstExponent;
    private double _count;

    public double[] Means { get; } = new double[inputs];

    /// <summary>Above 0; of a constant input its magnitude, or 1 for zeros.</summary>
    public double[] Scales { get; } = new double[inputs];

    /// <summary>Whether an input had the same value in all rows that were looked at.</summary>
    public bool HasConstant { get; private set; }

    /// <summary>Learns from every row of a step that counts. False where it was cancelled.</summary>
    public bool TryLearn(in ExampleSource<T> source, RowWeights<T> rowWeights, int step, CancellationToken cancellationToken)
    {
        _count = 0;
        _firstWeight = 0;
        Array.Clear(_units);
        Array.Clear(Means);
        Array.Clear(Scales);
        bool isDone = TryPass(source, rowWeights, step, NoteUnits, cancellationToken)
            && TryPass(source, rowWeights, step, AddToMeans, cancellationToken);
        Divide(Means);
        isDone = isDone && TryPass(source, rowWeights, step, AddToSquares, cancellationToken);
        Divide(Scales);
        HasConstant = false;
        for (int input = 0; input < inputs; input++)
        {
            double mean = hasBias ? _first[input] + (Means[input] * _units[input]) : 0;
            double scale = Math.Sqrt(Scales[input]) * _units[input];
            bool isConstant = !(scale > _constantWithin * Math.Abs(mean));
            HasConstant |= isConstant;
            Means[input] = isConstant ? 0 : mean;
            Scales[input] = !isConstant ? scale : mean == 0 ? 1 : Math.Abs(mean);
        }

        return isDone;
    }

    private bool TryPass(
        in ExampleSource<T> source, RowWeights<T> rowWeights, int step, Action<ReadOnlySpan<T>, double> add, CancellationToken cancellationToken)
    {
        foreach (ExampleSpan<T> part in source)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            // Ratios alone matter, and neither products of normalised weights nor sums of ratios overflow.
            int exponent = RowWeights<T>.ExponentOf(part);
            ExampleSpan<T> normalized = RowWeights<T>.Normalized(part, exponent);
            for (int position = 0; position < part.Count; position += step)
            {
                int row = part.RowAt(position);
                double weight = double.CreateTruncating(rowWeights.Of(normalized, row));
                if (weight > 0)
                {
                    (_firstWeight, _firstExponent) = _firstWeight > 0 ? (_firstWeight, _firstExponent) : (weight, exponent);
                    double ratio = Math.ScaleB(weight / _firstWeight, exponent - _firstExponent);
                    add(part.Inputs.Slice(row * inputs, inputs), Math.Min(ratio, LargestRatio));
                }
            }
        }

        return true;
    }

    /// <summary>Distances from the first row, in units of the largest, neither lose digits nor overflow when squared.</summary>
    private void NoteUnits(ReadOnlySpan<T> row, double weight)
    {
        for (int input = 0; input < inputs; input++)
        {
            double value = double.CreateTruncating(row[input]);
            _first[input] = _count > 0 ? _first[input] : hasBias ? value : 0;
            _units[input] = Math.Max(_units[input], Math.Abs(value - _first[input]));
        }

        _count += weight;
    }

    private void AddToMeans(ReadOnlySpan<T> row, double weight)
    {
        for (int input = 0; input < inputs; input++)
        {
            Means[input] += hasBias ? weight * Distance(row[input], input) : 0;
        }
    }

    private void AddToSquares(ReadOnlySpan<T> row, double weight)
    {
        for (int input = 0; input < inputs; input++)
        {
            double distance = Distance(row[input], input) - Means[input];
            Scales[input] += weight * distance * distance;
        }
    }

    private double Distance(T value, int input) =>
        _units[input] > 0 ? (double.CreateTruncating(value) - _first[input]) / _units[input] : 0;

    private void Divide(double[] sums)
    {
        for (int input = 0; input < inputs; input++)
        {
            sums[input] /= _count;
        }
    }
}
