using NeuralNet.Core.UserCode;

namespace NeuralNet.Core.FileChecks;

/// <summary>Files of as many kinds as there are, for changes to begin with.</summary>
internal static class FileSeeds
{
    private static readonly float[] _rows = [0, 1, 1, 0, 1, 1, 0, 0, 0.5f, 2];

    private static readonly int[] _labels = [0, 1, 1, 0, 1];

    public static IReadOnlyDictionary<string, byte[]> All { get; } = Make();

    private static Dictionary<string, byte[]> Make()
    {
        Perceptron<float> small = Perceptron.BinaryClassifier<float>(2).WithFeatureNames("a", "b").WithClassNames("n", "y").WithStandardization().Build();
        small.Fit(_rows, _labels, new TrainingOptions { Epochs = 2, ValidationFraction = 0.5, Patience = 5 });

        Perceptron<float> lbfgs = Perceptron.Classifier<float>(1, 3).WithOptimizer(Optimizer.Lbfgs(2)).Build();
        lbfgs.Fit([0, 1, 2, 3], [0, 1, 2, 1], new TrainingOptions { Epochs = 3 });

        Perceptron<double> adam = Perceptron.BinaryClassifier<double>(2).WithOptimizer(Optimizer.Adam()).WithAveraging(2).WithBalancedClasses()
            .WithPenalty(Penalty.ElasticNet(0.01)).WithLearningRate(LearningRate.Cosine(0.1, 9).WithWarmUp(2).LoweredOnPlateau()).Build();
        adam.Fit([0, 1, 1, 0, 1, 1, 0, 0, 0.5, 2], _labels, new TrainingOptions { Epochs = 4, Tolerance = 1e-3 });

        Perceptron<double> given = Perceptron.Regressor<double>(1, 2).WithInitialWeights([1, 2], [3, 4]).WithOptimizer(Optimizer.RmsProp())
            .WithGradientClipping(GradientClipping.ByNorm(1)).WithMetadata("source", "🦊").Build();
        given.Learn([1], [2.0, 3.0]);

        Perceptron<float> weighted = Perceptron.WithInputs<float>(2).WithLoss(Loss.Hinge).WithOptimizer(Optimizer.PassiveAggressive())
            .WithClassWeights(1, 2).Build();
        weighted.Fit(_rows, _labels, new TrainingOptions { Epochs = 1 });

        Perceptron<float> own = Perceptron.WithInputs<float>(1).WithLoss(Loss.From(default(LogCosh), Activation.Identity))
            .WithOptimizer(Optimizer.From(new HeavyBall(0.9))).WithLearningRate(LearningRate.From(_ => 0.25, "own")).Build();
        own.Fit([1, 2], [1f, 2], new TrainingOptions { Epochs = 2 });

        Perceptron<float> sparse = Perceptron.BinaryClassifier<float>(600).WithOptimizer(Optimizer.Ftrl(l1: 0.01)).Build();
        sparse.Fit(new SparseRows<float>([0, 2, 3, 5], [0, 599, 7, 0, 7]), [0, 1, 1], new TrainingOptions { Epochs = 2, ValidationFraction = 0.3 });

        return new()
        {
            ["network"] = small.ToBytes(),
            ["predictor"] = small.Freeze().ToBytes(),
            ["lbfgs"] = lbfgs.ToBytes(),
            ["adam"] = adam.ToBytes(),
            ["given"] = given.ToBytes(),
            ["weighted"] = weighted.ToBytes(),
            ["own"] = own.ToBytes(),
            ["sparse"] = sparse.ToBytes(),
            ["sparse-predictor"] = sparse.Freeze().ToBytes(),
            ["plain"] = small.ToBytes(withState: false),
            ["waiting"] = Perceptron.Regressor<double>(2).WithStandardization().Build().ToBytes(),
        };
    }
}
