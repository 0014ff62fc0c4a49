using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using NeuralNet.Core.FileChecks;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Persistence;

/// <summary>Files that leave out the zeros of weights and states: the same bits, and never longer than with their zeros.</summary>
public sealed class SparseFileTests
{
    private const int LeastGain = 1024;

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.9)]
    [InlineData(0.999)]
    [InlineData(1)]
    public void Weights_with_random_zeros_are_loaded_with_the_same_bits(double zeros)
    {
        for (int seed = 0; seed < 8; seed++)
        {
            CheckWeights<float>(zeros, seed);
            CheckWeights<double>(zeros, seed);
        }
    }

    [Theory]
    [InlineData("sgd", false)]
    [InlineData("sgd", true)]
    [InlineData("momentum", false)]
    [InlineData("adagrad", false)]
    [InlineData("adam", false)]
    [InlineData("ftrl", false)]
    public void A_training_that_is_saved_and_loaded_goes_on_with_the_same_bits(string optimizer, bool averages)
    {
        for (int seed = 0; seed < 3; seed++)
        {
            CheckTraining<float>(optimizer, averages, seed);
            CheckTraining<double>(optimizer, averages, seed);
        }
    }

    [Fact]
    public async Task A_million_columns_with_66000_weights_take_half_a_megabyte()
    {
        const int inputs = 1 << 20, given = 66_000;
        float[] weights = new float[inputs];
        foreach (int index in Chosen(inputs, given))
        {
            weights[index] = index + 0.5f;
        }

        FrozenPerceptron<float> network = FrozenPerceptron.FromWeights<float>(inputs, weights, [0.25f], Activation.Sigmoid);
        byte[] bytes = network.ToBytes();
        using var stream = new MemoryStream();
        await network.SaveAsync(stream, TestContext.Current.CancellationToken);

        bytes.Length.Should().BeInRange(given * 8, (given * 8) + 1024);
        stream.ToArray().Should().Equal(bytes);
        FrozenPerceptron<float> loaded = FrozenPerceptron.Load<float>(bytes);
        loaded.Weights.SequenceEqual(weights).Should().BeTrue();
        loaded.Bias[0].Should().Be(0.25f);
    }

    [Fact]
    public void A_checkpoint_has_the_states_of_the_columns_that_were_learned()
    {
        Perceptron<float> network = Perceptron.BinaryClassifier<float>(1 << 20).WithOptimizer(Optimizer.Ftrl(l1: 0.01)).Build();
        for (int row = 0; row < 1000; row++)
        {
            network.Learn(new SparseRow<float>([row, 5000 + (row * 500), 1 << 19 | row]), row % 3 == 0 ? 1 : 0);
        }

        byte[] bytes = network.ToBytes();

        bytes.Length.Should().BeLessThan(3 * 1000 * 4 * 8 + 4096, "at most 3 columns a row have a weight, as shown and in training, and two states");
        Perceptron<float> loaded = Perceptron.Load<float>(bytes);
        SparseRow<float> next = new([0, 7, 77]);
        Bits<float>([loaded.Learn(next, 1)]).Should().Be(Bits<float>([network.Learn(next, 1)]));
        loaded.ToBytes().Should().Equal(network.ToBytes());
    }

    [Fact]
    public void Negative_zeros_keep_their_sign()
    {
        double[] weights = new double[5000];
        weights[1] = -0.0;
        weights[4999] = double.Epsilon;

        byte[] bytes = FrozenPerceptron.FromWeights<double>(2500, weights, [-0.0, 0], Activation.Identity).ToBytes();

        Summary(bytes).Should().Contain("weights.indices I32 [2]").And.Contain("weights.values F64 [2]");
        Same<double>(FrozenPerceptron.Load<double>(bytes).Weights, weights).Should().BeTrue();
    }

    [Fact]
    public void Files_that_would_gain_little_keep_the_first_version()
    {
        byte[] small = FrozenPerceptron.FromWeights<float>(LeastGain / 4, new float[LeastGain / 4], [0f], Activation.Identity).ToBytes();
        byte[] large = FrozenPerceptron.FromWeights<float>((LeastGain / 4) + 2, [1, .. new float[(LeastGain / 4) + 1]], [0f], Activation.Identity).ToBytes();
        byte[] full = FrozenPerceptron.FromWeights<float>(4000, [.. Enumerable.Repeat(1f, 4000)], [0f], Activation.Identity).ToBytes();

        ModelFile.Inspect(small).FormatVersion.Should().Be("2.0", "1,024 bytes are left out");
        ModelFile.Inspect(large).FormatVersion.Should().Be("2.0");
        ModelFile.Inspect(full).FormatVersion.Should().Be("1.0");
        ModelFile.Inspect(FrozenPerceptron.FromWeights<float>(255, new float[255], [0f], Activation.Identity).ToBytes()).FormatVersion.Should().Be("1.0");
        FrozenPerceptron.Load<float>(large).Weights[0].Should().Be(1);
    }

    [Theory]
    [InlineData("weights.indices", 1, "'weights.indices' has 599 at 1, after 599")]
    [InlineData("state.current.trained.indices", 1, "'state.current.trained.indices' has 599 at 1, after 599")]
    [InlineData("state.best.memory.indices", 1, "'state.best.memory.indices' has 599 at 1, after 599")]
    public void Refuses_indices_twice_wherever_they_are(string name, int position, string says)
    {
        FileParts parts = FileParts.Of(FileSeeds.All["sparse"]);
        byte[] indices = parts.Tensor(name).Data;
        for (int each = 0; each <= position; each++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(indices.AsSpan(each * sizeof(int)), 599);
        }

        FluentActions.Invoking(() => Perceptron.Load<float>(parts.ToBytes())).Should().ThrowExactly<ModelFormatException>().WithMessage($"*{says}*");
    }

    [Fact]
    public void Refuses_a_state_longer_than_its_network_and_one_that_nothing_uses()
    {
        FileParts longer = FileParts.Of(FileSeeds.All["sparse"]);
        TensorPart memory = longer.Tensor("state.current.memory.indices");
        BinaryPrimitives.WriteInt32LittleEndian(memory.Data.AsSpan(memory.Data.Length - sizeof(int)), 1202);
        FileParts unused = FileParts.Of(FileSeeds.All["sparse"]);
        foreach (string suffix in new[] { ".indices", ".values" })
        {
            TensorPart weights = unused.Tensor("weights" + suffix);
            unused.Tensors.Add(weights with { Name = "state.class_weights" + suffix });
        }

        FluentActions.Invoking(() => Perceptron.Load<float>(longer.ToBytes())).Should().ThrowExactly<ModelFormatException>()
            .WithMessage("*'state.current.memory.indices' has 1202 at *, but the tensor of the shape [1202] has 1202 numbers*");
        FluentActions.Invoking(() => Perceptron.Load<float>(unused.ToBytes())).Should().ThrowExactly<ModelFormatException>()
            .WithMessage("*'state.class_weights', but no setting or state that uses it*");
    }

    [Fact]
    public void Refuses_a_short_file_of_a_large_network_before_it_takes_the_memory()
    {
        FileParts parts = FileParts.Of(FileSeeds.All["sparse"]);
        System.Text.Json.Nodes.JsonNode model = parts.Record("model")!;
        model["inputs"] = 1 << 28;
        parts.SetRecord("model", model);
        byte[] bytes = parts.ToBytes();
        long before = GC.GetAllocatedBytesForCurrentThread();

        FluentActions.Invoking(() => Perceptron.Load<float>(bytes)).Should().ThrowExactly<ModelFormatException>()
            .WithMessage("*'weights' of the shape [1, 268435456] has 268435456 numbers with its zeros*");
        FluentActions.Invoking(() => FrozenPerceptron.LoadWeights<float>(bytes, Activation.Identity, "weights.")).Should().ThrowExactly<ModelFormatException>();

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(4 << 20);
    }

    [Fact]
    public void Weights_of_other_libraries_are_numbers()
    {
        FileParts parts = FileParts.Of(FileSeeds.All["sparse-predictor"]);
        parts.Tensors.Clear();
        parts.Tensors.Add(new("weight", "I32", [1, 2], new byte[8]));

        FluentActions.Invoking(() => FrozenPerceptron.LoadWeights<float>(parts.ToBytes(), Activation.Identity)).Should().ThrowExactly<ModelFormatException>()
            .WithMessage("*'weight' has the dtype I32*must be F64, F32, F16 or BF16*");
    }

    private static void CheckWeights<T>(double zeros, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        (int inputs, int outputs) = (random.Next(200, 3000), random.Next(1, 4));
        T[] weights = Numbers<T>(random, inputs * outputs, zeros);
        FrozenPerceptron<T> network = FrozenPerceptron.FromWeights<T>(inputs, weights, Numbers<T>(random, outputs, zeros), Activation.Identity);

        byte[] bytes = network.ToBytes();

        int kept = weights.Count(weight => !Same<T>([weight], [T.Zero]));
        int size = Marshal.SizeOf<T>();
        bool isShorter = (kept * (size + sizeof(int))) + LeastGain <= weights.Length * size;
        Summary(bytes).Any(tensor => tensor.StartsWith("weights.indices", StringComparison.Ordinal)).Should().Be(isShorter);
        DataLength(bytes).Should().Be((isShorter ? kept * (size + sizeof(int)) : weights.Length * size) + (2 * outputs * size));
        FrozenPerceptron<T> loaded = FrozenPerceptron.Load<T>(bytes);
        Same(loaded.Weights, weights).Should().BeTrue();
        Same(loaded.Bias, network.Bias).Should().BeTrue();
        loaded.ToBytes().Should().Equal(bytes);
    }

    private static void CheckTraining<T>(string optimizer, bool averages, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int inputs = 2000, rows = 30;
        PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(inputs).WithSeed(seed).WithOptimizer(optimizer switch
        {
            "sgd" => Optimizer.Sgd, "momentum" => Optimizer.Momentum(), "adagrad" => Optimizer.AdaGrad(), "adam" => Optimizer.Adam(), _ => Optimizer.Ftrl(l1: 0.05),
        });
        Perceptron<T> network = (averages ? description.WithAveraging(3) : description).Build();
        T[] data = SparseData.WrittenOut<T>(rows, inputs, perRow: 4, seed);
        int[] labels = [.. Enumerable.Range(0, rows).Select(row => row % 2)];
        var options = new TrainingOptions { Epochs = 3, BatchSize = 4, ValidationFraction = 0.3 };
        network.Fit(data, labels, options);

        byte[] bytes = network.ToBytes();
        Perceptron<T> loaded = Perceptron.Load<T>(bytes);

        loaded.ToBytes().Should().Equal(bytes);
        loaded.Fit(data, labels, options with { Epochs = 1, Resume = true });
        network.Fit(data, labels, options with { Epochs = 1, Resume = true });
        loaded.ToBytes().Should().Equal(network.ToBytes());
        Bits(loaded).Should().Be(Bits(network));
        int states = optimizer switch { "sgd" => 0, "momentum" or "adagrad" => 1, _ => 2 };
        int dense = (inputs + 1) * 3 * (1 + states + (averages ? 2 : 0)) + inputs + 2;
        DataLength(bytes).Should().BeLessThan(dense * Marshal.SizeOf<T>() / 2, "most columns were never learned");
        Summary(bytes).Should().Contain(tensor => tensor.StartsWith("state.current.trained.indices", StringComparison.Ordinal));
    }

    /// <summary>Numbers of which a share is +0, and some are -0.</summary>
    private static T[] Numbers<T>(Random random, int count, double zeros)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var numbers = new T[count];
        for (int index = 0; index < count; index++)
        {
            numbers[index] = random.NextDouble() < zeros ? T.Zero : random.Next(8) == 0 ? T.NegativeZero : T.CreateTruncating(random.NextDouble() - 0.5);
        }

        return numbers;
    }

    private static IEnumerable<int> Chosen(int inputs, int count)
    {
        for (int index = 0; index < count; index++)
        {
            yield return (int)((long)index * inputs / count);
        }
    }

    private static IReadOnlyList<string> Summary(byte[] bytes) => ModelFile.Inspect(bytes).Tensors;

    private static int DataLength(byte[] bytes) => bytes.Length - 8 - (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);

    private static bool Same<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : unmanaged => MemoryMarshal.AsBytes(left).SequenceEqual(MemoryMarshal.AsBytes(right));
}
