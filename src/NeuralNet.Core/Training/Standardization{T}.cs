using System.Numerics;
using System.Numerics.Tensors;
using NeuralNet.Core.Foundation;

namespace NeuralNet.Core.Training;

/// <summary>
/// Mean and scale of each input: (x - mean) / scale has mean 0 and variance 1 over the rows it was learned from.
/// </summary>
internal sealed class Standardization<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// Values this close together, in shares of their size, differ by their rounding alone (0.1 + 0.2 and 0.3): dividing by
    /// their spread would make a weight of it that no other row survives. In double only what was calculated comes so close;
    /// in float measurements do (a million and a sixteenth), so that there only equal values are constant.
    /// </summary>
    private static readonly double ConstantWithin = typeof(T) == typeof(double) ? (4 * double.BitIncrement(1)) - 4 : 0;

    private readonly T[] _inverseScales;

    private Standardization(T[] means, T[] scales, T[] inverseScales)
    {
        Means = means;
        Scales = scales;
        _inverseScales = inverseScales;
    }

    /// <summary>From numbers that were learned before; null where a scale is not above 0 or its inverse not finite.</summary>
    public static Standardization<T>? TryCreate(T[] means, T[] scales, T[]? inverseScales)
    {
        T[] inverses = inverseScales ?? Array.ConvertAll(scales, scale => T.One / scale);
        return Array.TrueForAll(scales, scale => scale > T.Zero) && Array.TrueForAll(inverses, inverse => inverse > T.Zero && T.IsFinite(inverse))
            ? new(means, scales, inverses)
            : null;
    }

    /// <summary>The mean of each input.</summary>
    public T[] Means { get; }

    /// <summary>The standard deviation of each input over all rows (divisor: their number); 1 for a constant input (in double: to rounding).</summary>
    public T[] Scales { get; }

    public ReadOnlySpan<T> InverseScales => _inverseScales;

    /// <summary>The inputs that had one value in all rows they were learned from; unknown, and empty, where they come from a file.</summary>
    public IReadOnlyList<int> ConstantInputs { get; private init; } = [];

    /// <summary>
    /// Learns mean and scale from the examples, of which one at least counts, each as its weight says; those of weight 0
    /// are not looked at. The first pass takes their targets into a constant too, where one is handed over. Null where it was
    /// cancelled.
    /// </summary>
    public static Standardization<T>? Learn(
        in ExampleSource<T> source,
        int inputs,
        SampleWeights<T> sampleWeights,
        string parameter,
        BestConstant<T>? constant,
        CancellationToken cancellationToken)
    {
        double count = 0;
        int exponent = int.MinValue;
        T[] first = [];
        var units = new double[inputs];
        var means = new double[inputs];
        var variances = new double[inputs];
        var isConstant = new bool[inputs];

        // Distances from the first row keep the digits of inputs that are large but close together, such as years, and
        // are exactly 0 for a constant input. In units of the power of two next to the largest, their squares neither
        // overflow nor vanish.
        foreach (ref readonly ExampleSpan<T> part in source)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return null;
            }

            exponent = Math.Max(exponent, SampleWeights<T>.ExponentOf(part));
            constant?.Add(part);
            for (int position = 0; position < part.Count; position++)
            {
                int index = part.RowAt(position);
                if (!sampleWeights.Counts(part, index))
                {
                    continue;
                }

                ReadOnlySpan<T> row = part.Inputs.Row(index, inputs);
                first = first.Length == 0 ? row.ToArray() : first;
                for (int input = 0; input < inputs; input++)
                {
                    units[input] = Math.Max(units[input], Math.Abs(Distance(row[input], first[input])));
                }
            }
        }

        for (int input = 0; input < inputs; input++)
        {
            isConstant[input] = units[input] <= ConstantWithin * Math.Abs(double.CreateTruncating(first[input]));
            units[input] = units[input] is 0 or double.PositiveInfinity ? 1 : Math.ScaleB(1, Math.ILogB(units[input]));
        }

        foreach (ref readonly ExampleSpan<T> part in source)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return null;
            }

            ExampleSpan<T> normalized = SampleWeights<T>.Normalized(part, exponent);
            for (int position = 0; position < part.Count; position++)
            {
                ReadOnlySpan<T> row = Row(normalized, position, inputs, sampleWeights, out double weight);
                count += weight;
                for (int input = 0; weight != 0 && input < inputs; input++)
                {
                    means[input] += weight * (Distance(row[input], first[input]) / units[input]);
                }
            }
        }

        for (int input = 0; input < inputs; input++)
        {
            means[input] /= count;
        }

        foreach (ref readonly ExampleSpan<T> part in source)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return null;
            }

            ExampleSpan<T> normalized = SampleWeights<T>.Normalized(part, exponent);
            for (int position = 0; position < part.Count; position++)
            {
                ReadOnlySpan<T> row = Row(normalized, position, inputs, sampleWeights, out double weight);
                for (int input = 0; weight != 0 && input < inputs; input++)
                {
                    double distance = (Distance(row[input], first[input]) / units[input]) - means[input];
                    variances[input] += weight * (distance * distance);
                }
            }
        }

        for (int input = 0; input < inputs; input++)
        {
            isConstant[input] |= variances[input] == 0;
        }

        var result = new Standardization<T>(new T[inputs], new T[inputs], new T[inputs]) { ConstantInputs = Indices.Find(isConstant, true) };
        for (int input = 0; input < inputs; input++)
        {
            double scale = isConstant[input] ? 1 : Math.Sqrt(variances[input] / count) * units[input];
            result.Means[input] = T.CreateTruncating(double.CreateTruncating(first[input]) + (means[input] * units[input]));
            result.Scales[input] = T.CreateTruncating(scale);
            result._inverseScales[input] = T.CreateTruncating(1 / scale);
            if (!T.IsFinite(result.Means[input]) || !T.IsFinite(result.Scales[input]) || !T.IsFinite(result._inverseScales[input]))
            {
                Throw.Argument_NotStandardizable(parameter, input);
            }
        }

        return result;
    }

    /// <summary>destination = (row - mean) / scale, the division as a multiplication by the inverse.</summary>
    public void Apply(ReadOnlySpan<T> row, Span<T> destination)
    {
        TensorPrimitives.Subtract(row, Means, destination);
        TensorPrimitives.Multiply(destination, _inverseScales, destination);
    }

    private static ReadOnlySpan<T> Row(
        in ExampleSpan<T> part, int position, int inputs, SampleWeights<T> sampleWeights, out double weight)
    {
        int row = part.RowAt(position);
        weight = sampleWeights.AreOne(part) ? 1 : double.CreateTruncating(sampleWeights.Get(part, row));
        return part.Inputs.Row(row, inputs);
    }

    private static double Distance(T value, T first) => double.CreateTruncating(value) - double.CreateTruncating(first);
}
