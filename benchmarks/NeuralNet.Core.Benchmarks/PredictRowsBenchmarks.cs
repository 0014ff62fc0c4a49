using System.Numerics;
using BenchmarkDotNet.Attributes;

namespace NeuralNet.Core.Benchmarks;

/// <summary>The predictions for 1024 rows in one call.</summary>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
[MemoryDiagnoser(displayGenColumns: false)]
public class PredictRowsBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Rows = 1024;

    private readonly T[] _predictions = new T[Rows];
    private Scene<T> _scene = null!;
    private FrozenPerceptron<T> _frozen = null!;

    [Params(3, 32, 37, 512, 784)]
    public int Inputs { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _scene = new Scene<T>(Rows, Inputs);
        _frozen = _scene.Network.Freeze();
    }

    [Benchmark(Baseline = true)]
    public void ScalarLoop() => _scene.Scalar.Predict(_scene.Rows.Span, _predictions);

    [Benchmark]
    public void Predict() => _frozen.Predict(_scene.Rows.Span, _predictions);
}
