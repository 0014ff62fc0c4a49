using System.Numerics;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>Predicts as another does, but for what is replaced.</summary>
internal sealed class TwinPredictor<T>(IPredictor<T> inner) : IPredictor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public delegate void Prediction(IPredictor<T> inner, ReadOnlySpan<T> rows, Span<T> destination);

    public Prediction OnPredict { get; init; } = static (inner, rows, destination) => inner.Predict(rows, destination);

    public ReadOnlySpan<T> Weights => inner.Weights;

    public ReadOnlySpan<T> Bias => inner.Bias;

    public void Logits(ReadOnlySpan<T> rows, Span<T> destination) => inner.Logits(rows, destination);

    public void Predict(ReadOnlySpan<T> rows, Span<T> destination) => OnPredict(inner, rows, destination);

    public void PredictClasses(ReadOnlySpan<T> rows, Span<int> destination) => inner.PredictClasses(rows, destination);
}
