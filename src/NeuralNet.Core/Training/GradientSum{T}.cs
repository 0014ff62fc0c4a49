using System.Numerics;
using System.Numerics.Tensors;

namespace NeuralNet.Core.Training;

/// <summary>The sums of gradient, losses and weights of some blocks of rows.</summary>
internal sealed class GradientSum<T>(int length) : ITreeSum<GradientSum<T>>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _gradient = new T[length];

    /// <summary>In the order of <see cref="BatchGradient{T}.Sum"/>; empty if only losses are summed.</summary>
    public Span<T> Gradient => _gradient;

    public BatchTotal Total { get; set; }

    public void Clear()
    {
        Gradient.Clear();
        Total = default;
    }

    public void Add(GradientSum<T> next)
    {
        TensorPrimitives.Add(Gradient, next.Gradient, Gradient);
        Total += next.Total;
    }

    public void Scale(double factor)
    {
        TensorPrimitives.Multiply(Gradient, T.CreateTruncating(factor), Gradient);
        Total = new(Total.Loss * factor, Total.Weight * factor);
    }
}
