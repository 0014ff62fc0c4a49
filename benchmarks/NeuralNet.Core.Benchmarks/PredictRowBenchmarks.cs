using System.Numerics;
using BenchmarkDotNet.Attributes;

namespace NeuralNet.Core.Benchmarks;

/// <summary>The prediction for one row, as a service asks for it.</summary>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
[MemoryDiagnoser(displayGenColumns: false)]
public class PredictRowBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Scene<T> _scene = null!;
    private FrozenPerceptron<T> _frozen = null!;
    private RowTurn<T> _turn;

    [Params(3, 32, 37, 512, 784)]
    public int Inputs { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _scene = new Scene<T>(RowTurn<T>.RowCount, Inputs);
        _frozen = _scene.Network.Freeze();
        _turn = new RowTurn<T>(_scene.Rows);
    }

    [Benchmark(Baseline = true)]
    public T ScalarLoop() => _scene.Scalar.Predict(_turn.Next(out _));

    [Benchmark]
    public T Predict() => _frozen.Predict(_turn.Next(out _));
}
