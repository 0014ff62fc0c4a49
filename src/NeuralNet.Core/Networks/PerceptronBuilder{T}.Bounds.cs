using System.Collections.ObjectModel;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Training;

namespace NeuralNet.Core;

/// <content>Bounds of the weights.</content>
public sealed partial class PerceptronBuilder<T>
{
    /// <summary>
    /// The least value of each weight, <c>[inputs]</c> for every output or <c>[outputs x inputs]</c>, [-inf, inf); null without bounds.
    /// Default null.
    /// </summary>
    public IReadOnlyList<double>? LowerBounds => Bounds is null ? null : new ReadOnlyCollection<double>(Bounds[..(Bounds.Length / 2)]);

    /// <summary>
    /// The largest value of each weight, <c>[inputs]</c> for every output or <c>[outputs x inputs]</c>, (-inf, inf]; null without bounds.
    /// Default null.
    /// </summary>
    public IReadOnlyList<double>? UpperBounds => Bounds is null ? null : new ReadOnlyCollection<double>(Bounds[(Bounds.Length / 2)..]);

    /// <summary>Lower bounds, then upper bounds; null without bounds.</summary>
    internal double[]? Bounds { get; private init; }

    /// <summary>The number of bounds other than 0; null without bounds.</summary>
    internal int? BoundedAway
    {
        get
        {
            int away = 0;
            foreach (double bound in Bounds ?? [])
            {
                away += bound != 0 && double.IsFinite(bound) ? 1 : 0;
            }

            return Bounds is null ? null : away;
        }
    }

    /// <summary>Keeps all weights between two bounds; see <see cref="WithWeightBounds(ReadOnlySpan{double}, ReadOnlySpan{double})"/>.</summary>
    /// <param name="low">The least value of a weight, [-inf, inf); 0 for weights that are never negative.</param>
    /// <param name="high">The largest value of a weight, (-inf, inf], not below low.</param>
    /// <exception cref="ArgumentException">A bound is NaN, low is above high or infinite as a T, or high is -infinite as a T.</exception>
    /// <exception cref="InvalidOperationException">The optimizer keeps no bounds, or not with this loss.</exception>
    public PerceptronBuilder<T> WithWeightBounds(double low, double high)
    {
        var lows = new double[InputCount];
        var highs = new double[InputCount];
        Array.Fill(lows, low);
        Array.Fill(highs, high);
        return WithWeightBounds(lows, highs);
    }

    /// <summary>
    /// Keeps each weight between two bounds, as <c>lower.limits</c> and <c>upper.limits</c> of R's glmnet: signs of a scorecard, effects that
    /// only rise. Training ends at the best weights within the bounds; a weight at a bound has exactly its value, rounded to T. Bounds are
    /// those of <see cref="Predictor{T}.Weights"/>, so on the scale of the raw inputs, also if the network standardizes them. A bias has
    /// none. Replaces earlier bounds; bounds that are all infinite remove them. Default: none.
    /// </summary>
    /// <remarks>
    /// Initial weights that are outside begin at the nearest bound, as soon as the scale of the inputs is known.
    /// <see cref="Perceptron{T}.SetWeights"/> refuses weights that are outside.
    /// </remarks>
    /// <param name="low">
    /// The least value of each weight, [-inf, inf), <c>[inputs]</c> for every output or <c>[outputs x inputs]</c>, row-major.
    /// </param>
    /// <param name="high">The largest value of each weight, (-inf, inf], as many; the same as low fixes a weight.</param>
    /// <exception cref="ArgumentException">
    /// A length does not fit, a bound is NaN, low is above high or infinite as a T, or high is -infinite as a T.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The optimizer keeps no bounds: it is none of <see cref="Optimizer.Auto"/>, <see cref="Optimizer.CoordinateDescent"/>,
    /// <see cref="Optimizer.Newton"/> and <see cref="Optimizer.Lbfgs"/>; or it is Newton, and the loss has kinks.
    /// </exception>
    public PerceptronBuilder<T> WithWeightBounds(ReadOnlySpan<double> low, ReadOnlySpan<double> high)
    {
        if ((low.Length != InputCount && low.Length != InputCount * OutputCount) || high.Length != low.Length)
        {
            Throw.Argument_WeightBoundCount(low.Length, high.Length, InputCount, OutputCount);
        }

        var bounds = new double[2 * low.Length];
        bool isBounded = false;
        for (int index = 0; index < low.Length; index++)
        {
            T least = T.CreateTruncating(low[index]), most = T.CreateTruncating(high[index]);
            if (!(low[index] <= high[index] && least < T.PositiveInfinity && most > T.NegativeInfinity))
            {
                Throw.Argument_WeightBounds(index, low[index], high[index], typeof(T).Name);
            }

            // Turns -0 into 0.
            bounds[index] = low[index] + 0.0;
            bounds[low.Length + index] = high[index] + 0.0;
            isBounded |= least > T.NegativeInfinity || most < T.PositiveInfinity;
        }

        return Valid(new(this) { Bounds = isBounded ? bounds : null });
    }

    /// <summary>Creates the bounds of a network; null if there are none.</summary>
    internal WeightBounds<T>? CreateBounds() => Bounds is null ? null : new(Bounds, InputCount * OutputCount);

    /// <summary>
    /// Returns this description with the weights of all inputs that have a penalty fixed as near to 0 as their bounds allow, and no
    /// penalty.
    /// </summary>
    private PerceptronBuilder<T> WithPenalizedFixed()
    {
        int given = Bounds!.Length / 2, count = InputCount * OutputCount;
        var bounds = new double[2 * count];
        for (int index = 0; index < count; index++)
        {
            bool isFree = PenaltyFactors?[index % InputCount] == 0;
            double low = Bounds[index % given], high = Bounds[given + (index % given)];
            bounds[index] = isFree ? low : Math.Clamp(0, low, high);
            bounds[count + index] = isFree ? high : bounds[index];
        }

        return new(WithBiasAlone()) { Penalty = Penalty.None, Bounds = bounds };
    }
}
