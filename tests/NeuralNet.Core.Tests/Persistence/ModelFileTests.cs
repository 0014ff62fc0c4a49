using System.Numerics;
using NeuralNet.Core.Tests.Losses;
using NeuralNet.Core.Tests.Optimizers;
using NeuralNet.Core.UserCode;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Persistence;

/// <summary>A loaded network equals the saved network.</summary>
public abstract class ModelFileTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly CustomParts _parts = new() { Optimizer = Optimizer.From(new HeavyBall(0.9)) };

    private static readonly string[] _alphabet = ["a", "Z", " ", "\"", "\\", "/", "\u0000", "\n", "ß", "λ", "日", "🦊", "\u202E", "\uFFFF", "<", "'"];

    [Fact]
    public void Loads_weights_settings_names_and_predictions_and_saves_the_same_file()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            int inputs = random.Next(1, 40);
            int outputs = random.Next(1, 5);
            PerceptronBuilder<T> description = Draw(random, inputs, outputs);
            Perceptron<T> network = description.Build();
            T[] rows = Rows<T>(24, inputs, seed);
            network.Fit(rows, Labels(24, Math.Max(2, outputs)), new TrainingOptions { Epochs = 2, ValidationFraction = seed % 3 == 0 ? 0.3 : null });

            byte[] bytes = network.ToBytes();
            Perceptron<T> loaded = Perceptron.Load<T>(bytes, _parts);

            loaded.ToBytes().Should().Equal(bytes);
            Bits(loaded).Should().Be(Bits(network));
            loaded.ToString().Should().Be(network.ToString());
            loaded.FeatureNames.Should().Equal(network.FeatureNames);
            loaded.ClassNames.Should().Equal(network.ClassNames);
            loaded.Metadata.Should().Equal(network.Metadata);
            Predictions(loaded.Freeze(), rows).Should().Be(Predictions(network.Freeze(), rows));
            FrozenPerceptron<T> predictor = FrozenPerceptron.Load<T>(bytes);
            Predictions(predictor, rows).Should().Be(Predictions(network.Freeze(), rows));
            predictor.ToBytes().Should().Equal(network.Freeze().ToBytes());
            Bits(FrozenPerceptron.Load<T>(predictor.ToBytes()).Baseline).Should().Be(Bits(network.Baseline));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Loads_weights_set_on_a_standardized_network_and_continues_learning(bool isAveraged)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            T[] rows = [.. Enumerable.Range(0, 40).Select(_ => T.CreateTruncating(1000 + (random.NextDouble() * 17)))];
            int[] labels = [.. Enumerable.Range(0, 10).Select(row => row % 2)];
            PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(inputs: 4).WithStandardization();
            Perceptron<T> network = (isAveraged ? description.WithAveraging() : description).Build();
            network.Fit(rows, labels, new() { Epochs = 3 });
            network.SetWeights([.. Enumerable.Range(0, 4).Select(_ => T.CreateTruncating(random.NextDouble()))], [T.CreateTruncating(random.NextDouble())]);

            Perceptron<T> loaded = Perceptron.Load<T>(network.ToBytes());

            loaded.Weights.ToArray().Should().Equal(network.Weights.ToArray());
            loaded.Bias.ToArray().Should().Equal(network.Bias.ToArray());
            loaded.ToBytes().Should().Equal(network.ToBytes());
            network.Learn(rows.AsSpan(0, 4), 1);
            loaded.Learn(rows.AsSpan(0, 4), 1);
            loaded.ToBytes().Should().Equal(network.ToBytes());
        }
    }

    [Fact]
    public void Loads_every_loss_and_optimizer_by_name()
    {
        foreach (Loss loss in LossCatalog.Everything)
        {
            PerceptronBuilder<T> description = loss.Name is "softmax-cross-entropy" or "multi-class-perceptron" or "crammer-singer"
                ? Perceptron.WithInputs<T>(3).WithOutputs(2).WithLoss(loss)
                : Perceptron.WithInputs<T>(3).WithLoss(loss);
            var parts = new CustomParts { Loss = loss };

            Perceptron<T> loaded = Perceptron.Load<T>(description.Build().ToBytes(), parts);

            loaded.Description.ToString().Should().Be(description.ToString());
            loaded.Description.Loss.GetType().Should().Be(loss.GetType());
        }

        foreach (Optimizer optimizer in OptimizerCatalog.All)
        {
            Loss loss = optimizer.Limits.NeedsUnitSlopes ? Loss.Hinge : Loss.LogLoss;
            PerceptronBuilder<T> description = Perceptron.WithInputs<T>(3).WithLoss(loss).WithOptimizerOf(optimizer);
            Perceptron.Load<T>(description.Build().ToBytes(), _parts).Description.ToString().Should().Be(description.ToString());
        }
    }

    [Fact]
    public void Loads_every_learning_rate_by_name()
    {
        foreach (LearningRate rate in (LearningRate[])
        [
            LearningRate.Constant(0.3),
            LearningRate.InverseScaling(0.1, 0.25, RateUnit.Step),
            LearningRate.Exponential(1e-3, 0.9),
            LearningRate.Step(0.1, 0.5, 1, RateUnit.Step),
            LearningRate.Cosine(0.1, 50, 1e-4),
            LearningRate.Cosine(0.1, 1).WithWarmUp(7).LoweredOnPlateau(0.5, 3, 0.01, 1e-5),
            LearningRate.Constant(0.3).WithWarmUp(3, RateUnit.Step),
            LearningRate.Constant(0.3).LoweredOnPlateau(),
        ])
        {
            PerceptronBuilder<T> description = Perceptron.WithInputs<T>(3).WithLearningRate(rate);

            Perceptron<T> loaded = Perceptron.Load<T>(description.Build().ToBytes());

            loaded.Description.LearningRate.Name.Should().Be(rate.Name);
            loaded.Description.ToString().Should().Be(description.ToString());
        }
    }

    [Fact]
    public void Requires_a_custom_part_by_name_only_if_it_is_needed()
    {
        Perceptron<T> network = Perceptron.WithInputs<T>(2)
            .WithLoss(Loss.From(default(LogCosh), Activation.From(default(Softsign))))
            .WithOptimizer(Optimizer.From(new HeavyBall(0.5)))
            .WithLearningRate(LearningRate.From(_ => 0.25, "quarter").WithWarmUp(2))
            .Build();
        network.Learn(Rows<T>(1, 2), T.One);
        byte[] bytes = network.ToBytes();
        Loss logCosh = Loss.From(default(LogCosh), Activation.From(default(Softsign)));
        var heavyBall = Optimizer.From(new HeavyBall(0.5));
        var quarter = LearningRate.From(_ => 0.25, "quarter");
        var all = new CustomParts { Loss = logCosh, Optimizer = heavyBall, LearningRate = quarter };

        Bits(Perceptron.Load<T>(bytes, all)).Should().Be(Bits(network));
        Predictions(FrozenPerceptron.Load<T>(bytes, new CustomParts { OutputActivation = Activation.From(default(Softsign)) }), Rows<T>(3, 2))
            .Should().Be(Predictions(network.Freeze(), Rows<T>(3, 2)));
        Refusal(() => Perceptron.Load<T>(bytes)).Should().Contain("the loss 'log-cosh'").And.Contain("CustomParts");
        Refusal(() => Perceptron.Load<T>(bytes, new CustomParts { Loss = Loss.Hinge, Optimizer = heavyBall, LearningRate = quarter }))
            .Should().Contain("'hinge' was handed over");
        Refusal(() => Perceptron.Load<T>(bytes, new CustomParts { Loss = logCosh, LearningRate = quarter }))
            .Should().Contain("the optimizer 'heavy-ball'");
        Refusal(() => Perceptron.Load<T>(bytes, new CustomParts { Loss = logCosh, Optimizer = heavyBall }))
            .Should().Contain("the learning rate 'quarter'");
        Refusal(() => FrozenPerceptron.Load<T>(bytes)).Should().Contain("the output activation 'softsign'");
    }

    [Fact]
    public void Without_its_state_a_network_predicts_the_same_and_restarts_training()
    {
        foreach (bool isStandardized in new[] { false, true })
        {
            PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(4).WithOptimizer(Optimizer.Adam());
            Perceptron<T> network = (isStandardized ? description.WithStandardization() : description).Build();
            T[] rows = Rows<T>(40, 4);
            network.Fit(rows, Labels(40, 2), new TrainingOptions { Epochs = 3 });
            byte[] bytes = network.ToBytes(withState: false);
            bytes.Length.Should().BeLessThan(network.ToBytes().Length);

            Perceptron<T> loaded = Perceptron.Load<T>(bytes);
            network.SetWeights(network.Weights.ToArray(), network.Bias);

            Bits(loaded).Should().Be(Bits(network));
            loaded.CompletedEpochs.Should().Be(0);
            loaded.Learn(rows.AsSpan(0, 4), 1);
            network.Learn(rows.AsSpan(0, 4), 1);
            Bits(loaded).Should().Be(Bits(network));
        }
    }

    [Fact]
    public void A_saved_network_without_Fit_has_no_scales()
    {
        PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(3).WithStandardization();
        byte[] bytes = description.Build().ToBytes();
        T[] rows = Rows<T>(20, 3);

        Perceptron<T> loaded = Perceptron.Load<T>(bytes);

        loaded.Fit(rows, Labels(20, 2));
        Perceptron<T> other = description.Build();
        other.Fit(rows, Labels(20, 2));
        Bits(loaded).Should().Be(Bits(other));
        Refusal(() => FrozenPerceptron.Load<T>(bytes)).Should().Contain("never fitted");
    }

    [Fact]
    public void Keeps_threshold_and_calibration()
    {
        Perceptron<T> network = Perceptron.WithInputs<T>(2).WithLoss(Loss.Hinge).WithClassNames("no", "yes").Build();
        T[] rows = Rows<T>(40, 2);
        network.Fit(rows, Labels(40, 2));
        network.SetThresholdLogit(T.CreateTruncating(0.25));
        FrozenPerceptron<T> calibrated = network.Freeze().Calibrate(rows, [.. Enumerable.Range(0, 40).Select(row => network.Logit(rows.AsSpan(row * 2, 2)) > T.CreateTruncating(0.01 * (row % 5)) ? 1 : 0)]);

        Perceptron.Load<T>(network.ToBytes()).ThresholdLogit.Should().Be(network.ThresholdLogit);
        FrozenPerceptron<T> loaded = FrozenPerceptron.Load<T>(calibrated.ToBytes());

        loaded.ThresholdLogit.Should().Be(calibrated.ThresholdLogit);
        loaded.ClassNames.Should().Equal("no", "yes");
        loaded.OutputActivation.Should().BeSameAs(Activation.Sigmoid);
        Predictions(loaded, rows).Should().Be(Predictions(calibrated, rows));
        Refusal(() => Perceptron.Load<T>(calibrated.ToBytes())).Should().Contain("holds a predictor");
    }

    [Fact]
    public async Task Files_streams_and_bytes_are_equal_and_leave_no_other_files()
    {
        Perceptron<T> network = Perceptron.Regressor<T>(3, 2).WithMetadata("source", "测试 🦊").Build();
        network.Fit(Rows<T>(10, 3), Targets<T>(10, 2));
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string path = Path.Combine(folder, "model.safetensors");
            byte[] bytes = network.ToBytes();
            network.Save(path);
            (await File.ReadAllBytesAsync(path)).Should().Equal(bytes);
            await network.SaveAsync(path);
            (await File.ReadAllBytesAsync(path)).Should().Equal(bytes);
            using var stream = new MemoryStream();
            network.Save(stream);
            await network.SaveAsync(stream);
            stream.ToArray().Should().Equal([.. bytes, .. bytes]);
            Directory.GetFiles(folder).Should().Equal(path);

            foreach (Perceptron<T> loaded in new[]
            {
                Perceptron.Load<T>(path),
                await Perceptron.LoadAsync<T>(path),
                Perceptron.Load<T>(new MemoryStream(bytes)),
                await Perceptron.LoadAsync<T>(new MemoryStream(bytes)),
            })
            {
                loaded.ToBytes().Should().Equal(bytes);
            }

            FrozenPerceptron<T> frozen = network.Freeze();
            frozen.Save(path);
            (await FrozenPerceptron.LoadAsync<T>(path)).ToBytes().Should().Equal(frozen.ToBytes());
            await frozen.SaveAsync(path);
            FrozenPerceptron.Load<T>(path).ToBytes().Should().Equal(frozen.ToBytes());
            FrozenPerceptron.Load<T>(path).Metadata["source"].Should().Be("测试 🦊");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Keeps_user_metadata_and_rejects_keys_of_the_library()
    {
        byte[] bytes = Perceptron.Regressor<T>(1).WithMetadata("a", "1").WithMetadata("b", "").WithMetadata("a", "2").Build().ToBytes();

        Perceptron<T> loaded = Perceptron.Load<T>(Perceptron.Load<T>(bytes).ToBytes());

        loaded.Metadata.Should().BeEquivalentTo(new Dictionary<string, string> { ["a"] = "2", ["b"] = "" });
        FluentActions.Invoking(() => Perceptron.Regressor<T>(1).WithMetadata("neuralnet.x", "")).Should().Throw<ArgumentException>().WithMessage("*library's*");
        FluentActions.Invoking(() => Perceptron.Regressor<T>(1).WithMetadata("x", "\uD800")).Should().Throw<ArgumentException>().WithMessage("*surrogate*");
        FluentActions.Invoking(() => Perceptron.Regressor<T>(1).WithMetadata("x", new string('x', 2 << 20)))
            .Should().Throw<ArgumentException>().WithMessage("*524288*");
        FluentActions.Invoking(() => Perceptron.Regressor<T>(1).WithFeatureNames(new string('x', 2 << 20)).Build().ToBytes())
            .Should().Throw<InvalidOperationException>().WithMessage("*1048576*");
    }

    [Fact]
    public void Rejects_a_file_of_the_other_number_type_with_the_cure()
    {
        byte[] single = Perceptron.Regressor<float>(1).Build().ToBytes();
        byte[] twice = Perceptron.Regressor<double>(1).Build().ToBytes();

        Refusal(() => Perceptron.Load<T>(typeof(T) == typeof(float) ? twice : single)).Should().Contain("Load F64 as double and F32 as float");
    }

    [Fact]
    public void Rejects_weights_that_do_not_match_the_state()
    {
        Perceptron<T> network = Perceptron.Regressor<T>(2).Build();
        network.SetWeights(Rows<T>(1, 2));
        byte[] bytes = network.ToBytes();
        string summary = ModelFile.Inspect(bytes).ToString();
        summary.Should().Contain("A network with the state of its training, format 1.0").And.Contain("data unchanged since it was saved")
            .And.Contain($"tensor weights {(typeof(T) == typeof(float) ? "F32" : "F64")} [1, 2]");

        bytes[^1] ^= 1;

        Refusal(() => Perceptron.Load<T>(bytes)).Should().Contain("not those that were saved");
        ModelFile.Inspect(bytes).IsIntact.Should().BeFalse();
        ModelFile.Inspect(bytes).ToString().Should().Contain("DATA CHANGED SINCE IT WAS SAVED");
    }

    private static string Refusal(Func<object> load) => load.Should().ThrowExactly<ModelFormatException>().Which.Message;

    private static string Predictions(FrozenPerceptron<T> network, T[] rows)
    {
        var predictions = new T[rows.Length / network.InputCount * network.OutputCount];
        network.Predict(rows, predictions);
        return Bits<T>(predictions);
    }

    private static PerceptronBuilder<T> Draw(Random random, int inputs, int outputs)
    {
        PerceptronBuilder<T> description = outputs == 1
            ? Perceptron.BinaryClassifier<T>(inputs)
            : Perceptron.WithInputs<T>(inputs).WithOutputs(outputs).WithLoss(random.Next(2) == 0 ? Loss.SoftmaxCrossEntropy : Loss.LogLoss);
        Optimizer optimizer = OptimizerCatalog.All.Where(each => each.Limits.NoPenalty is null && !each.Limits.IsDual).ElementAt(random.Next(10));
        description = description.WithOptimizer(optimizer).WithSeed(random.NextInt64());
        double l1Ratio = optimizer.Limits.NoL1Penalty is null ? random.NextDouble() : 0;
        description = random.Next(2) == 0 ? description.WithPenalty(Penalty.ElasticNet(random.NextDouble(), l1Ratio)) : description;
        description = random.Next(2) == 0 ? description.WithStandardization(center: random.Next(3) > 0) : description;
        description = optimizer.Limits.TakesWeightBounds && random.Next(2) == 0
            ? description.WithWeightBounds([.. random.Values(inputs, -1, 0)], [.. random.Values(inputs, 0, 2)])
            : description;
        description = random.Next(2) == 0 ? description.WithFeatureNames([.. Enumerable.Range(0, inputs).Select(input => Name(random, input))]) : description;
        description = random.Next(2) == 0 ? description.WithClassNames([.. Enumerable.Range(0, Math.Max(2, outputs)).Select(label => Name(random, label))]) : description;
        description = random.Next(2) == 0 ? description.WithMetadata(Name(random, 0), Name(random, 1)) : description;
        description = random.Next(3) switch { 0 => description.WithBalancedClasses(), 1 => description.WithClassWeights([.. Enumerable.Range(0, Math.Max(2, outputs)).Select(_ => random.NextDouble() + 0.1)]), _ => description };
        description = random.Next(2) == 0 ? description.WithInitialWeights(InitialWeights.Uniform(-random.NextDouble() - 0.1, 1)) : description;
        if (!optimizer.UsesLearningRate)
        {
            return description;
        }

        description = random.Next(2) == 0 ? description.WithAveraging(random.Next(1, 9)) : description;
        description = random.Next(2) == 0 ? description.WithGradientClipping(GradientClipping.ByNorm(random.NextDouble() + 0.1)) : description;
        return random.Next(2) == 0 ? description.WithLearningRate(LearningRate.Cosine(random.NextDouble() * 0.01, 3).WithWarmUp(2)) : description;
    }

    private static string Name(Random random, int number) =>
        $"{string.Concat(random.GetItems(_alphabet, random.Next(12)))}{number}";
}

public sealed class ModelFileTestsInFloat : ModelFileTests<float>;

public sealed class ModelFileTestsInDouble : ModelFileTests<double>;
