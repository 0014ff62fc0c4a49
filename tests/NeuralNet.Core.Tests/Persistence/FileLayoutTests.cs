using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace NeuralNet.Core.Tests.Persistence;

/// <summary>The layout of files up to their limits, and reading them from any source.</summary>
public sealed class FileLayoutTests
{
    private const int LongestName = 4096;
    private const int LargestHeader = 1 << 20;

    [Fact]
    public void Keys_are_sorted_and_the_data_starts_at_a_multiple_of_eight()
    {
        for (int letters = 1; letters < 20; letters++)
        {
            byte[] bytes = Described((new string('k', letters), "value"), ("a", "first"), ("Z", "capital"));
            int length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);

            (length % 8).Should().Be(0);
            using var header = JsonDocument.Parse(bytes.AsMemory(8, length));
            header.RootElement.GetProperty("__metadata__").EnumerateObject().Select(property => property.Name)
                .Should().BeInAscendingOrder(StringComparer.Ordinal).And.Contain("Z");
            string text = Encoding.UTF8.GetString(bytes, 8, length);
            (text.Length - text.TrimEnd(' ').Length).Should().BeInRange(0, 7, "no more spaces than it takes");
        }
    }

    [Fact]
    public void Saves_a_key_of_the_maximum_length_and_rejects_a_longer_one()
    {
        string longest = new('k', LongestName);

        FrozenPerceptron.Load<float>(Described((longest, "value"))).Metadata.Should().ContainKey(longest);
        FluentActions.Invoking(() => Described((longest + "k", "value"))).Should().Throw<ArgumentException>().WithMessage("*4097 bytes*4096*");
    }

    [Fact]
    public void Saves_a_header_of_the_maximum_length_and_rejects_a_longer_one_before_writing()
    {
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(Named("n"));
        string name = new('n', LargestHeader - length + 1);

        byte[] bytes = Named(name);

        BinaryPrimitives.ReadInt64LittleEndian(bytes).Should().Be(LargestHeader);
        FrozenPerceptron.Load<float>(bytes).FeatureNames.Should().Equal(name);
        FluentActions.Invoking(() => Named(name + "12345678")).Should().Throw<InvalidOperationException>().WithMessage("*Use shorter*");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reads_a_large_file_in_pieces_from_a_stream_of_unknown_length(bool isAsync)
    {
        double[] weights = [.. Enumerable.Range(0, 400_000).Select(index => Math.Sin(index))];
        FrozenPerceptron<double> large = FrozenPerceptron.FromWeights<double>(100_000, weights, [], Activation.Identity);
        using var pipe = new Pieces(large.ToBytes());

        FrozenPerceptron<double> loaded = isAsync ? await FrozenPerceptron.LoadAsync<double>(pipe, null, TestContext.Current.CancellationToken) : FrozenPerceptron.Load<double>(pipe);

        loaded.Weights.SequenceEqual(weights).Should().BeTrue();
    }

    [Fact]
    public void A_file_in_the_middle_of_a_stream_is_read_from_its_position()
    {
        byte[] bytes = [1, 2, 3, .. Described()];
        using var stream = new MemoryStream(bytes) { Position = 3 };

        FrozenPerceptron.Load<float>(stream).InputCount.Should().Be(1);
        stream.Position.Should().Be(bytes.Length);
    }

    [Fact]
    public async Task Errors_name_the_file()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        byte[] bytes = [.. Described().SkipLast(1)];
        await File.WriteAllBytesAsync(path, bytes);
        try
        {
            foreach (Func<Task> load in new Func<Task>[]
            {
                () => Task.FromResult(FrozenPerceptron.Load<float>(path)), () => FrozenPerceptron.LoadAsync<float>(path),
                () => Task.FromResult(Perceptron.Load<float>(path)), () => Perceptron.LoadAsync<float>(path),
                () => Task.FromResult(FrozenPerceptron.LoadWeights<float>(path, Activation.Identity)), () => Task.FromResult(ModelFile.Inspect(path)),
            })
            {
                (await FluentActions.Awaiting(load).Should().ThrowAsync<ModelFormatException>())
                    .WithMessage($"*cut off*(File '{path}'.)").Which.FileName.Should().Be(path);
            }

            FluentActions.Invoking(() => FrozenPerceptron.Load<float>(bytes)).Should().Throw<ModelFormatException>()
                .Where(error => error.FileName == null && !error.Message.Contains("(File", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Rejects_null_streams_and_parts_by_name()
    {
        FrozenPerceptron<float> network = FrozenPerceptron.Load<float>(Described());
        foreach (Func<Task> use in new Func<Task>[]
        {
            () => Task.FromResult(FrozenPerceptron.Load<float>((Stream)null!)), () => FrozenPerceptron.LoadAsync<float>((Stream)null!),
            () => Task.FromResult(Perceptron.Load<float>((Stream)null!)), () => Perceptron.LoadAsync<float>((Stream)null!),
            () => Task.FromResult(ModelFile.Inspect((Stream)null!)),
        })
        {
            (await FluentActions.Awaiting(use).Should().ThrowAsync<ArgumentNullException>()).WithParameterName("source");
        }

        network.Invoking(that => that.Save((Stream)null!)).Should().Throw<ArgumentNullException>().WithParameterName("destination");
        FluentActions.Invoking(() => FrozenPerceptron.LoadWeights<float>(Described(), null!)).Should().Throw<ArgumentNullException>().WithParameterName("outputActivation");
        FluentActions.Invoking(() => FrozenPerceptron.LoadWeights<float>(Described(), Activation.Identity, null!)).Should().Throw<ArgumentNullException>().WithParameterName("prefix");
    }

    [Fact]
    public void Rejects_an_empty_path()
    {
        FluentActions.Invoking(() => FrozenPerceptron.Load<float>(string.Empty)).Should().Throw<ArgumentException>().WithParameterName("path");
        FluentActions.Invoking(() => FrozenPerceptron.Load<float>((string)null!)).Should().Throw<ArgumentNullException>().WithParameterName("path");
        FluentActions.Invoking(() => FrozenPerceptron.Load<float>(Described()).Save(string.Empty)).Should().Throw<ArgumentException>().WithParameterName("path");
        FluentActions.Invoking(() => FrozenPerceptron.Load<float>(Described()).Save((string)null!)).Should().Throw<ArgumentNullException>().WithParameterName("path");
    }

    [Fact]
    public void Recognizes_a_zip_archive_an_empty_file_and_a_cut_off_file()
    {
        byte[] whole = Described();

        FluentActions.Invoking(() => FrozenPerceptron.Load<float>([.. "PK\x03\x04"u8, .. new byte[100]])).Should().Throw<ModelFormatException>().WithMessage("*zip archive*torch.save*as safetensors*");
        FluentActions.Invoking(() => FrozenPerceptron.Load<float>((ReadOnlySpan<byte>)[])).Should().Throw<ModelFormatException>().WithMessage("*0 bytes*empty*");
        foreach (int length in (int[])[4, 40, whole.Length - 1])
        {
            FluentActions.Invoking(() => FrozenPerceptron.Load<float>(whole.AsSpan(0, length))).Should().Throw<ModelFormatException>().WithMessage("*cut off*copy it again*");
        }
    }

    [Fact]
    public void Inspect_recognizes_a_cut_off_file()
    {
        byte[] whole = Described();
        foreach (int length in (int[])[0, 4, 8, 40])
        {
            using var stream = new MemoryStream(whole, 0, length);
            using var pieces = new Pieces(whole[..length]);

            FluentActions.Invoking(() => ModelFile.Inspect(stream)).Should().Throw<ModelFormatException>().WithMessage("*cut off*");
            FluentActions.Invoking(() => ModelFile.Inspect(pieces)).Should().Throw<ModelFormatException>().WithMessage("*cut off*");
        }
    }

    [Fact]
    public void Reads_a_file_that_is_open_elsewhere()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        FrozenPerceptron.Load<float>(Described()).Save(path);
        try
        {
            using var writer = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

            FrozenPerceptron.Load<float>(path).InputCount.Should().Be(1);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Saving_names_a_missing_folder()
    {
        string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"), "model.safetensors");

        FluentActions.Invoking(() => FrozenPerceptron.Load<float>(Described()).Save(path)).Should().Throw<DirectoryNotFoundException>().WithMessage($"The folder of '{path}' does not exist*");
    }

    [Theory]
    [InlineData("F64", new byte[] { 0, 0, 0, 0, 0, 0, 0xF8, 0xBF, 0, 0, 0, 0, 0, 0, 0x04, 0x40 }, -1.5, 2.5)]
    [InlineData("F32", new byte[] { 0, 0, 0xC0, 0xBF, 0, 0, 0x20, 0x40 }, -1.5, 2.5)]
    [InlineData("F16", new byte[] { 0x00, 0xBE, 0x00, 0x41 }, -1.5, 2.5)]
    [InlineData("BF16", new byte[] { 0xC0, 0xBF, 0x20, 0x40 }, -1.5, 2.5)]
    public void Reads_weights_of_other_libraries_in_every_type(string type, byte[] data, double first, double second)
    {
        string header = $$$"""{"weight":{"dtype":"{{{type}}}","shape":[1,2],"data_offsets":[0,{{{data.Length}}}]}}""";
        byte[] file = [.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header), .. data];

        FrozenPerceptron.LoadWeights<float>(file, Activation.Identity).Weights.ToArray().Should().Equal((float)first, (float)second);
        FrozenPerceptron.LoadWeights<double>(file, Activation.Identity).Weights.ToArray().Should().Equal(first, second);
    }

    [Fact]
    public void A_header_of_the_minimum_length_is_an_object_without_a_model()
    {
        byte[] file = [2, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}'];

        FluentActions.Invoking(() => FrozenPerceptron.Load<float>(file)).Should().Throw<ModelFormatException>().Which.Message.Should().NotContain("must have 2");
    }

    [Theory]
    [InlineData("""[]""", "*The header*")]
    [InlineData("""{"__metadata__":{},"weight":{"dtype":"F32","shape":{},"data_offsets":[0,8]}}""", "*'shape' of the tensor 'weight'*")]
    [InlineData("""{"__metadata__":{}/* comment */}""", "*not valid*")]
    [InlineData("""{"weight":{"dtype":"F32","shape":[[[[1]]]],"data_offsets":[0,8]}}""", "*")]
    public void Rejects_an_invalid_header(string header, string error)
    {
        byte[] file = [.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header)];

        FluentActions.Invoking(() => FrozenPerceptron.Load<float>(file)).Should().Throw<ModelFormatException>().WithMessage(error);
    }

    private static byte[] Described(params (string Key, string Value)[] metadata) => metadata
        .Aggregate(Perceptron.BinaryClassifier<float>(inputs: 1), (description, pair) => description.WithMetadata(pair.Key, pair.Value))
        .Build().Freeze().ToBytes();

    private static byte[] Named(string name) =>
        Perceptron.BinaryClassifier<float>(inputs: 1).WithFeatureNames(name).Build().Freeze().ToBytes();

    /// <summary>A stream like that of a network: some bytes at a time, and of unknown length.</summary>
    private sealed class Pieces(byte[] bytes) : MemoryStream(bytes)
    {
        private const int Most = 70_001;

        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, Most)]);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, Most)], cancellationToken);
    }
}
