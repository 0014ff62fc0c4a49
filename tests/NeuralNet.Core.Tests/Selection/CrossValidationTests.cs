using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Selection;

public abstract class CrossValidationTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowCount = 40;
    private const int Inputs = 3;

    private static readonly TrainingOptions _options = new() { Epochs = 3, BatchSize = 8 };

    private static PerceptronBuilder<T> Binary => Perceptron.BinaryClassifier<T>(Inputs).WithLearningRate(0.5).WithSeed(7);

    private static PerceptronBuilder<T> Softmax => Perceptron.Classifier<T>(Inputs, 3).WithLearningRate(0.5).WithSeed(7);

    private static T[] Inputs40 => Rows<T>(RowCount, Inputs);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(64)]
    public void Any_number_of_threads_gives_the_same_bits(int threads)
    {
        T[] rows = Rows<T>(2_000, Inputs);
        int[] labels = Labels(2_000, 2);
        PerceptronBuilder<T> description = Binary.WithStandardization().WithBalancedClasses();
        double[] strengths = [1, 0.1, 0.01];
        foreach (TrainingOptions options in new[] { _options, _options with { BatchSize = TrainingOptions.FullBatch, ValidationFraction = 0.2 } })
        {
            var alone = description.FitClassifierPath(new(rows, labels), strengths, Penalty.L2, options: options);
            var shared = description.FitClassifierPath(new(rows, labels), strengths, Penalty.L2, options: options with { Threads = threads });

            for (int point = 0; point < strengths.Length; point++)
            {
                shared.Points[point].CrossValidation.ToString().Should().Be(alone.Points[point].CrossValidation.ToString());
                shared.Points[point].CrossValidation.Folds.Select(fold => fold.Metrics.LogLoss)
                    .Should().Equal(alone.Points[point].CrossValidation.Folds.Select(fold => fold.Metrics.LogLoss));
                Bits(shared.Points[point].Network.Weights).Should().Be(Bits(alone.Points[point].Network.Weights));
            }
        }
    }

    [Fact]
    public void The_first_fold_that_is_rejected_decides_on_any_number_of_threads()
    {
        // One row of class 1: its fold has a single class to train on.
        int[] labels = [.. Enumerable.Range(0, RowCount).Select(row => row == 25 ? 1 : 0)];
        Examples<T> examples = new(Inputs40, labels);
        string Message(int threads) => FluentActions
            .Invoking(() => Binary.CrossValidateClassifier(examples, Folds.Given([.. Enumerable.Range(0, RowCount).Select(row => row % 5)]), _options with { Threads = threads }))
            .Should().Throw<ArgumentException>().Which.Message;

        Message(1).Should().StartWith("Fold ");
        Message(4).Should().Be(Message(1));
    }

    [Fact]
    public void Cancelling_stops_the_folds_of_all_threads()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        FluentActions
            .Invoking(() => Binary.CrossValidateClassifier(
                new(Inputs40, Labels(RowCount, 2)), options: _options with { Threads = 3 }, cancellationToken: cancellation.Token))
            .Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void Each_row_is_tested_once()
    {
        CrossValidation<ClassificationMetrics> result = Softmax.CrossValidateClassifier(new(Inputs40, Labels(RowCount, 3)), options: _options);

        result.Folds.Should().HaveCount(5);
        result.Folds.SelectMany(fold => fold.TestRows).Order().Should().Equal(Enumerable.Range(0, RowCount));
        result.Folds.Should().OnlyContain(fold => fold.Metrics.ConfusionMatrix.RowCount == fold.TestRows.Count);
        result.Folds.Should().OnlyContain(fold => fold.Epochs == 3 && fold.StopReason == StopReason.MaxEpochs);
    }

    [Fact]
    public void The_network_of_a_fold_learns_everything_from_the_other_rows()
    {
        T[] rows = Inputs40;
        int[] labels = [.. Enumerable.Range(0, RowCount).Select(row => row % 5 == 0 ? 1 : 0)];
        PerceptronBuilder<T> description = Binary.WithStandardization().WithBalancedClasses();

        CrossValidation<ClassificationMetrics> result = description.CrossValidateClassifier(new(rows, labels), Folds.Random(4), _options);

        foreach (FoldResult<ClassificationMetrics> fold in result.Folds)
        {
            int[] training = [.. Enumerable.Range(0, RowCount).Except(fold.TestRows)];
            Perceptron<T> network = description.Build();
            network.Fit(Pick(rows, training), [.. training.Select(row => labels[row])], _options);
            T[] tested = Pick(rows, fold.TestRows);
            var logits = new T[fold.TestRows.Count];
            network.Logits(tested, logits);

            ClassificationMetrics expected = network.Evaluate(tested, [.. fold.TestRows.Select(row => labels[row])]);
            fold.Metrics.LogLoss.Should().Be(expected.LogLoss);
            fold.Metrics.RocAuc.Should().Be(expected.RocAuc);
            for (int index = 0; index < logits.Length; index++)
            {
                result.Logits[fold.TestRows[index]].Should().Be(double.CreateTruncating(logits[index]));
            }
        }
    }

    [Fact]
    public void Predictions_are_the_activation_of_the_logits()
    {
        CrossValidation<ClassificationMetrics> result = Softmax.CrossValidateClassifier(new(Inputs40, Labels(RowCount, 3)), options: _options);

        double[] predictions = result.Predictions();

        result.Logits.Length.Should().Be(RowCount * 3);
        for (int row = 0; row < RowCount; row++)
        {
            double[] powers = [.. result.Logits.Slice(row * 3, 3).ToArray().Select(Math.Exp)];
            predictions.AsSpan(row * 3, 3).ToArray().Should().Equal(
                powers.Select(power => power / powers.Sum()), (left, right) => Math.Abs(left - right) < 1e-14);
        }
    }

    [Fact]
    public void Targets_are_scored_as_regression()
    {
        T[] rows = Inputs40;
        T[] targets = Targets<T>(RowCount, 2);
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(Inputs, 2).WithStandardization();

        CrossValidation<RegressionMetrics> result = description.CrossValidateRegressor(new(rows, targets), Folds.Random(3), _options);

        FoldResult<RegressionMetrics> fold = result.Folds[1];
        int[] training = [.. Enumerable.Range(0, RowCount).Except(fold.TestRows)];
        Perceptron<T> network = description.Build();
        network.Fit(Pick(rows, training), Pick(targets, training, 2), _options);
        fold.Metrics.RootMeanSquaredError.Should().Be(
            network.Evaluate(Pick(rows, fold.TestRows), Pick(targets, fold.TestRows, 2)).RootMeanSquaredError);
    }

    [Fact]
    public void Row_weights_count_in_training_and_test()
    {
        T[] rows = Inputs40;
        int[] labels = Labels(RowCount, 2);
        T[] weights = Targets<T>(RowCount, 1, seed: 9);

        CrossValidation<ClassificationMetrics> result =
            Binary.CrossValidateClassifier(new(rows, labels, weights), Folds.Random(2), _options);

        int[] training = [.. result.Folds[1].TestRows];
        Perceptron<T> network = Binary.Build();
        network.Fit(
            new Examples<T>(Pick(rows, training), training.Select(row => labels[row]).ToArray(), Pick(weights, training, 1)), _options);
        result.Folds[0].Metrics.LogLoss.Should().Be(network.Evaluate(
            Pick(rows, result.Folds[0].TestRows),
            [.. result.Folds[0].TestRows.Select(row => labels[row])],
            Pick(weights, result.Folds[0].TestRows, 1)).LogLoss);
    }

    [Fact]
    public void Equal_calls_give_equal_bits_and_another_seed_gives_other_folds()
    {
        CrossValidation<ClassificationMetrics> Run(long seed) =>
            Binary.WithSeed(seed).CrossValidateClassifier(new(Inputs40, Labels(RowCount, 2)), options: _options);

        Bits(Run(1).Logits).Should().Be(Bits(Run(1).Logits));
        Run(1).Folds[0].TestRows.Should().NotEqual(Run(2).Folds[0].TestRows);
    }

    [Fact]
    public void Given_folds_are_tested()
    {
        CrossValidation<ClassificationMetrics> result = Binary.CrossValidateClassifier(
            new(Rows<T>(6, Inputs), LabelsOf(0, 1, 0, 1, 0, 1)), Folds.Given(2, 2, 0, 1, 0, 1), _options);

        result.Folds.Select(fold => string.Join(' ', fold.TestRows)).Should().Equal("2 4", "3 5", "0 1");
    }

    [Fact]
    public void A_fold_reports_a_training_that_ended_early()
    {
        CrossValidation<ClassificationMetrics> result = Binary.CrossValidateClassifier(
            new(Inputs40, Labels(RowCount, 2)), options: new() { Epochs = 500, ValidationFraction = 0.25, MinimumImprovement = 1, Patience = 2 });

        result.Folds.Should().OnlyContain(fold => fold.StopReason == StopReason.EarlyStopped && fold.Epochs == 3);
    }

    [Fact]
    public void A_score_is_taken_from_each_fold()
    {
        CrossValidation<ClassificationMetrics> result = Binary.CrossValidateClassifier(new(Inputs40, Labels(RowCount, 2)), options: _options);

        FoldScore score = result.Score(metrics => metrics.Accuracy);

        score.Should().Be(FoldScore.Compute([.. result.Folds.Select(fold => fold.Metrics.Accuracy)]));
        score.FoldCount.Should().Be(5);
    }

    [Fact]
    public void ToString_has_a_line_for_each_fold()
    {
        CrossValidation<ClassificationMetrics> result = Binary.CrossValidateClassifier(new(Inputs40, Labels(RowCount, 2)), options: _options);

        result.ToString().Split('\n').Should().Equal(result.Folds.Select(fold => $"{fold.Metrics} (MaxEpochs after epoch 3)"));
    }

    [Fact]
    public void A_cancelled_cross_validation_has_no_result()
    {
        using var cancellation = new CancellationTokenSource();
        int steps = 0;
        PerceptronBuilder<T> description = Binary.WithLearningRate(LearningRate.From(
            _ =>
            {
                // Cancelled in the second of two folds, of 20 rows in 3 steps each epoch.
                if (++steps == 12)
                {
                    cancellation.Cancel();
                }

                return 0.1;
            },
            "counted"));

        FluentActions.Invoking(() => description.CrossValidateClassifier(
                new(Inputs40, Labels(RowCount, 2)), Folds.Random(2), _options, cancellationToken: cancellation.Token))
            .Should().ThrowExactly<OperationCanceledException>().Which.CancellationToken.Should().Be(cancellation.Token);
        steps.Should().BeInRange(12, 14);
    }

    private static T[] Pick(T[] values, IEnumerable<int> rows, int width = Inputs) =>
        [.. rows.SelectMany(row => values[(row * width)..((row + 1) * width)])];
}

public sealed class CrossValidationTestsInFloat : CrossValidationTests<float>;

public sealed class CrossValidationTestsInDouble : CrossValidationTests<double>;
