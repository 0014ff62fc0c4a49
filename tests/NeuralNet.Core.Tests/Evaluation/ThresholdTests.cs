using System.Numerics;
using System.Numerics.Tensors;
using NeuralNet.Core.Tests.Support;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Evaluation;

/// <summary>Where a binary classifier draws the line, and how the line is chosen.</summary>
public abstract class ThresholdTests<T> : RefusalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void The_threshold_is_0_until_it_is_set()
    {
        Perceptron<T> network = LogitIsInput();

        network.Threshold.Should().Be(T.Zero);
        network.Freeze().Threshold.Should().Be(T.Zero);
    }

    [Fact]
    public void A_logit_above_the_threshold_is_class_1_by_every_call_that_decides()
    {
        Perceptron<T> network = LogitIsInput();
        T[] rows = Numbers.Of<T>(-1, 0.5, 1.5, 2);
        int[] classes = new int[4];

        network.Threshold = Numbers.Of<T>(1.5)[0];
        FrozenPerceptron<T> frozen = network.Freeze();

        frozen.Threshold.Should().Be(network.Threshold);
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

    [Fact]
    public void A_frozen_network_keeps_its_threshold_when_the_other_changes()
    {
        Perceptron<T> network = LogitIsInput();
        network.Threshold = T.One;
        FrozenPerceptron<T> frozen = network.Freeze();

        network.Threshold = -T.One;

        frozen.Threshold.Should().Be(T.One);
        frozen.PredictClass([T.Zero]).Should().Be(0);
        network.PredictClass([T.Zero]).Should().Be(1);
    }

    [Fact]
    public void Learning_and_predicting_know_nothing_of_the_threshold()
    {
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(3).Build();
        Perceptron<T> twin = Perceptron.BinaryClassifier<T>(3).Build();
        T[] rows = Rows<T>(20, 3);
        network.Threshold = T.One;

        network.Fit(rows, Labels(20, 2));
        twin.Fit(rows, Labels(20, 2));
        network.Learn(rows.AsSpan(0, 3), 1).Should().Be(twin.Learn(rows.AsSpan(0, 3), 1));

        Bits(network).Should().Be(Bits(twin));
        network.Predict(rows.AsSpan(0, 3)).Should().Be(twin.Predict(rows.AsSpan(0, 3)));
        network.Threshold.Should().Be(T.One, "learning leaves it as it is");
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

            ThresholdChoice<T> choice = network.ChooseThreshold(logits, labels, goal);

            network.Threshold.Should().Be(choice.Threshold);
            ClassificationMetrics metrics = network.Evaluate(logits, labels);
            Outcome outcome = Decide(logits, labels, choice.Threshold);
            measure(outcome).Should().BeApproximately(expected, 1e-15, goal.Name);
            outcome.Should().Be(new Outcome(choice.Precision, choice.Recall, choice.F1, choice.BalancedAccuracy));
            (metrics.Precision, metrics.Recall, metrics.F1).Should().Be((choice.Precision, choice.Recall, choice.F1));
            metrics.BalancedAccuracy.Should().BeApproximately(choice.BalancedAccuracy, 1e-15);
            return outcome;
        }
    }

    [Fact]
    public void The_threshold_lies_midway_between_the_two_logits_it_parts()
    {
        Perceptron<T> network = LogitIsInput();

        ThresholdChoice<T> choice = network.ChooseThreshold(
            Numbers.Of<T>(4, -2, 1, 6), [1, 0, 0, 1], ThresholdGoal.BestF1);

        choice.Threshold.Should().Be(Numbers.Of<T>(2.5)[0]);
        choice.Should().Be(new ThresholdChoice<T>(choice.Threshold, 1, 1, 1, 1));
        choice.ToString().Should().Be("above a logit of 2.5: precision 1.0000, recall 1.0000, F1 1.0000, balanced accuracy 1.0000");
    }

    [Fact]
    public void Between_neighbouring_numbers_the_lower_is_the_threshold()
    {
        T low = T.BitDecrement(T.One);

        LogitIsInput().ChooseThreshold([low, T.One], [0, 1], ThresholdGoal.BestF1).Threshold.Should().Be(low);
        LogitIsInput().ChooseThreshold([T.One, T.BitIncrement(T.One)], [0, 1], ThresholdGoal.BestF1)
            .Threshold.Should().Be(T.One);
        LogitIsInput().ChooseThreshold([T.Zero, T.Epsilon], [0, 1], ThresholdGoal.BestF1).F1.Should().Be(1);
        LogitIsInput().ChooseThreshold([-T.Epsilon, T.Zero], [0, 1], ThresholdGoal.BestF1).F1.Should().Be(1);
    }

    [Fact]
    public void The_largest_numbers_can_be_parted()
    {
        T most = T.CreateSaturating(double.MaxValue);
        most = T.IsFinite(most) ? most : T.BitDecrement(most);

        LogitIsInput().ChooseThreshold([-most, most], [0, 1], ThresholdGoal.BestF1).Threshold.Should().Be(T.Zero);
        LogitIsInput().ChooseThreshold([most, T.BitDecrement(most)], [1, 0], ThresholdGoal.BestF1)
            .Threshold.Should().Be(T.BitDecrement(most));
        LogitIsInput().ChooseThreshold([most, most], [1, 0], ThresholdGoal.Recall(1))
            .Threshold.Should().Be(T.BitDecrement(most));
        LogitIsInput().ChooseThreshold([most, -most], [0, 1], ThresholdGoal.BalancedAccuracy)
            .Threshold.Should().Be(most, "of equals the highest is chosen, and nothing is above it");
        Refused<ArgumentException>(
            () => LogitIsInput().ChooseThreshold([most, -most], [0, 1], ThresholdGoal.Recall(1)), "goal", "recall 0.0000");
    }

    [Fact]
    public void Beyond_the_last_logit_the_threshold_is_1_away()
    {
        T[] logits = Numbers.Of<T>(3, 5);

        LogitIsInput().ChooseThreshold(logits, [1, 0], ThresholdGoal.BestF1).Threshold.Should().Be(Numbers.Of<T>(2)[0]);
        LogitIsInput().ChooseThreshold(logits, [1, 0], ThresholdGoal.BalancedAccuracy)
            .Threshold.Should().Be(Numbers.Of<T>(6)[0]);
    }

    [Fact]
    public void Equal_logits_are_never_parted()
    {
        ThresholdChoice<T> choice = LogitIsInput().ChooseThreshold(
            Numbers.Of<T>(1, 1, 1, 0, -0.0, 2), [1, 0, 1, 0, 0, 0], ThresholdGoal.BestF1);

        choice.Threshold.Should().Be(Numbers.Of<T>(0.5)[0]);
        choice.Precision.Should().Be(0.5);
        choice.Recall.Should().Be(1);
    }

    [Fact]
    public void Every_form_of_rows_chooses_the_same()
    {
        T[] rows = Rows<T>(30, 2);
        int[] labels = Labels(30, 2);
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(2).WithInitialWeights(InitialWeights.GlorotUniform).Build();

        ThresholdChoice<T> choice = network.ChooseThreshold(rows, labels, ThresholdGoal.BestF1);

        network.ChooseThreshold(Matrix(rows, 2), labels, ThresholdGoal.BestF1).Should().Be(choice);
        network.ChooseThreshold(Tensor.Create(rows, [30, 2]), labels, ThresholdGoal.BestF1).Should().Be(choice);
    }

    [Fact]
    public void A_goal_out_of_reach_says_what_is_in_reach_and_leaves_the_threshold_alone()
    {
        Perceptron<T> network = LogitIsInput();
        network.Threshold = T.One;

        Refused<ArgumentException>(
            () => network.ChooseThreshold(Numbers.Of<T>(3, 2, 1, 0), [0, 1, 1, 0], ThresholdGoal.Precision(0.9)),
            "goal",
            "a precision of 0.9 or more",
            "above a logit of 0.5: precision 0.6667, recall 1.0000",
            "Ask for less",
            "unchanged");
        network.Threshold.Should().Be(T.One);
    }

    [Fact]
    public void Goals_have_names()
    {
        ThresholdGoal.BestF1.ToString().Should().Be("the best F1");
        ThresholdGoal.BalancedAccuracy.ToString().Should().Be("the best balanced accuracy");
        ThresholdGoal.Precision(0.9).ToString().Should().Be("a precision of 0.9 or more");
        ThresholdGoal.Recall(1).ToString().Should().Be("a recall of 1 or more");
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-1, "-1")]
    [InlineData(1.5, "1.5")]
    [InlineData(double.NaN, "NaN")]
    public void A_goal_that_is_no_share_is_refused(double atLeast, string shown)
    {
        Refused<ArgumentOutOfRangeException>(
            () => ThresholdGoal.Precision(atLeast), "atLeast", $"atLeast is {shown}", "a precision", "(0, 1]");
        Refused<ArgumentOutOfRangeException>(
            () => ThresholdGoal.Recall(atLeast), "atLeast", $"atLeast is {shown}", "a recall", "(0, 1]");
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void A_threshold_that_is_not_finite_is_refused(double value, string shown)
    {
        Refused<ArgumentOutOfRangeException>(
            Binary(3),
            network => network.Threshold = T.CreateTruncating(value),
            "Threshold",
            $"Threshold is {shown}",
            "finite",
            "ln(p / (1 - p))");
    }

    [Fact]
    public void Networks_without_two_classes_of_one_output_have_no_threshold()
    {
        T[] rows = Rows<T>(2, 3);

        Refused<InvalidOperationException>(
            Softmax(3, 2), network => network.Threshold = T.One, null, "2 output(s) and 2 classes", "BinaryClassifier");
        Refused<InvalidOperationException>(
            Regressor(3), network => network.Threshold = T.Zero, null, "1 output(s) and 0 classes", "BinaryClassifier");
        Refused<InvalidOperationException>(
            Regressor(3),
            network => network.ChooseThreshold(rows, [0, 1], ThresholdGoal.BestF1),
            null,
            "1 output(s) and 0 classes");
    }

    [Fact]
    public void Choosing_refuses_what_it_cannot_choose_from()
    {
        T[] rows = Rows<T>(2, 3);
        ThresholdGoal goal = ThresholdGoal.BestF1;

        Refused<ArgumentException>(Binary(3), network => network.ChooseThreshold(rows, [1, 1], goal), "labels", "one class only (label 1)");
        Refused<ArgumentException>(Binary(3), network => network.ChooseThreshold(rows, [1], goal), "labels", "1 values for 2 rows");
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
    public void A_progress_handler_must_not_move_the_threshold()
    {
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(3).Build();
        T[] rows = Rows<T>(4, 3);
        int[] labels = Labels(4, 2);

        foreach (Action call in new Action[]
        {
            () => network.Threshold = T.One,
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

    /// <summary>One threshold for each way to part the logits: each logit itself, and one below all.</summary>
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
