namespace NeuralNet.Core.Losses;

/// <summary>
/// A loss of straight pieces with a parabola around each kink, as wide as <see cref="Width"/> on both sides (K. Madsen and H. B. Nielsen, A
/// finite smoothing algorithm for linear l1 estimation, 1993). It lies above the loss, by no more than a quarter of the width. A width
/// of 0 is the loss itself.
/// </summary>
internal sealed class SmoothedKinks(KinkedLoss loss) : Curvature
{
    /// <summary>Half the width of the parabola, [0, inf).</summary>
    public double Width { get; set; }

    public override void Evaluate(
        ReadOnlySpan<double> logits, ReadOnlySpan<double> targets, int outputs, Span<double> derivatives, Span<double> curvatures, Span<double> losses)
    {
        double bend = Width > 0 ? (loss.High + loss.Low) / (2 * Width) : 0;
        for (int index = 0; index < logits.Length; index++)
        {
            double value = 0;
            double derivative = 0;
            double curvature = 0;
            for (int term = 0; term < loss.Distance.Terms; term++)
            {
                double distance = loss.Distance.Of(term, logits[index], targets[index]);
                double slope = distance > 0 ? loss.High : -loss.Low;
                double lift = 0;
                if (Math.Abs(distance) <= Width)
                {
                    double reach = Width - Math.Abs(distance);
                    slope -= Math.CopySign(bend * reach, distance);
                    lift = 0.5 * bend * reach * reach;
                    curvature += bend;
                }

                value += loss.Of(distance) + lift;
                derivative += loss.Distance.Sign(term, targets[index]) * slope;
            }

            losses[index] = value;
            derivatives[index] = derivative;
            curvatures[index] = Math.Max(curvature, ParabolicCurvature.Floor * bend);
        }

        ParabolicCurvature.AddOutputs(losses, logits.Length / outputs, logits.Length);
    }
}
