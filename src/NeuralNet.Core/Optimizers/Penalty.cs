using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Kernels;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// The cost of large weights, added to the loss: L1 * (sum of |w|) + L2 / 2 * (sum of w^2), over the weights on the scale
/// of training, never over the bias. With <see cref="Reduction.Mean"/> it is added to the mean loss of the rows, so that its
/// strength keeps its meaning for any number of rows (scikit-learn's <c>alpha</c>; its <c>C</c> is
/// 1 / (rows * strength)). The default is no penalty.
/// </summary>
/// <remarks>
/// Each step pays it in full. With <see cref="Reduction.Sum"/> in several batches an epoch pays once for each batch. In batches
/// smaller than all rows it is added to gradients that the weights of rows have multiplied, while the loss history divides
/// by these weights. For a strength that means the same for every batch size use the mean, and weights whose mean is 1, such as
/// those of <see cref="PerceptronBuilder{T}.WithBalancedClasses"/>.
/// </remarks>
public readonly record struct Penalty
{
    private Penalty(double l1, double l2)
    {
        L1Strength = l1;
        L2Strength = l2;
    }

    /// <summary>No penalty, the default.</summary>
    public static Penalty None => default;

    /// <summary>The strength of the sum of absolute weights, [0, inf).</summary>
    public double L1Strength { get; }

    /// <summary>The strength of half the sum of squared weights, [0, inf).</summary>
    public double L2Strength { get; }

    /// <summary>Whether there is no penalty.</summary>
    public bool IsNone => L1Strength == 0 && L2Strength == 0;

    /// <summary>
    /// strength / 2 * (sum of w^2): ridge, weight decay. Keeps all weights, each smaller (A. E. Hoerl and R. W. Kennard, 1970).
    /// </summary>
    /// <param name="strength">The strength, [0, inf).</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or NaN.</exception>
    public static Penalty L2(double strength) => new(0, Checked(strength));

    /// <summary>
    /// strength * (sum of |w|): lasso. Weights become exactly 0, by a proximal step after each step along the gradient
    /// (R. Tibshirani, 1996; J. Langford, L. Li and T. Zhang, Sparse online learning via truncated gradient, 2009).
    /// </summary>
    /// <param name="strength">The strength, [0, inf).</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or NaN.</exception>
    public static Penalty L1(double strength) => new(Checked(strength), 0);

    /// <summary>
    /// L1 of strength * l1Ratio and L2 of strength * (1 - l1Ratio) together (H. Zou and T. Hastie, Regularization and
    /// variable selection via the elastic net, 2005).
    /// </summary>
    /// <param name="strength">The strength, [0, inf).</param>
    /// <param name="l1Ratio">The share of L1, [0, 1]. Default 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">The strength is negative, infinite or NaN, or the share not in [0, 1].</exception>
    public static Penalty ElasticNet(double strength, double l1Ratio = Defaults.L1Ratio)
    {
        if (!(l1Ratio >= 0 && l1Ratio <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(l1Ratio), l1Ratio, Invariant(
                $"l1Ratio is {l1Ratio}; it must lie in [0, 1]: 0 is L2 alone, 1 is L1 alone."));
        }

        return new(Checked(strength) * l1Ratio, strength * (1 - l1Ratio));
    }

    /// <summary>
    /// Strengths from the strongest to the weakest, each the same share of the one before: the usual strengths for a path of
    /// penalties.
    /// </summary>
    /// <param name="strongest">The first strength, (0, inf), such as the <c>MaximumL1Strength</c> of a description.</param>
    /// <param name="weakest">The last strength, (0, strongest), such as a thousandth of it.</param>
    /// <param name="count">The number of strengths, [2, inf).</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its interval.</exception>
    public static double[] Strengths(double strongest, double weakest, int count)
    {
        Throw.IfNotPositive(strongest);
        if (!(weakest > 0 && weakest < strongest))
        {
            Throw.ArgumentOutOfRange_Outside(nameof(weakest), weakest, Invariant($"(0, {strongest})"), "It is the last strength, and strongest is the first.");
        }

        if (count < 2)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, Invariant(
                $"count is {count}; it must be 2 or more, the first for strongest and the last for weakest."));
        }

        double first = Log(strongest), last = Log(weakest);
        var strengths = new double[count];
        for (int index = 1; index < count - 1; index++)
        {
            strengths[index] = LaneMath.Exp(new Scalar<double>(first + ((last - first) * index / (count - 1)))).Value;
        }

        (strengths[0], strengths[^1]) = (strongest, weakest);
        return strengths;

        static double Log(double value) => LaneMath.Log(new Scalar<double>(value)).Value;
    }

    /// <summary>The penalty as text, such as <c>L2(0.01)</c>.</summary>
    public override string ToString() => (L1Strength, L2Strength) switch
    {
        (0, 0) => "no penalty",
        (0, _) => Invariant($"L2({L2Strength})"),
        (_, 0) => Invariant($"L1({L1Strength})"),
        _ => Invariant($"L1({L1Strength}) + L2({L2Strength})"),
    };

    /// <summary>The penalty as text with at most six digits, for tables.</summary>
    internal string ToShortString() => new Penalty(Rounded(L1Strength), Rounded(L2Strength)).ToString();

    /// <summary>Both strengths as they are.</summary>
    internal static Penalty FromStrengths(double l1, double l2) => new(Checked(l1), Checked(l2));

    /// <summary>Returns a number with its first six digits.</summary>
    private static double Rounded(double strength) =>
        double.Parse(strength.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>Adds the derivative of the L2 penalty to that of the loss: gradient + l2 * weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes AddL2<TLanes>(TLanes gradient, TLanes weight, double l2)
        where TLanes : struct, ILanes<TLanes> => TLanes.FusedMultiplyAdd(TLanes.Create(l2), weight, gradient);

    /// <summary>Moves a weight towards 0, at most to 0: the proximal operator of the L1 penalty, after a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes ShrinkByL1<TLanes>(TLanes weight, TLanes distance)
        where TLanes : struct, ILanes<TLanes>
    {
        // At least one of the two is 0, and if both are, their sum is never -0.
        TLanes zero = TLanes.Create(0);
        return TLanes.Max(weight - distance, zero) + TLanes.Min(weight + distance, zero);
    }

    /// <summary>The penalty of weights, in four partial sums that every machine adds in the same order.</summary>
    internal double Evaluate<T>(ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (IsNone)
        {
            return 0;
        }

        Span<double> sums = stackalloc double[4];
        for (int index = 0; index < weights.Length; index++)
        {
            if (weights[index] != T.Zero)
            {
                double weight = Math.Abs(double.CreateTruncating(weights[index]));
                sums[index % 4] += weight * (L1Strength + (0.5 * L2Strength * weight));
            }
        }

        return (sums[0] + sums[2]) + (sums[1] + sums[3]);
    }

    /// <summary>The penalty of weights <c>[outputs x inputs]</c> with a factor for each input, <c>[inputs]</c>, or none.</summary>
    internal double Evaluate<T>(ReadOnlySpan<T> weights, ReadOnlySpan<double> factors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (factors.IsEmpty || IsNone)
        {
            return Evaluate(weights);
        }

        Span<double> sums = stackalloc double[4];
        for (int index = 0; index < weights.Length; index++)
        {
            double weight = Math.Abs(double.CreateTruncating(weights[index]));
            sums[index % 4] += factors[index % factors.Length] * weight * (L1Strength + (0.5 * L2Strength * weight));
        }

        return (sums[0] + sums[2]) + (sums[1] + sums[3]);
    }

    private static double Checked(double strength) => strength >= 0 && double.IsFinite(strength)
        ? strength
        : throw new ArgumentOutOfRangeException(nameof(strength), strength, Invariant(
            $"strength is {strength}; it must lie in [0, inf). Leave the penalty out for none."));
}
