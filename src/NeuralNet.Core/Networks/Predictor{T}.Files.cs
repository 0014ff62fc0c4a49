using NeuralNet.Core.Persistence;

namespace NeuralNet.Core;

/// <content>Saves.</content>
public abstract partial class Predictor<T>
{
    /// <summary>
    /// Saves the network: a <see cref="Perceptron{T}"/> with its training state, to continue training with the same bits after loading; the
    /// others as a predictor. The file is written beside its final name, flushed to disk and renamed: a reader finds the old file or the
    /// new one, complete, even after a crash.
    /// </summary>
    /// <param name="path">The file, such as <c>model.safetensors</c>; an existing file is replaced.</param>
    /// <exception cref="ArgumentException">The path is null or empty.</exception>
    /// <exception cref="InvalidOperationException">
    /// Names and metadata are too long for a file. Of a <see cref="Perceptron{T}"/> also: it is in a Fit and this is not its progress
    /// handler, a weight is NaN or infinite, or the file could not be loaded.
    /// </exception>
    /// <exception cref="IOException">The file can't be written; an existing file stays unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder can't be written to; an existing file stays unchanged.</exception>
    public void Save(string path) => ModelWriter.Write(path, ToDocument());

    /// <summary>Writes the same to a stream, from its position on.</summary>
    /// <param name="destination">The stream; it stays open.</param>
    /// <exception cref="ArgumentNullException">The stream is null.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="Save(string)"/>.</exception>
    public void Save(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ModelWriter.Write(destination, ToDocument());
    }

    /// <summary>Saves as <see cref="Save(string)"/> does. The content is fixed when the call returns its task.</summary>
    /// <param name="path">The file; an existing file is replaced.</param>
    /// <param name="cancellationToken">Cancels the save; an existing file stays unchanged.</param>
    /// <exception cref="ArgumentException">The path is null or empty.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="Save(string)"/>.</exception>
    public Task SaveAsync(string path, CancellationToken cancellationToken = default) =>
        ModelWriter.WriteAsync(path, ToDocument(), cancellationToken);

    /// <summary>Writes as <see cref="Save(Stream)"/> does. The content is fixed when the call returns its task.</summary>
    /// <param name="destination">The stream; it stays open.</param>
    /// <param name="cancellationToken">Cancels the save.</param>
    /// <exception cref="ArgumentNullException">The stream is null.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="Save(string)"/>.</exception>
    public Task SaveAsync(Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return ModelWriter.WriteAsync(destination, ToDocument(), cancellationToken);
    }

    /// <summary>Returns the bytes that <see cref="Save(string)"/> would write.</summary>
    /// <exception cref="InvalidOperationException">As for <see cref="Save(string)"/>.</exception>
    public byte[] ToBytes() => ModelWriter.ToBytes(ToDocument());

    private protected abstract ModelDocument<T> ToDocument();

    /// <summary>The record of a predictor.</summary>
    private protected ModelRecord ToRecord(bool awaitsStandardization = false) => new()
    {
        Inputs = InputCount,
        Outputs = OutputCount,
        Link = OutputActivation.Name,
        HasCustomLink = Activation.Named(OutputActivation.Name) != OutputActivation,
        Classes = ClassCount,
        Threshold = double.CreateTruncating(ThresholdLogit),
        LabelTargets = LabelTargets is { } targets ? [targets.Low, targets.High] : null,
        FeatureNames = FeatureNames?.ToArray(),
        ClassNames = ClassNames?.ToArray(),
        AwaitsStandardization = awaitsStandardization,
        HasOffsets = HasOffsets ? true : null,
    };

    private protected void AddParameters(ModelDocument<T> document)
    {
        document.Add(ModelTensors.Weights, Weights, OutputCount, InputCount);
        document.Add(ModelTensors.Bias, Bias, OutputCount);
        document.Add(ModelTensors.Baseline, Baseline, OutputCount);
    }

    private protected void AddScales(ModelDocument<T> document)
    {
        if (Standardization is { } standardization)
        {
            if (standardization.Centers)
            {
                document.Add(ModelTensors.InputMeans, standardization.Means, InputCount);
            }

            document.Add(ModelTensors.InputScales, standardization.Scales, InputCount);
        }
    }
}
