using System.Numerics.Tensors;

namespace NeuralNet.Core.Losses;

/// <summary>
/// The derivatives of a loss of parabolas and straight pieces: with c the distance t within [low, high] a term is curvature * c (t - c / 2).
/// Where it is straight, a small share of the curvature stands for the second derivative of 0.
/// </summary>
/// <param name="curvature">The second derivative within.</param>
/// <param name="low">The least distance of the parabola.</param>
/// <param name="high">The largest.</param>
/// <param name="distance">The distances.</param>
internal sealed class ParabolicCurvature(double curvature, double low, double high, LogitDistance distance) : Curvature
{
    /// <summary>
    /// The share of the curvature that straight pieces get, so that the equations of a step have a solution also where too few rows lie on a
    /// parabola. Steps are shorter by it, and end at the same optimum.
    /// </summary>
    public const double Floor = 1e-7;

    public override void Evaluate(
        ReadOnlySpan<double> logits, ReadOnlySpan<double> targets, int outputs, Span<double> derivatives, Span<double> curvatures, Span<double> losses)
    {
        for (int index = 0; index < logits.Length; index++)
        {
            double value = 0;
            double derivative = 0;
            double bend = Floor * curvature;
            for (int term = 0; term < distance.Terms; term++)
            {
                double t = distance.Of(term, logits[index], targets[index]);
                double within = Math.Max(low, Math.Min(t, high));
                value += curvature * within * (t - (0.5 * within));
                derivative += distance.Sign(term, targets[index]) * curvature * within;
                bend = t > low && t <= high ? curvature : bend;
            }

            losses[index] = value;
            derivatives[index] = derivative;
            curvatures[index] = bend;
        }

        AddOutputs(losses, logits.Length / outputs, logits.Length);
    }

    /// <summary>Adds the losses <c>[outputs x rows]</c> of each row.</summary>
    public static void AddOutputs(Span<double> losses, int rows, int count)
    {
        for (int start = rows; start < count; start += rows)
        {
            TensorPrimitives.Add<double>(losses[..rows], losses.Slice(start, rows), losses[..rows]);
        }
    }
}
