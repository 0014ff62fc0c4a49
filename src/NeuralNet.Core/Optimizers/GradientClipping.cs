using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// A limit to the gradient of a step, before penalty and optimizer see it: one wild row can't throw the weights far away
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

    /// <summary>The largest absolute value of an element, (0, inf]; infinite where there is no such limit.</summary>
    public double LargestValue => _value == 0 ? double.PositiveInfinity : _value;

    /// <summary>The largest Euclidean norm of the whole gradient, bias included, (0, inf]; infinite where there is no such limit.</summary>
    public double LargestNorm => _norm == 0 ? double.PositiveInfinity : _norm;

    /// <summary>Whether nothing is limited.</summary>
    public bool IsNone => _value == 0 && _norm == 0;

    /// <summary>Each element of the gradient is brought into [-largest, largest]; this may turn its direction.</summary>
    /// <param name="largest">The limit, (0, inf).</param>
    /// <exception cref="ArgumentOutOfRangeException">Not in (0, inf), or NaN.</exception>
    public static GradientClipping ByValue(double largest) => new(Checked(largest), 0);

    /// <summary>A gradient whose Euclidean norm, over all weights and biases, is larger is scaled down to it.</summary>
    /// <param name="largest">The limit, (0, inf).</param>
    /// <exception cref="ArgumentOutOfRangeException">Not in (0, inf), or NaN.</exception>
    public static GradientClipping ByNorm(double largest) => new(0, Checked(largest));

    /// <summary>The limit in a word or two, such as <c>clipped by norm(1)</c>.</summary>
    public override string ToString() =>
        IsNone ? "no clipping" : Invariant($"clipped by {(_value > 0 ? "value" : "norm")}({(_value > 0 ? _value : _norm)})");

    private static double Checked(double largest) => largest > 0 && double.IsFinite(largest)
        ? largest
        : throw new ArgumentOutOfRangeException(nameof(largest), largest, Invariant(
            $"largest is {largest}; it must lie in (0, inf). Leave clipping out for no limit."));
}
