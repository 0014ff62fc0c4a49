using System.Numerics;
using BenchmarkDotNet.Attributes;

namespace NeuralNet.Core.Benchmarks;

/// <summary>One step of online learning on one row.</summary>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
[MemoryDiagnoser(displayGenColumns: false)]
public class StepBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Scene<T> _scene = null!;
    private RowTurn<T> _turn;

    [Params(3, 32, 37, 512, 784)]
    public int Inputs { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _scene = new Scene<T>(RowTurn<T>.RowCount, Inputs);
        _turn = new RowTurn<T>(_scene.Rows);
    }

    [Benchmark(Baseline = true)]
    public T ScalarLoop()
    {
        ReadOnlySpan<T> row = _turn.Next(out int index);
        return _scene.Scalar.Learn(row, _scene.Targets[index]);
    }

    [Benchmark]
    public T Learn()
    {
        ReadOnlySpan<T> row = _turn.Next(out int index);
        return _scene.Network.Learn(row, _scene.Targets[index]);
    }
}
