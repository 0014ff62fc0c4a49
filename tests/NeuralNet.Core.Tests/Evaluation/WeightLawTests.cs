using System.Numerics;

namespace NeuralNet.Core.Tests.Evaluation;

/// <summary>
/// A weight of 2 counts as two rows and a weight of 0 as no row, in every metric, threshold, calibration and cross-validation. Merged
/// parts equal the whole.
/// </summary>
public abstract class WeightLawTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of random cases of each kind, in float and in double.</summary>
    private const int CasesOfEach = 40;

    [Theory]
    [InlineData("sigmoid")]
    [InlineData("hinge")]
    [InlineData("softmax of 2")]
    [InlineData("softmax of 3")]
    [InlineData("one-versus-rest of 4")]
    public void A_weight_counts_as_that_many_rows_in_an_evaluation_with_labels(string kind) => ForEach(Classes(kind), Outputs(kind), (each, because) =>
    {
        Perceptron<T> network = HandOn(kind);

        network.Evaluate(N(each.Scores), each.Labels, N(each.Weights))
            .ShouldBeSameAs(network.Evaluate(N(each.Repeated(each.Scores)), each.Repeated(each.Labels)), because);
        network.Freeze().Evaluate(SmallData.Matrix(N(each.Scores), each.Outputs), each.Labels, N(each.Weights))
            .ShouldBeSameAs(network.Evaluate(N(each.Scores), each.Labels, N(each.Weights)), because);
    });

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_weight_counts_as_that_many_rows_in_an_evaluation_with_targets(int outputs) => ForEach(1, outputs, (each, because) =>
    {
        Perceptron<T> network = HandOn(Perceptron.Regressor<T>(outputs, outputs));

        RegressionMetrics weighted = network.Evaluate(N(each.Scores), N(each.Targets), N(each.Weights));

        weighted.ShouldBeSameAs(network.Evaluate(N(each.Repeated(each.Scores)), N(each.Repeated(each.Targets))), because);
        RegressionMetrics.FromPredictions<T>(N(each.Scores), N(each.Targets), outputs, N(each.Weights)).ShouldBeSameAs(weighted, because);
        RegressionMetrics.Merge(Parts(each).Select(part => network.Evaluate(
            N(each.Part(each.Scores, part)), N(each.Part(each.Targets, part)), N(each.Part(each.Weights, part)))))
            .ShouldBeSameAs(weighted, because);
    });

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_weight_counts_as_that_many_rows_in_an_evaluation_with_label_sets(int outputs) => ForEach(1, outputs, (each, because) =>
    {
        Perceptron<T> network = HandOn(Perceptron.BinaryClassifier<T>(outputs).WithOutputs(outputs));

        MultiLabelMetrics weighted = network.EvaluateMultiLabel(N(each.Scores), N(each.OwnLabels), N(each.Weights));

        weighted.ShouldBeSameAs(network.EvaluateMultiLabel(N(each.Repeated(each.Scores)), N(each.Repeated(each.OwnLabels))), because);
        MultiLabelMetrics.Merge(Parts(each).Select(part => network.EvaluateMultiLabel(
            N(each.Part(each.Scores, part)), N(each.Part(each.OwnLabels, part)), N(each.Part(each.Weights, part)))))
            .ShouldBeSameAs(weighted, because);
    });

    [Theory]
    [InlineData("sigmoid")]
    [InlineData("hinge")]
    [InlineData("softmax of 2")]
    [InlineData("softmax of 3")]
    [InlineData("one-versus-rest of 4")]
    public void Merged_metrics_are_those_of_all_rows(string kind) => ForEach(Classes(kind), Outputs(kind), (each, because) =>
    {
        Perceptron<T> network = HandOn(kind);
        ClassificationMetrics[] parts = [.. Parts(each).Select(part => network.Evaluate(
            N(each.Part(each.Scores, part)), each.Part(each.Labels, part), N(each.Part(each.Weights, part))))];
        ClassificationMetrics whole = network.Evaluate(N(each.Scores), each.Labels, N(each.Weights));

        ClassificationMetrics.Merge(parts).ShouldBeSameAs(whole, because);

        ClassificationMetrics small = ClassificationMetrics.Merge([parts[0].WithoutScores(), .. parts[1..]]);
        small.RocAuc.Should().BeNull();
        small.Calibration().Should().BeNull();
        small.ShouldBeSameAs(whole.WithoutScores(), because);
    });

    [Theory]
    [InlineData("sigmoid")]
    [InlineData("hinge")]
    [InlineData("softmax of 2")]
    [InlineData("softmax of 3")]
    [InlineData("one-versus-rest of 4")]
    public void Metrics_without_a_network_match_those_of_the_network(string kind) => ForEach(Classes(kind), Outputs(kind), (each, because) =>
    {
        Perceptron<T> network = HandOn(kind);
        ClassificationMetrics expected = network.Evaluate(N(each.Scores), each.Labels, N(each.Weights));

        ClassificationMetrics ranked = ClassificationMetrics.FromScores<T>(N(each.Scores), each.Labels, N(each.Weights));

        ranked.WithoutScores().ConfusionMatrix.Cells.Should().Equal(expected.ConfusionMatrix.Cells, because);
        ranked.LogLoss.Should().BeNull();
        if (Outputs(kind) <= 2)
        {
            // With many classes, softmax ranks by differences of logits.
            ranked.RocAuc!.Value.ShouldBeClose(expected.RocAuc!.Value, 1e-13, 0, because);
            ranked.PrecisionRecallAuc!.Value.ShouldBeClose(expected.PrecisionRecallAuc!.Value, 1e-13, 0, because);
        }

        int[] predicted = new int[each.Labels.Length];
        network.PredictClasses(N(each.Scores), predicted);
        ClassificationMetrics decided = ClassificationMetrics.FromClasses(
            predicted, each.Labels, Math.Max(2, each.Outputs), each.Weights);
        decided.ShouldBeSameAs(ranked.WithoutScores(), because);
        decided.RocAuc.Should().BeNull();
    });

    [Theory]
    [InlineData("sigmoid")]
    [InlineData("softmax of 2")]
    [InlineData("softmax of 3")]
    public void Metrics_of_probabilities_match_those_of_the_network(string kind) => ForEach(Classes(kind), Outputs(kind), (each, because) =>
    {
        Perceptron<double> network = WeightLawTests<double>.HandOn(kind);
        double[] probabilities = new double[each.Scores.Length];
        network.Predict(each.Scores, probabilities);

        ClassificationMetrics.FromProbabilities<double>(probabilities, each.Labels, each.Weights)
            .ShouldBeSameAs(network.Evaluate(each.Scores, each.Labels, each.Weights), because);
    });

    [Theory]
    [InlineData("F1")]
    [InlineData("balanced accuracy")]
    [InlineData("precision")]
    [InlineData("recall")]
    public void A_weight_counts_as_that_many_rows_in_the_choice_of_a_threshold(string name) => ForEach(2, 1, (each, because) =>
    {
        ThresholdGoal goal = Goal(name);
        Perceptron<T> network = HandOn("sigmoid");

        ThresholdChoice weighted = network.ChooseThreshold(N(each.Scores), each.Labels, goal, N(each.Weights));
        ThresholdChoice repeated = network.ChooseThreshold(N(each.Repeated(each.Scores)), each.Repeated(each.Labels), goal);

        weighted.Should().Be(repeated, because);
    });

    [Fact]
    public void A_weight_counts_as_that_many_rows_in_a_calibration() => ForEach(2, 1, (each, because) =>
    {
        // Scores rise with the labels, so the slope is positive.
        double[] scores = [.. each.Scores.Zip(each.Labels, (score, label) => score + (5 * label))];
        FrozenPerceptron<T> network = HandOn("hinge").Freeze();

        FrozenPerceptron<T> weighted = network.Calibrate(N(scores), each.Labels, N(each.Weights));
        FrozenPerceptron<T> repeated = network.Calibrate(N(each.Repeated(scores)), each.Repeated(each.Labels));

        double digits = typeof(T) == typeof(float) ? 1e-6 : 1e-9;
        double.CreateTruncating(weighted.Weights[0]).ShouldBeClose(double.CreateTruncating(repeated.Weights[0]), digits, 0, because);
        double.CreateTruncating(weighted.Bias[0]).ShouldBeClose(double.CreateTruncating(repeated.Bias[0]), digits, digits, because);
    });

    [Fact]
    public void A_weight_counts_as_that_many_rows_in_a_cross_validation() => ForEach(2, 1, (each, because) =>
    {
        // The network does not learn, so the scores depend only on the test rows.
        PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(1)
            .WithInitialWeights(N([1]), N([0])).WithLearningRate(1e-30);
        var options = new TrainingOptions { Epochs = 1, BatchSize = TrainingOptions.FullBatch };

        // Two counted rows of each class, one in each fold.
        int[] folds = [.. Enumerable.Range(0, each.Labels.Length).Select(row => row / 2 % 2)];
        int[] labels = [0, 1, 0, 1, .. each.Labels[4..]];
        double[] weights = [.. each.Weights.Select((weight, row) => row < 4 ? Math.Max(weight, 1) : weight)];
        int[] rows = [.. Enumerable.Range(0, folds.Length).SelectMany(row => Enumerable.Repeat(row, (int)weights[row]))];

        CrossValidation<ClassificationMetrics> weighted = description.CrossValidateClassifier(
            new(N(each.Scores), labels, N(weights)), Folds.Given(folds), options);
        CrossValidation<ClassificationMetrics> repeated = description.CrossValidateClassifier(
            new(N([.. rows.Select(row => each.Scores[row])]), rows.Select(row => labels[row]).ToArray()),
            Folds.Given([.. rows.Select(row => folds[row])]),
            options);

        foreach ((FoldResult<ClassificationMetrics> own, FoldResult<ClassificationMetrics> other) in weighted.Folds.Zip(repeated.Folds))
        {
            own.Metrics.ShouldBeSameAs(other.Metrics, because);
        }
    });

    [Fact]
    public void Multiplying_all_weights_by_a_power_of_two_changes_no_metric() => ForEach(3, 3, (each, because) =>
    {
        Perceptron<T> network = HandOn("softmax of 3");
        ClassificationMetrics expected = network.Evaluate(N(each.Scores), each.Labels, N(each.Weights));
        foreach (int exponent in typeof(T) == typeof(float) ? new[] { -140, -20, 20, 120 } : [-1060, -300, -20, 20, 300, 1020])
        {
            double factor = Math.ScaleB(1, exponent);

            ClassificationMetrics metrics = network.Evaluate(
                N(each.Scores), each.Labels, N([.. each.Weights.Select(weight => weight * factor)]));

            (metrics.Accuracy, metrics.BalancedAccuracy, metrics.MatthewsCorrelation, metrics.LogLoss, metrics.BrierScore, metrics.RocAuc)
                .Should().Be((expected.Accuracy, expected.BalancedAccuracy, expected.MatthewsCorrelation, expected.LogLoss, expected.BrierScore, expected.RocAuc), because);
        }
    });

    private static void ForEach(int classes, int outputs, Action<EvaluationCase, string> check)
    {
        for (int seed = 0; seed < CasesOfEach; seed++)
        {
            check(new EvaluationCase(seed, classes, outputs), $"case {seed}");
        }
    }

    /// <summary>Returns the parts with a counted row.</summary>
    private static IEnumerable<int> Parts(EvaluationCase each) =>
        Enumerable.Range(0, 2).Where(part => each.Part(each.Weights, part).Any(weight => weight > 0));

    private static T[] N(double[] values) => Numbers.Of<T>(values);

    private static int Classes(string kind) => Math.Max(2, Outputs(kind));

    private static int Outputs(string kind) => char.IsDigit(kind[^1]) ? kind[^1] - '0' : 1;

    private static ThresholdGoal Goal(string name) => name switch
    {
        "F1" => ThresholdGoal.BestF1,
        "balanced accuracy" => ThresholdGoal.BalancedAccuracy,
        "precision" => ThresholdGoal.Precision(0.02),
        _ => ThresholdGoal.Recall(0.7),
    };

    private static Perceptron<T> HandOn(string kind)
    {
        int outputs = Outputs(kind);
        return HandOn(kind switch
        {
            "sigmoid" => Perceptron.BinaryClassifier<T>(1),
            "hinge" => Perceptron.WithInputs<T>(1).WithLoss(Loss.Hinge),
            "one-versus-rest of 4" => Perceptron.WithInputs<T>(4).WithOutputs(4).WithLoss(Loss.LogLoss),
            _ => Perceptron.Classifier<T>(outputs, outputs),
        });
    }

    /// <summary>Creates a network whose logits are its inputs.</summary>
    private static Perceptron<T> HandOn(PerceptronBuilder<T> description)
    {
        var weights = new T[description.InputCount * description.OutputCount];
        for (int index = 0; index < weights.Length; index += description.InputCount + 1)
        {
            weights[index] = T.One;
        }

        Perceptron<T> network = description.Build();
        network.SetWeights(weights);
        return network;
    }
}

public sealed class WeightLawTestsInDouble : WeightLawTests<double>;

public sealed class WeightLawTestsInFloat : WeightLawTests<float>;
