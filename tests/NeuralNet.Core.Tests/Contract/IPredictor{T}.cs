using System.Numerics;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>What a network and its frozen copy have in common. A single row goes through the overloads for one row.</summary>
internal interface IPredictor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    ReadOnlySpan<T> Weights { get; }

    ReadOnlySpan<T> Bias { get; }

    void Logits(ReadOnlySpan<T> rows, Span<T> destination);

    void Predict(ReadOnlySpan<T> rows, Span<T> destination);

    void PredictClasses(ReadOnlySpan<T> rows, Span<int> destination);
}
