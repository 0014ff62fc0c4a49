using BenchmarkDotNet.Attributes;

namespace NeuralNet.Core.Benchmarks;

/// <summary>The article's neuron: 10,000 full-batch iterations over a handful of rows; times are those of one iteration.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class ArticleBenchmarks
{
    private const int Iterations = 10_000;

    private ArticleScene _scene = null!;

    [GlobalSetup]
    public void Setup() => _scene = new ArticleScene(Iterations);

    [Benchmark(Baseline = true, OperationsPerInvoke = Iterations)]
    public double[] ScalarLoop() => _scene.LearnByScalarLoop();

    [Benchmark(OperationsPerInvoke = Iterations)]
    public TrainingResult<double> Fit() => _scene.Fit();
}
