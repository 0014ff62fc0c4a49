using System.Numerics;
using NeuralNet.Core.Persistence;
using NeuralNet.Core.Serving;
using NeuralNet.Core.Training;

namespace NeuralNet.Core;

/// <summary>
/// An immutable model published by a <see cref="PerceptronHost{T}"/>: a frozen network with its version and time of publication. All calls
/// on one instance use the same model, even if the host publishes another meanwhile.
/// </summary>
/// <remarks>
/// Predictions and logits are those of <see cref="Model"/>, in every bit, and the host's meter counts them. No call allocates.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class PublishedPerceptron<T> : Predictor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly HostMeasurements _measurements;

    internal PublishedPerceptron(
        FrozenPerceptron<T> model,
        long version,
        DateTimeOffset publishedAt,
        HostMeasurements measurements,
        IReadOnlyList<string>? featureNames,
        IReadOnlyList<string>? classNames)
        : base(model, featureNames, classNames)
    {
        Model = model;
        Version = version;
        PublishedAt = publishedAt;
        _measurements = measurements;
    }

    /// <summary>The frozen network. The meter does not count its own predictions.</summary>
    public FrozenPerceptron<T> Model { get; }

    /// <summary>The number of this publication of the host, [1, inf): 1 for its first model.</summary>
    public long Version { get; }

    /// <summary>The time of publication, in UTC.</summary>
    public DateTimeOffset PublishedAt { get; }

    /// <inheritdoc/>
    public override ReadOnlySpan<T> Baseline => Model.Baseline;

    internal override Standardization<T>? Standardization => Model.Standardization;

    /// <inheritdoc/>
    public override T Predict(ReadOnlySpan<T> input)
    {
        long start = _measurements.Start();
        T prediction = base.Predict(input);
        _measurements.Predicted(1, start);
        return prediction;
    }

    /// <inheritdoc/>
    public override void Predict(Rows<T> inputs, Span<T> destination, ReadOnlySpan<T> offsets = default)
    {
        long start = _measurements.Start();
        base.Predict(inputs, destination, offsets);
        _measurements.Predicted(inputs.Counted(InputCount), start);
    }

    /// <inheritdoc/>
    public override T Logit(ReadOnlySpan<T> input)
    {
        long start = _measurements.Start();
        T logit = base.Logit(input);
        _measurements.Predicted(1, start);
        return logit;
    }

    /// <inheritdoc/>
    public override void Logits(Rows<T> inputs, Span<T> destination, ReadOnlySpan<T> offsets = default)
    {
        long start = _measurements.Start();
        base.Logits(inputs, destination, offsets);
        _measurements.Predicted(inputs.Counted(InputCount), start);
    }

    /// <inheritdoc/>
    public override int PredictClass(ReadOnlySpan<T> input)
    {
        long start = _measurements.Start();
        int label = base.PredictClass(input);
        _measurements.Predicted(1, start);
        return label;
    }

    /// <inheritdoc/>
    public override void PredictClasses(Rows<T> inputs, Span<int> destination, ReadOnlySpan<T> offsets = default)
    {
        long start = _measurements.Start();
        base.PredictClasses(inputs, destination, offsets);
        _measurements.Predicted(inputs.Counted(InputCount), start);
    }

    /// <inheritdoc/>
    public override void PredictMultiLabel(Rows<T> inputs, Span<bool> destination, ReadOnlySpan<T> offsets = default)
    {
        long start = _measurements.Start();
        base.PredictMultiLabel(inputs, destination, offsets);
        _measurements.Predicted(inputs.Counted(InputCount), start);
    }

    /// <inheritdoc/>
    private protected override ModelDocument<T> ToDocument() => Model.Document();

    /// <summary>Returns the version, the time and the shape.</summary>
    public override string ToString() => FormattableString.Invariant($"version {Version} of {PublishedAt:u}: {Model}");
}
