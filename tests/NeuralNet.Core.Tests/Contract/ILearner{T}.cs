using System.Numerics;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>A network as the checks see it, so that a wrong twin can stand in its place.</summary>
internal interface ILearner<T> : IPredictor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    PerceptronBuilder<T> Description { get; }

    long CompletedEpochs { get; }

    string Text { get; }

    Outcome Fit(FitCall<T> call);

    void Learn(Examples<T> batch, Span<T> destination);

    /// <summary>The step of a single row, by a network with one output. Returns the prediction before it.</summary>
    T LearnRow(Examples<T> row);

    void SetWeights(ReadOnlySpan<T> weights, ReadOnlySpan<T> bias);

    IPredictor<T> Freeze();
}
