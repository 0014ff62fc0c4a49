using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// A limit for the gradient of a step, applied before penalty and optimizer: one extreme row can't move the weights far away
/// (R. Pascanu, T. Mikolov and Y. Bengio, On the difficulty of training recurrent neural networks, 2013). The default is none.
/// </summary>
public readonly record struct GradientClipping
{
    private readonly double _value;
    private readonly double _norm;

    private GradientClipping(double value, double norm)
    {
        _value = value;
        _norm = norm;
    }

    /// <summary>No limit, the default.</summary>
    public static GradientClipping None => default;

    /// <summary>The largest absolute value of an element, (0, inf]; infinite if there is no such limit.</summary>
    public double LargestValue => _value == 0 ? double.PositiveInfinity : _value;

    /// <summary>The largest Euclidean norm of the whole gradient with its bias, (0, inf]; infinite if there is no such limit.</summary>
    public double LargestNorm => _norm == 0 ? double.PositiveInfinity : _norm;

    /// <summary>Whether nothing is limited.</summary>
    public bool IsNone => _value == 0 && _norm == 0;

    /// <summary>Each element of the gradient is clamped to [-largest, largest], which may change its direction.</summary>
    /// <param name="largest">The limit, (0, inf).</param>
    /// <exception cref="ArgumentOutOfRangeException">Not in (0, inf), or NaN.</exception>
    public static GradientClipping ByValue(double largest) => new(Checked(largest), 0);

    /// <summary>A gradient with a larger Euclidean norm, over all weights and biases, is scaled down to the limit.</summary>
    /// <param name="largest">The limit, (0, inf).</param>
    /// <exception cref="ArgumentOutOfRangeException">Not in (0, inf), or NaN.</exception>
    public static GradientClipping ByNorm(double largest) => new(0, Checked(largest));

    /// <summary>The limit as text, such as <c>clipped by norm(1)</c>.</summary>
    public override string ToString() =>
        IsNone ? "no clipping" : Invariant($"clipped by {(_value > 0 ? "value" : "norm")}({(_value > 0 ? _value : _norm)})");

    /// <summary>Clips the elements of a gradient to [-largest, largest].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Clamp<TLanes>(TLanes gradient, double largest)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes limit = TLanes.Create(largest);
        return TLanes.Max(TLanes.Min(gradient, limit), -limit);
    }

    /// <summary>Scales a gradient, sum * scale, down to the largest norm if it is above. Returns the scale to use.</summary>
    internal T ClipNorm<T>(Span<T> sum, T scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!(double.CreateTruncating(scale) * Norm.Compute<T>(sum) > LargestNorm))
        {
            return scale;
        }

        // A combined scale could be too small for T, so the gradient itself is scaled, in double.
        Norm.Set(sum, LargestNorm);
        return T.One;
    }

    private static double Checked(double largest) => largest > 0 && double.IsFinite(largest)
        ? largest
        : throw new ArgumentOutOfRangeException(nameof(largest), largest, Invariant(
            $"largest is {largest}; it must lie in (0, inf). Leave clipping out for no limit."));
}
