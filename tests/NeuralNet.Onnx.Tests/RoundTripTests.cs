using System.Numerics;
using System.Runtime.InteropServices;
using NeuralNet.Core;
using NeuralNet.Core.UserCode;

namespace NeuralNet.Onnx.Tests;

/// <summary>What was exported comes back as it was.</summary>
public abstract class RoundTripTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [MemberData(nameof(Networks.Links), MemberType = typeof(Networks))]
    public void Weights_names_threshold_and_predictions_are_equal_in_every_bit(string link, int outputs)
    {
        foreach (bool isNamed in new[] { false, true })
        {
            FrozenPerceptron<T> network = Networks.Draw<T>(link, outputs, isNamed: isNamed && link is not "tanh" and not "relu" and not "softplus" and not "exp" and not "identity");
            byte[] bytes = network.ToOnnx();

            FrozenPerceptron<T> loaded = OnnxModel.Load<T>(bytes);

            loaded.ToOnnx().Should().Equal(bytes);
            loaded.Link.Should().BeSameAs(network.Link);
            loaded.Threshold.Should().Be(network.Threshold);
            loaded.Classes.Should().Be(network.Classes);
            loaded.FeatureNames.Should().Equal(network.FeatureNames);
            loaded.ClassNames.Should().Equal(network.ClassNames);
            Bits(loaded.Weights).Should().Be(Bits(network.Weights));
            T[] rows = Networks.Numbers<T>(50 * network.Inputs, 9);
            T[] expected = new T[50 * outputs];
            T[] actual = new T[50 * outputs];
            network.Predict(rows, expected);
            loaded.Predict(rows, actual);
            Bits<T>(actual).Should().Be(Bits<T>(expected));
        }
    }

    [Fact]
    public async Task Files_and_streams_hold_the_same_bytes()
    {
        FrozenPerceptron<T> network = Networks.Draw<T>("sigmoid", 1);
        string path = Path.GetTempFileName();
        try
        {
            network.SaveOnnx(path);
            (await File.ReadAllBytesAsync(path)).Should().Equal(network.ToOnnx());
            await network.SaveOnnxAsync(path);
            using var stream = new MemoryStream();
            network.SaveOnnx(stream);
            await network.SaveOnnxAsync(stream);
            stream.ToArray().Should().Equal([.. network.ToOnnx(), .. network.ToOnnx()]);
            OnnxModel.Load<T>(path).ToOnnx().Should().Equal(network.ToOnnx());
            (await OnnxModel.LoadAsync<T>(path)).ToOnnx().Should().Equal(network.ToOnnx());
            OnnxModel.Load<T>(new MemoryStream(network.ToOnnx())).ToOnnx().Should().Equal(network.ToOnnx());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_link_of_a_user_is_refused_by_name() =>
        FluentActions.Invoking(() => FrozenPerceptron.FromWeights<T>(1, [T.One], [T.Zero], Activation.From(default(Softsign))).ToOnnx())
            .Should().Throw<NotSupportedException>().WithMessage("*'softsign'*");

    private static string Bits<TValue>(ReadOnlySpan<TValue> values)
        where TValue : unmanaged => Convert.ToHexString(MemoryMarshal.AsBytes(values));
}

public sealed class RoundTripTestsInFloat : RoundTripTests<float>;

public sealed class RoundTripTestsInDouble : RoundTripTests<double>;
