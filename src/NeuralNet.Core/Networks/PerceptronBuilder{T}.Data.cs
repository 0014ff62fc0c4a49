using NeuralNet.Core.Foundation;
using NeuralNet.Core.Persistence;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <content>Class weights, standardization, names and metadata.</content>
public sealed partial class PerceptronBuilder<T>
{
    /// <summary>
    /// Lets the rows of a class count more or less, by multiplying the weights of its rows. With
    /// <see cref="WithBalancedClasses"/> the last of the two calls counts.
    /// </summary>
    /// <param name="weights">The weight of each class <c>[classes]</c>, [0, inf), not all 0.</param>
    /// <exception cref="ArgumentException">There are not as many weights as classes, or one is negative, infinite or NaN, or all are 0.</exception>
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
            throw new ArgumentException("weights are all 0, so that no row would count. Give one class a weight above 0.", nameof(weights));
        }

        // -0 is 0.
        double[] own = weights.ToArray();
        for (int label = 0; label < own.Length; label++)
        {
            own[label] += 0.0;
        }

        return Valid(new(this) { ClassWeights = own.AsReadOnly(), BalancesClasses = false });
    }

    /// <summary>
    /// Lets each class count as much as any other: every Fit gives its rows the weight rows / (classes * rows of the class),
    /// of the rows it trains on and the classes among them (scikit-learn's <c>balanced</c>); rows with weights of their own
    /// are counted by these. Learn uses the weights of the last Fit.
    /// </summary>
    /// <exception cref="InvalidOperationException">The network has no classes.</exception>
    public PerceptronBuilder<T> WithBalancedClasses()
    {
        ThrowIfNoClassesToWeigh(nameof(WithBalancedClasses));
        return Valid(new(this) { ClassWeights = null, BalancesClasses = true });
    }

    /// <summary>
    /// Standardizes each input to mean 0 and standard deviation 1 (constant inputs, in double also those that differ by
    /// rounding alone: scale 1). Mean and scale are fixed by the rows of the first Fit; training works on the standardized
    /// scale, and weights and bias are folded back to the raw inputs after it, so that prediction takes raw rows and costs
    /// nothing extra.
    /// </summary>
    /// <remarks>
    /// In float, an input whose scale is small against its mean (1,000,000 give or take 1) loses digits when its weight is
    /// folded: subtract a constant from it first, or use double.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The network has no bias.</exception>
    public PerceptronBuilder<T> WithStandardization()
    {
        if (!HasBias)
        {
            throw new InvalidOperationException(
                "Standardizing subtracts a mean from each input, which amounts to a bias. Leave out WithoutBias or WithStandardization.");
        }

        return new(this) { IsStandardized = true };
    }

    /// <summary>
    /// Names the inputs: errors about a value then name its column, and <see cref="Predictor{T}.RankFeatures"/> tells the
    /// names. Default none.
    /// </summary>
    /// <param name="names">The names <c>[inputs]</c>, in the order of the columns, all different and none blank.</param>
    /// <exception cref="ArgumentException">There are more or fewer names than inputs, one is null or blank, or two are equal.</exception>
    public PerceptronBuilder<T> WithFeatureNames(params ReadOnlySpan<string> names) =>
        new(this) { FeatureNames = NameCheck.Copy(nameof(names), names, InputCount, "one for each input") };

    /// <summary>
    /// Names the classes of a classifier, or the labels of one with an independent label at each of several outputs. Default
    /// none.
    /// </summary>
    /// <param name="names">The names <c>[classes]</c>, that of label 0 first, all different and none blank.</param>
    /// <exception cref="ArgumentException">There are more or fewer names than classes, one is null or blank, or two are equal.</exception>
    /// <exception cref="InvalidOperationException">The network has no classes.</exception>
    public PerceptronBuilder<T> WithClassNames(params ReadOnlySpan<string> names)
    {
        int classes = CountClassesToName(nameof(WithClassNames));
        return new(this) { ClassNames = NameCheck.Copy(nameof(names), names, classes, "one for each class"), LearnsClassNames = false };
    }

    /// <summary>
    /// Learns the names of the classes in the first Fit whose labels are names: the different names, in ordinal order. They must be as
    /// many as there are classes. With <see cref="WithClassNames"/> the last of the two calls counts.
    /// </summary>
    /// <exception cref="InvalidOperationException">The network has no classes.</exception>
    public PerceptronBuilder<T> WithLearnedClassNames()
    {
        CountClassesToName(nameof(WithLearnedClassNames));
        return new(this) { ClassNames = null, LearnsClassNames = true };
    }

    /// <summary>
    /// Adds something to what is known of the network, such as where its data came from; files keep it. A key that is there
    /// already gets the new value.
    /// </summary>
    /// <param name="key">The key, not blank, and not beginning with <c>neuralnet.</c>, which is the library's.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    /// <exception cref="ArgumentException">
    /// The key is blank or the library's, or either has half of a surrogate pair; or there would be more than a file has room for: 240 keys,
    /// 512 KiB of text, or 4,096 bytes of a key, as they are written (an emoji takes 12 bytes).
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
