namespace NeuralNet.Core.Benchmarks;

/// <summary>The article's training as a loop for its three weights and nothing else, which no general library can be.</summary>
internal sealed class ScalarArticle(double[] inputs, double[] targets)
{
    public double[] Learn(double[] weights, int iterations)
    {
        double first = weights[0];
        double second = weights[1];
        double third = weights[2];
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            double firstGradient = 0;
            double secondGradient = 0;
            double thirdGradient = 0;
            for (int row = 0; row < targets.Length; row++)
            {
                ReadOnlySpan<double> values = inputs.AsSpan(row * 3, 3);
                double logit = (first * values[0]) + (second * values[1]) + (third * values[2]);
                double output = 1 / (1 + Math.Exp(-logit));
                double slope = (output - targets[row]) * output * (1 - output);
                firstGradient += slope * values[0];
                secondGradient += slope * values[1];
                thirdGradient += slope * values[2];
            }

            first -= firstGradient;
            second -= secondGradient;
            third -= thirdGradient;
        }

        return [first, second, third];
    }
}
