namespace NeuralNet.Core.Statistics;

/// <summary>
/// The logits of a network in double: start + sum of weight (input - origin). The origins are the means of standardized inputs, so that
/// the large numbers of a bias on the raw scale do not cancel.
/// </summary>
/// <param name="Weights">The weights of the raw inputs, <c>[outputs x inputs]</c>.</param>
/// <param name="Starts">The logits at the origins, <c>[outputs]</c>.</param>
/// <param name="Origins">The origins, <c>[inputs]</c>.</param>
internal sealed record LinearPredictor(double[] Weights, double[] Starts, double[] Origins)
{
    public int Inputs => Origins.Length;

    public int Outputs => Starts.Length;

    /// <summary>The coefficients of centered and scaled inputs, <c>[outputs x variables]</c>, the bias first.</summary>
    public double[] In(Design design)
    {
        var coefficients = new double[Outputs * design.Variables];
        int first = design.HasBias ? 1 : 0;
        for (int output = 0; output < Outputs; output++)
        {
            Span<double> own = coefficients.AsSpan(output * design.Variables, design.Variables);
            double bias = Starts[output];
            for (int input = 0; input < Inputs; input++)
            {
                double weight = Weights[(output * Inputs) + input];
                own[first + input] = weight / design.Units[input];
                bias += weight * (design.Means[input] - Origins[input]);
            }

            if (design.HasBias)
            {
                own[0] = bias;
            }
        }

        return coefficients;
    }

    /// <summary>The bias of an output on the scale of the raw inputs.</summary>
    public double Bias(int output)
    {
        double bias = Starts[output];
        for (int input = 0; input < Inputs; input++)
        {
            bias -= Weights[(output * Inputs) + input] * Origins[input];
        }

        return bias;
    }
}
