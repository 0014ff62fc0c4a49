namespace NeuralNet.Core.Benchmarks;

/// <summary>Logistic regression with an L2 penalty of C = 1, to a millionth of its optimum.</summary>
internal sealed class LbfgsScene
{
    private const double RelativeDistance = 1e-6;
    private const double Unreached = 1e-7;

    private readonly RowStore<float> _rows;
    private readonly float[] _targets;
    private readonly PerceptronBuilder<float> _description;
    private readonly TrainingOptions _options;

    public LbfgsScene(int rows, int inputs)
    {
        var scene = new Scene<float>(rows, inputs);
        _rows = scene.Rows;
        _targets = scene.Targets;
        _description = Perceptron.BinaryClassifier<float>(inputs)
            .WithOptimizer(Optimizer.Lbfgs(gradientTolerance: Unreached))
            .WithPenalty(Penalty.L2(1.0 / rows));
        _options = new() { Epochs = 200, BatchSize = TrainingOptions.FullBatch };
        IReadOnlyList<double> history = Fit().LossHistory;
        double enough = history.Min() * (1 + RelativeDistance);
        Iterations = 1 + history.TakeWhile(loss => loss > enough).Count();
        _options = _options with { Epochs = Iterations };
    }

    /// <summary>How many iterations come within a millionth of the optimum.</summary>
    public int Iterations { get; }

    public ReadOnlySpan<float> Rows => _rows.Span;

    public TrainingResult<float> Fit() => _description.Build().Fit(_rows.Span, _targets, _options);
}
