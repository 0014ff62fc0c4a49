namespace NeuralNet.Core.Benchmarks;

/// <summary>
/// The article the library began with: four rows of three inputs, half squared error through a sigmoid, steps along the
/// summed gradient, by the loop written for it and by the library.
/// </summary>
internal sealed class ArticleScene
{
    private readonly int _iterations;
    private readonly TrainingOptions _options;
    private readonly double[] _inputs = [0, 0, 1, 1, 1, 1, 1, 0, 1, 0, 1, 1];
    private readonly double[] _targets = [0, 1, 1, 0];
    private readonly double[] _weights;
    private readonly Perceptron<double> _network;
    private readonly ScalarArticle _scalar;

    public ArticleScene(int iterations)
    {
        _iterations = iterations;
        _options = new() { Epochs = iterations, BatchSize = TrainingOptions.FullBatch };
        _network = Perceptron.WithInputs<double>(3)
            .WithoutBias()
            .WithLoss(Loss.HalfSquaredErrorThrough(Activation.Sigmoid), Reduction.Sum)
            .WithLearningRate(1)
            .WithInitialWeights(InitialWeights.NumPyUniform(seed: 1))
            .Build();
        _weights = _network.Weights.ToArray();
        _scalar = new ScalarArticle(_inputs, _targets);
        double[] learned = LearnByScalarLoop();
        Fit();
        Agreement.Check<double>("the loop written for the article", learned, _network.Weights);
    }

    public double[] LearnByScalarLoop() => _scalar.Learn(_weights, _iterations);

    public TrainingResult<double> Fit()
    {
        _network.SetWeights(_weights);
        return _network.Fit(_inputs, _targets, _options);
    }
}
