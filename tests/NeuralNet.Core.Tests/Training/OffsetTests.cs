namespace NeuralNet.Core.Tests.Training;

/// <summary>Fixed additions to the logits of rows.</summary>
public sealed class OffsetTests
{
    private const int Rows = 60;
    private const int Inputs = 3;

    public static TheoryData<string> Exact => ["newton", "lbfgs"];

    [Theory]
    [MemberData(nameof(Exact))]
    public void Least_squares_with_offsets_is_that_of_targets_less_offsets(string optimizer)
    {
        Data data = Numbers();
        double[] shifted = [.. data.Targets.Zip(data.Offsets, (target, offset) => target - offset)];
        PerceptronBuilder<double> description = Perceptron.Regressor<double>(Inputs)
            .WithOptimizer(optimizer == "newton" ? Optimizer.Newton() : Optimizer.Lbfgs());

        Perceptron<double> actual = Fit(description, data.Examples);
        Perceptron<double> expected = Fit(description, new(data.Inputs, shifted));

        Same(actual, expected, 1e-10);
    }

    [Fact]
    public void Newtons_method_refines_residuals_with_large_offsets()
    {
        // The targets less offsets are exact, so the refined residuals must not lose what the offsets hide.
        Data data = Numbers();
        double[] offsets = [.. data.Offsets.Select((_, row) => Math.ScaleB(1, 30) * (row % 7))];
        double[] targets = [.. data.Targets.Zip(offsets, (target, offset) => Math.Round(target * 1024) / 1024 + offset)];
        double[] shifted = [.. targets.Zip(offsets, (target, offset) => target - offset)];
        PerceptronBuilder<double> description = Perceptron.Regressor<double>(Inputs).WithOptimizer(Optimizer.Newton());

        Perceptron<double> actual = Fit(description, new(data.Inputs, targets) { Offsets = offsets });
        Perceptron<double> expected = Fit(description, new(data.Inputs, shifted));

        Same(actual, expected, 1e-12);
    }

    [Fact]
    public void Coordinate_descent_over_many_inputs_has_offsets_in_its_looks()
    {
        const int Many = 1100;
        double[] rows = [.. Enumerable.Range(0, 40 * Many).Select(index => Math.Sin(index * (1 + (index % 13))))];
        double[] offsets = [.. Enumerable.Range(0, 40).Select(row => Math.Cos(3 * row))];
        double[] shifted = [.. Enumerable.Range(0, 40).Select(row => rows[row * Many] - (2 * rows[(row * Many) + 7]))];
        double[] targets = [.. shifted.Zip(offsets, (target, offset) => target + offset)];
        PerceptronBuilder<double> description = Perceptron.Regressor<double>(Many).WithOptimizer(Optimizer.CoordinateDescent).WithPenalty(Penalty.L1(0.05));

        Same(Fit(description, new(rows, targets) { Offsets = offsets }), Fit(description, new(rows, shifted)), 1e-9);
    }

    [Theory]
    [InlineData("quantile")]
    [InlineData("absolute")]
    [InlineData("epsilon")]
    public void Kinks_with_offsets_are_those_of_targets_less_offsets(string name)
    {
        Data data = Numbers();
        double[] shifted = [.. data.Targets.Zip(data.Offsets, (target, offset) => target - offset)];
        Loss loss = name == "quantile" ? Loss.Quantile(0.3) : name == "absolute" ? Loss.Quantile(0.5) : Loss.EpsilonInsensitive(0.1);
        PerceptronBuilder<double> description = Perceptron.Regressor<double>(Inputs).WithLoss(loss).WithOptimizer(Optimizer.Newton());

        TrainingResult<double> actual = description.Build().Fit(data.Examples);
        TrainingResult<double> expected = description.Build().Fit(new Examples<double>(data.Inputs, shifted));

        actual.StopReason.Should().Be(StopReason.Converged, actual.Message);
        actual.LossHistory[^1].Should().BeApproximately(expected.LossHistory[^1], 1e-9);
        if (name != "epsilon")
        {
            Same(actual.Network, expected.Network, 1e-7);
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    public void A_hinge_with_offsets_has_a_proven_optimum(double strength)
    {
        Data data = Numbers();
        int[] labels = [.. data.Targets.Select((target, row) => target + data.Offsets[row] > (row % 5) - 2 ? 1 : 0)];
        var examples = new Examples<double>(data.Inputs, labels) { Offsets = data.Offsets };
        PerceptronBuilder<double> description = Perceptron.BinaryClassifier<double>(Inputs).WithLoss(Loss.Hinge)
            .WithOptimizer(Optimizer.Newton()).WithPenalty(Penalty.L2(strength));

        TrainingResult<double> result = description.Build().Fit(examples);
        TrainingResult<double> steps = description.WithOptimizer(Optimizer.Lbfgs()).Build().Fit(examples, new() { Epochs = 2000 });

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        result.LossHistory[^1].Should().BeLessThanOrEqualTo(steps.LossHistory[^1] + 1e-9);
        result.LossHistory[^1].Should().BeGreaterThan(steps.LossHistory[^1] - 0.05, "both near the same optimum");
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(-3)]
    public void Classes_with_a_margin_beside_their_offsets_have_no_hinge_loss(double offset)
    {
        double[] rows = [-2, -1.5, -1, 1, 1.25, 3];
        int[] labels = [0, 0, 0, 1, 1, 1];
        var examples = new Examples<double>(rows, labels) { Offsets = Enumerable.Repeat(offset, 6).Select((value, row) => value * (row % 2)).ToArray() };

        TrainingResult<double> result = Perceptron.BinaryClassifier<double>(1).WithLoss(Loss.Hinge).WithOptimizer(Optimizer.Newton())
            .WithPenalty(Penalty.None).Build().Fit(examples);

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        result.LossHistory[^1].Should().BeLessThan(1e-9);
    }

    [Fact]
    public void Many_rows_with_a_margin_beside_their_offsets_have_no_hinge_loss()
    {
        const int Many = 2000, Wide = 8;
        double[] rows = new Random(9).Values(Many * Wide, -1, 1);
        double[] offsets = new Random(10).Values(Many, -2, 2);
        double[] scores = [.. Enumerable.Range(0, Many).Select(row => (3 * rows[row * Wide]) - (2 * rows[(row * Wide) + 1]) + offsets[row])];
        int[] apart = [.. Enumerable.Range(0, Many).Where(row => Math.Abs(scores[row]) > 0.2)];
        var examples = new Examples<double>(
            apart.SelectMany(row => rows[(row * Wide)..((row + 1) * Wide)]).ToArray(), apart.Select(row => scores[row] > 0 ? 1 : 0).ToArray())
        {
            Offsets = apart.Select(row => 5 * offsets[row]).ToArray(),
        };

        TrainingResult<double> result = Perceptron.BinaryClassifier<double>(Wide).WithLoss(Loss.Hinge).WithOptimizer(Optimizer.Newton()).Build().Fit(examples);

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        result.LossHistory[^1].Should().BeLessThan(1e-9);
    }

    [Fact]
    public void Rows_in_any_order_with_their_offsets_have_the_same_optimum()
    {
        Data data = Counts();
        int[] order = [.. Enumerable.Range(0, Rows).OrderBy(row => row * 37 % Rows)];
        var permuted = new Examples<double>(
            order.SelectMany(row => data.Inputs[(row * Inputs)..((row + 1) * Inputs)]).ToArray(),
            order.Select(row => data.Targets[row]).ToArray())
        {
            Offsets = order.Select(row => data.Offsets[row]).ToArray(),
        };
        PerceptronBuilder<double> description = Perceptron.WithInputs<double>(Inputs).WithLoss(Loss.Poisson).WithOptimizer(Optimizer.Newton());

        Same(Fit(description, permuted), Fit(description, data.Examples), 1e-10);
    }

    [Fact]
    public void Two_classes_of_softmax_are_a_logistic_regression_with_the_difference_of_their_offsets()
    {
        Data data = Numbers();
        int[] labels = [.. data.Targets.Select((target, row) => target > (row % 5) - 2 ? 1 : 0)];
        double[] pairs = [.. data.Offsets.SelectMany(offset => (double[])[0.25 * offset, 1.25 * offset])];

        Perceptron<double> two = Fit(
            Perceptron.Classifier<double>(Inputs, 2).WithOptimizer(Optimizer.Newton()),
            new(data.Inputs, labels) { Offsets = pairs });
        Perceptron<double> one = Fit(
            Perceptron.BinaryClassifier<double>(Inputs).WithOptimizer(Optimizer.Newton()),
            new(data.Inputs, labels) { Offsets = data.Offsets });

        for (int input = 0; input < Inputs; input++)
        {
            (two.Weights[Inputs + input] - two.Weights[input]).ShouldBeClose(one.Weights[input], 1e-9, 1e-9, $"weight {input}");
        }

        RegressionSummary<double> summary = two.Summarize(data.Inputs, labels, offsets: pairs);
        RegressionSummary<double> expected = one.Summarize(data.Inputs, labels, offsets: data.Offsets);
        summary.NullDeviance.ShouldBeClose(expected.NullDeviance, 1e-9, 0, "null deviance");
        summary.Deviance.ShouldBeClose(expected.Deviance, 1e-9, 0, "deviance");
        summary.PredictMean(data.Inputs, pairs)[5].Lower.ShouldBeClose(
            expected.PredictMean(data.Inputs, data.Offsets)[2].Lower, 1e-7, 0, "mean of class 1");
    }

    [Fact]
    public void The_null_deviance_of_three_classes_is_that_of_a_network_that_learns_biases_alone()
    {
        Data data = Numbers();
        int[] labels = [.. data.Targets.Select((target, row) => Math.Clamp((int)Math.Floor(target + (row % 3)), 0, 2))];
        double[] offsets = [.. Enumerable.Range(0, 3 * Rows).Select(index => Math.Sin(index))];
        RegressionSummary<double> summary = Fit(
            Perceptron.Classifier<double>(Inputs, 3).WithOptimizer(Optimizer.Newton()), new(data.Inputs, labels) { Offsets = offsets })
            .Summarize(data.Inputs, labels, offsets: offsets);

        TrainingResult<double> biases = Perceptron.Classifier<double>(1, 3).WithOptimizer(Optimizer.Newton()).Build()
            .Fit(new Examples<double>(new double[Rows], labels) { Offsets = offsets });

        summary.NullDeviance.ShouldBeClose(2 * Rows * biases.LossHistory[^1], 1e-9, 0, "null deviance");
    }

    [Theory]
    [InlineData("poisson")]
    [InlineData("log-loss")]
    [InlineData("half-squared-error")]
    [InlineData("softmax")]
    public void The_bias_starts_at_the_best_constant_beside_the_offsets(string name)
    {
        Data data = name == "poisson" ? Counts() : Numbers();
        bool hasClasses = name is "log-loss" or "softmax";
        int outputs = name == "softmax" ? 3 : 1;
        int[] labels = [.. data.Targets.Select((target, row) => Math.Clamp((int)Math.Floor(target + (row % 3)), 0, Math.Max(1, outputs - 1)))];
        double[] offsets = [.. Enumerable.Range(0, outputs * Rows).Select(index => Math.Sin(index))];
        Examples<double> examples = hasClasses
            ? new(data.Inputs, labels) { Offsets = offsets }
            : new(data.Inputs, data.Targets) { Offsets = offsets };
        Loss loss = name == "softmax" ? Loss.SoftmaxCrossEntropy : Loss.Named(name)!;
        PerceptronBuilder<double> description = Perceptron.WithInputs<double>(Inputs).WithOutputs(outputs).WithLoss(loss);

        Perceptron<double> started = description.WithOptimizer(Optimizer.Sgd).WithLearningRate(1e-12)
            .Build().Fit(examples, new() { Epochs = 1 }).Network;
        Perceptron<double> best = description.WithBiasAlone().Build().Fit(examples, new() { Epochs = 1000 }).Network;

        double first = outputs == 1 ? 0 : best.Bias[0] - started.Bias[0];
        for (int output = 0; output < outputs; output++)
        {
            started.Bias[output].ShouldBeClose(best.Bias[output] - first, 1e-5, 1e-5, $"bias {output}");
        }
    }

    [Fact]
    public void A_constant_prediction_to_compare_with_has_the_offsets_too()
    {
        Data data = Counts();
        double[] noise = [.. Enumerable.Range(0, Rows * Inputs).Select(index => (double)(index * 7919 % 101))];

        // Without its offset no constant is nearly as good.
        TrainingResult<double> result = Perceptron.WithInputs<double>(Inputs).WithLoss(Loss.HalfSquaredError).WithOptimizer(Optimizer.Newton())
            .Build().Fit(new Examples<double>(noise, data.Offsets.Select((offset, row) => offset + (row % 2)).ToArray()) { Offsets = data.Offsets });

        result.Message.Should().Contain("that of a constant prediction").And.Contain("the inputs say nothing");
    }

    [Theory]
    [InlineData("poisson")]
    [InlineData("squared")]
    [InlineData("median")]
    [InlineData("log-loss")]
    public void Offsets_that_are_worse_than_none_are_told_and_their_logarithms_are_not(string kind)
    {
        Data data = Counts();
        double[] exposures = [.. Enumerable.Range(0, Rows).Select(row => 1.0 + (row * 7 % 13))];
        double[] counts = [.. exposures.Select((exposure, row) => Math.Round(exposure * (1 + (0.5 * (row % 2)))))];
        Loss loss = kind switch
        {
            "poisson" => Loss.Poisson,
            "squared" => Loss.HalfSquaredError,
            "median" => Loss.Quantile(),
            _ => Loss.LogLoss,
        };
        double[] targets = kind switch
        {
            "poisson" => counts,
            "log-loss" => [.. counts.Select(count => count > 8 ? 1.0 : 0)],
            _ => [.. counts.Select(count => Math.Log(count))],
        };
        double[] wrong = kind == "log-loss" ? [.. exposures.Select(exposure => 7 - exposure)] : exposures;
        double[] right = kind == "log-loss" ? [.. exposures.Select(exposure => exposure - 7)] : [.. exposures.Select(exposure => Math.Log(exposure))];
        PerceptronBuilder<double> description = Perceptron.WithInputs<double>(Inputs).WithLoss(loss).WithOptimizer(Optimizer.Newton());

        Message(wrong).Should().Contain("without the offsets").And.Contain("worse than none").And.Contain("logarithm");
        Message(right).Should().NotContain("worse than none");
        Message(new double[Rows]).Should().NotContain("worse than none");

        string Message(double[] offsets) => description.Build()
            .Fit(new Examples<double>(data.Inputs, targets) { Offsets = offsets }, new() { Epochs = 200 }).Message;
    }

    [Fact]
    public void Predictions_are_the_activation_of_logits_plus_offsets_to_the_bit()
    {
        Data data = Counts();
        Perceptron<double> network = Fit(
            Perceptron.WithInputs<double>(Inputs).WithLoss(Loss.Poisson).WithOptimizer(Optimizer.Newton()), data.Examples);
        var logits = new double[Rows];
        network.Logits(data.Inputs, logits);
        double[] expected = new double[Rows];
        Activation.Exp.Apply<double>(logits.Zip(data.Offsets, (logit, offset) => logit + offset).ToArray(), expected);
        var moved = new double[Rows];
        var actual = new double[Rows];
        var frozen = new double[Rows];
        var host = new PerceptronHost<double>(network.Freeze());
        var hosted = new double[Rows];
        var alone = new double[1];

        network.Logits(data.Inputs, moved, data.Offsets);
        network.Predict(data.Inputs, actual, data.Offsets);
        network.Freeze().Predict(data.Inputs, frozen, data.Offsets);
        ((IPredictor<double>)host).Predict(data.Inputs, hosted, data.Offsets);
        host.Current.Predict(data.Inputs.AsSpan(0, Inputs), alone, data.Offsets.AsSpan(0, 1));

        moved.Should().Equal(logits.Zip(data.Offsets, (logit, offset) => logit + offset));
        actual.Should().Equal(expected);
        frozen.Should().Equal(expected);
        hosted.Should().Equal(expected);
        alone.Should().Equal(expected[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(600)]
    public void Classes_and_labels_are_those_of_logits_plus_offsets(int outputs)
    {
        double[] weights = [.. Enumerable.Range(0, outputs * Inputs).Select(index => Math.Sin(index))];
        double[] rows = [.. Enumerable.Range(0, 5 * Inputs).Select(index => Math.Cos(index))];
        double[] offsets = [.. Enumerable.Range(0, 5 * outputs).Select(index => 3 * Math.Sin(3 * index))];
        FrozenPerceptron<double> one = FrozenPerceptron.FromWeights<double>(Inputs, weights, new double[outputs], outputs == 1 ? Activation.Sigmoid : Activation.Softmax);
        FrozenPerceptron<double> many = Perceptron.WithInputs<double>(Inputs).WithOutputs(outputs).WithLoss(Loss.LogLoss)
            .WithInitialWeights(weights, new double[outputs]).Build().Freeze();
        var logits = new double[5 * outputs];
        one.Logits(rows, logits, offsets);
        var classes = new int[5];
        var labels = new bool[5 * outputs];

        one.PredictClasses(rows, classes, offsets);
        many.PredictMultiLabel(rows, labels, offsets);

        classes.Should().Equal(Enumerable.Range(0, 5).Select(row =>
            outputs == 1 ? (logits[row] > 0 ? 1 : 0) : Enumerable.Range(0, outputs).MaxBy(output => logits[(row * outputs) + output])));
        labels.Should().Equal(logits.Select(logit => logit > 0));
    }

    [Fact]
    public void Metrics_with_offsets_are_those_of_a_network_with_a_column_of_weight_one()
    {
        Data data = Numbers();
        int[] labels = [.. data.Targets.Select(target => target > 0 ? 1 : 0)];
        double[] weights = [0.5, -1, 0.25];
        double[] wider = [.. Enumerable.Range(0, Rows).SelectMany(row => (double[])[.. data.Inputs[(row * Inputs)..((row + 1) * Inputs)], data.Offsets[row]])];
        double[] targets = [.. labels.Select(label => (double)label)];
        Perceptron<double> network = Perceptron.BinaryClassifier<double>(Inputs).WithInitialWeights(weights, [0.125]).Build();
        Perceptron<double> column = Perceptron.BinaryClassifier<double>(Inputs + 1).WithInitialWeights([.. weights, 1], [0.125]).Build();
        double[] sampleWeights = [.. Enumerable.Range(0, Rows).Select(row => (double)(row % 3))];

        network.Evaluate(data.Inputs, labels, sampleWeights, data.Offsets).LogLoss!.Value
            .ShouldBeClose(column.Evaluate(wider, labels, sampleWeights).LogLoss!.Value, 1e-12, 0, "log loss");
        network.EvaluateMultiLabel(data.Inputs, targets, sampleWeights, data.Offsets).PerLabel[0].Accuracy
            .Should().Be(column.EvaluateMultiLabel(wider, targets, sampleWeights).PerLabel[0].Accuracy);
        network.Evaluate(data.Inputs, (Rows<double>)data.Targets, sampleWeights, data.Offsets).RootMeanSquaredError
            .ShouldBeClose(column.Evaluate(wider, (Rows<double>)data.Targets, sampleWeights).RootMeanSquaredError, 1e-12, 0, "squared error");
        network.ChooseThreshold(data.Inputs, labels, ThresholdGoal.BestF1, sampleWeights, data.Offsets).Threshold
            .ShouldBeClose(column.ChooseThreshold(wider, labels, ThresholdGoal.BestF1, sampleWeights).Threshold, 1e-12, 0, "threshold");
    }

    [Fact]
    public void Predictions_with_offsets_allocate_nothing()
    {
        Data data = Counts();
        FrozenPerceptron<double> network = Fit(
            Perceptron.WithInputs<double>(Inputs).WithLoss(Loss.Poisson).WithOptimizer(Optimizer.Newton()), data.Examples).Freeze();
        var destination = new double[Rows];
        long least = long.MaxValue;

        for (int run = 0; run < 20; run++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            network.Predict(data.Inputs, destination, data.Offsets);
            network.Logits(data.Inputs, destination, data.Offsets);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        least.Should().Be(0);
    }

    [Fact]
    public void Held_out_rows_and_validation_sets_have_their_offsets()
    {
        Data data = Numbers();
        double[] shifted = [.. data.Targets.Zip(data.Offsets, (target, offset) => target - offset)];
        PerceptronBuilder<double> description = Perceptron.Regressor<double>(Inputs).WithSeed(3).WithLearningRate(0.01).WithOptimizer(Optimizer.Sgd);
        TrainingOptions heldOut = new() { Epochs = 5, ValidationFraction = 0.25 };
        TrainingOptions given = new() { Epochs = 5 };
        var plain = new Examples<double>(data.Inputs, shifted);

        TrainingResult<double> actual = description.Build().Fit(data.Examples, heldOut);
        TrainingResult<double> expected = description.Build().Fit(plain, heldOut);
        TrainingResult<double> validated = description.Build().Fit(data.Examples, given, data.Examples);
        TrainingResult<double> expectedValidated = description.Build().Fit(plain, given, plain);

        Close(actual.ValidationHistory, expected.ValidationHistory);
        Close(validated.ValidationHistory, expectedValidated.ValidationHistory);
    }

    [Fact]
    public void Folds_and_paths_take_the_offsets_of_their_rows()
    {
        Data data = Numbers();
        double[] shifted = [.. data.Targets.Zip(data.Offsets, (target, offset) => target - offset)];
        PerceptronBuilder<double> description = Perceptron.Regressor<double>(Inputs).WithSeed(3).WithOptimizer(Optimizer.Newton());

        CrossValidation<RegressionMetrics> actual = description.CrossValidateRegressor(data.Examples);
        CrossValidation<RegressionMetrics> expected = description.CrossValidateRegressor(new Examples<double>(data.Inputs, shifted));

        Close([.. actual.Folds.Select(fold => fold.Metrics.RootMeanSquaredError)], [.. expected.Folds.Select(fold => fold.Metrics.RootMeanSquaredError)]);
        Close([.. actual.Folds.Select(fold => fold.Loss)], [.. expected.Folds.Select(fold => fold.Loss)]);
        double[] logits = actual.Logits.ToArray();
        for (int row = 0; row < Rows; row++)
        {
            logits[row].ShouldBeClose(expected.Logits[row] + data.Offsets[row], 1e-9, 1e-9, $"logit {row}");
        }
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(TrainingOptions.FullBatch, 4)]
    public void A_training_goes_on_with_the_same_bits(int batchSize, int epochs)
    {
        Data data = Numbers();
        PerceptronBuilder<double> description = Perceptron.Regressor<double>(Inputs).WithSeed(3).WithLearningRate(0.01).WithOptimizer(Optimizer.Adam());
        TrainingOptions half = new() { Epochs = epochs / 2, BatchSize = batchSize };

        Perceptron<double> once = description.Build().Fit(data.Examples, half with { Epochs = epochs }).Network;
        Perceptron<double> twice = description.Build().Fit(data.Examples, half).Network;
        twice = Perceptron.Load<double>(twice.ToBytes());
        twice.Fit(data.Examples, half);

        twice.Weights.ToArray().Should().Equal(once.Weights.ToArray());
        twice.Bias.ToArray().Should().Equal(once.Bias.ToArray());
    }

    [Theory]
    [InlineData("newton")]
    [InlineData("lbfgs")]
    [InlineData("kinks")]
    public void Any_number_of_threads_gives_the_same_bits(string name)
    {
        const int Many = 20_000;
        double[] rows = [.. Enumerable.Range(0, Many * Inputs).Select(index => Math.Sin(index))];
        double[] targets = [.. Enumerable.Range(0, Many).Select(row => Math.Cos(3 * row))];
        double[] offsets = [.. Enumerable.Range(0, Many).Select(row => Math.Sin(5 * row))];
        PerceptronBuilder<double> description = Perceptron.Regressor<double>(Inputs)
            .WithLoss(name == "kinks" ? Loss.Quantile(0.4) : Loss.HalfSquaredError)
            .WithOptimizer(name == "lbfgs" ? Optimizer.Lbfgs() : Optimizer.Newton());
        var examples = new Examples<double>(rows, targets) { Offsets = offsets };

        Perceptron<double> one = description.Build().Fit(examples, new() { Threads = 1 }).Network;
        Perceptron<double> four = description.Build().Fit(examples, new() { Threads = 4 }).Network;
        Perceptron<double> stream = description.WithInitialWeights(new double[Inputs], one.Bias.ToArray()).Build().Fit(
            (Examples<double>[])[
                new(rows.AsMemory(0, 7000 * Inputs), targets.AsMemory(0, 7000)) { Offsets = offsets.AsMemory(0, 7000) },
                new(rows.AsMemory(7000 * Inputs), targets.AsMemory(7000)) { Offsets = offsets.AsMemory(7000) },
            ],
            new() { BatchSize = TrainingOptions.FullBatch }).Network;
        Perceptron<double> whole = description.WithInitialWeights(new double[Inputs], one.Bias.ToArray()).Build().Fit(examples, new() { Threads = 4 }).Network;

        four.Weights.ToArray().Should().Equal(one.Weights.ToArray());
        four.Bias.ToArray().Should().Equal(one.Bias.ToArray());
        stream.Weights.ToArray().Should().Equal(whole.Weights.ToArray());
    }

    [Fact]
    public void Exact_fits_beside_large_offsets_converge_in_float()
    {
        Data data = Numbers();
        float[] inputs = Array.ConvertAll(data.Inputs, value => (float)value);
        float[] offsets = [.. Enumerable.Range(0, Rows).Select(row => 1e4f + (row * 7 % 11))];
        float[] targets = [.. Enumerable.Range(0, Rows).Select(row => (0.5f * inputs[row * Inputs]) + offsets[row])];
        var examples = new Examples<float>(inputs, targets) { Offsets = offsets };
        foreach (Optimizer optimizer in (Optimizer[])[Optimizer.Lbfgs(), Optimizer.Newton(), Optimizer.Auto])
        {
            TrainingResult<float> result = Perceptron.Regressor<float>(Inputs).WithOptimizer(optimizer).Build().Fit(examples, new() { Epochs = 300 });

            result.StopReason.Should().Be(StopReason.Converged, $"{optimizer}: {result.Message}");
            result.Network.Weights[0].ShouldBeClose(0.5, 0, 1e-2, $"{optimizer}");
        }
    }

    [Fact]
    public void A_network_remembers_that_it_was_trained_with_offsets()
    {
        Data data = Numbers();
        PerceptronBuilder<double> description = Perceptron.Regressor<double>(Inputs).WithLearningRate(0.01);
        var plain = new Examples<double>(data.Inputs, data.Targets);
        Perceptron<double> network = description.Build();
        network.HasOffsets.Should().BeFalse();
        System.Text.Encoding.Latin1.GetString(network.ToBytes()).Should().NotContain("has_offsets", "files without offsets stay as they were");
        network.Fit(data.Examples);

        network.HasOffsets.Should().BeTrue();
        network.Clone().HasOffsets.Should().BeTrue();
        network.Freeze().HasOffsets.Should().BeTrue();
        new PerceptronHost<double>(network.Freeze()).Current.HasOffsets.Should().BeTrue();
        Perceptron.Load<double>(network.ToBytes()).HasOffsets.Should().BeTrue();
        Perceptron.Load<double>(network.ToBytes(withState: false)).HasOffsets.Should().BeTrue();
        FrozenPerceptron.Load<double>(network.ToBytes()).HasOffsets.Should().BeTrue();
        FrozenPerceptron.Load<double>(network.Freeze().ToBytes()).HasOffsets.Should().BeTrue();

        network.Fit(plain).Network.HasOffsets.Should().BeFalse("it was trained without them now");
        network.Learn(data.Examples);
        network.HasOffsets.Should().BeTrue();
    }

    [Fact]
    public void Batches_of_a_source_tell_that_they_have_offsets_before_the_first_report()
    {
        Data data = Numbers();
        var told = new List<bool>();
        Perceptron<double> network = Perceptron.Regressor<double>(Inputs).WithLearningRate(0.01).Build();

        network.Fit(
            (Examples<double>[])[data.Examples],
            new() { Epochs = 2 },
            progress: new ProgressHandler(_ => told.Add(Perceptron.Load<double>(network.ToBytes()).HasOffsets)));

        told.Should().Equal(true, true);
    }

    [Fact]
    public void A_loss_that_offsets_make_infinite_is_told_with_the_cure()
    {
        Data data = Counts();
        double[] exposures = [.. data.Offsets.Select(offset => 1000 * Math.Exp(offset))];
        Perceptron<double> network = Perceptron.WithInputs<double>(Inputs).WithLoss(Loss.Poisson).WithLearningRate(0.01).WithInitialWeights(InitialWeights.Zeros).Build();

        TrainingResult<double> result = network.Fit(new Examples<double>(data.Inputs, data.Targets) { Offsets = exposures });

        result.StopReason.Should().Be(StopReason.Diverged);
        result.Message.Should().Contain("Offsets of up to").And.Contain("take the logarithm");
        network.Weights.ToArray().Should().OnlyContain(weight => weight == 0);
    }

    private static void Close(IReadOnlyList<double> actual, IReadOnlyList<double> expected)
    {
        actual.Should().NotBeEmpty();
        ((ReadOnlySpan<double>)actual.ToArray()).ShouldBeClose(expected.ToArray(), 1e-9, 1e-12, "numbers");
    }

    private static Perceptron<double> Fit(PerceptronBuilder<double> description, Examples<double> examples)
    {
        TrainingResult<double> result = description.Build().Fit(examples, new() { Epochs = 1000 });
        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        return result.Network;
    }

    private static void Same(Perceptron<double> actual, Perceptron<double> expected, double tolerance)
    {
        actual.Weights.ShouldBeClose(expected.Weights.ToArray(), tolerance, tolerance, "weights");
        actual.Bias.ShouldBeClose(expected.Bias.ToArray(), tolerance, tolerance, "bias");
    }

    private static Data Numbers()
    {
        var random = new Random(5);
        double[] inputs = random.Values(Rows * Inputs, -1, 1);
        double[] offsets = random.Values(Rows, -2, 2);
        double[] noise = random.Values(Rows, -0.5, 0.5);
        double[] targets = [.. Enumerable.Range(0, Rows).Select(row => inputs[row * Inputs] - (2 * inputs[(row * Inputs) + 1]) + offsets[row] + noise[row])];
        return new(inputs, targets, offsets);
    }

    private static Data Counts()
    {
        Data data = Numbers();
        double[] targets = [.. Enumerable.Range(0, Rows).Select(row => Math.Floor(Math.Exp(data.Offsets[row] + data.Inputs[row * Inputs]) + (row % 2)))];
        return data with { Targets = targets };
    }

    private sealed record Data(double[] Inputs, double[] Targets, double[] Offsets)
    {
        public Examples<double> Examples => new(Inputs, Targets) { Offsets = Offsets };
    }
}
