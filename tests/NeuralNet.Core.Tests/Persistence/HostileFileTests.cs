using NeuralNet.Core.FileChecks;

namespace NeuralNet.Core.Tests.Persistence;

/// <summary>Any file either loads as a model or is rejected by ModelFormatException.</summary>
public sealed class HostileFileTests
{
    private const long MostBytes = 4 << 20;

    public static TheoryData<string> Names => [.. HostileFiles.All.Select(file => file.Name)];

    [Fact]
    public void There_are_enough_hostile_files_with_distinct_names() =>
        HostileFiles.All.Select(file => file.Name).Distinct().Should().HaveCountGreaterThanOrEqualTo(70);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_reader_rejects_it_for_the_right_reason(string name)
    {
        HostileFile file = HostileFiles.All.Single(each => each.Name == name);
        Func<Task>[] readers =
        [
            () => Task.FromResult(FrozenPerceptron.Load<float>(file.Bytes)),
            () => Task.FromResult(FrozenPerceptron.Load<float>(new MemoryStream(file.Bytes))),
            () => Task.FromResult(FrozenPerceptron.Load<float>(new Trickle(file.Bytes))),
            () => FrozenPerceptron.LoadAsync<float>(new MemoryStream(file.Bytes)),
            () => FrozenPerceptron.LoadAsync<float>(new Trickle(file.Bytes)),
            () => Task.FromResult(Perceptron.Load<float>(file.Bytes)),
        ];
        foreach (Func<Task> read in readers)
        {
            string message = (await read.Should().ThrowExactlyAsync<ModelFormatException>()).Which.Message;

            bool saysIt = message.Contains(file.Says, StringComparison.Ordinal)
                || message.Contains("data ends after", StringComparison.Ordinal)
                || message.Contains("but more bytes follow", StringComparison.Ordinal)
                || (message.Contains("without the settings", StringComparison.Ordinal) && read == readers[^1]);
            saysIt.Should().BeTrue("the message is {0}", message);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Takes_little_memory_and_no_data_before_the_header_is_checked(string name)
    {
        HostileFile file = HostileFiles.All.Single(each => each.Name == name);
        using var stream = new Counting(file.Bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            FrozenPerceptron.Load<float>(stream);
        }
        catch (ModelFormatException)
        {
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(MostBytes);
        if (!file.Name.Contains("model", StringComparison.Ordinal) && file.Says.StartsWith("take ", StringComparison.Ordinal))
        {
            stream.Taken.Should().BeLessThanOrEqualTo(8 + BitConverter.ToInt64(file.Bytes));
        }
    }

    [Fact]
    public void Rejects_a_model_that_is_cut_off_anywhere()
    {
        byte[] whole = Small();
        for (int length = 0; length < whole.Length; length++)
        {
            FluentActions.Invoking(() => Perceptron.Load<float>(whole.AsSpan(0, length)))
                .Should().ThrowExactly<ModelFormatException>("it has {0} bytes of {1}", length, whole.Length);
        }
    }

    [Fact]
    public void A_model_with_one_changed_byte_is_rejected_or_loads()
    {
        byte[] whole = Small();
        int loaded = 0;
        for (int index = 0; index < whole.Length; index++)
        {
            foreach (int change in new[] { 1, 2, 4, 8, 16, 32, 64, 128, 255, 3, 7, 96 })
            {
                byte[] changed = [.. whole];
                changed[index] ^= (byte)change;
                try
                {
                    Perceptron.Load<float>(changed);
                    loaded++;
                }
                catch (ModelFormatException)
                {
                }
            }
        }

        loaded.Should().BeGreaterThan(0, "a letter of a name may change");
    }

    private static byte[] Small()
    {
        Perceptron<float> network = Perceptron.BinaryClassifier<float>(2).WithFeatureNames("a", "b").WithStandardization()
            .WithLearningRate(LearningRate.Cosine(0.1, 5).WithWarmUp(2)).WithOptimizer(Optimizer.Momentum()).Build();
        network.Fit([0, 1, 1, 0, 1, 1, 0, 0], [0, 1, 1, 0], new TrainingOptions { Epochs = 3 });
        return network.ToBytes();
    }

    /// <summary>A stream of unknown length that returns three bytes at a time.</summary>
    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 3));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 3)]);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 3)], cancellationToken);
    }

    private sealed class Counting(byte[] bytes) : MemoryStream(bytes)
    {
        public long Taken { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            int taken = base.Read(buffer);
            Taken += taken;
            return taken;
        }
    }
}
