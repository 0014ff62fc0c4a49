using System.Numerics;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>The honest frozen network.</summary>
internal sealed class FrozenLearner<T>(FrozenPerceptron<T> network) : IPredictor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public ReadOnlySpan<T> Weights => network.Weights;

    public ReadOnlySpan<T> Bias => network.Bias;

    public void Logits(ReadOnlySpan<T> rows, Span<T> destination)
    {
        if (rows.Length == network.InputCount && network.OutputCount == 1)
        {
            destination[0] = network.Logit(rows);
        }
        else
        {
            network.Logits(rows, destination);
        }
    }

    public void Predict(ReadOnlySpan<T> rows, Span<T> destination)
    {
        if (rows.Length == network.InputCount && network.OutputCount == 1)
        {
            destination[0] = network.Predict(rows);
        }
        else
        {
            network.Predict(rows, destination);
        }
    }

    public void PredictClasses(ReadOnlySpan<T> rows, Span<int> destination)
    {
        if (rows.Length == network.InputCount)
        {
            destination[0] = network.PredictClass(rows);
        }
        else
        {
            network.PredictClasses(rows, destination);
        }
    }
}
