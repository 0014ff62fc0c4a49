using System.Numerics;
using NeuralNet.Core.Tests.Learning;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Selection;

public abstract class PenaltyPathTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly TrainingOptions _options = new() { Epochs = 4, BatchSize = 8 };
    private static readonly TrainingOptions _toTheEnd = new() { Epochs = 10_000 };

    private static PerceptronBuilder<T> Binary => Perceptron.BinaryClassifier<T>(3).WithLearningRate(0.5).WithSeed(7);

    [Fact]
    public void Points_keep_the_order_of_the_strengths_and_train_from_the_strongest_on()
    {
        T[] rows = Rows<T>(40, 3);
        int[] labels = Labels(40, 2);

        PenaltyPath<T, ClassificationMetrics> path = Binary.FitClassifierPath(new(rows, labels), [0.1, 1, 0.01], Penalty.L2, options: _options);

        path.Points.Select(point => point.Strength).Should().Equal(0.1, 1, 0.01);
        path.Points.Select(point => point.Penalty).Should().Equal(Penalty.L2(0.1), Penalty.L2(1), Penalty.L2(0.01));
        PerceptronBuilder<T> next = Binary;
        foreach (int index in new[] { 1, 0, 2 })
        {
            Perceptron<T> network = next.WithPenalty(path.Points[index].Penalty).Build();
            network.Fit(rows, labels, _options);
            Bits(path.Points[index].Network.Weights).Should().Be(Bits(network.Weights));
            Bits(path.Points[index].Network.Bias).Should().Be(Bits(network.Bias));
            next = Binary.WithInitialWeights(network.Weights, network.Bias);
        }
    }

    [Fact]
    public void Each_training_of_a_fold_starts_from_the_weights_of_the_stronger_penalty()
    {
        T[] rows = Rows<T>(40, 3);
        int[] labels = Labels(40, 2);

        PenaltyPath<T, ClassificationMetrics> path = Binary.FitClassifierPath(new(rows, labels), [1, 0.1], Penalty.L2, Folds.Random(4), _options);

        int[] tested = [.. path.Points[0].CrossValidation.Folds[2].TestRows];
        path.Points[1].CrossValidation.Folds[2].TestRows.Should().Equal(tested);
        int[] training = [.. Enumerable.Range(0, 40).Except(tested)];
        T[] trainingRows = [.. training.SelectMany(row => rows[(row * 3)..((row + 1) * 3)])];
        int[] trainingLabels = [.. training.Select(row => labels[row])];
        Perceptron<T> first = Binary.WithPenalty(Penalty.L2(1)).Build();
        first.Fit(trainingRows, trainingLabels, _options);
        Perceptron<T> second = Binary.WithPenalty(Penalty.L2(0.1)).WithInitialWeights(first.Weights, first.Bias).Build();
        second.Fit(trainingRows, trainingLabels, _options);
        T[] logits = new T[tested.Length];
        second.Logits([.. tested.SelectMany(row => rows[(row * 3)..((row + 1) * 3)])], logits);
        for (int index = 0; index < tested.Length; index++)
        {
            path.Points[1].CrossValidation.Logits[tested[index]].Should().Be(double.CreateTruncating(logits[index]));
        }
    }

    [Fact]
    public void A_path_without_folds_has_the_networks_and_no_scores()
    {
        Examples<T> examples = new(Rows<T>(40, 3), Labels(40, 2));
        PenaltyPath<T, ClassificationMetrics> expected = Binary.FitClassifierPath(examples, [0.1, 1, 0.01], Penalty.L2, options: _options);

        PenaltyPath<T, ClassificationMetrics> path = Binary.FitClassifierPath(examples, [0.1, 1, 0.01], Penalty.L2, Folds.None, _options);

        path.Points.Select(point => Bits(point.Network.Weights)).Should().Equal(expected.Points.Select(point => Bits(point.Network.Weights)));
        path.ToString().Should().StartWith("L2(0.1): 3 of 3 weights, objective ").And.NotContain("cross-validated");
        FluentActions.Invoking(() => path.Points[0].CrossValidation).Should().Throw<InvalidOperationException>().WithMessage("*Folds.None*Folds.Random()*");
        FluentActions.Invoking(() => path.Best(metrics => metrics.Accuracy)).Should().Throw<InvalidOperationException>().WithMessage("*Folds.None*");
        FluentActions.Invoking(() => Binary.CrossValidateClassifier(examples, Folds.None)).Should().Throw<ArgumentException>().WithMessage("*Folds.None tests no rows*");
        Folds.None.ToString().Should().Be("no folds");
    }

    /// <summary>Each loss scores its own paths: the mean loss of a fold is that of a network from the logits of the fold.</summary>
    [Fact]
    public void A_path_is_chosen_by_the_loss_of_the_network()
    {
        T[] rows = Rows<T>(40, 3);
        T[] targets = [.. Enumerable.Range(0, 40).Select(row => rows[row * 3] + T.CreateTruncating(row % 7))];
        T[] weights = [.. Enumerable.Range(0, 40).Select(row => T.CreateTruncating(1 + (row % 3)))];
        foreach (Loss loss in new[] { Loss.Quantile(0.8), Loss.Huber(0.5), Loss.Poisson })
        {
            T[] ofLoss = [.. targets.Select(target => loss == Loss.Poisson ? T.Abs(target) : target)];
            PenaltyPath<T, RegressionMetrics> path = Perceptron.WithInputs<T>(3).WithLoss(loss).WithLearningRate(0.05).FitRegressorPath(
                new(rows, ofLoss, weights), [1, 0.1, 0.001], Penalty.L2, Folds.Random(4), _options);

            foreach (PenaltyPathPoint<T, RegressionMetrics> point in path.Points)
            {
                foreach (FoldResult<RegressionMetrics> fold in point.CrossValidation.Folds)
                {
                    double sum = 0;
                    foreach (int row in fold.TestRows)
                    {
                        double[] derivative = [0];
                        sum += double.CreateTruncating(weights[row])
                            * loss.Evaluate<double>([point.CrossValidation.Logits[row]], [double.CreateTruncating(ofLoss[row])], derivative);
                    }

                    double expected = sum / fold.TestRows.Sum(row => double.CreateTruncating(weights[row]));
                    fold.Loss.Should().BeApproximately(expected, Numbers.For<T>(1e-13, 1e-5), $"{loss}");
                }

                point.CrossValidation.Loss.Mean.Should().BeApproximately(point.CrossValidation.Folds.Average(fold => fold.Loss), 1e-14);
            }

            path.Best().Should().BeSameAs(path.Points.MinBy(point => point.CrossValidation.Loss.Mean));
            path.StrongestWithinOneError().Strength.Should().BeGreaterThanOrEqualTo(path.Best().Strength);
        }
    }

    /// <summary>The rule of glmnet, from the objectives of the whole path.</summary>
    [Fact]
    public void A_path_that_ends_when_flat_stops_after_the_first_strength_that_explains_no_more()
    {
        T[] rows = Rows<T>(60, 3);
        T[] targets = [.. Enumerable.Range(0, 60).Select(row => rows[row * 3] + (T.CreateTruncating(0.2) * rows[(row * 3) + 1]))];
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(3).WithStandardization().WithOptimizer(Optimizer.CoordinateDescent);
        var examples = new Examples<T>(rows, targets);
        double[] strengths = Penalty.Strengths(description.MaximumL1Strength(examples), 1e-4, 30);
        PenaltyPath<T, RegressionMetrics> whole = description.FitRegressorPath(examples, strengths, Penalty.L1, Folds.None);
        double mean = targets.Average(target => double.CreateTruncating(target));
        double unexplained = targets.Average(target => Math.Pow(double.CreateTruncating(target) - mean, 2)) / 2;
        double[] explained = [.. whole.Points.Select(point => unexplained - (point.Objective
            - (point.Strength * Enumerable.Range(0, 3).Sum(input => Math.Abs(double.CreateTruncating(point.Network.Weights[input])) * Scale(input)))))];
        int last = Enumerable.Range(4, 26).First(index =>
            explained[index] - explained[index - 1] < 1e-5 * explained[index] || explained[index] > 0.999 * unexplained);

        PenaltyPath<T, RegressionMetrics> path = description.FitRegressorPath(examples, strengths, Penalty.L1, Folds.Random(4), endsWhenFlat: true);

        path.Points.Should().HaveCount(last + 1).And.HaveCountLessThan(30);
        path.Points.Select(point => point.Strength).Should().Equal(strengths.Take(last + 1));
        path.Points.Select(point => Bits(point.Network.Weights)).Should().Equal(whole.Points.Take(last + 1).Select(point => Bits(point.Network.Weights)));
        path.Points[^1].CrossValidation.Folds.Should().HaveCount(4);
        bool isFlat = explained[last] - explained[last - 1] < 1e-5 * explained[last];
        path.ToString().Split('\n').Should().HaveCount(last + 2).And.EndWith(isFlat
            ? $"The path ended after {last + 1} of 30 strengths: the last one explains more than the one before by less than a share of 1E-05."
            : $"The path ended after {last + 1} of 30 strengths: the last one explains more than 99.9 % of the loss of a constant prediction.");
        whole.ToString().Should().NotContain("The path ended");
        description.FitRegressorPath(examples, strengths.AsSpan(0, last + 1), Penalty.L1, Folds.None, endsWhenFlat: true).ToString().Should().NotContain("The path ended");

        double Scale(int input)
        {
            double[] column = [.. Enumerable.Range(0, 60).Select(row => double.CreateTruncating(rows[(row * 3) + input]))];
            return Math.Sqrt(column.Average(value => Math.Pow(value - column.Average(), 2)));
        }
    }

    [Fact]
    public void After_a_diverged_training_the_next_starts_from_the_last_that_did_not_diverge()
    {
        T[] rows = Rows<T>(40, 3);
        int[] labels = Labels(40, 2);
        var options = new TrainingOptions { Epochs = 200, BatchSize = 8 };

        PenaltyPath<T, ClassificationMetrics> path = Binary.FitClassifierPath(
            new(rows, labels), [0.3, 0.2, 0.1], strength => Penalty.L2(strength == 0.2 ? 10 : strength), options: options);

        path.Points.Select(point => point.StopReason)
            .Should().Equal(StopReason.MaxEpochs, StopReason.Diverged, StopReason.MaxEpochs);
        FrozenPerceptron<T> first = path.Points[0].Network;
        Perceptron<T> third = Binary.WithPenalty(Penalty.L2(0.1)).WithInitialWeights(first.Weights, first.Bias).Build();
        third.Fit(rows, labels, options);
        Bits(path.Points[2].Network.Weights).Should().Be(Bits(third.Weights));
        Bits(path.Points[2].Network.Bias).Should().Be(Bits(third.Bias));
    }

    [Fact]
    public void A_standardized_path_continues_without_rounding()
    {
        // With the same penalty twice, two full-batch trainings equal one that is twice as long.
        T[] rows = [.. Rows<T>(40, 3).Select((value, index) => value * T.CreateTruncating(1 + (1000 * (index % 3))))];
        int[] labels = Labels(40, 2);
        var options = new TrainingOptions { Epochs = 5, BatchSize = TrainingOptions.FullBatch };
        PerceptronBuilder<T> description = Binary.WithStandardization();

        PenaltyPath<T, ClassificationMetrics> path = description.FitClassifierPath(new(rows, labels), [0.1, 0.1], Penalty.L2, options: options);

        Perceptron<T> network = description.WithPenalty(Penalty.L2(0.1)).Build();
        network.Fit(rows, labels, options with { Epochs = 10 });
        Bits(path.Points[1].Network.Weights).Should().Be(Bits(network.Weights));
    }

    [Fact]
    public void A_path_with_averaging_continues_from_the_averaged_weights()
    {
        T[] rows = Rows<T>(40, 3);
        int[] labels = Labels(40, 2);
        PerceptronBuilder<T> description = Binary.WithAveraging();

        PenaltyPath<T, ClassificationMetrics> path = description.FitClassifierPath(new(rows, labels), [1, 0.1], Penalty.L2, options: _options);

        FrozenPerceptron<T> first = path.Points[0].Network;
        Perceptron<T> second = description.WithPenalty(Penalty.L2(0.1)).WithInitialWeights(first.Weights, first.Bias).Build();
        second.Fit(rows, labels, _options);
        Bits(path.Points[1].Network.Weights).Should().Be(Bits(second.Weights));
    }

    [Fact]
    public void A_path_reaches_the_optima_of_separate_trainings_in_fewer_epochs()
    {
        (double[] raw, int[] labels) = LabelledData.Read("breast_cancer_wisconsin.csv").All();
        T[] rows = Numbers.Of<T>(raw);
        double[] strengths = Penalty.Strengths(1, 1e-3, 12);
        PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(30).WithStandardization()
            .WithOptimizer(Optimizer.Lbfgs(gradientTolerance: Numbers.For<T>(1e-8, 1e-5)));

        PenaltyPath<T, ClassificationMetrics> path =
            description.FitClassifierPath(new(rows, labels), strengths, Penalty.L2, Folds.Random(2), _toTheEnd);

        int epochs = 0;
        foreach (PenaltyPathPoint<T, ClassificationMetrics> point in path.Points)
        {
            TrainingResult<T> cold = description.WithPenalty(point.Penalty).Build().Fit(rows, labels, _toTheEnd);
            epochs += cold.Epochs;
            point.StopReason.Should().Be(StopReason.Converged);
            point.Objective.ShouldBeClose(cold.LossHistory[^1], Numbers.For<T>(1e-9, 1e-5), 0, point.ToString());
        }

        path.Points.Sum(point => point.Epochs).Should().BeLessThan((int)(0.9 * epochs));
    }

    [Fact]
    public void The_chosen_points_are_the_best_and_the_strongest_within_a_standard_error_of_it()
    {
        (double[] raw, int[] labels) = LabelledData.Read("iris.csv").All();
        PenaltyPath<T, ClassificationMetrics> path = Perceptron.Classifier<T>(4, 3).WithStandardization().WithOptimizer(Optimizer.Lbfgs())
            .FitClassifierPath(new(Numbers.Of<T>(raw), labels), [0.001, 1, 0.1, 0.0013, 10, 0.003], Penalty.L2);
        Func<ClassificationMetrics, double> score = metrics => -metrics.LogLoss!.Value;

        PenaltyPathPoint<T, ClassificationMetrics> best = path.Best(score);
        PenaltyPathPoint<T, ClassificationMetrics> simplest = path.StrongestWithinOneError(score);

        FoldScore top = best.CrossValidation.Score(score);
        path.Points.Should().OnlyContain(point => point.CrossValidation.Score(score).Mean <= top.Mean);
        simplest.Strength.Should().Be(path.Points
            .Where(point => point.CrossValidation.Score(score).Mean >= top.Mean - top.StandardError)
            .Max(point => point.Strength));
        simplest.Strength.Should().BeGreaterThan(best.Strength);
    }

    [Fact]
    public void Among_equal_points_the_strongest_is_chosen()
    {
        PenaltyPath<T, ClassificationMetrics> path = Binary.FitClassifierPath(
            new(Rows<T>(20, 3), Labels(20, 2)), [0.1, 10, 1], Penalty.L2, options: _options);

        path.Best(_ => 1).Strength.Should().Be(10);
        path.StrongestWithinOneError(_ => 1).Strength.Should().Be(10);
    }

    [Theory]
    [InlineData(new[] { 31, 33, 35, 31, 35 }, new[] { 31, 34, 34, 31, 35 }, 10)]
    [InlineData(new[] { 31, 34, 34, 31, 35 }, new[] { 31, 33, 35, 31, 35 }, 10)]
    [InlineData(new[] { 35, 32, 32, 31, 35 }, new[] { 34, 31, 34, 33, 33 }, 10)]
    [InlineData(new[] { 34, 31, 34, 33, 33 }, new[] { 35, 32, 32, 31, 35 }, 10)]
    [InlineData(new[] { 34, 31, 34, 33, 33 }, new[] { 34, 31, 34, 33, 34 }, 0.1)]
    public void Among_means_equal_up_to_rounding_the_strongest_is_chosen(int[] rightOfStrong, int[] rightOfWeak, double expected)
    {
        int[] sizes = [42, 42, 42, 41, 41];
        PenaltyPath<T, ClassificationMetrics> path = Binary.FitClassifierPath(
            new(Rows<T>(20, 3), Labels(20, 2)), [0.1, 10], Penalty.L2, options: _options);
        double Score(ClassificationMetrics metrics)
        {
            foreach ((int[] right, PenaltyPathPoint<T, ClassificationMetrics> point) in new[] { rightOfWeak, rightOfStrong }.Zip(path.Points))
            {
                foreach ((int fold, FoldResult<ClassificationMetrics> result) in point.CrossValidation.Folds.Index())
                {
                    if (ReferenceEquals(result.Metrics, metrics))
                    {
                        return (double)right[fold] / sizes[fold];
                    }
                }
            }

            throw new InvalidOperationException("These are the metrics of no fold.");
        }

        path.Points[0].CrossValidation.Score(Score).Mean.Should().NotBe(path.Points[1].CrossValidation.Score(Score).Mean);

        path.Best(Score).Strength.Should().Be(expected);
        path.Best(metrics => 1e-200 * Score(metrics)).Strength.Should().Be(expected, "means have no unit");
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.25)]
    [InlineData(1)]
    public void On_orthogonal_inputs_the_lasso_soft_thresholds_each_weight(double strength)
    {
        // Columns of a Hadamard matrix have mean 0 and scale 1, so each weight depends only on its column, shrunk by the strength (R.
        // Tibshirani, 1996).
        double[] expected = [.. new[] { 2, -1.25, 0.75, 0.375 }.Select(weight => Math.Sign(weight) * Math.Max(0, Math.Abs(weight) - strength))];
        (T[] rows, T[] targets) = Orthogonal(2, -1.25, 0.75, 0.375);

        PenaltyPath<T, RegressionMetrics> path = Perceptron.Regressor<T>(4).WithOptimizer(Optimizer.Lbfgs())
            .FitRegressorPath(new(rows, targets), [strength], Penalty.L1, Folds.Random(2), _toTheEnd);

        path.Points[0].Network.Weights.ShouldBeClose(expected, 0, Numbers.For<T>(1e-6, 1e-4), "weights");
        path.Points[0].NonZeroWeights.Should().Be(expected.Count(weight => weight != 0));
    }

    [Fact]
    public void Below_the_largest_useful_strength_weights_enter_one_by_one()
    {
        (T[] rows, T[] targets) = Orthogonal(2, -1.25, 0.75, 0.375);
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(4).WithStandardization().WithOptimizer(Optimizer.Lbfgs());

        double largest = description.MaximumL1Strength(new(rows, targets));
        PenaltyPath<T, RegressionMetrics> path = description.FitRegressorPath(
            new(rows, targets), Penalty.Strengths(1.0001 * largest, 0.01, 30), Penalty.L1, Folds.Random(2), _toTheEnd);

        largest.ShouldBeClose(2, Numbers.For<T>(1e-12, 1e-5), 0, "largest strength");
        path.Points.Select(point => point.NonZeroWeights).Should().BeInAscendingOrder().And.StartWith(0).And.EndWith(4);
        path.Points.Select(point => point.NonZeroWeights).Distinct().Should().Equal(0, 1, 2, 3, 4);
    }

    [Theory]
    [InlineData(Reduction.Mean, false)]
    [InlineData(Reduction.Sum, false)]
    [InlineData(Reduction.Mean, true)]
    public void Just_above_the_largest_useful_strength_all_weights_are_zero_and_just_below_some_are_not(
        Reduction reduction, bool isWeighted)
    {
        (double[] raw, int[] labels) = LabelledData.Read("iris.csv").All();
        T[] rows = Numbers.Of<T>(raw);
        T[] weights = isWeighted ? Targets<T>(labels.Length, 1) : [];
        PerceptronBuilder<T> description = Perceptron.Classifier<T>(4, 3).WithStandardization()
            .WithLoss(Loss.SoftmaxCrossEntropy, reduction).WithOptimizer(Optimizer.Lbfgs());

        double largest = description.MaximumL1Strength(new(rows, labels, weights));
        PenaltyPath<T, ClassificationMetrics> path = description.FitClassifierPath(
            new(rows, labels, weights), [1.001 * largest, 0.999 * largest], Penalty.L1, Folds.Random(2), _toTheEnd);

        path.Points[0].NonZeroWeights.Should().Be(0);
        path.Points[1].NonZeroWeights.Should().BeGreaterThan(0);
    }

    [Fact]
    public void The_largest_useful_strength_depends_only_on_loss_and_rows()
    {
        T[] rows = Rows<T>(40, 3);
        int[] labels = Labels(40, 2);
        double expected = Perceptron.BinaryClassifier<T>(3).MaximumL1Strength(new(rows, labels));

        Binary.WithPenalty(Penalty.L2(1)).WithAveraging().WithGradientClipping(GradientClipping.ByNorm(0.001))
            .WithInitialWeights(Numbers.Of<T>(1, 2, 3), Numbers.Of<T>(4)).WithOptimizer(Optimizer.Adam())
            .MaximumL1Strength(new(rows, labels)).Should().Be(expected);
    }

    [Fact]
    public void ToString_of_a_point_is_one_line()
    {
        PenaltyPath<T, ClassificationMetrics> path = Binary.FitClassifierPath(
            new(Rows<T>(20, 3), Labels(20, 2)), [0, 0.5], Penalty.L2, options: _options);

        path.ToString().Should().StartWith($"{path.Points[0]}\n{path.Points[1]}\n");
        path.Points[0].ToString().Should().Match(
            "no penalty: 3 of 3 weights, objective 0.* (MaxEpochs after epoch 4), cross-validated loss 0.*, standard error 0.*");
        path.Points[1].ToString().Should().StartWith("L2(0.5): 3 of 3 weights").And.EndWith(Shown(
            path.Points[1].CrossValidation.Score(metrics => metrics.LogLoss!.Value)));
        Shown(path.Points[1].CrossValidation.Loss).Should().Be(Shown(path.Points[1].CrossValidation.Score(metrics => metrics.LogLoss!.Value)));
    }

    /// <summary>Metrics that do not choose would contradict the choice.</summary>
    [Theory]
    [InlineData("hinge")]
    [InlineData("poisson")]
    [InlineData("quantile")]
    [InlineData("squared")]
    public void The_line_of_a_point_has_the_number_by_which_the_path_chooses(string kind)
    {
        Loss loss = kind switch { "hinge" => Loss.Hinge, "poisson" => Loss.Poisson, "quantile" => Loss.Quantile(0.9), _ => Loss.HalfSquaredError };
        double[] strengths = [2, 0.5, 0.01];
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(3).WithLoss(loss);

        (string[] Lines, double[] Losses, FoldScore[] Scores, int Best) path = kind == "hinge"
            ? Read(description.FitClassifierPath(new(Rows<T>(20, 3), Labels(20, 2)), strengths, Penalty.L2, options: _options))
            : Read(description.FitRegressorPath(new(Rows<T>(20, 3), Numbers.Of<T>([.. Enumerable.Range(0, 20).Select(row => (double)(row % 4))])), strengths, Penalty.L2, options: _options));

        path.Lines.Should().HaveCount(3);
        for (int point = 0; point < 3; point++)
        {
            path.Lines[point].Should().EndWith($", cross-validated loss {Shown(path.Scores[point])}");
        }

        path.Losses[path.Best].Should().Be(path.Losses.Min());
    }

    private static (string[] Lines, double[] Losses, FoldScore[] Scores, int Best) Read<TMetrics>(PenaltyPath<T, TMetrics> path)
        where TMetrics : class => (
            [.. path.Points.Select(point => point.ToString())],
            [.. path.Points.Select(point => point.CrossValidation.Loss.Mean)],
            [.. path.Points.Select(point => point.CrossValidation.Loss)],
            path.Points.ToList().IndexOf(path.Best()));

    /// <summary>Sixteen digits of a strength hide the numbers beside it.</summary>
    [Fact]
    public void ToString_shows_strengths_with_six_digits_and_the_path_keeps_all()
    {
        double[] strengths = [4.8115412345678, 0.1, 1.0 / 3e7];
        PenaltyPath<T, RegressionMetrics> path = Perceptron.Regressor<T>(3).FitRegressorPath(
            new(Rows<T>(20, 3), Targets<T>(20, 1)), strengths, strength => Penalty.ElasticNet(2 * strength, 0.5), Folds.None, _options);

        path.Points.Select(point => point.ToString().Split(':')[0]).Should()
            .Equal("L1(4.81154) + L2(4.81154)", "L1(0.1) + L2(0.1)", "L1(3.33333E-08) + L2(3.33333E-08)");
        path.ToString().Should().Contain("all epochs were run: L1(4.81154) + L2(4.81154), ");
        path.Points.Select(point => point.Penalty.L1Strength).Should().Equal(strengths);
    }

    [Fact]
    public void ToString_of_a_path_names_points_that_ran_out_of_epochs()
    {
        PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(3).WithOptimizer(Optimizer.Lbfgs());
        PenaltyPath<T, ClassificationMetrics> some = description.FitClassifierPath(
            new(Rows<T>(40, 3), Labels(40, 2)), [1e-4, 1e6, 1e-5], Penalty.L2, options: new() { Epochs = 2 });
        PenaltyPath<T, ClassificationMetrics> none = description.FitClassifierPath(
            new(Rows<T>(40, 3), Labels(40, 2)), [0.1, 1], Penalty.L2, options: _toTheEnd);

        some.Points.Select(point => point.StopReason)
            .Should().Equal(StopReason.MaxEpochs, StopReason.Converged, StopReason.MaxEpochs);
        some.ToString().Split('\n').Should().HaveCount(4).And.EndWith(
            "Not at the optimum, because all epochs were run: L2(0.0001), L2(1E-05). Raise TrainingOptions.Epochs.");
        none.ToString().Split('\n').Should().HaveCount(2);
    }

    [Fact]
    public void A_cancelled_path_has_no_result() =>
        FluentActions.Invoking(() => Binary.FitClassifierPath(
                new(Rows<T>(20, 3), Labels(20, 2)), [1], Penalty.L2, cancellationToken: new CancellationToken(canceled: true)))
            .Should().ThrowExactly<OperationCanceledException>();

    private static string Shown(FoldScore score) =>
        FormattableString.Invariant($"{score.Mean:G4}, standard error {score.StandardError:G2}");

    /// <summary>Eight rows of four orthogonal inputs, each 1 or -1, and the targets of the given weights about 3.</summary>
    private static (T[] Rows, T[] Targets) Orthogonal(params double[] weights)
    {
        double[][] rows = [.. Enumerable.Range(0, 8).Select(row =>
            Enumerable.Range(1, 4).Select(column => BitOperations.PopCount((uint)(row & column)) % 2 == 0 ? 1.0 : -1).ToArray())];
        return (
            Numbers.Of<T>([.. rows.SelectMany(row => row)]),
            Numbers.Of<T>([.. rows.Select(row => 3 + row.Zip(weights, (input, weight) => input * weight).Sum())]));
    }
}

public sealed class PenaltyPathTestsInFloat : PenaltyPathTests<float>;

public sealed class PenaltyPathTestsInDouble : PenaltyPathTests<double>;
