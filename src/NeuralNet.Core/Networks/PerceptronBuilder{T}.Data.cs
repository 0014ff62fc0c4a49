using NeuralNet.Core.Foundation;
using NeuralNet.Core.Persistence;
using NeuralNet.Core.Training;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <content>Class weights, standardization, names and metadata.</content>
public sealed partial class PerceptronBuilder<T>
{
    /// <summary>
    /// Sets a weight for each class, which multiplies the weights of its rows. Replaces <see cref="WithBalancedClasses"/>.
    /// </summary>
    /// <param name="weights">The weight of each class <c>[classes]</c>, [0, inf), not all 0.</param>
    /// <exception cref="ArgumentException">The number of weights is not the number of classes, a weight is negative, infinite or NaN, or all are 0.</exception>
    /// <exception cref="InvalidOperationException">The network has no classes.</exception>
    public PerceptronBuilder<T> WithClassWeights(params ReadOnlySpan<double> weights)
    {
        ThrowIfNoClassesToWeigh(nameof(WithClassWeights));
        int classes = Loss.CountClasses(OutputCount);
        if (weights.Length != classes)
        {
            Throw.Argument_WrongLength(nameof(weights), weights.Length, classes, "one for each class");
        }

        for (int label = 0; label < weights.Length; label++)
        {
            if (!(weights[label] >= 0 && T.IsFinite(T.CreateTruncating(weights[label]))))
            {
                throw new ArgumentException(Invariant(
                    $"weights has {weights[label]} for class {label}; a weight must lie in [0, inf), and be finite as a {typeof(T).Name}."), nameof(weights));
            }
        }

        if (weights.ToArray().All(weight => T.CreateTruncating(weight) == T.Zero))
        {
            throw new ArgumentException("weights are all 0, so no row would count. Give one class a weight above 0.", nameof(weights));
        }

        // Turns -0 into 0.
        double[] own = weights.ToArray();
        for (int label = 0; label < own.Length; label++)
        {
            own[label] += 0.0;
        }

        return Valid(new(this) { ClassWeights = own.AsReadOnly(), BalancesClasses = false });
    }

    /// <summary>
    /// Balances the classes: every Fit computes the weight of each class as rows / (classes * rows of the class), from the rows it trains
    /// on and the classes among them (<c>balanced</c> in scikit-learn). Rows with sample weights count by these. Learn uses the
    /// class weights of the last Fit. Replaces <see cref="WithClassWeights"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The network has no classes.</exception>
    public PerceptronBuilder<T> WithBalancedClasses()
    {
        ThrowIfNoClassesToWeigh(nameof(WithBalancedClasses));
        return Valid(new(this) { ClassWeights = null, BalancesClasses = true });
    }

    /// <summary>
    /// Standardizes each input to mean 0 and standard deviation 1. A constant input, in double also an input that varies only by
    /// rounding, has scale 1. The rows of the first Fit fix mean and scale. Training uses the standardized inputs and then folds weights
    /// and bias back to the raw inputs, so predictions take raw rows and cost nothing extra.
    /// </summary>
    /// <remarks>
    /// In float, an input whose scale is small compared with its mean (such as 1,000,000 plus or minus 1) loses digits when its weight
    /// is folded. Subtract a constant from it first, or use double.
    /// </remarks>
    /// <param name="center">
    /// Whether the mean is subtracted. Default true. False for sparse rows, whose columns would no longer be 0: then inputs are divided by their
    /// standard deviation only, as with scikit-learn's <c>StandardScaler(with_mean=False)</c>, and need no bias.
    /// </param>
    /// <exception cref="InvalidOperationException">The inputs are centered, and the network has no bias.</exception>
    public PerceptronBuilder<T> WithStandardization(bool center = Defaults.Centered)
    {
        ThrowIfNoBiasToStandardize(center);
        return new(this) { IsStandardized = true, IsCentered = center, GivenStandardization = null, HasRunningStandardization = false };
    }

    /// <summary>
    /// Standardizes each input with a given mean and scale, such as those of earlier rows or of scikit-learn's <c>StandardScaler</c>
    /// (<c>mean_</c> and <c>scale_</c>). No pass over the rows learns them, and Learn can begin at once. They never change.
    /// </summary>
    /// <param name="means">The mean of each input <c>[inputs]</c>, finite; empty if inputs are not centered, only divided by their scale.</param>
    /// <param name="scales">The standard deviation of each input <c>[inputs]</c>, (0, inf); 1 for a constant input.</param>
    /// <exception cref="ArgumentException">A length is not the number of inputs, or a value or the inverse of a scale is out of range, also as a T.</exception>
    /// <exception cref="InvalidOperationException">There are means, and the network has no bias.</exception>
    public PerceptronBuilder<T> WithStandardization(ReadOnlySpan<double> means, ReadOnlySpan<double> scales)
    {
        ThrowIfNoBiasToStandardize(!means.IsEmpty);
        if (!means.IsEmpty && means.Length != InputCount)
        {
            Throw.Argument_WrongLength(nameof(means), means.Length, InputCount, "one for each input");
        }

        if (scales.Length != InputCount)
        {
            Throw.Argument_WrongLength(nameof(scales), scales.Length, InputCount, "one for each input");
        }

        for (int input = 0; input < scales.Length; input++)
        {
            if (!means.IsEmpty && !T.IsFinite(T.CreateTruncating(means[input])))
            {
                throw new ArgumentException(Invariant($"means has {means[input]} for input {input}; a mean must be finite, also as a {typeof(T).Name}."), nameof(means));
            }

            T scale = T.CreateTruncating(scales[input]);
            T inverse = T.CreateTruncating(1 / scales[input]);
            if (!(scale > T.Zero && inverse > T.Zero && T.IsFinite(scale) && T.IsFinite(inverse)))
            {
                throw new ArgumentException(Invariant(
                    $"scales has {scales[input]} for input {input}; a scale must lie in (0, inf), and it and its inverse must be finite as a {typeof(T).Name}. A constant input has the scale 1."), nameof(scales));
            }
        }

        return WithGivenStandardization(new(
            means.IsEmpty ? new T[InputCount] : Array.ConvertAll(means.ToArray(), T.CreateTruncating),
            Array.ConvertAll(scales.ToArray(), T.CreateTruncating),
            Array.ConvertAll(scales.ToArray(), scale => T.CreateTruncating(1 / scale))) { Centers = !means.IsEmpty });
    }

    /// <summary>
    /// Standardizes each input with the mean and scale of the rows learned so far, for online learning without earlier rows: every row and
    /// mini-batch of Learn updates them, then takes its step. Steps are independent of the units of the inputs. If the network is fitted
    /// first, they begin with those of the rows of Fit; Fit does not change them once there were rows.
    /// </summary>
    /// <remarks>
    /// <para>A row counts with its weight. While an input is constant its weight does not move. A row far from all before, such as the first
    /// one in which an input varies, counts less in its step: its standardized inputs are limited to a mean square of 16.</para>
    /// <para>Weights in training belong to the standardized inputs. When mean and scale move, the weights of the raw inputs follow.</para>
    /// </remarks>
    /// <exception cref="InvalidOperationException">The network has no bias, averages its weights, or its optimizer takes no single steps.</exception>
    public PerceptronBuilder<T> WithRunningStandardization()
    {
        ThrowIfNoBiasToStandardize(center: true);
        return Valid(new(this) { IsStandardized = true, IsCentered = true, GivenStandardization = null, HasRunningStandardization = true });
    }

    internal PerceptronBuilder<T> WithGivenStandardization(Standardization<T> standardization) =>
        new(this)
        {
            IsStandardized = true, IsCentered = standardization.Centers, GivenStandardization = standardization, HasRunningStandardization = false,
        };

    /// <summary>
    /// Sets the names of the inputs. Errors about a value name its column, and <see cref="Predictor{T}.RankFeatures"/> returns the
    /// names. Default none.
    /// </summary>
    /// <param name="names">The names <c>[inputs]</c>, in the order of the columns, all different, not blank.</param>
    /// <exception cref="ArgumentException">The number of names is not the number of inputs, a name is null or blank, or two are equal.</exception>
    public PerceptronBuilder<T> WithFeatureNames(params ReadOnlySpan<string> names) =>
        new(this) { FeatureNames = NameCheck.Copy(nameof(names), names, InputCount, "one for each input") };

    /// <summary>
    /// Sets the names of the classes, or, for a multi-label classifier, the names of the labels. Default none. Replaces
    /// <see cref="WithLearnedClassNames"/>.
    /// </summary>
    /// <param name="names">The names <c>[classes]</c>, in the order of the labels, all different, not blank.</param>
    /// <exception cref="ArgumentException">The number of names is not the number of classes, a name is null or blank, or two are equal.</exception>
    /// <exception cref="InvalidOperationException">The network has no classes.</exception>
    public PerceptronBuilder<T> WithClassNames(params ReadOnlySpan<string> names)
    {
        int classes = CountClassesToName(nameof(WithClassNames));
        return new(this) { ClassNames = NameCheck.Copy(nameof(names), names, classes, "one for each class"), LearnsClassNames = false };
    }

    /// <summary>
    /// Learns the names of the classes in the first Fit with named labels: the distinct names, in ordinal order. There must be as many as
    /// classes. Replaces <see cref="WithClassNames"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The network has no classes.</exception>
    public PerceptronBuilder<T> WithLearnedClassNames()
    {
        CountClassesToName(nameof(WithLearnedClassNames));
        return new(this) { ClassNames = null, LearnsClassNames = true };
    }

    /// <summary>
    /// Adds user metadata that is saved with the network, such as the source of its data. An existing key gets the new value.
    /// </summary>
    /// <param name="key">The key, not blank. The prefix <c>neuralnet.</c> is reserved for the library.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    /// <exception cref="ArgumentException">
    /// The key is blank or reserved, the key or the value contains half of a surrogate pair, or the metadata exceeds the limits of a file:
    /// 240 keys, 512 KiB of text, 4,096 bytes for a key, as written (an emoji takes 12 bytes).
    /// </exception>
    public PerceptronBuilder<T> WithMetadata(string key, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        ModelKeys.CheckOfUser(key, value);
        var metadata = new Dictionary<string, string>(Metadata, StringComparer.Ordinal) { [key] = value };
        ModelKeys.CheckRoom(metadata);
        return WithAllMetadata(metadata);
    }

    internal PerceptronBuilder<T> WithAllMetadata(IReadOnlyDictionary<string, string> metadata) =>
        new(this) { Metadata = metadata };
}
