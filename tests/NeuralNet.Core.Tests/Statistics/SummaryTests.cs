using System.Numerics;

namespace NeuralNet.Core.Tests.Statistics;

/// <summary>Laws of summaries, on data sets of R.</summary>
public abstract class SummaryTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The rounding of the weights of a fitted network, in standard errors.</summary>
    private static readonly double _fitted = Numbers.For<T>(1e-8, 0.02);

    private static readonly TrainingOptions _options = new() { Epochs = 50 };

    [Theory]
    [MemberData(nameof(RegressionData.OneOfEachLoss), MemberType = typeof(RegressionData))]
    public void A_weight_of_2_is_the_row_twice_and_0_leaves_it_out(string name)
    {
        int rows = RegressionData.Targets(name).Length;
        int[] counts = [.. Enumerable.Range(0, rows).Select(row => (row * 7) % 4)];
        int[] repeated = [.. Enumerable.Range(0, rows).SelectMany(row => Enumerable.Repeat(row, counts[row]))];
        Perceptron<T> network = Fit(name, [.. Enumerable.Range(0, rows)], [.. counts.Select(count => (double)count)]);

        RegressionSummary<T> weighted = Summarize(network, name, [.. Enumerable.Range(0, rows)], [.. counts.Select(count => (double)count)]);

        RegressionSummary<T> twice = Summarize(network, name, repeated, []);
        ShouldBe(weighted, twice, 1e-10);
        weighted.RowCount.Should().Be(repeated.Length);
    }

    [Theory]
    [MemberData(nameof(RegressionData.OneOfEachLoss), MemberType = typeof(RegressionData))]
    public void The_order_of_rows_does_not_matter(string name)
    {
        int rows = RegressionData.Targets(name).Length;
        int[] order = [.. Enumerable.Range(0, rows)];
        int[] other = [.. order.OrderBy(row => (row * 37) % 101)];
        Perceptron<T> network = Fit(name, order, []);

        ShouldBe(Summarize(network, name, other, []), Summarize(network, name, order, []), 1e-10);
    }

    [Theory]
    [MemberData(nameof(RegressionData.OneOfEachLoss), MemberType = typeof(RegressionData))]
    public void Standardized_inputs_give_the_numbers_of_raw_ones(string name)
    {
        RegressionSummary<T> raw = RegressionData.Summarize<T>(name);

        RegressionSummary<T> standardized = RegressionData.Summarize<T>(name, description => description.WithStandardization());

        ShouldBe(standardized, raw, Numbers.For<T>(1e-9, 1e-3));
        standardized.ToString().Split('\n').Should().HaveSameCount(raw.ToString().Split('\n'));
    }

    [Theory]
    [MemberData(nameof(RegressionData.OneOfEachLoss), MemberType = typeof(RegressionData))]
    public void The_unit_of_an_input_changes_only_its_own_errors(string name)
    {
        const double Unit = 1e-3;
        int inputs = RegressionData.Inputs(name);
        double[] rows = RegressionData.Rows(name);
        double[] moved = [.. rows.Select((value, index) => index % inputs == 0 ? value * Unit : value)];
        RegressionSummary<T> plain = RegressionData.Summarize<T>(name);

        RegressionSummary<T> changed = Summarize(Train(name, moved), name, moved);

        for (int index = 0; index < plain.Coefficients.Count; index++)
        {
            Coefficient before = plain.Coefficients[index];
            Coefficient after = changed.Coefficients[index];
            after.StandardError.ShouldBeClose(before.StandardError / (before.Input == 0 ? Unit : 1), Numbers.For<T>(1e-9, 1e-3), 0, $"{name} [{index}]");
            after.Statistic.ShouldBeClose(before.Statistic, _fitted, _fitted, $"{name} [{index}]");
        }
    }

    /// <summary>In whole numbers an origin and a unit that are powers of two lose no digits.</summary>
    [Theory]
    [InlineData("squared")]
    [InlineData("log-loss")]
    [InlineData("poisson")]
    public void Far_origins_and_extreme_units_cost_no_digits(string loss)
    {
        const int Count = 200;
        double origin = Math.ScaleB(1, (int)Numbers.For<T>(30, 12));
        double unit = Math.ScaleB(1, (int)Numbers.For<T>(600, 60));
        double[] near = [.. Enumerable.Range(0, Count).SelectMany(row => new double[] { (row * 7 % 13) - 6, (row * 5 % 11) - 5, (row * 3 % 17) - 8 })];
        double[] far = [.. near.Select((value, index) => (index % 3) switch { 0 => value + origin, 1 => value * unit, _ => value / unit })];
        double[] targets = [.. Enumerable.Range(0, Count).Select(row => loss == "log-loss" ? (near[3 * row] + (row * 11 % 19) > 9 ? 1.0 : 0) : (row * 11 % 7) + ((near[(3 * row) + 1] + 5) / 2))];
        targets = loss == "poisson" ? [.. targets.Select(Math.Floor)] : targets;
        RegressionSummary<T> expected = Summary(near);

        RegressionSummary<T> summary = Summary(far);

        summary.Coefficients[0].Estimate.Should().NotBeApproximately(expected.Coefficients[0].Estimate, 1);
        double share = Numbers.For<T>(1e-9, 1e-3);
        for (int index = 1; index < 4; index++)
        {
            double scale = index == 1 ? 1 : index == 2 ? 1 / unit : unit;
            summary.Coefficients[index].StandardError.ShouldBeClose(expected.Coefficients[index].StandardError * scale, share, 0, $"error {index}");
            summary.Robust.Coefficients[index].StandardError.ShouldBeClose(expected.Robust.Coefficients[index].StandardError * scale, share, 0, $"HC1 {index}");
        }

        summary.Deviance.ShouldBeClose(expected.Deviance, share, 0, "deviance");

        RegressionSummary<T> Summary(double[] rows)
        {
            T[] inputs = Numbers.Of<T>(rows);
            T[] numbers = Numbers.Of<T>(targets);
            Perceptron<T> network = (loss switch
            {
                "squared" => Perceptron.Regressor<T>(3),
                "poisson" => Perceptron.WithInputs<T>(3).WithLoss(Loss.Poisson),
                _ => Perceptron.BinaryClassifier<T>(3),
            }).WithOptimizer(Optimizer.Newton()).Build();
            network.Fit(inputs, numbers, _options).StopReason.Should().Be(StopReason.Converged);
            return network.Summarize(inputs, numbers);
        }
    }

    [Theory]
    [MemberData(nameof(RegressionData.OneOfEachLoss), MemberType = typeof(RegressionData))]
    public void A_saved_and_loaded_network_has_the_same_summary(string name)
    {
        Perceptron<T> network = RegressionData.Fit<T>(name, description => description.WithStandardization());
        RegressionSummary<T> expected = RegressionData.Summarize(network, name);

        RegressionSummary<T> summary = RegressionData.Summarize(Perceptron.Load<T>(network.ToBytes(withState: true)), name);

        summary.ToString().Should().Be(expected.ToString());
        Values(summary).Should().Equal(Values(expected));

        // Without its state a file has the weights of raw inputs, rounded.
        ShouldBe(RegressionData.Summarize(Perceptron.Load<T>(network.ToBytes(withState: false)), name), expected, Numbers.For<T>(1e-9, 1e-3));
    }

    [Theory]
    [MemberData(nameof(RegressionData.OneOfEachLoss), MemberType = typeof(RegressionData))]
    public void The_network_does_not_change(string name)
    {
        Perceptron<T> network = RegressionData.Fit<T>(name);
        byte[] before = network.ToBytes(withState: true);

        RegressionData.Summarize(network, name);

        network.ToBytes(withState: true).Should().Equal(before);
    }

    [Theory]
    [MemberData(nameof(RegressionData.OneOfEachLoss), MemberType = typeof(RegressionData))]
    public void Any_optimizer_that_reaches_the_optimum_gives_the_summary(string name)
    {
        RegressionSummary<T> expected = RegressionData.Summarize<T>(name);

        RegressionSummary<T> summary = RegressionData.Summarize<T>(name, description => description.WithStandardization().WithOptimizer(Optimizer.Lbfgs()));

        for (int index = 0; index < expected.Coefficients.Count; index++)
        {
            summary.Coefficients[index].Statistic.ShouldBeClose(expected.Coefficients[index].Statistic, 0, 0.02, $"{name} [{index}]");
        }
    }

    [Fact]
    public void Two_classes_of_a_softmax_are_a_logistic_regression()
    {
        const string Name = "logistic birthwt";
        T[] rows = Numbers.Of<T>(RegressionData.Rows(Name));
        int[] labels = RegressionData.Labels(Name);
        Perceptron<T> network = Perceptron.Classifier<T>(RegressionData.Inputs(Name), 2).WithOptimizer(Optimizer.Newton()).Build();
        network.Fit(rows, labels, _options);
        RegressionSummary<T> expected = RegressionData.Summarize<T>(Name);

        RegressionSummary<T> summary = network.Summarize(rows, labels);

        ShouldBe(summary, expected, Numbers.For<T>(1e-8, 1e-3));
        ConfidenceInterval[] ofBoth = summary.PredictMean(rows);
        ConfidenceInterval[] ofOne = expected.PredictMean(rows);
        for (int row = 0; row < labels.Length; row++)
        {
            double distance = Numbers.For<T>(1e-9, 1e-4);
            ofBoth[(2 * row) + 1].Estimate.Should().BeApproximately(ofOne[row].Estimate, distance);
            ofBoth[(2 * row) + 1].Lower.Should().BeApproximately(ofOne[row].Lower, distance);
            ofBoth[2 * row].Upper.Should().BeApproximately(1 - ofOne[row].Lower, distance);
        }
    }

    [Fact]
    public void Mean_predictions_of_classes_are_the_predictions_of_the_network()
    {
        const string Name = "multinomial infert";
        Perceptron<T> network = RegressionData.Fit<T>(Name);
        T[] rows = Numbers.Of<T>(RegressionData.Rows(Name));
        var predictions = new T[rows.Length / network.InputCount * network.OutputCount];
        network.Predict(rows, predictions);

        ConfidenceInterval[] intervals = RegressionData.Summarize(network, Name).PredictMean(rows);

        intervals.Should().HaveSameCount(predictions);
        for (int index = 0; index < predictions.Length; index++)
        {
            intervals[index].Estimate.Should().BeApproximately(double.CreateTruncating(predictions[index]), Numbers.For<T>(1e-12, 1e-5));
            intervals[index].Lower.Should().BeInRange(0, intervals[index].Estimate);
            intervals[index].Upper.Should().BeInRange(intervals[index].Estimate, 1);
        }
    }

    /// <summary>Each class in turn is the one that the others are compared with.</summary>
    [Fact]
    public void The_order_of_classes_changes_no_interval()
    {
        const string Name = "multinomial infert";
        T[] rows = Numbers.Of<T>(RegressionData.Rows(Name));
        int[] labels = RegressionData.Labels(Name);
        int[] moved = [.. labels.Select(label => (label + 1) % 3)];
        RegressionSummary<T> expected = RegressionData.Summarize<T>(Name);
        Perceptron<T> network = RegressionData.Describe<T>(Name).WithOptimizer(Optimizer.Newton(1e-10)).Build();
        network.Fit(rows, moved, _options).StopReason.Should().Be(StopReason.Converged);

        RegressionSummary<T> summary = network.Summarize(rows, moved);

        summary.Deviance.ShouldBeClose(expected.Deviance, Numbers.For<T>(1e-9, 1e-4), 0, "deviance");
        ConfidenceInterval[] before = expected.PredictMean(rows), after = summary.PredictMean(rows);
        double distance = Numbers.For<T>(1e-7, 1e-3);
        for (int index = 0; index < before.Length; index++)
        {
            ConfidenceInterval own = after[(index / 3 * 3) + ((index + 1) % 3)];
            own.Estimate.Should().BeApproximately(before[index].Estimate, distance);
            own.Lower.Should().BeApproximately(before[index].Lower, distance);
            own.Upper.Should().BeApproximately(before[index].Upper, distance);
        }
    }

    [Fact]
    public void Offsets_of_classes_multiply_their_odds()
    {
        const string Name = "multinomial infert";
        RegressionSummary<T> summary = RegressionData.Summarize<T>(Name);
        T[] rows = Numbers.Of<T>(RegressionData.Rows(Name).AsSpan(0, 4 * RegressionData.Inputs(Name)));
        double[] offsets = [0.5, -1, 2, 0, 1, 0, -3, 0.25, 0.125, 1, 1, 1];
        ConfidenceInterval[] plain = summary.PredictMean(rows);

        ConfidenceInterval[] intervals = summary.PredictMean(rows, Numbers.Of<T>(offsets));

        for (int row = 0; row < 4; row++)
        {
            double[] odds = [.. Enumerable.Range(3 * row, 3).Select(index => plain[index].Estimate * Math.Exp(offsets[index]))];
            for (int label = 0; label < 3; label++)
            {
                intervals[(3 * row) + label].Estimate.Should().BeApproximately(odds[label] / odds.Sum(), 1e-12);
            }
        }

        FluentActions.Invoking(() => summary.PredictMean(rows, Numbers.Of<T>(offsets.AsSpan(1)))).Should().Throw<ArgumentException>().WithMessage("*offsets*");
        FluentActions.Invoking(() => summary.PredictMean(rows, Numbers.Of<T>([.. offsets.Skip(1), double.NaN]))).Should().Throw<ArgumentException>().WithMessage("*offsets*");
    }

    [Fact]
    public void Without_a_bias_the_null_model_has_a_logit_of_0()
    {
        T[] rows = Numbers.Of<T>([.. Enumerable.Range(0, 60).Select(row => (row * 7 % 13) - 5.0)]);
        int[] counts = [.. Enumerable.Range(0, 60).Select(row => row * 11 % 3)];
        Perceptron<T> poisson = Perceptron.WithInputs<T>(1).WithLoss(Loss.Poisson).WithoutBias().WithOptimizer(Optimizer.Newton()).Build();
        Perceptron<T> binary = Perceptron.BinaryClassifier<T>(1).WithoutBias().WithOptimizer(Optimizer.Newton()).Build();
        Perceptron<T> classes = Perceptron.Classifier<T>(1, 3).WithoutBias().WithOptimizer(Optimizer.Newton()).Build();
        T[] numbers = Numbers.Of<T>([.. counts.Select(count => (double)count)]);
        int[] two = [.. counts.Select(count => count / 2)];
        poisson.Fit(rows, numbers, _options);
        binary.Fit(rows, two, _options);
        classes.Fit(rows, counts, _options);

        double ofCounts = counts.Sum(count => 2 * ((count > 0 ? count * Math.Log(count) : 0) - count + 1));
        poisson.Summarize(rows, numbers).NullDeviance.Should().BeApproximately(ofCounts, 1e-9);
        binary.Summarize(rows, two).NullDeviance.Should().BeApproximately(120 * Math.Log(2), 1e-9);
        classes.Summarize(rows, counts).NullDeviance.Should().BeApproximately(120 * Math.Log(3), 1e-9);
    }

    [Fact]
    public void A_coefficient_is_the_difference_of_two_mean_predictions()
    {
        RegressionSummary<T> summary = RegressionData.Summarize<T>("linear swiss");
        int inputs = RegressionData.Inputs("linear swiss");
        ConfidenceInterval bias = summary.PredictMean(new T[inputs])[0];

        bias.Estimate.Should().BeApproximately(summary.Coefficients[0].Estimate, 1e-9 * Math.Abs(bias.Estimate));
        bias.Lower.Should().BeApproximately(summary.Coefficients[0].Lower, 1e-9 * Math.Abs(bias.Estimate));
        bias.Upper.Should().BeApproximately(summary.Coefficients[0].Upper, 1e-9 * Math.Abs(bias.Estimate));
    }

    [Fact]
    public void A_higher_level_has_wider_intervals_of_the_same_errors()
    {
        const string Name = "linear swiss";
        Perceptron<T> network = RegressionData.Fit<T>(Name);
        T[] rows = Numbers.Of<T>(RegressionData.Rows(Name));
        T[] targets = Numbers.Of<T>(RegressionData.Targets(Name));
        RegressionSummary<T> usual = network.Summarize(rows, targets);

        RegressionSummary<T> higher = network.Summarize(rows, targets, level: 0.99);

        higher.Level.Should().Be(0.99);
        usual.Level.Should().Be(0.95);
        higher.Coefficients[1].StandardError.Should().Be(usual.Coefficients[1].StandardError);
        higher.Coefficients[1].Lower.Should().BeLessThan(usual.Coefficients[1].Lower);
        higher.PredictMean(rows)[0].Upper.Should().BeGreaterThan(usual.PredictMean(rows)[0].Upper);
        higher.ToString().Should().Contain(" 0.5 %").And.Contain("99.5 %");
    }

    [Fact]
    public void The_robust_summary_has_the_same_estimates_and_says_that_it_is_robust()
    {
        RegressionSummary<T> summary = RegressionData.Summarize<T>("poisson warpbreaks");

        RegressionSummary<T> robust = summary.Robust;

        robust.Robust.Should().BeSameAs(robust);
        (summary.IsRobust, robust.IsRobust).Should().Be((false, true));
        robust.Coefficients.Select(coefficient => coefficient.Estimate).Should().Equal(summary.Coefficients.Select(coefficient => coefficient.Estimate));
        robust.Aic.Should().Be(summary.Aic);
        robust.ToString().Should().Contain("HC1");

        // Breaks of yarn vary far more than their mean.
        robust.Coefficients[1].StandardError.Should().BeGreaterThan(1.5 * summary.Coefficients[1].StandardError);
    }

    [Fact]
    public void Every_form_of_rows_and_labels_gives_the_same_numbers()
    {
        const string Name = "logistic birthwt";
        int inputs = RegressionData.Inputs(Name);
        T[] rows = Numbers.Of<T>(RegressionData.Rows(Name));
        int[] labels = RegressionData.Labels(Name);
        Perceptron<T> network = RegressionData.Fit<T>(Name, description => description.WithClassNames("normal", "low"));
        string expected = network.Summarize(rows, labels).ToString();
        T[][] apart = [.. rows.Chunk(inputs)];
        var matrix = new T[apart.Length, inputs];
        for (int index = 0; index < rows.Length; index++)
        {
            matrix[index / inputs, index % inputs] = rows[index];
        }

        network.Summarize(apart, labels.Select(label => label == 1).ToArray()).ToString().Should().Be(expected);
        network.Summarize(matrix, labels.Select(label => label == 1 ? "low" : "normal").ToArray()).ToString().Should().Be(expected);
        network.Summarize(rows, Numbers.Of<T>([.. labels.Select(label => (double)label)])).ToString().Should().Be(expected);
    }

    [Fact]
    public void Names_and_columns_name_the_coefficients()
    {
        RegressionSummary<T> plain = RegressionData.Summarize<T>("linear stackloss");
        RegressionSummary<T> named = RegressionData.Summarize<T>("linear stackloss", description => description.WithFeatureNames("air", "water", "acid"));

        plain.Coefficients.Select(coefficient => coefficient.Name).Should().Equal("bias", "input 0", "input 1", "input 2");
        named.Coefficients.Select(coefficient => coefficient.Name).Should().Equal("bias", "air", "water", "acid");
        named.Coefficients.Select(coefficient => coefficient.Input).Should().Equal(null, 0, 1, 2);
        named.Coefficients.Should().OnlyContain(coefficient => coefficient.Class == null);
        named.ToString().Should().Contain("t value").And.Contain("Pr(>|t|)").And.Contain("acid").And.Contain("on 17 degrees of freedom");
        named.Coefficients[1].ToString().Should().StartWith("air: 0.7156").And.Contain("+- 0.1349");
    }

    [Fact]
    public void Classes_are_compared_with_the_first()
    {
        RegressionSummary<T> summary = RegressionData.Summarize<T>("multinomial infert", description => description.WithClassNames("short", "medium", "long"));

        summary.Coefficients.Select(coefficient => coefficient.Class).Should().Equal(1, 1, 1, 1, 1, 2, 2, 2, 2, 2);
        summary.ToString().Should().Contain("medium against short\n").And.Contain("long against short\n").And.Contain("z value");
        RegressionData.Summarize<T>("multinomial infert").ToString().Should().Contain("class 2 against class 0\n");
    }

    [Fact]
    public void A_network_without_a_bias_has_no_bias_to_summarize()
    {
        RegressionSummary<T> summary = RegressionData.Summarize<T>("noint1");

        summary.Coefficients.Should().ContainSingle().Which.Input.Should().Be(0);
        summary.ResidualDegreesOfFreedom.Should().Be(10);
    }

    [Fact]
    public void Rates_have_no_likelihood_and_say_so()
    {
        RegressionSummary<T> summary = RegressionData.Summarize<T>("poisson insurance");

        summary.LogLikelihood.Should().BeNull();
        summary.ToString().Should().EndWith("No log likelihood and AIC: the targets are no counts");
    }

    private static Perceptron<T> Fit(string name, int[] order, double[] weights)
    {
        Perceptron<T> network = RegressionData.Describe<T>(name).WithOptimizer(Optimizer.Newton()).Build();
        T[] rows = Rows(name, order);
        Examples<T> examples = network.OutputCount > 1
            ? new(rows, order.Select(row => RegressionData.Labels(name)[row]).ToArray(), Numbers.Of<T>(weights))
            : new(rows, Targets(name, order), Numbers.Of<T>(weights));
        network.Fit(examples, _options).StopReason.Should().Be(StopReason.Converged);
        return network;
    }

    private static Perceptron<T> Train(string name, double[] rows)
    {
        Perceptron<T> network = RegressionData.Describe<T>(name).WithOptimizer(Optimizer.Newton()).Build();
        _ = network.OutputCount > 1
            ? network.Fit(Numbers.Of<T>(rows), RegressionData.Labels(name), _options)
            : network.Fit(Numbers.Of<T>(rows), Numbers.Of<T>(RegressionData.Targets(name)), _options);
        return network;
    }

    private static RegressionSummary<T> Summarize(Perceptron<T> network, string name, double[] rows) => network.OutputCount > 1
        ? network.Summarize(Numbers.Of<T>(rows), RegressionData.Labels(name))
        : network.Summarize(Numbers.Of<T>(rows), Numbers.Of<T>(RegressionData.Targets(name)));

    private static RegressionSummary<T> Summarize(Perceptron<T> network, string name, int[] order, double[] weights) => network.OutputCount > 1
        ? network.Summarize(Rows(name, order), order.Select(row => RegressionData.Labels(name)[row]).ToArray(), Numbers.Of<T>(weights))
        : network.Summarize(Rows(name, order), Targets(name, order), Numbers.Of<T>(weights));

    private static T[] Rows(string name, int[] order)
    {
        double[][] rows = [.. RegressionData.Rows(name).Chunk(RegressionData.Inputs(name))];
        return Numbers.Of<T>([.. order.SelectMany(row => rows[row])]);
    }

    private static T[] Targets(string name, int[] order) => Numbers.Of<T>([.. order.Select(row => RegressionData.Targets(name)[row])]);

    private static void ShouldBe(RegressionSummary<T> actual, RegressionSummary<T> expected, double share)
    {
        double[] left = [.. Values(actual), .. Values(actual.Robust)];
        double[] right = [.. Values(expected), .. Values(expected.Robust)];
        left.Should().HaveSameCount(right);
        for (int index = 0; index < left.Length; index++)
        {
            left[index].ShouldBeClose(right[index], share, share * 10, $"[{index}]");
        }
    }

    private static IEnumerable<double> Values(RegressionSummary<T> summary) =>
    [
        summary.RowCount, summary.ResidualDegreesOfFreedom, summary.Dispersion, summary.Deviance, summary.NullDeviance,
        summary.LogLikelihood!.Value, summary.Aic!.Value, summary.RSquared ?? 0, summary.AdjustedRSquared ?? 0,
        .. summary.Coefficients.SelectMany(coefficient => new[] { coefficient.Statistic, coefficient.PValue, coefficient.Estimate / coefficient.StandardError, Math.Log(coefficient.StandardError) }),
    ];
}

public sealed class SummaryTestsInFloat : SummaryTests<float>;

public sealed class SummaryTestsInDouble : SummaryTests<double>;
