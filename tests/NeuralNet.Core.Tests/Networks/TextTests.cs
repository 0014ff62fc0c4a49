using System.Globalization;
using NeuralNet.Core.UserCode;

namespace NeuralNet.Core.Tests.Networks;

/// <summary>The texts of objects in logs and debuggers.</summary>
public sealed class TextTests
{
    [Fact]
    public void The_text_of_activations_losses_and_optimizers_is_their_name()
    {
        Activation.Identity.ToString().Should().Be("identity");
        Activation.Sigmoid.ToString().Should().Be("sigmoid");
        Activation.Tanh.ToString().Should().Be("tanh");
        Activation.Softmax.ToString().Should().Be("softmax");
        Activation.From(default(Softsign)).ToString().Should().Be("softsign");
        Loss.HalfSquaredError.ToString().Should().Be("half-squared-error");
        Loss.LogLoss.ToString().Should().Be("log-loss");
        Loss.SoftmaxCrossEntropy.ToString().Should().Be("softmax-cross-entropy");
        Loss.HalfSquaredErrorThrough(Activation.Tanh).ToString().Should().Be("half-squared-error-through-tanh");
        Activation.Step.ToString().Should().Be("step");
        Activation.ReLU.ToString().Should().Be("relu");
        Activation.Softplus.ToString().Should().Be("softplus");
        Activation.Exp.ToString().Should().Be("exp");
        Loss.Hinge.ToString().Should().Be("hinge");
        Loss.SquaredHinge.ToString().Should().Be("squared-hinge");
        Loss.ModifiedHuber.ToString().Should().Be("modified-huber");
        Loss.Perceptron.ToString().Should().Be("perceptron");
        Loss.Poisson.ToString().Should().Be("poisson");
        Loss.MultiClassPerceptron.ToString().Should().Be("multi-class-perceptron");
        Loss.CrammerSinger.ToString().Should().Be("crammer-singer");
        Loss.From(default(LogCosh), Activation.Identity).ToString().Should().Be("log-cosh");
        Optimizer.Sgd.ToString().Should().Be("sgd");
        Optimizer.From(new HeavyBall(0.9)).ToString().Should().Be("heavy-ball");
    }

    [Fact]
    public void The_name_of_a_loss_contains_its_parameter_in_every_culture()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = comma;

            Loss.Huber().Name.Should().Be("huber(1.35)");
            Loss.Huber(2).Name.Should().Be("huber(2)");
            Loss.EpsilonInsensitive().Name.Should().Be("epsilon-insensitive(0.1)");
            Loss.SquaredEpsilonInsensitive().Name.Should().Be("squared-epsilon-insensitive(0.1)");
            Loss.Quantile().Name.Should().Be("quantile(0.5)");
            Loss.Quantile(0.975).Name.Should().Be("quantile(0.975)");
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void An_interval_has_mathematical_notation()
    {
        Interval.Real.ToString().Should().Be("(-inf, inf)");
        Interval.Probability.ToString().Should().Be("[0, 1]");
        new Interval(-1, 2.5).ToString().Should().Be("[-1, 2.5]");
        new Interval(0, double.PositiveInfinity).ToString().Should().Be("[0, inf)");
    }

    [Fact]
    public void Metrics_of_a_binary_classifier_are_one_line()
    {
        Perceptron<double> network = Perceptron.BinaryClassifier<double>(1).WithInitialWeights([1.0]).Build();

        ClassificationMetrics metrics = network.Evaluate([-1, -1, 2, 3], [0, 1, 1, 1]);

        metrics.ToString().Should().Be($"accuracy 75.00 %, ROC AUC 0.8333, log loss {Mean():F4}, 4 rows");
        metrics.ConfusionMatrix.ToString().Should().Be(" 1 0\n 1 2");

        static double Mean() => new[] { -1, 1, -2, -3 }.Average(logit => Math.Log(1 + Math.Exp(logit)));
    }

    [Fact]
    public void Metrics_omit_unknown_values()
    {
        Perceptron<double> network = Perceptron.WithInputs<double>(1)
            .WithLoss(Loss.HalfSquaredErrorThrough(Activation.Tanh))
            .Build();

        network.Evaluate([-1, 2], [0, 0]).ToString().Should().Be("accuracy 100.00 %, 2 rows");
    }

    [Fact]
    public void The_text_of_a_feature_is_its_name_or_column_and_its_weights()
    {
        PerceptronBuilder<double> description = Perceptron.Regressor<double>(1).WithInitialWeights([-1.5]);

        description.Build().RankFeatures()[0].ToString().Should().Be("input 0: weight -1.5");
        description.WithFeatureNames("age").Build().RankFeatures()[0].ToString()
            .Should().Be("age: weight -1.5");
    }

    [Fact]
    public void The_text_of_a_standardized_feature_has_two_weights()
    {
        Perceptron<double> network = Perceptron.Regressor<double>(1)
            .WithStandardization().WithOptimizer(Optimizer.Lbfgs(gradientTolerance: 1e-12)).Build();
        network.Fit([-3, 3], [-6.0, 6]);

        network.RankFeatures()[0].ToString().Should().Be("input 0: weight 2, standardized 6");
    }

    [Fact]
    public void Metrics_of_a_regressor_are_one_line()
    {
        Perceptron<double> network = Perceptron.Regressor<double>(1).WithInitialWeights([1.0]).Build();

        network.Evaluate([0, 2], [1.0, 3]).ToString().Should().Be("RMSE 1, MAE 1, R2 0.0000");
    }

    /// <summary>The metric of the loss is the one that tells networks with this loss apart.</summary>
    [Fact]
    public void Metrics_of_rates_and_quantiles_begin_with_the_metric_of_the_loss()
    {
        Perceptron<double> rates = Perceptron.WithInputs<double>(1).WithLoss(Loss.Poisson).Build();
        Perceptron<double> quantile = Perceptron.WithInputs<double>(1).WithLoss(Loss.Quantile(0.9)).Build();
        rates.SetWeights([0], [0]);
        quantile.SetWeights([1], [0]);

        foreach (Predictor<double> predictor in (Predictor<double>[])[rates, rates.Freeze(), FrozenPerceptron.Load<double>(rates.ToBytes())])
        {
            predictor.Evaluate([0, 2], [1.0, 1]).ToString().Should().Be("Poisson deviance 0, RMSE 0, MAE 0, R2 1.0000");
        }

        foreach (Predictor<double> predictor in (Predictor<double>[])[quantile, quantile.Freeze(), quantile.Clone(), new PerceptronHost<double>(quantile.Freeze()).Current])
        {
            RegressionMetrics metrics = predictor.Evaluate([0, 2], [1.0, 3]);
            metrics.ToString().Should().Be("pinball loss of 0.9 0.9, MAE 1");
            metrics.MeanPinballLoss().Should().Be(metrics.MeanPinballLoss(0.9)).And.NotBe(metrics.MeanPinballLoss(0.5));
            RegressionMetrics.Merge([metrics, metrics]).MeanPinballLoss().Should().Be(metrics.MeanPinballLoss());
        }

        RegressionMetrics median = RegressionMetrics.FromPredictions<double>([0, 2], [1, 3]);
        median.MeanPinballLoss().Should().Be(median.MeanPinballLoss(0.5));
        RegressionMetrics.Merge([median, quantile.Evaluate([0, 2], [1.0, 3])]).MeanPinballLoss().Should().Be(median.MeanPinballLoss());
    }
}
