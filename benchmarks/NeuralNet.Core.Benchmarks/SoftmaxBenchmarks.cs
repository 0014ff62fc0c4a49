using BenchmarkDotNet.Attributes;

namespace NeuralNet.Core.Benchmarks;

/// <summary>Ten classes: an epoch over 2048 rows in mini-batches, and the prediction of one row.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class SoftmaxBenchmarks
{
    private const int Rows = 2048;

    private readonly float[] _prediction = new float[SoftmaxScene.Classes];
    private SoftmaxScene _scene = null!;
    private FrozenPerceptron<float> _frozen = null!;
    private RowTurn<float> _turn;

    [Params(3, 32, 512, 784)]
    public int Inputs { get; set; }

    [Params(32, 256)]
    public int BatchSize { get; set; }

    [Params(SoftmaxStep.Momentum, SoftmaxStep.Adam)]
    public SoftmaxStep Step { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _scene = new SoftmaxScene(Rows, Inputs, Step, BatchSize);
        _frozen = _scene.Network.Freeze();
        _turn = new RowTurn<float>(_scene.Rows);
    }

    [Benchmark(Baseline = true)]
    public void EpochByTensorPrimitives() => _scene.LearnEpochByTensorPrimitives();

    [Benchmark]
    public TrainingResult<float> Fit() => _scene.FitEpoch();

    [Benchmark]
    public void PredictRowByTensorPrimitives() => _scene.Tensor.Predict(_turn.Next(out _), _prediction);

    [Benchmark]
    public void PredictRow() => _frozen.Predict(_turn.Next(out _), _prediction);
}
