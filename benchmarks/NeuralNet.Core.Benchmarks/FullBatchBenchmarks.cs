using BenchmarkDotNet.Attributes;

namespace NeuralNet.Core.Benchmarks;

/// <summary>
/// An epoch over the full batch that fits into the second-level cache, the last-level cache or neither, on one and on two
/// threads, beside reading the rows once.
/// </summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class FullBatchBenchmarks
{
    /// <summary>A training checks its rows once, however many epochs it runs.</summary>
    private const int Epochs = 10;

    private Scene<float> _scene = null!;
    private TrainingOptions _options = null!;

    [Params("100000 x 32", "20000 x 512", "200000 x 128")]
    public string Size { get; set; } = string.Empty;

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        int[] size = [.. Size.Split(" x ").Select(int.Parse)];
        _scene = new Scene<float>(size[0], size[1]);
        _options = new() { Epochs = Epochs, BatchSize = TrainingOptions.FullBatch, Threads = Threads };
    }

    [Benchmark(Baseline = true)]
    public float Reading() => PlainReading.Sum<float>(_scene.Rows.Span);

    [Benchmark(OperationsPerInvoke = Epochs)]
    public TrainingResult<float> Fit() => _scene.Fit(_options);
}
