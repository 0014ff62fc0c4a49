using Google.Protobuf;
using NeuralNet.Core;
using NeuralNet.Onnx.Tests.Support;

namespace NeuralNet.Onnx.Tests.Import;

/// <summary>Damaged bytes either load, if the damage does not matter, or throw <see cref="ModelFormatException"/>.</summary>
public sealed class DamagedBytesTests
{
    private static readonly byte[][] _models =
    [
        OnnxModel.ToBytes(FrozenPerceptron.FromWeights<float>(
            2, [1, 2], [3], Activation.Sigmoid, thresholdLogit: 0.1f, featureNames: ["a", "b"], classNames: ["no", "yes"])),
        OnnxModel.ToBytes(FrozenPerceptron.FromWeights<double>(1, [1, 2], [3, 4], Activation.Softmax)),
        Model.Linear(Model.Node("Sigmoid", "z", "y")).ToByteArray(),
    ];

    [Fact]
    public void A_model_truncated_anywhere()
    {
        foreach (byte[] model in _models)
        {
            for (int length = 0; length < model.Length; length++)
            {
                LoadOrRefuse(model.AsSpan(0, length), $"the first {length} bytes");
            }
        }
    }

    [Fact]
    public void A_model_with_any_byte_changed()
    {
        foreach (byte[] model in _models)
        {
            byte[] changed = (byte[])model.Clone();
            for (int index = 0; index < model.Length; index++)
            {
                for (int bit = 0; bit < 8; bit++)
                {
                    changed[index] = (byte)(model[index] ^ (1 << bit));
                    LoadOrRefuse(changed, $"byte {index}, bit {bit}");
                }

                foreach (byte value in new byte[] { 0, 127, 128, 255 })
                {
                    changed[index] = value;
                    LoadOrRefuse(changed, $"byte {index} as {value}");
                }

                changed[index] = model[index];
            }
        }
    }

    [Fact]
    public void Noise()
    {
        var random = new Random(1);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] noise = new byte[random.Next(64)];
            random.NextBytes(noise);
            LoadOrRefuse(noise, $"round {round}");
        }
    }

    [Fact]
    public void Several_changes_at_the_same_time()
    {
        var random = new Random(2);
        foreach (byte[] model in _models)
        {
            for (int round = 0; round < 20_000; round++)
            {
                byte[] changed = (byte[])model.Clone();
                for (int change = random.Next(1, 8); change > 0; change--)
                {
                    changed[random.Next(changed.Length)] = (byte)random.Next(256);
                }

                LoadOrRefuse(changed, $"round {round}");
            }
        }
    }

    [Fact]
    public void The_error_names_the_format_of_another_file()
    {
        byte[] model = FrozenPerceptron.FromWeights<float>(1, [1], [0], Activation.Identity).ToBytes();
        foreach ((byte[] bytes, string words) in ((byte[], string)[])
        [
            ([], "*0 bytes*empty*"),
            ([.. "{\"weights\": [1, 2]}"u8], "*JSON*"),
            ([.. "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 132\n"u8], "*Git LFS pointer*git lfs pull*"),
            ([.. "\n<!DOCTYPE html><html>"u8], "*HTML*Download*"),
            (Convert.FromBase64String("gASVFAAAAAAAAAB9lIwBd5RdlEc/+AAAAAAAAGFzLg=="), "*pickle*"),
            ([.. "PK\u0003\u0004"u8, .. new byte[40]], "*zip*"),
            (model, "*safetensors*FrozenPerceptron.Load*"),
        ])
        {
            ((Action)(() => OnnxModel.Load<float>(bytes))).Should().Throw<ModelFormatException>().WithMessage("*no ONNX model" + words);
            ((Action)(() => OnnxModel.Load<float>(new MemoryStream(bytes)))).Should().Throw<ModelFormatException>().WithMessage("*no ONNX model" + words);
        }
    }

    private static void LoadOrRefuse(ReadOnlySpan<byte> bytes, string what)
    {
        try
        {
            FrozenPerceptron<float> network = OnnxModel.Load<float>(bytes);
            (network.Weights.Length == network.InputCount * network.OutputCount).Should().BeTrue(what);
        }
        catch (ModelFormatException)
        {
            // The only allowed exception.
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(what, exception);
        }
    }
}
