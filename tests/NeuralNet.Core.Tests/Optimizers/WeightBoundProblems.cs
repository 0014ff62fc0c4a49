namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>Losses, the optimizers that train them within bounds, strengths and shares of L1.</summary>
public static class WeightBoundProblems
{
    public static TheoryData<string> Optimizers => [Optimizer.Newton().Name, Optimizer.CoordinateDescent.Name, Optimizer.Lbfgs().Name];

    public static TheoryData<string, string, double, double> All
    {
        get
        {
            var problems = new TheoryData<string, string, double, double>();
            foreach (string loss in new[] { "squared", "log-loss", "poisson", "softmax", "labels" })
            {
                foreach ((double strength, double share) in new[] { (0.05, 1.0), (0.05, 0.5), (0.05, 0), (0, 0) })
                {
                    problems.Add(loss, "coordinate-descent", strength, share);
                    problems.Add(loss, "lbfgs(10, 1E-08)", strength, share);
                    if (share == 0)
                    {
                        problems.Add(loss, "newton(1E-07)", strength, share);
                    }
                }
            }

            return problems;
        }
    }
}
