using System.Numerics;
using System.Numerics.Tensors;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Evaluation;

/// <summary>The threshold of a binary classifier, and its choice.</summary>
public abstract class ThresholdTests<T> : RefusalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void The_threshold_is_one_half_until_it_is_set()
    {
        Perceptron<T> network = LogitIsInput();

        network.Threshold.Should().Be(0.5);
        network.Freeze().Threshold.Should().Be(0.5);
        network.ThresholdLogit.Should().Be(T.Zero);
        network.Freeze().ThresholdLogit.Should().Be(T.Zero);
    }

    [Fact]
    public void Every_deciding_method_predicts_class_1_above_the_threshold()
    {
        Perceptron<T> network = LogitIsInput();
        T[] rows = Numbers.Of<T>(-1, 0.5, 1.5, 2);
        int[] classes = new int[4];

        network.SetThresholdLogit(Numbers.Of<T>(1.5)[0]);
        FrozenPerceptron<T> frozen = network.Freeze();

        (frozen.Threshold, frozen.ThresholdLogit).Should().Be((network.Threshold, network.ThresholdLogit));
        network.PredictClasses(rows, classes);
        classes.Should().Equal(0, 0, 0, 1);
        frozen.PredictClasses(rows, classes);
        classes.Should().Equal(0, 0, 0, 1);
        rows.Select(row => network.PredictClass([row])).Should().Equal(0, 0, 0, 1);
        rows.Select(row => frozen.PredictClass([row])).Should().Equal(0, 0, 0, 1);
        network.Evaluate(rows, [0, 0, 0, 1]).Accuracy.Should().Be(1);
        frozen.Evaluate(rows, [0, 0, 0, 1]).Accuracy.Should().Be(1);
        network.PredictClass([T.NaN]).Should().Be(-1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-36.5)]
    [InlineData(37)]
    [InlineData(1000)]
    [InlineData(-1000)]
    public void Every_threshold_that_is_read_can_be_set(double logit)
    {
        Perceptron<T> network = LogitIsInput();
        network.SetThresholdLogit(T.CreateTruncating(logit));

        double read = network.Threshold;
        network.SetThreshold(read);

        read.Should().BeGreaterThan(0).And.BeLessThan(1);
        network.ThresholdLogit.Should().Be(T.CreateTruncating(logit));
    }

    [Fact]
    public void A_frozen_network_keeps_its_threshold_when_the_other_changes()
    {
        Perceptron<T> network = LogitIsInput();
        network.SetThresholdLogit(T.One);
        FrozenPerceptron<T> frozen = network.Freeze();

        network.SetThresholdLogit(-T.One);

        frozen.ThresholdLogit.Should().Be(T.One);
        frozen.PredictClass([T.Zero]).Should().Be(0);
        network.PredictClass([T.Zero]).Should().Be(1);
    }

    [Fact]
    public void The_threshold_does_not_affect_learning_and_predictions()
    {
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(3).Build();
        Perceptron<T> twin = Perceptron.BinaryClassifier<T>(3).Build();
        T[] rows = Rows<T>(20, 3);
        network.SetThresholdLogit(T.One);

        network.Fit(rows, Labels(20, 2));
        twin.Fit(rows, Labels(20, 2));
        network.Learn(rows.AsSpan(0, 3), 1).Should().Be(twin.Learn(rows.AsSpan(0, 3), 1));

        Bits(network).Should().Be(Bits(twin));
        network.Predict(rows.AsSpan(0, 3)).Should().Be(twin.Predict(rows.AsSpan(0, 3)));
        network.ThresholdLogit.Should().Be(T.One, "learning leaves it as it is");
    }

    [Theory]
    [MemberData(nameof(ThresholdCases.Samples), MemberType = typeof(ThresholdCases))]
    public void No_threshold_serves_a_goal_better_than_the_one_chosen(int seed, int rows, double step)
    {
        (T[] logits, int[] labels) = Sample(seed, rows, step);
        List<Outcome> all = [.. Thresholds(logits).Select(threshold => Decide(logits, labels, threshold))];

        Check(ThresholdGoal.BestF1, all.Max(outcome => outcome.F1), outcome => outcome.F1);
        Check(ThresholdGoal.BalancedAccuracy, all.Max(outcome => outcome.BalancedAccuracy), outcome => outcome.BalancedAccuracy);
        foreach (double atLeast in new[] { 0.1, 0.5, 0.75, 0.9, 1 })
        {
            List<Outcome> precise = [.. all.Where(outcome => outcome.Precision >= atLeast)];
            if (precise.Count > 0)
            {
                double recall = precise.Max(outcome => outcome.Recall);
                Check(ThresholdGoal.Precision(atLeast), recall, outcome => outcome.Recall)
                    .Precision.Should().Be(precise.Where(outcome => outcome.Recall == recall).Max(outcome => outcome.Precision));
            }
            else
            {
                string best = FormattableString.Invariant($"precision {all.Max(outcome => outcome.Precision):F4}");
                Refused<ArgumentException>(
                    () => LogitIsInput().ChooseThreshold(logits, labels, ThresholdGoal.Precision(atLeast)), "goal", best);
            }

            List<Outcome> complete = [.. all.Where(outcome => outcome.Recall >= atLeast)];
            double precision = complete.Max(outcome => outcome.Precision);
            Check(ThresholdGoal.Recall(atLeast), precision, outcome => outcome.Precision)
                .Recall.Should().Be(complete.Where(outcome => outcome.Precision == precision).Max(outcome => outcome.Recall))
                .And.BeGreaterThanOrEqualTo(atLeast);
        }

        Outcome Check(ThresholdGoal goal, double expected, Func<Outcome, double> measure)
        {
            Perceptron<T> network = LogitIsInput();

            ThresholdChoice choice = network.ChooseThreshold(logits, labels, goal);

            network.Threshold.Should().Be(choice.Threshold);
            ClassificationMetrics metrics = network.Evaluate(logits, labels);
            Outcome outcome = Decide(logits, labels, network.ThresholdLogit);
            measure(outcome).Should().BeApproximately(expected, 1e-15, goal.Name);
            outcome.Should().Be(new Outcome(choice.Precision, choice.Recall, choice.F1, choice.BalancedAccuracy));
            (metrics.Precision, metrics.Recall, metrics.F1).Should().Be((choice.Precision, choice.Recall, choice.F1));
            metrics.BalancedAccuracy.Should().BeApproximately(choice.BalancedAccuracy, 1e-15);
            return outcome;
        }
    }

    [Fact]
    public void The_threshold_lies_midway_between_two_logits()
    {
        Perceptron<T> network = LogitIsInput();

        ThresholdChoice choice = network.ChooseThreshold(
            Numbers.Of<T>(4, -2, 1, 6), [1, 0, 0, 1], ThresholdGoal.BestF1);

        network.ThresholdLogit.Should().Be(Numbers.Of<T>(2.5)[0]);
        choice.Should().Be(new ThresholdChoice(network.Threshold, true, 1, 1, 1, 1));
        choice.Threshold.Should().BeApproximately(1 / (1 + Math.Exp(-2.5)), 1e-15);
        choice.ToString().Should().Be("above a probability of 0.924142: precision 1.0000, recall 1.0000, F1 1.0000, balanced accuracy 1.0000");
    }

    [Fact]
    public void Between_neighboring_numbers_the_lower_is_the_threshold()
    {
        T low = T.BitDecrement(T.One);

        Chosen([low, T.One], [0, 1], ThresholdGoal.BestF1).Should().Be(low);
        Chosen([T.One, T.BitIncrement(T.One)], [0, 1], ThresholdGoal.BestF1)
            .Should().Be(T.One);
        LogitIsInput().ChooseThreshold([T.Zero, T.Epsilon], [0, 1], ThresholdGoal.BestF1).F1.Should().Be(1);
        LogitIsInput().ChooseThreshold([-T.Epsilon, T.Zero], [0, 1], ThresholdGoal.BestF1).F1.Should().Be(1);
    }

    [Fact]
    public void A_threshold_exists_between_the_largest_numbers()
    {
        T most = T.CreateSaturating(double.MaxValue);
        most = T.IsFinite(most) ? most : T.BitDecrement(most);

        Chosen([-most, most], [0, 1], ThresholdGoal.BestF1).Should().Be(T.Zero);
        Chosen([most, T.BitDecrement(most)], [1, 0], ThresholdGoal.BestF1)
            .Should().Be(T.BitDecrement(most));
        Chosen([most, most], [1, 0], ThresholdGoal.Recall(1))
            .Should().Be(T.BitDecrement(most));
        Chosen([most, -most], [0, 1], ThresholdGoal.BalancedAccuracy)
            .Should().Be(most, "the highest is chosen among equals, and nothing is above it");
        Refused<ArgumentException>(
            () => LogitIsInput().ChooseThreshold([most, -most], [0, 1], ThresholdGoal.Recall(1)), "goal", "recall 0.0000");
    }

    [Fact]
    public void Beyond_the_last_logit_the_threshold_is_1_away()
    {
        T[] logits = Numbers.Of<T>(3, 5);

        Chosen(logits, [1, 0], ThresholdGoal.BestF1).Should().Be(Numbers.Of<T>(2)[0]);
        Chosen(logits, [1, 0], ThresholdGoal.BalancedAccuracy)
            .Should().Be(Numbers.Of<T>(6)[0]);
    }

    [Fact]
    public void Equal_logits_are_never_separated()
    {
        Perceptron<T> network = LogitIsInput();

        ThresholdChoice choice = network.ChooseThreshold(
            Numbers.Of<T>(1, 1, 1, 0, -0.0, 2), [1, 0, 1, 0, 0, 0], ThresholdGoal.BestF1);

        network.ThresholdLogit.Should().Be(Numbers.Of<T>(0.5)[0]);
        choice.Precision.Should().Be(0.5);
        choice.Recall.Should().Be(1);
    }

    [Fact]
    public void Every_form_of_rows_chooses_the_same_threshold()
    {
        T[] rows = Rows<T>(30, 2);
        int[] labels = Labels(30, 2);
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(2).WithInitialWeights(InitialWeights.GlorotUniform).Build();

        ThresholdChoice choice = network.ChooseThreshold(rows, labels, ThresholdGoal.BestF1);

        network.ChooseThreshold(Matrix(rows, 2), labels, ThresholdGoal.BestF1).Should().Be(choice);
        network.ChooseThreshold(Tensor.Create(rows, [30, 2]), labels, ThresholdGoal.BestF1).Should().Be(choice);
    }

    [Fact]
    public void A_goal_out_of_reach_reports_the_nearest_and_keeps_the_threshold()
    {
        Perceptron<T> network = LogitIsInput();
        network.SetThresholdLogit(T.One);

        Refused<ArgumentException>(
            () => network.ChooseThreshold(Numbers.Of<T>(3, 2, 1, 0), [0, 1, 1, 0], ThresholdGoal.Precision(0.9)),
            "goal",
            "a precision of 0.9 or more",
            "above a probability of 0.622459: precision 0.6667, recall 1.0000",
            "Ask for less",
            "unchanged");
        network.ThresholdLogit.Should().Be(T.One);
    }

    [Fact]
    public void Goals_have_names()
    {
        ThresholdGoal.BestF1.ToString().Should().Be("the best F1");
        ThresholdGoal.BalancedAccuracy.ToString().Should().Be("the best balanced accuracy");
        ThresholdGoal.Precision(0.9).ToString().Should().Be("a precision of 0.9 or more");
        ThresholdGoal.Costs(1, 4.5).ToString().Should().Be("the least cost at 1 for a false positive and 4.5 for a false negative");
        ThresholdGoal.Recall(1).ToString().Should().Be("a recall of 1 or more");
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-1, "-1")]
    [InlineData(1.5, "1.5")]
    [InlineData(double.NaN, "NaN")]
    public void Rejects_a_goal_outside_0_to_1(double atLeast, string shown)
    {
        Refused<ArgumentOutOfRangeException>(
            () => ThresholdGoal.Precision(atLeast), "atLeast", $"atLeast is {shown}", "a minimum precision", "(0, 1]");
        Refused<ArgumentOutOfRangeException>(
            () => ThresholdGoal.Recall(atLeast), "atLeast", $"atLeast is {shown}", "a minimum recall", "(0, 1]");
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "1")]
    [InlineData(-0.5, "-0.5")]
    [InlineData(1.826, "1.826")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void Rejects_a_threshold_that_is_no_probability(double value, string shown)
    {
        Refused<ArgumentOutOfRangeException>(
            Binary(3),
            network => network.SetThreshold(value),
            "threshold",
            $"threshold is {shown}",
            "(0, 1)",
            "ThresholdLogit");
        if (!double.IsFinite(value))
        {
            Refused<ArgumentOutOfRangeException>(
                Binary(3),
                network => network.SetThresholdLogit(T.CreateTruncating(value)),
                "thresholdLogit",
                $"thresholdLogit is {shown}",
                "finite");
            Refused<ArgumentOutOfRangeException>(
                Perceptron.WithInputs<T>(3).WithLoss(Loss.Hinge), network => network.SetThreshold(value), "threshold", "finite", "margin");
        }
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e-10)]
    [InlineData(0.1)]
    [InlineData(0.25)]
    [InlineData(0.4999)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    [InlineData(0.999999)]
    public void A_probability_is_kept_as_its_logit(double probability)
    {
        Perceptron<T> network = LogitIsInput();

        network.SetThreshold(probability);

        double logit = double.CreateTruncating(network.ThresholdLogit);
        logit.ShouldBeClose(Math.Log(probability / (1 - probability)), Numbers.For<T>(1e-10, 1e-6), 1e-15, "the logit");
        network.Threshold.ShouldBeClose(probability, Numbers.For<T>(1e-12, 1e-4), 0, "the probability");
        T row = network.ThresholdLogit;
        network.PredictClass([row]).Should().Be(0, "a tie is not above");
        network.PredictClass([T.BitIncrement(row)]).Should().Be(1);
        Perceptron.Load<T>(network.ToBytes()).ThresholdLogit.Should().Be(row);
        FrozenPerceptron.Load<T>(network.Freeze().ToBytes()).ThresholdLogit.Should().Be(row);
    }

    [Fact]
    public void A_file_stores_the_logit_of_the_threshold()
    {
        Perceptron<T> network = LogitIsInput();
        network.SetThresholdLogit(Numbers.Of<T>(1.826171875)[0]);

        foreach (byte[] file in new[] { network.ToBytes(), network.Freeze().ToBytes() })
        {
            System.Text.Encoding.Latin1.GetString(file).Should().Contain("threshold\\\":1.826171875");
            FrozenPerceptron<T> loaded = FrozenPerceptron.Load<T>(file);
            loaded.PredictClass(Numbers.Of<T>(1.826171875)).Should().Be(0);
            loaded.PredictClass([T.BitIncrement(Numbers.Of<T>(1.826171875)[0])]).Should().Be(1);
        }
    }

    [Theory]
    [InlineData("hinge")]
    [InlineData("tanh")]
    public void Without_probabilities_the_threshold_is_the_margin(string loss)
    {
        Perceptron<T> network = Perceptron.WithInputs<T>(1)
            .WithLoss(loss == "hinge" ? Loss.Hinge : Loss.HalfSquaredErrorThrough(Activation.Tanh)).Build();
        network.SetWeights([T.One]);
        network.Threshold.Should().Be(0);

        network.SetThreshold(-1.5);

        network.ThresholdLogit.Should().Be(Numbers.Of<T>(-1.5)[0]);
        (network.Threshold, network.Freeze().Threshold).Should().Be((-1.5, -1.5));
        network.PredictClass(Numbers.Of<T>(-1.25)).Should().Be(1);
        ThresholdChoice choice = network.ChooseThreshold(Numbers.Of<T>(4, -2, 1, 6), [1, 0, 0, 1], ThresholdGoal.BestF1);
        choice.Should().Be(new ThresholdChoice(2.5, false, 1, 1, 1, 1));
        choice.ToString().Should().StartWith("above a margin of 2.5: ");
    }

    [Theory]
    [MemberData(nameof(ThresholdCases.Samples), MemberType = typeof(ThresholdCases))]
    public void No_threshold_costs_less_than_the_one_chosen_for_its_costs(int seed, int rows, double step)
    {
        (T[] logits, int[] labels) = Sample(seed, rows, step);
        foreach ((double falsePositive, double falseNegative) in new[] { (1.0, 1.0), (5.0, 1.0), (0.25, 3.0), (0.1, 0.3) })
        {
            Perceptron<T> network = LogitIsInput();

            network.ChooseThreshold(logits, labels, ThresholdGoal.Costs(falsePositive, falseNegative));

            List<T> thresholds = [.. Thresholds(logits)];
            double best = thresholds.Min(Cost);
            Cost(network.ThresholdLogit).Should().BeApproximately(best, 1e-12);
            thresholds.Where(threshold => Cost(threshold) <= best + 1e-12).Max().CompareTo(network.ThresholdLogit)
                .Should().BeLessThanOrEqualTo(0, "the highest is chosen among equals");

            double Cost(T threshold) => logits.Zip(labels, (logit, label) =>
                logit > threshold && label == 0 ? falsePositive : logit <= threshold && label == 1 ? falseNegative : 0).Sum();
        }
    }

    [Fact]
    public void On_calibrated_rows_the_best_threshold_is_the_ratio_of_the_costs()
    {
        // Ten thousand rows with calibrated probabilities.
        double[] probabilities = [.. Enumerable.Range(0, 10_000).Select(row => ((row / 100) + 0.5) / 100)];
        int[] labels = [.. probabilities.Select((probability, row) => (row % 100) + 0.5 < 100 * probability ? 1 : 0)];
        T[] logits = Numbers.Of<T>([.. probabilities.Select(p => Math.Log(p / (1 - p)))]);

        LogitIsInput().ChooseThreshold(logits, labels, ThresholdGoal.Costs(1, 4)).Threshold.Should().BeApproximately(0.2, 0.011);
        LogitIsInput().ChooseThreshold(logits, labels, ThresholdGoal.Costs(3, 1)).Threshold.Should().BeApproximately(0.75, 0.011);
        LogitIsInput().ChooseThreshold(logits, labels, ThresholdGoal.Costs(2, 2)).Threshold.Should().BeApproximately(0.5, 0.011);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-1, "-1")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void Rejects_invalid_costs(double cost, string shown)
    {
        Refused<ArgumentOutOfRangeException>(
            () => ThresholdGoal.Costs(cost, 1), "falsePositive", $"falsePositive is {shown}", "(0, 1e100]");
        Refused<ArgumentOutOfRangeException>(
            () => ThresholdGoal.Costs(1, cost), "falseNegative", $"falseNegative is {shown}", "(0, 1e100]");
    }

    [Fact]
    public void Setting_the_threshold_of_a_curve_point_reproduces_the_point()
    {
        (T[] logits, int[] labels) = Sample(3, 40, 0.5);
        Perceptron<T> network = LogitIsInput();
        ClassificationMetrics metrics = network.Evaluate(logits, labels);

        IReadOnlyList<RocPoint> points = metrics.RocPoints()!;

        points[0].Should().Be(new RocPoint(1, 0, 0));
        points[^1].Should().Be(new RocPoint(0, 1, 1));
        foreach ((RocPoint point, PrecisionRecallPoint other) in points.Zip(metrics.PrecisionRecallPoints()!).Skip(1).SkipLast(1))
        {
            network.SetThreshold(point.Threshold);
            ClassificationMetrics there = network.Evaluate(logits, labels);
            (there.Recall, there.Precision).Should().Be((point.TruePositiveRate, other.Precision), point.ToString());
            (1 - there.ForClass(0).Recall).Should().BeApproximately(point.FalsePositiveRate, 1e-15);
            other.Threshold.Should().Be(point.Threshold);
            other.Recall.Should().Be(point.TruePositiveRate);
        }
    }

    [Fact]
    public void Networks_without_two_classes_of_one_output_have_no_threshold()
    {
        T[] rows = Rows<T>(2, 3);

        Refused<InvalidOperationException>(
            Softmax(3, 2), network => network.SetThresholdLogit(T.One), null, "2 output(s) and 2 classes", "BinaryClassifier");
        Refused<InvalidOperationException>(
            Regressor(3), network => network.SetThreshold(0.5), null, "1 output(s) and 0 classes", "BinaryClassifier");
        Refused<InvalidOperationException>(
            Regressor(3),
            network => network.ChooseThreshold(rows, [0, 1], ThresholdGoal.BestF1),
            null,
            "1 output(s) and 0 classes");
    }

    [Fact]
    public void Choosing_a_threshold_rejects_invalid_rows()
    {
        T[] rows = Rows<T>(2, 3);
        ThresholdGoal goal = ThresholdGoal.BestF1;

        Refused<ArgumentException>(Binary(3), network => network.ChooseThreshold(rows, [1, 1], goal), "labels", "one class only (label 1)");
        Refused<ArgumentException>(Binary(3), network => network.ChooseThreshold(rows, [1], goal), "labels", "1 value for 2 rows");
        Refused<ArgumentException>(Binary(3), network => network.ChooseThreshold(rows, [0, 2], goal), "labels", "labels has 2 at row 1");
        Refused<ArgumentException>(
            Binary(3),
            network => network.ChooseThreshold([T.NaN, .. rows.AsSpan(1)], [0, 1], goal),
            "inputs",
            "NaN at row 0, column 0",
            "replace missing values");
        Refused<ArgumentNullException>(Binary(3), network => network.ChooseThreshold(rows, [0, 1], null!), "goal", "goal");
        RefusedBeforeTheFirstFit<InvalidOperationException>(
            Binary(3), network => network.ChooseThreshold(rows, [0, 1], goal), null, "Call Fit first");
    }

    [Fact]
    public void A_progress_handler_must_not_change_the_threshold()
    {
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(3).Build();
        T[] rows = Rows<T>(4, 3);
        int[] labels = Labels(4, 2);

        foreach (Action call in new Action[]
        {
            () => network.SetThresholdLogit(T.One),
            () => network.ChooseThreshold(rows, labels, ThresholdGoal.BestF1),
        })
        {
            var handler = new ProgressHandler(_ => call());
            Refused<InvalidOperationException>(() => network.Fit(rows, labels, progress: handler), null, "is in a Fit");
        }
    }

    private static (T[] Logits, int[] Labels) Sample(int seed, int rows, double step)
    {
        var random = new Random(seed);
        double[] logits = [.. random.Values(rows, -3, 3).Select(logit => Math.Round(logit / step) * step)];
        int[] labels = [.. logits.Select(logit => random.NextDouble() * 8 < logit + 4 ? 1 : 0)];
        (labels[0], labels[1]) = (0, 1);
        return (Numbers.Of<T>(logits), labels);
    }

    /// <summary>Returns one threshold for each way to split the logits: each logit itself, and one below all.</summary>
    private static IEnumerable<T> Thresholds(T[] logits) => logits.Append(logits.Min() - T.One);

    private static Outcome Decide(T[] logits, int[] labels, T threshold)
    {
        double truePositives = 0, predicted = 0, positives = labels.Sum();
        for (int row = 0; row < logits.Length; row++)
        {
            predicted += logits[row] > threshold ? 1 : 0;
            truePositives += logits[row] > threshold && labels[row] == 1 ? 1 : 0;
        }

        double negatives = labels.Length - positives;
        return new Outcome(
            predicted == 0 ? 0 : truePositives / predicted,
            truePositives / positives,
            2 * truePositives / (predicted + positives),
            ((truePositives / positives) + ((negatives - predicted + truePositives) / negatives)) / 2);
    }

    private static T Chosen(T[] logits, int[] labels, ThresholdGoal goal)
    {
        Perceptron<T> network = LogitIsInput();
        network.ChooseThreshold(logits, labels, goal);
        return network.ThresholdLogit;
    }

    private static Perceptron<T> LogitIsInput()
    {
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(1).Build();
        network.SetWeights([T.One]);
        return network;
    }

    private readonly record struct Outcome(double Precision, double Recall, double F1, double BalancedAccuracy);
}

public sealed class ThresholdTestsInFloat : ThresholdTests<float>;

public sealed class ThresholdTestsInDouble : ThresholdTests<double>;

public static class ThresholdCases
{
    public static TheoryData<int, int, double> Samples
    {
        get
        {
            var data = new TheoryData<int, int, double>();
            for (int seed = 0; seed < 25; seed++)
            {
                data.Add(seed, 2 + (seed * 3), seed % 3 == 0 ? 1 : 1e-3);
            }

            return data;
        }
    }
}
