using System.Numerics.Tensors;

namespace NeuralNet.Core.Losses;

/// <summary>The derivatives of the softmax cross-entropy. Its second derivatives are products of the probabilities.</summary>
internal sealed class SoftmaxCurvature : Curvature
{
    public override bool CouplesOutputs => true;

    public override void Evaluate(
        ReadOnlySpan<double> logits, ReadOnlySpan<double> targets, int outputs, Span<double> derivatives, Span<double> curvatures, Span<double> losses)
    {
        default(SoftmaxCrossEntropy).Evaluate(logits, targets, outputs, derivatives, losses);

        // Rounding may leave a probability of nearly 0 below 0.
        TensorPrimitives.Add<double>(derivatives, targets, curvatures);
        TensorPrimitives.Max<double>(curvatures, 0, curvatures);
    }
}
