namespace NeuralNet.Core.PeerBenchmarks.Peers;

/// <summary>The neuron of the article as the plain loop one writes at first: full batch, sigmoid, half squared error.</summary>
internal static class ScalarArticle
{
    /// <summary>Trains the weights in place.</summary>
    public static void Train(double[] inputs, double[] targets, double[] weights, int iterations)
    {
        double[] gradient = new double[weights.Length];
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            Array.Clear(gradient);
            for (int row = 0; row < targets.Length; row++)
            {
                double z = 0;
                for (int i = 0; i < weights.Length; i++)
                {
                    z += inputs[(row * weights.Length) + i] * weights[i];
                }

                double p = 1 / (1 + Math.Exp(-z));
                double delta = (p - targets[row]) * p * (1 - p);
                for (int i = 0; i < weights.Length; i++)
                {
                    gradient[i] += delta * inputs[(row * weights.Length) + i];
                }
            }

            for (int i = 0; i < weights.Length; i++)
            {
                weights[i] -= gradient[i];
            }
        }
    }
}
