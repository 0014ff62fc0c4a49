using NeuralNet.Core.Foundation;
using NeuralNet.Core.Persistence;
using NeuralNet.Core.Training;

namespace NeuralNet.Core;

/// <content>To files, and from them.</content>
public sealed partial class FrozenPerceptron<T>
{
    /// <summary>
    /// Saves what predicting takes, and no more. The file is written beside its final name, flushed to disk and renamed, so
    /// that a reader, and a crash, find either the old file or the new one whole.
    /// </summary>
    /// <param name="path">The file, such as <c>model.safetensors</c>; one that exists is replaced.</param>
    /// <exception cref="ArgumentException">The path is null or empty.</exception>
    /// <exception cref="InvalidOperationException">Names and metadata are too long for a file.</exception>
    /// <exception cref="IOException">The file can't be written; an old one is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to; an old file is unchanged.</exception>
    public void Save(string path) => ModelWriter.Write(path, ToDocument());

    /// <summary>Writes what predicting takes to a stream, from its position on.</summary>
    /// <param name="destination">The stream; it stays open.</param>
    /// <exception cref="ArgumentNullException">There is no stream.</exception>
    /// <exception cref="InvalidOperationException">Names and metadata are too long for a file.</exception>
    public void Save(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ModelWriter.Write(destination, ToDocument());
    }

    /// <summary>Saves as <see cref="Save(string)"/>.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <param name="cancellationToken">Gives up; an old file is unchanged.</param>
    /// <exception cref="ArgumentException">The path is null or empty.</exception>
    /// <exception cref="InvalidOperationException">Names and metadata are too long for a file.</exception>
    public Task SaveAsync(string path, CancellationToken cancellationToken = default) =>
        ModelWriter.WriteAsync(path, ToDocument(), cancellationToken);

    /// <summary>Writes as <see cref="Save(Stream)"/>.</summary>
    /// <param name="destination">The stream; it stays open.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentNullException">There is no stream.</exception>
    /// <exception cref="InvalidOperationException">Names and metadata are too long for a file.</exception>
    public Task SaveAsync(Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return ModelWriter.WriteAsync(destination, ToDocument(), cancellationToken);
    }

    /// <summary>The bytes that <see cref="Save(string)"/> would write.</summary>
    /// <exception cref="InvalidOperationException">Names and metadata are too long for a file.</exception>
    public byte[] ToBytes() => ModelWriter.ToBytes(ToDocument());

    /// <summary>The predictor of a file, whether that holds one alone or a whole network.</summary>
    /// <exception cref="ModelFormatException">The file does not hold what it has to, or an output activation is missing.</exception>
    internal static FrozenPerceptron<T> FromDocument(ModelDocument<T> document, CustomParts parts)
    {
        ModelRecord model = document.Model;
        if (model.AwaitsStandardization)
        {
            throw new ModelFormatException(
                "The file holds a network that standardizes its inputs and was never fitted, so that it can't predict. Load it with Perceptron.Load, and call Fit.");
        }

        Activation outputActivation = OutputActivationOf(model, parts);
        T threshold = T.CreateTruncating(model.Threshold);
        Interval? labelTargets = model.CheckedLabelTargets();
        CheckRecord(model, threshold, outputActivation);
        bool isStandardized = document.Has(ModelTensors.InputMeans) || document.Has(ModelTensors.InputScales);
        try
        {
            return new FrozenPerceptron<T>(
                document.Values(ModelTensors.Weights, model.Outputs, model.Inputs),
                document.Values(ModelTensors.Bias, model.Outputs),
                document.Values(ModelTensors.Baseline, model.Outputs),
                model.Inputs,
                model.Classes,
                threshold,
                labelTargets,
                outputActivation,
                outputActivation.Bind<T>())
            {
                Standardization = !isStandardized ? null : Standardization<T>.TryCreate(
                        document.Values(ModelTensors.InputMeans, model.Inputs),
                        document.Values(ModelTensors.InputScales, model.Inputs),
                        null)
                    ?? throw new ModelFormatException("The scales of the inputs in the file are not all above 0, or their inverses are not finite."),
                FeatureNames = model.FeatureNames is { } features
                    ? NameCheck.Copy("feature_names", features, model.Inputs, "one for each input")
                    : null,
                ClassNames = model.ClassNames is { } classes
                    ? NameCheck.Copy("class_names", classes, model.Classes, "one for each class")
                    : null,
                Metadata = document.Metadata,
            };
        }
        catch (ArgumentException error)
        {
            throw new ModelFormatException($"The names of the file do not fit its network: {error.Message}");
        }
    }

    private static Activation OutputActivationOf(ModelRecord model, CustomParts parts)
    {
        Activation? known = model.HasCustomLink ? null : Activation.Named(model.Link);
        return known ?? (parts.OutputActivation is { } given && given.Name == model.Link
            ? given
            : throw new ModelFormatException(
                $"The file needs the output activation '{Shown.Text(model.Link)}', which is not part of this library{(parts.OutputActivation is null ? string.Empty : $", and '{Shown.Text(parts.OutputActivation.Name)}' was handed over")}. Pass it to Load, by CustomParts."));
    }

    private static void CheckRecord(ModelRecord model, T threshold, Activation outputActivation)
    {
        int classes = model.Outputs == 1 ? 2 : model.Outputs;
        if (model.Inputs < 1 || model.Outputs < 1 || (model.Classes != 0 && model.Classes != classes)
            || (ReferenceEquals(outputActivation, Activation.Softmax) && model.Outputs < 2))
        {
            throw new ModelFormatException(
                $"The file has {model.Inputs} inputs, {model.Outputs} outputs, {model.Classes} classes and the output activation '{Shown.Text(model.Link)}', which do not fit each other.");
        }

        if (!T.IsFinite(threshold) || (threshold != T.Zero && (model.Outputs != 1 || model.Classes != 2)))
        {
            throw new ModelFormatException(
                $"The file has the threshold {model.Threshold}, which does not fit its {model.Outputs} output(s) and {model.Classes} classes.");
        }
    }

    private ModelDocument<T> ToDocument()
    {
        var document = new ModelDocument<T>
        {
            Model = new()
            {
                Inputs = InputCount,
                Outputs = OutputCount,
                Link = OutputActivation.Name,
                HasCustomLink = Activation.Named(OutputActivation.Name) != OutputActivation,
                Classes = ClassCount,
                Threshold = double.CreateTruncating(ThresholdLogit),
                LabelTargets = _labelTargets is { } targets ? [targets.Low, targets.High] : null,
                FeatureNames = FeatureNames?.ToArray(),
                ClassNames = ClassNames?.ToArray(),
            },
            Metadata = Metadata,
            Reader = proof => FromDocument(proof, new() { OutputActivation = OutputActivation }),
        };
        document.Add(ModelTensors.Weights, Weights, OutputCount, InputCount);
        document.Add(ModelTensors.Bias, Bias, OutputCount);
        document.Add(ModelTensors.Baseline, Baseline, OutputCount);
        if (Standardization is { } standardization)
        {
            document.Add(ModelTensors.InputMeans, standardization.Means, InputCount);
            document.Add(ModelTensors.InputScales, standardization.Scales, InputCount);
        }

        return document;
    }
}
