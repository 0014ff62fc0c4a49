using System.Numerics.Tensors;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <summary>Mean and squared distances of each input over some blocks of rows, in double.</summary>
internal sealed class ColumnMoments(int inputs) : ITreeSum<ColumnMoments>
{
    private readonly double[] _means = new double[inputs];
    private readonly double[] _squares = new double[inputs];
    private readonly double[] _largest = new double[inputs];

    /// <summary>The total weight of the rows.</summary>
    public double Weight { get; private set; }

    /// <summary>The mean distance of each input from the origin.</summary>
    public ReadOnlySpan<double> Means => _means;

    /// <summary>The sum of the squared distances of each input from its mean.</summary>
    public ReadOnlySpan<double> Squares => _squares;

    /// <summary>The largest distance of each input from the origin.</summary>
    public ReadOnlySpan<double> Largest => _largest;

    public void Clear()
    {
        Weight = 0;
        Array.Clear(_means);
        Array.Clear(_squares);
        Array.Clear(_largest);
    }

    /// <summary>Adds rows <c>[count x inputs]</c>, each with its weight, above 0.</summary>
    public void Add(ReadOnlySpan<double> rows, ReadOnlySpan<double> weights, ReadOnlySpan<double> origin)
    {
        Moments.Add(rows, weights, origin, Weight, _means, _squares, _largest);
        foreach (double weight in weights)
        {
            Weight += weight;
        }
    }

    public void Add(ColumnMoments next)
    {
        if (next.Weight > 0)
        {
            Moments.Join(Weight, _means, _squares, next.Weight, next._means, next._squares);
            TensorPrimitives.Max(_largest, next._largest, _largest);
            Weight += next.Weight;
        }
    }

    public void Scale(double factor)
    {
        Weight *= factor;
        TensorPrimitives.Multiply(_squares, factor, _squares);
    }
}
