using System.Diagnostics;
using System.Globalization;
using NeuralNet.Core.FileChecks;
using NeuralNet.Core.Tests.House;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Persistence;

/// <summary>
/// A file that version 1.0 of the format wrote, with the state of a training with validation, loads in every later version, predicts the
/// same bits, and resumes training with the same bits. Python reads it too, with its standard library.
/// </summary>
public sealed class GoldenFileTests
{
    private static readonly string _folder = Path.Combine(Repository.Root, "tests", "NeuralNet.Core.Tests", "Persistence", "Golden");

    private static readonly string _path = Path.Combine(_folder, "format-1.0.safetensors");

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
    public void Saves_the_same_bytes_except_for_the_library_version()
    {
        byte[] bytes = File.ReadAllBytes(_path);
        ModelFileSummary summary = ModelFile.Inspect(bytes);
        ModelFileSummary again = ModelFile.Inspect(Perceptron.Load<float>(bytes).ToBytes());

        again.Checksum.Should().Be(summary.Checksum);
        again.Tensors.Should().Equal(summary.Tensors);
        again.Metadata.Where(pair => pair.Key != "neuralnet.library_version")
            .Should().Equal(summary.Metadata.Where(pair => pair.Key != "neuralnet.library_version"));
    }

    [Fact]
    public async Task Python_reads_it_with_its_standard_library()
    {
        string? python = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "python3")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(python is null, "There is no python3 on this machine.");
        float[][] rows = [.. GoldenModel.Rows.Chunk(4).Take(10)];
        using Process process = Process.Start(new ProcessStartInfo(
            python!,
            [Path.Combine(_folder, "read_model.py"), _path, .. rows.Select(row => string.Join(',', row.Select(value => value.ToString("R", CultureInfo.InvariantCulture))))])
        {
            RedirectStandardOutput = true,
        })!;
        string[] lines = (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync();

        process.ExitCode.Should().Be(0);
        lines.Should().HaveCount(10);
        FrozenPerceptron<float> network = FrozenPerceptron.Load<float>(_path);
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

    private static string Expected(string what) =>
        File.ReadLines(Path.Combine(_folder, "expected.txt")).Single(line => line.StartsWith(what, StringComparison.Ordinal)).Split(' ')[1];
}
