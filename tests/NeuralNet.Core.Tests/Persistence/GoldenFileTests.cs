using System.Diagnostics;
using System.Globalization;
using NeuralNet.Core.FileChecks;
using NeuralNet.Core.Tests.House;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Persistence;

/// <summary>
/// A file of each version of the format, with the state of a training with validation, loads in every later version, predicts the same bits,
/// and resumes training with the same bits. Python reads it too, with its standard library. Version 2.0 leaves out zeros.
/// </summary>
public sealed class GoldenFileTests
{
    private static readonly string _folder = Path.Combine(Repository.Root, "tests", "NeuralNet.Core.Tests", "Persistence", "Golden");

    private static readonly string _path = Path.Combine(_folder, "format-1.0.safetensors");

    private static readonly string _sparsePath = Path.Combine(_folder, "format-2.0.safetensors");

    [Fact]
    public void Predicts_as_before()
    {
        FrozenPerceptron<float> network = FrozenPerceptron.Load<float>(_path);
        float[] predictions = new float[3];

        network.Predict(GoldenModel.Rows.AsSpan(0, 4), predictions);

        network.ClassNames.Should().Equal("rød", "grün", "青");
        network.FeatureNames.Should().Equal("a", "b", "c", "d");
        network.Metadata["made for"].Should().Be("every later version");
        Bits<float>(predictions).Should().Be(Expected("predictions"));
    }

    [Fact]
    public void Resumes_training_as_without_the_save()
    {
        Perceptron<float> network = Perceptron.Load<float>(_path);

        network.Fit(GoldenModel.Rows, GoldenModel.Labels, GoldenModel.Options with { Epochs = 5, Resume = true });

        Bits(network).Should().Be(Expected("trained"));
    }

    [Fact]
    public void A_file_without_zeros_predicts_and_resumes_as_before()
    {
        float[] predictions = new float[3];
        Perceptron<float> network = Perceptron.Load<float>(_sparsePath);

        FrozenPerceptron.Load<float>(_sparsePath).Predict(GoldenModel.SparseRows.Rows[0], predictions);
        network.Fit(GoldenModel.SparseRows.Rows, GoldenModel.Labels, GoldenModel.Options with { Epochs = 5, Resume = true });

        Bits<float>(predictions).Should().Be(Expected("predictions", "expected-sparse.txt"));
        Bits(network).Should().Be(Expected("trained", "expected-sparse.txt"));
        ModelFileSummary summary = ModelFile.Inspect(_sparsePath);
        summary.FormatVersion.Should().Be("2.0");
        summary.Checksum.Should().Be(ModelFile.Inspect(GoldenModel.MakeSparse().ToBytes()).Checksum);
        summary.Tensors.Count(tensor => tensor.Contains(".indices I32", StringComparison.Ordinal)).Should().Be(7, "of the weights, and of weights and memory of three states");
    }

    [Theory]
    [InlineData("format-1.0.safetensors")]
    [InlineData("format-2.0.safetensors")]
    public void Saves_the_same_bytes_except_for_the_library_version(string file)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(_folder, file));
        ModelFileSummary summary = ModelFile.Inspect(bytes);
        ModelFileSummary again = ModelFile.Inspect(Perceptron.Load<float>(bytes).ToBytes());

        again.Checksum.Should().Be(summary.Checksum);
        again.Tensors.Should().Equal(summary.Tensors);
        again.Metadata.Where(pair => pair.Key != "neuralnet.library_version")
            .Should().Equal(summary.Metadata.Where(pair => pair.Key != "neuralnet.library_version"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Python_reads_it_with_its_standard_library(bool isSparse)
    {
        string path = isSparse ? _sparsePath : _path;
        string? python = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "python3")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(python is null, "There is no python3 on this machine.");
        float[][] rows = [.. (isSparse ? WrittenOut() : GoldenModel.Rows.Chunk(4)).Take(10)];
        using Process process = Process.Start(new ProcessStartInfo(
            python!,
            [Path.Combine(_folder, "read_model.py"), path, .. rows.Select(row => string.Join(',', row.Select(value => value.ToString("R", CultureInfo.InvariantCulture))))])
        {
            RedirectStandardOutput = true,
        })!;
        string[] lines = (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync();

        process.ExitCode.Should().Be(0);
        lines.Should().HaveCount(10);
        FrozenPerceptron<float> network = FrozenPerceptron.Load<float>(path);
        foreach ((float[] row, string line) in rows.Zip(lines))
        {
            float[] predictions = new float[3];
            network.Predict(row, predictions);
            line.Split(',').Select(value => double.Parse(value, CultureInfo.InvariantCulture)).Zip(predictions, (theirs, ours) => Math.Abs(theirs - ours))
                .Max().Should().BeLessThan(1e-6);
        }

        File.ReadLines(Path.Combine(_folder, "read_model.py")).Count(line => line.Length > 0).Should().BeLessThanOrEqualTo(32);
    }

    [Fact]
    public void This_version_makes_the_same_numbers() =>
        ModelFile.Inspect(GoldenModel.Make().ToBytes()).Checksum.Should().Be(ModelFile.Inspect(_path).Checksum);

    private static List<float[]> WrittenOut()
    {
        var rows = new List<float[]>();
        SparseRows<float> sparse = GoldenModel.SparseRows.Rows;
        for (int row = 0; row < sparse.Count; row++)
        {
            var values = new float[700];
            foreach (int index in sparse[row].Indices)
            {
                values[index] = 1;
            }

            rows.Add(values);
        }

        return rows;
    }

    private static string Expected(string what, string file = "expected.txt") =>
        File.ReadLines(Path.Combine(_folder, file)).Single(line => line.StartsWith(what, StringComparison.Ordinal)).Split(' ')[1];
}
