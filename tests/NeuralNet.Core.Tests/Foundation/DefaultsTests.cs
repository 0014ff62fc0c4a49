using System.Reflection;
using NeuralNet.Core.Foundation;

namespace NeuralNet.Core.Tests.Foundation;

/// <summary>Every default of the library by value, and its use.</summary>
public sealed class DefaultsTests
{
    private static readonly Dictionary<string, object?> Expected = new()
    {
        [nameof(Defaults.HasBias)] = true,
        [nameof(Defaults.Outputs)] = 1,
        [nameof(Defaults.Reduction)] = Reduction.Mean,
        [nameof(Defaults.HuberDelta)] = 1.35,
        [nameof(Defaults.InsensitiveEpsilon)] = 0.1,
        [nameof(Defaults.Quantile)] = 0.5,
        [nameof(Defaults.LearningRate)] = 0.01,
        [nameof(Defaults.Seed)] = 0L,
        [nameof(Defaults.Standardized)] = false,
        [nameof(Defaults.Centered)] = true,
        [nameof(Defaults.Epochs)] = 100,
        [nameof(Defaults.BatchSize)] = 32,
        [nameof(Defaults.Shuffle)] = true,
        [nameof(Defaults.CalibrationBins)] = 10,
        [nameof(Defaults.HalfLife)] = 1000.0,
        [nameof(Defaults.RankedOutput)] = 0,
        [nameof(Defaults.Folds)] = 5,
        [nameof(Defaults.Patience)] = 5,
        [nameof(Defaults.Threads)] = 1,
        [nameof(Defaults.RateUnit)] = RateUnit.Epoch,
        [nameof(Defaults.InverseScalingPower)] = 0.5,
        [nameof(Defaults.LowestLearningRate)] = 0.0,
        [nameof(Defaults.PlateauFactor)] = 0.1,
        [nameof(Defaults.PlateauPatience)] = 10,
        [nameof(Defaults.PlateauMinimumImprovement)] = 1e-4,
        [nameof(Defaults.MinimumImprovement)] = 0.0,
        [nameof(Defaults.L1Ratio)] = 0.5,
        [nameof(Defaults.FirstAveragedStep)] = 1L,
        [nameof(Defaults.Momentum)] = 0.9,
        [nameof(Defaults.Epsilon)] = 1e-8,
        [nameof(Defaults.AdaGradEpsilon)] = 1e-10,
        [nameof(Defaults.RmsPropDecay)] = 0.99,
        [nameof(Defaults.AdamBeta1)] = 0.9,
        [nameof(Defaults.AdamBeta2)] = 0.999,
        [nameof(Defaults.WeightDecay)] = 0.01,
        [nameof(Defaults.FtrlAlpha)] = 0.1,
        [nameof(Defaults.FtrlBeta)] = 1.0,
        [nameof(Defaults.FtrlPenalty)] = 0.0,
        [nameof(Defaults.Aggressiveness)] = 1.0,
        [nameof(Defaults.LbfgsMemory)] = 10,
        [nameof(Defaults.GradientTolerance)] = 1e-8,
        [nameof(Defaults.RankTolerance)] = 1e-7,
        [nameof(Defaults.ConfidenceLevel)] = 0.95,
        [nameof(Defaults.OptimumDistance)] = 0.01,
    };

    [Fact]
    public void Every_default_has_the_value_that_is_written_here()
    {
        typeof(Defaults).GetFields().ToDictionary(field => field.Name, field => field.GetValue(null))
            .Should().Equal(Expected);
    }

    [Fact]
    public void A_description_starts_from_the_defaults()
    {
        PerceptronBuilder<double> fresh = Perceptron.WithInputs<double>(3);

        fresh.HasBias.Should().Be(Defaults.HasBias);
        fresh.OutputCount.Should().Be(Defaults.Outputs);
        fresh.Reduction.Should().Be(Defaults.Reduction);
        fresh.LearningRate.Name.Should().Be(LearningRate.Constant(Defaults.LearningRate).Name);
        fresh.Seed.Should().Be(Defaults.Seed);
        fresh.IsStandardized.Should().Be(Defaults.Standardized);
        fresh.IsCentered.Should().Be(Defaults.Centered);
        fresh.Loss.Should().BeSameAs(Loss.HalfSquaredError);
        fresh.Optimizer.Should().BeSameAs(Optimizer.Sgd);
        fresh.InitialWeights.Should().BeSameAs(InitialWeights.Zeros);
        fresh.Penalty.Should().Be(Penalty.None);
        fresh.Clipping.Should().Be(GradientClipping.None);
        fresh.FirstAveragedStep.Should().BeNull();
        fresh.ClassWeights.Should().BeNull();
        fresh.BalancesClasses.Should().BeFalse();
        fresh.FeatureNames.Should().BeNull();
        fresh.ClassNames.Should().BeNull();
    }

    [Fact]
    public void Options_start_from_the_defaults()
    {
        new TrainingOptions().Should().Be(new TrainingOptions
        {
            Epochs = Defaults.Epochs,
            BatchSize = null,
            Shuffle = Defaults.Shuffle,
            Tolerance = null,
            Patience = Defaults.Patience,
            Threads = Defaults.Threads,
            ValidationFraction = null,
            MinimumImprovement = Defaults.MinimumImprovement,
        });
    }

    [Fact]
    public void A_batch_that_is_not_chosen_has_the_rows_of_the_default()
    {
        double[] rows = [.. Enumerable.Range(0, 50).Select(row => (row % 7) - 3.0)];
        double[] targets = [.. rows.Select(row => row + 0.5)];

        Trained(null).Should().Equal(Trained(Defaults.BatchSize)).And.NotEqual(Trained(Defaults.BatchSize - 1));

        double[] Trained(int? batchSize)
        {
            Perceptron<double> network = Perceptron.Regressor<double>(1).Build();
            network.Fit(rows, targets, new() { Epochs = 2, BatchSize = batchSize });
            return [.. network.Weights, .. network.Bias];
        }
    }

    [Fact]
    public void Optional_parameters_have_the_defaults()
    {
        (MethodBase Method, string Parameter, object Value)[] expected =
        [
            (Method(typeof(Loss), nameof(Loss.Huber)), "delta", Defaults.HuberDelta),
            (Method(typeof(Loss), nameof(Loss.EpsilonInsensitive)), "epsilon", Defaults.InsensitiveEpsilon),
            (Method(typeof(Loss), nameof(Loss.SquaredEpsilonInsensitive)), "epsilon", Defaults.InsensitiveEpsilon),
            (Method(typeof(Loss), nameof(Loss.Quantile)), "quantile", Defaults.Quantile),
            (Method(typeof(Optimizer), nameof(Optimizer.Momentum)), "momentum", Defaults.Momentum),
            (Method(typeof(Optimizer), nameof(Optimizer.Nesterov)), "momentum", Defaults.Momentum),
            (Method(typeof(Optimizer), nameof(Optimizer.AdaGrad)), "epsilon", Defaults.AdaGradEpsilon),
            (Method(typeof(Optimizer), nameof(Optimizer.RmsProp)), "decay", Defaults.RmsPropDecay),
            (Method(typeof(Optimizer), nameof(Optimizer.RmsProp)), "epsilon", Defaults.Epsilon),
            (Method(typeof(Optimizer), nameof(Optimizer.Adam)), "beta1", Defaults.AdamBeta1),
            (Method(typeof(Optimizer), nameof(Optimizer.Adam)), "beta2", Defaults.AdamBeta2),
            (Method(typeof(Optimizer), nameof(Optimizer.Adam)), "epsilon", Defaults.Epsilon),
            (Method(typeof(Optimizer), nameof(Optimizer.AdamW)), "weightDecay", Defaults.WeightDecay),
            (Method(typeof(Optimizer), nameof(Optimizer.AdamW)), "beta1", Defaults.AdamBeta1),
            (Method(typeof(Optimizer), nameof(Optimizer.AdamW)), "beta2", Defaults.AdamBeta2),
            (Method(typeof(Optimizer), nameof(Optimizer.AdamW)), "epsilon", Defaults.Epsilon),
            (Method(typeof(Optimizer), nameof(Optimizer.Ftrl)), "alpha", Defaults.FtrlAlpha),
            (Method(typeof(Optimizer), nameof(Optimizer.Ftrl)), "beta", Defaults.FtrlBeta),
            (Method(typeof(Optimizer), nameof(Optimizer.Ftrl)), "l1", Defaults.FtrlPenalty),
            (Method(typeof(Optimizer), nameof(Optimizer.Ftrl)), "l2", Defaults.FtrlPenalty),
            (Method(typeof(Optimizer), nameof(Optimizer.PassiveAggressive)), "aggressiveness", Defaults.Aggressiveness),
            (Method(typeof(Optimizer), nameof(Optimizer.SoftPassiveAggressive)), "aggressiveness", Defaults.Aggressiveness),
            (Method(typeof(Optimizer), nameof(Optimizer.Lbfgs)), "memory", Defaults.LbfgsMemory),
            (Method(typeof(Optimizer), nameof(Optimizer.Lbfgs)), "gradientTolerance", Defaults.GradientTolerance),
            (Method(typeof(Optimizer), nameof(Optimizer.Newton)), "rankTolerance", Defaults.RankTolerance),
            (Method(typeof(LearningRate), nameof(LearningRate.InverseScaling)), "power", Defaults.InverseScalingPower),
            (Method(typeof(LearningRate), nameof(LearningRate.InverseScaling)), "unit", (int)Defaults.RateUnit),
            (Method(typeof(LearningRate), nameof(LearningRate.Exponential)), "unit", (int)Defaults.RateUnit),
            (Method(typeof(LearningRate), nameof(LearningRate.Step)), "unit", (int)Defaults.RateUnit),
            (Method(typeof(LearningRate), nameof(LearningRate.Cosine)), "lowest", Defaults.LowestLearningRate),
            (Method(typeof(LearningRate), nameof(LearningRate.Cosine)), "unit", (int)Defaults.RateUnit),
            (Method(typeof(LearningRate), nameof(LearningRate.WithWarmUp)), "unit", (int)Defaults.RateUnit),
            (Method(typeof(LearningRate), nameof(LearningRate.LoweredOnPlateau)), "factor", Defaults.PlateauFactor),
            (Method(typeof(LearningRate), nameof(LearningRate.LoweredOnPlateau)), "patience", Defaults.PlateauPatience),
            (Method(typeof(LearningRate), nameof(LearningRate.LoweredOnPlateau)), "minimumImprovement", Defaults.PlateauMinimumImprovement),
            (Method(typeof(LearningRate), nameof(LearningRate.LoweredOnPlateau)), "lowest", Defaults.LowestLearningRate),
            (Method(typeof(Penalty), nameof(Penalty.ElasticNet)), "l1Ratio", Defaults.L1Ratio),
            (Method(typeof(Perceptron), nameof(Perceptron.Regressor)), "outputs", Defaults.Outputs),
            (Method(typeof(PerceptronBuilder<>), nameof(PerceptronBuilder<>.WithLoss)), "reduction", (int)Defaults.Reduction),
            (Method(typeof(PerceptronBuilder<>), nameof(PerceptronBuilder<>.WithAveraging)),
                "firstStep", Defaults.FirstAveragedStep),
            (Method(typeof(ClassificationMetrics), nameof(ClassificationMetrics.Calibration)), "bins", Defaults.CalibrationBins),
            (Method(typeof(Perceptron<>), nameof(Perceptron<>.RankFeatures)), "output", Defaults.RankedOutput),
            (Method(typeof(FrozenPerceptron<>), nameof(FrozenPerceptron<>.RankFeatures)), "output", Defaults.RankedOutput),
            (Method(typeof(Folds), nameof(Folds.Random)), "count", Defaults.Folds),
            (typeof(ProgressiveClassification).GetConstructors()[0], "halfLife", Defaults.HalfLife),
            (typeof(ProgressiveRegression).GetConstructors()[0], "halfLife", Defaults.HalfLife),
        ];

        foreach ((MethodBase method, string parameter, object value) in expected)
        {
            method.GetParameters().Single(candidate => candidate.Name == parameter).RawDefaultValue
                .Should().Be(value, $"of {method.DeclaringType!.Name}.{method.Name}({parameter})");
        }
    }

    private static MethodInfo Method(Type type, string name) => type.GetMethod(name)!;
}
