using System.Numerics;
using NeuralNet.Core.Serving;

namespace NeuralNet.Core;

/// <summary>
/// A model that a <see cref="PerceptronHost{T}"/> published: the frozen network with its version and time, immutable. All
/// calls on one of these are answered by the same model, whatever is published meanwhile.
/// </summary>
/// <remarks>
/// Predictions are those of <see cref="Model"/>, in every bit, and are counted by the host's meter besides. No call allocates.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class PublishedPerceptron<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly HostMeasurements _measurements;

    internal PublishedPerceptron(FrozenPerceptron<T> model, long version, DateTimeOffset publishedAt, HostMeasurements measurements)
    {
        Model = model;
        Version = version;
        PublishedAt = publishedAt;
        _measurements = measurements;
    }

    /// <summary>The frozen network. What it predicts when called itself is not counted.</summary>
    public FrozenPerceptron<T> Model { get; }

    /// <summary>The number of this publication of its host: 1 for the model that the host began with, [1, inf).</summary>
    public long Version { get; }

    /// <summary>When it was published, in UTC.</summary>
    public DateTimeOffset PublishedAt { get; }

    /// <inheritdoc cref="FrozenPerceptron{T}.Predict(ReadOnlySpan{T})"/>
    public T Predict(ReadOnlySpan<T> input)
    {
        long start = _measurements.Start();
        T prediction = Model.Predict(input);
        _measurements.Predicted(1, start);
        return prediction;
    }

    /// <inheritdoc cref="FrozenPerceptron{T}.Predict(Rows{T}, Span{T})"/>
    public void Predict(Rows<T> inputs, Span<T> destination)
    {
        long start = _measurements.Start();
        Model.Predict(inputs, destination);
        _measurements.Predicted(inputs.Counted(Model.InputCount), start);
    }

    /// <inheritdoc cref="FrozenPerceptron{T}.PredictClass"/>
    public int PredictClass(ReadOnlySpan<T> input)
    {
        long start = _measurements.Start();
        int label = Model.PredictClass(input);
        _measurements.Predicted(1, start);
        return label;
    }

    /// <inheritdoc cref="FrozenPerceptron{T}.PredictClasses(Rows{T}, Span{int})"/>
    public void PredictClasses(Rows<T> inputs, Span<int> destination)
    {
        long start = _measurements.Start();
        Model.PredictClasses(inputs, destination);
        _measurements.Predicted(inputs.Counted(Model.InputCount), start);
    }

    /// <summary>The version, the time and the shape.</summary>
    public override string ToString() => FormattableString.Invariant($"version {Version} of {PublishedAt:u}: {Model}");
}
