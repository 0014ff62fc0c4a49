using System.Numerics;
using NeuralNet.Core;
using NeuralNet.Onnx.Tests.Support;

namespace NeuralNet.Onnx.Tests;

/// <summary>A loaded model equals the saved one.</summary>
public abstract class RoundTripTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T[] _rows = Numbers.Random<T>(100 * Networks.Inputs, seed: 5);

    [Theory]
    [MemberData(nameof(Networks.LinksAndOutputs), MemberType = typeof(Networks))]
    public void A_loaded_model_has_the_same_bits(string link, int outputs)
    {
        FrozenPerceptron<T> network = Networks.Of<T>(link, outputs);

        AssertSame(OnnxModel.Load<T>(OnnxModel.ToBytes(network)), network);
    }

    [Fact]
    public void A_loaded_model_has_the_same_names()
    {
        FrozenPerceptron<T> network = FrozenPerceptron.FromWeights<T>(
            2, Numbers.Of<T>(1, 2), default, Activation.Sigmoid, featureNames: ["größe", "a \"b\"\n"], classNames: ["no", "ja, 是"]);

        FrozenPerceptron<T> loaded = OnnxModel.Load<T>(OnnxModel.ToBytes(network));

        loaded.FeatureNames.Should().Equal(network.FeatureNames);
        loaded.ClassNames.Should().Equal(network.ClassNames);
    }

    [Fact]
    public void A_regressor_with_a_sigmoid_stays_a_regressor()
    {
        FrozenPerceptron<T> network = FrozenPerceptron.FromWeights<T>(1, Numbers.Of<T>(2), default, Activation.Sigmoid, isClassifier: false);

        OnnxModel.Load<T>(OnnxModel.ToBytes(network)).ClassCount.Should().Be(0);
    }

    [Fact]
    public void A_loaded_trained_network_makes_the_same_decisions()
    {
        int[] labels = [.. Enumerable.Range(0, 100).Select(row => row % 2)];
        Perceptron<T> trained = Perceptron.WithInputs<T>(Networks.Inputs).WithLoss(Loss.Hinge).WithStandardization().Build();
        trained.Fit(_rows, labels);
        trained.ChooseThreshold(_rows, labels, ThresholdGoal.BestF1);

        AssertSame(OnnxModel.Load<T>(OnnxModel.ToBytes(trained.Freeze())), trained.Freeze());
    }

    [Fact]
    public async Task Files_and_streams_hold_the_same_bytes()
    {
        FrozenPerceptron<T> network = Networks.Of<T>("sigmoid", 1);
        byte[] bytes = OnnxModel.ToBytes(network);
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string path = Path.Combine(folder, "model.onnx");
            await File.WriteAllTextAsync(path, "an old file");
            OnnxModel.Save(network, path);
            (await File.ReadAllBytesAsync(path)).Should().Equal(bytes);
            AssertSame(OnnxModel.Load<T>(path), network);
            await OnnxModel.SaveAsync(network, path);
            (await File.ReadAllBytesAsync(path)).Should().Equal(bytes);
            AssertSame(await OnnxModel.LoadAsync<T>(path), network);
            await File.WriteAllBytesAsync(path, [.. bytes.SkipLast(1)]);
            FluentActions.Invoking(() => OnnxModel.Load<T>(path)).Should().Throw<ModelFormatException>()
                .WithMessage($"*(File '{path}'.)").Which.FileName.Should().Be(path);
            (await FluentActions.Awaiting(() => OnnxModel.LoadAsync<T>(path)).Should().ThrowAsync<ModelFormatException>())
                .Which.FileName.Should().Be(path);
            Directory.GetFiles(folder).Should().Equal(path);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        using var stream = new MemoryStream();
        OnnxModel.Save(network, stream);
        await OnnxModel.SaveAsync(network, stream);
        stream.ToArray().Should().Equal([.. bytes, .. bytes]);
        stream.SetLength(bytes.Length);
        stream.Position = 0;
        AssertSame(OnnxModel.Load<T>(stream), network);
        stream.Position = 0;
        AssertSame(await OnnxModel.LoadAsync<T>(stream), network);
    }

    [Fact]
    public async Task A_canceled_save_keeps_the_old_file()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string path = Path.Combine(folder, "model.onnx");
            await File.WriteAllTextAsync(path, "an old file");

            Func<Task> save = () => OnnxModel.SaveAsync(Networks.Of<T>("sigmoid", 1), path, new CancellationToken(canceled: true));

            await save.Should().ThrowAsync<OperationCanceledException>();
            (await File.ReadAllTextAsync(path)).Should().Be("an old file");
            Directory.GetFiles(folder).Should().Equal(path);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void AssertSame(FrozenPerceptron<T> loaded, FrozenPerceptron<T> saved)
    {
        T[] predictions = new T[100 * saved.OutputCount];
        T[] expected = new T[100 * saved.OutputCount];
        loaded.Predict(_rows, predictions);
        saved.Predict(_rows, expected);

        Numbers.Bits<T>(predictions).Should().Be(Numbers.Bits<T>(expected));
        Numbers.Bits(loaded.Weights).Should().Be(Numbers.Bits(saved.Weights));
        Numbers.Bits(loaded.Bias).Should().Be(Numbers.Bits(saved.Bias));
        loaded.ThresholdLogit.Should().Be(saved.ThresholdLogit);
        loaded.ClassCount.Should().Be(saved.ClassCount);
        loaded.OutputActivation.Should().BeSameAs(saved.OutputActivation);
    }
}

public sealed class RoundTripTestsInFloat : RoundTripTests<float>;

public sealed class RoundTripTestsInDouble : RoundTripTests<double>;
