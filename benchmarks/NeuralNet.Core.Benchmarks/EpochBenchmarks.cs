using System.Numerics;
using BenchmarkDotNet.Attributes;

namespace NeuralNet.Core.Benchmarks;

/// <summary>One epoch over 4096 rows in their own order: online, in mini-batches of 32, or over the full batch.</summary>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
[MemoryDiagnoser(displayGenColumns: false)]
public class EpochBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Rows = 4096;

    /// <summary>A training checks its rows once, however many epochs it runs.</summary>
    private const int Epochs = 10;

    private Scene<T> _scene = null!;
    private TrainingOptions _options = null!;

    [Params(3, 32, 37, 512, 784)]
    public int Inputs { get; set; }

    [Params(1, 32, Rows)]
    public int BatchSize { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _scene = new Scene<T>(Rows, Inputs);
        _options = new() { Epochs = Epochs, BatchSize = BatchSize, Shuffle = false };
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Epochs)]
    public void ScalarLoop()
    {
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            _scene.Scalar.LearnEpoch(_scene.Rows.Span, _scene.Targets, BatchSize);
        }
    }

    [Benchmark(OperationsPerInvoke = Epochs)]
    public TrainingResult<T> Fit() => _scene.Fit(_options);
}
