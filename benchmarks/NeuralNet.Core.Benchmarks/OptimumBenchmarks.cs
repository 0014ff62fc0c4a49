using BenchmarkDotNet.Attributes;

namespace NeuralNet.Core.Benchmarks;

/// <summary>
/// Logistic regression with an L2 penalty of C = 1 by L-BFGS, to a millionth of the optimum, beside reading the rows once
/// for each iteration.
/// </summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class OptimumBenchmarks
{
    private LbfgsScene _scene = null!;

    [Params("100000 x 32", "20000 x 512")]
    public string Size { get; set; } = string.Empty;

    [GlobalSetup]
    public void Setup()
    {
        int[] size = [.. Size.Split(" x ").Select(int.Parse)];
        _scene = new LbfgsScene(size[0], size[1]);
    }

    [Benchmark(Baseline = true)]
    public float Reading()
    {
        float sum = 0;
        for (int iteration = 0; iteration < _scene.Iterations; iteration++)
        {
            sum += PlainReading.Sum<float>(_scene.Rows);
        }

        return sum;
    }

    [Benchmark]
    public TrainingResult<float> Fit() => _scene.Fit();
}
