using System.Numerics;
using System.Text.Json.Nodes;
using NeuralNet.Core.FileChecks;
using NeuralNet.Core.UserCode;

namespace NeuralNet.Core.Tests.Persistence;

/// <summary>Every saved network can be loaded. A network that could not be loaded is rejected before it is saved.</summary>
public abstract class SavedIsLoadableTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T _largest = typeof(T) == typeof(float) ? T.CreateTruncating(float.MaxValue) : T.CreateTruncating(double.MaxValue);

    [Fact]
    public void A_cancelled_epoch_with_infinite_loss_has_diverged_and_is_undone()
    {
        using var source = new CancellationTokenSource();
        int step = 0;
        Perceptron<T> network = Perceptron.WithInputs<T>(1).WithOutputs(1).WithInitialWeights(InitialWeights.Zeros)
            .WithLearningRate(LearningRate.From(
                _ =>
                {
                    if (++step == 3)
                    {
                        source.Cancel();
                    }

                    return 1e-30;
                },
                "cancels")).Build();
        byte[] before = network.ToBytes();
        T[] targets = [T.One, T.Sqrt(_largest) * T.CreateTruncating(4), T.One, T.One, T.One, T.One];

        TrainingResult<T> result = network.Fit([T.Zero, T.Zero, T.Zero, T.Zero, T.Zero, T.Zero], targets, new() { Epochs = 1, BatchSize = 2, Shuffle = false }, null, source.Token);

        step.Should().BeLessThanOrEqualTo(3);
        result.StopReason.Should().Be(StopReason.Diverged);
        network.ToBytes().Should().Equal(before);
        Perceptron.Load<T>(network.ToBytes(), new() { LearningRate = LearningRate.From(_ => 1, "cancels") });
    }

    [Fact]
    public void A_class_weight_of_minus_0_is_0()
    {
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(1).WithClassWeights(-0.0, 1).Build();

        double.IsNegative(network.Description.ClassWeights![0]).Should().BeFalse();
        Perceptron.Load<T>(network.ToBytes()).ToBytes().Should().Equal(network.ToBytes());
    }

    [Theory]
    [InlineData(1e-42)]
    [InlineData(1e-320)]
    [InlineData(1e-30)]
    public void Balanced_classes_of_tiny_weight_are_rejected_or_saved_and_loaded(double weight)
    {
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(1).WithBalancedClasses().Build();
        int[] labels = [0, 1, 0];
        network.Fit(Numbers.Of<T>(0, 1, 2), labels, new() { Epochs = 1 });
        byte[] before = network.ToBytes();
        T small = T.CreateTruncating(weight);

        try
        {
            network.Fit(new Examples<T>(Numbers.Of<T>(0, 1, 2), labels, new[] { T.One, small, T.One }), new() { Epochs = 1 });
        }
        catch (ArgumentException)
        {
            network.ToBytes().Should().Equal(before);
        }

        Perceptron.Load<T>(network.ToBytes()).ToBytes().Should().Equal(network.ToBytes());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(0.2499)]
    [InlineData(-0.2)]
    public void A_standardized_network_rejects_or_keeps_weights_near_the_largest_number(double share)
    {
        int refused = 0;
        for (int seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            T[] rows = [.. Enumerable.Range(0, 12).Select(_ => T.CreateTruncating((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 4))))];
            Perceptron<T> network = Perceptron.Regressor<T>(2).WithStandardization().Build();
            network.Fit(rows, [.. rows.Take(6)], new() { Epochs = 1 });
            T large = _largest * T.CreateTruncating(share);

            try
            {
                network.SetWeights([large, T.One], [T.Zero]);
            }
            catch (ArgumentException error)
            {
                error.Message.Should().Contain("Use smaller ones");
                refused++;
            }

            Perceptron<T> loaded = Perceptron.Load<T>(network.ToBytes());
            loaded.ToBytes().Should().Equal(network.ToBytes());
            loaded.Weights.ToArray().Should().Equal(network.Weights.ToArray());
            Perceptron.Load<T>(network.ToBytes(withState: false)).Weights.ToArray().Should().Equal(network.Weights.ToArray());
        }

        refused.Should().BeInRange(1, Math.Abs(share) == 1 ? 50 : 49);
    }

    [Fact]
    public void A_bias_of_0_keeps_its_sign()
    {
        foreach (double zero in new[] { 0.0, -0.0 })
        {
            Perceptron<T> network = Perceptron.Regressor<T>(2).WithStandardization().Build();
            network.Fit(Numbers.Of<T>(1, 2, 3, 5, 4, 9), Numbers.Of<T>(1, 2, 3), new() { Epochs = 1 });
            foreach (double weight in new[] { 1.0, -1, 0, -0.0 })
            {
                network.SetWeights(Numbers.Of<T>(weight, weight), Numbers.Of<T>(zero));

                Perceptron<T> loaded = Perceptron.Load<T>(network.ToBytes());

                T.IsNegative(loaded.Bias[0]).Should().Be(double.IsNegative(zero), "the weights are {0}", weight);
                loaded.ToBytes().Should().Equal(network.ToBytes());
            }
        }
    }

    [Fact]
    public void A_network_without_bias_accepts_an_initial_bias_of_minus_0()
    {
        Perceptron<T> network = Perceptron.Regressor<T>(1).WithoutBias().WithInitialWeights(Numbers.Of<T>(1), Numbers.Of<T>(-0.0)).Build();

        Perceptron.Load<T>(network.ToBytes()).ToBytes().Should().Equal(network.ToBytes());
    }

    [Fact]
    public void User_keys_leave_room_for_the_keys_of_library_and_stream()
    {
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(1);
        for (int key = 0; key < 240; key++)
        {
            description = description.WithMetadata($"{key}", "");
        }

        description.Invoking(it => it.WithMetadata("one more", "")).Should().Throw<ArgumentException>().WithMessage("*241 keys; 240 are possible*Use fewer*");
        Perceptron<T> network = description.WithMetadata("0", "changed").Build();
        network.Learn([T.One], T.One);
        network.Fit([T.One, T.Zero], [T.One, T.Zero], new() { Epochs = 1 });
        byte[] before = network.ToBytes();
        network.Invoking(it => it.SetMetadata("one more", "")).Should().Throw<ArgumentException>();
        network.ToBytes().Should().Equal(before);

        network.SetMetadata("stream.offset", new string('\u2028', 10_000));

        Perceptron.Load<T>(network.ToBytes()).ToBytes().Should().Equal(network.ToBytes());
        network.Invoking(it => it.SetMetadata("stream.offset", new string('\u2028', 20_000))).Should().Throw<ArgumentException>().WithMessage("*65536*");
    }

    [Theory]
    [InlineData("x", 1)]
    [InlineData("\u2028", 6)]
    [InlineData("🦊", 12)]
    public void Metadata_is_measured_as_written(string text, int bytes)
    {
        const int room = (1 << 19) - 1;
        string most = string.Concat(Enumerable.Repeat(text, room / bytes));
        Perceptron<T> network = Perceptron.Regressor<T>(1).WithMetadata("k", most).Build();

        Perceptron.Load<T>(network.ToBytes()).Metadata["k"].Should().Be(most);
        network.Invoking(it => it.SetMetadata("k", most + text)).Should().Throw<ArgumentException>().WithMessage("*524288 are possible*");
        network.Invoking(it => it.SetMetadata(string.Concat(Enumerable.Repeat(text, 4096 / bytes)) + "twelve bytes", "")).Should().Throw<ArgumentException>().WithMessage("*4096 are possible*");
    }

    [Fact]
    public void Rejects_a_file_with_metadata_that_could_not_be_saved()
    {
        FileParts parts = FileParts.Of(Perceptron.Regressor<T>(1).Build().ToBytes());
        for (int key = 0; key < 241; key++)
        {
            parts.Metadata[$"{key}"] = "";
        }

        FluentActions.Invoking(() => Perceptron.Load<T>(parts.ToBytes())).Should().ThrowExactly<ModelFormatException>().WithMessage("*241 keys; 240*");
    }

    [Fact]
    public void Rejects_a_network_that_could_not_be_loaded_before_writing()
    {
        Perceptron<T> network = Perceptron.Regressor<T>(1).WithLearningRate(LearningRate.From(_ => 0.1, "half \uD800 a letter")).Build();
        using var stream = new MemoryStream();

        network.Invoking(it => it.Save(stream)).Should().Throw<InvalidOperationException>().WithMessage("*could not be loaded*");

        stream.Length.Should().Be(0);
    }

    [Fact]
    public void Skipping_validation_resumes_alike_from_memory_and_file()
    {
        T[] rows = Numbers.Of<T>(0, 1, 2, 3, 4, 5);
        T[] targets = Numbers.Of<T>(0, 1, 2, 3, 4, 5);
        Perceptron<T> network = Perceptron.Regressor<T>(1).WithLearningRate(0.01).Build();
        var validation = new Examples<T>(Numbers.Of<T>(1), Numbers.Of<T>(1));
        network.Fit(new Examples<T>(rows, targets), new() { Epochs = 3 }, validation);
        network.Fit(new Examples<T>(rows, targets), new() { Epochs = 2, Resume = true });
        Perceptron<T> loaded = Perceptron.Load<T>(network.ToBytes());
        var farAway = new Examples<T>(Numbers.Of<T>(1), Numbers.Of<T>(1000));

        network.Fit(new Examples<T>(rows, targets), new() { Epochs = 1, Resume = true }, farAway);
        loaded.Fit(new Examples<T>(rows, targets), new() { Epochs = 1, Resume = true }, farAway);

        loaded.ToBytes().Should().Equal(network.ToBytes());
        loaded.Weights[0].Should().NotBe(T.Zero);
    }

    [Fact]
    public void The_description_rejects_L_BFGS_that_does_not_fit_in_an_array()
    {
        foreach (Action describe in (Action[])
        [
            () => Perceptron.WithInputs<T>(110_000_000).WithOptimizer(Optimizer.Lbfgs()),
            () => Perceptron.WithInputs<T>(1_100_000).WithOptimizer(Optimizer.Lbfgs(1000)),
            () => Perceptron.WithInputs<T>(1_000).WithOptimizer(Optimizer.Lbfgs(1000)).WithOutputs(2_000),
            () => Perceptron.WithInputs<T>(1).WithoutBias().WithOutputs(107_000_000).WithOptimizer(Optimizer.Lbfgs()).WithBias(),
        ])
        {
            describe.Should().Throw<InvalidOperationException>().WithMessage($"*numbers; {Array.MaxLength} are possible. Use a memory of at most *");
        }

        Perceptron.WithInputs<T>(110_000_000).WithOptimizer(Optimizer.Lbfgs(9)).Optimizer.Name.Should().StartWith("lbfgs(9");
    }

    [Fact]
    public void Rejects_a_file_with_L_BFGS_that_does_not_fit_in_an_array()
    {
        FileParts parts = FileParts.Of(Perceptron.Regressor<T>(1_100_000).Build().ToBytes(withState: false));
        JsonNode training = parts.Record("training")!;
        training["optimizer"] = "lbfgs(1000, 0)";
        parts.SetRecord("training", training);

        FluentActions.Invoking(() => Perceptron.Load<T>(parts.ToBytes())).Should().ThrowExactly<ModelFormatException>().WithMessage("*memory of at most*");
    }

    [Fact]
    public void Custom_parts_are_checked_before_saving()
    {
        Perceptron<T> network = Perceptron.WithInputs<T>(2).WithLoss(Loss.From(default(LogCosh), Activation.From(default(Softsign))))
            .WithOptimizer(Optimizer.From(new HeavyBall(0.5))).WithLearningRate(LearningRate.From(_ => 0.25, "own")).Build();

        network.ToBytes().Should().NotBeEmpty();
        network.Freeze().ToBytes().Should().NotBeEmpty();
    }
}

public sealed class SavedIsLoadableTestsInFloat : SavedIsLoadableTests<float>;

public sealed class SavedIsLoadableTestsInDouble : SavedIsLoadableTests<double>;
