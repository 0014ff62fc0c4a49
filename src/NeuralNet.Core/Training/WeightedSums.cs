using System.Numerics.Tensors;

namespace NeuralNet.Core.Training;

/// <summary>Sums of numbers, each times the weight of its row, over some blocks of rows: of targets, or one for each class.</summary>
internal sealed class WeightedSums(int length) : ITreeSum<WeightedSums>
{
    /// <summary>The sums <c>[length]</c>.</summary>
    public double[] Sums { get; } = new double[length];

    /// <summary>The total weight of the rows.</summary>
    public double Weight { get; set; }

    public void Clear()
    {
        Array.Clear(Sums);
        Weight = 0;
    }

    public void Add(WeightedSums next)
    {
        TensorPrimitives.Add(Sums, next.Sums, Sums);
        Weight += next.Weight;
    }

    public void Scale(double factor)
    {
        TensorPrimitives.Multiply(Sums, factor, Sums);
        Weight *= factor;
    }
}
