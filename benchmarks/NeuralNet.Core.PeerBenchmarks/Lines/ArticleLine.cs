using System.Text.Json.Nodes;
using NeuralNet.Core.PeerBenchmarks.Limits;
using NeuralNet.Core.PeerBenchmarks.Peers;

namespace NeuralNet.Core.PeerBenchmarks.Lines;

/// <summary>The article's neuron: three rows of three inputs, 10,000 full-batch iterations in double.</summary>
internal sealed class ArticleLine : ILine
{
    private const int Iterations = 10_000;
    private const double Tolerance = 1e-9;

    private static readonly double[] _inputs = [0, 1, 1, 1, 0, 0, 1, 0, 1];
    private static readonly double[] _targets = [1, 0, 1];

    private static readonly PerceptronBuilder<double> _neuron = Perceptron.WithInputs<double>(3)
        .WithoutBias()
        .WithLoss(Loss.HalfSquaredErrorThrough(Activation.Sigmoid), Reduction.Sum)
        .WithLearningRate(1)
        .WithInitialWeights(InitialWeights.NumPyUniform(seed: 1));

    private static readonly TrainingOptions _options = new() { Epochs = Iterations, BatchSize = TrainingOptions.FullBatch };

    /// <inheritdoc/>
    public string Name => "article";

    /// <inheritdoc/>
    public IEnumerable<Contest> Contests(PythonPeers python)
    {
        double[] initial = _neuron.Build().Weights.ToArray();

        Outcome Ours()
        {
            Perceptron<double> neuron = _neuron.Build();
            double seconds = Timing.Median(() =>
            {
                neuron = _neuron.Build();
                neuron.Fit(_inputs, _targets, _options);
            });
            return Judge(seconds, neuron.Weights);
        }

        Outcome Loop(Action<double[], double[], double[], int> train)
        {
            double[] weights = [];
            double seconds = Timing.Median(() =>
            {
                weights = [.. initial];
                train(_inputs, _targets, weights, Iterations);
            });
            return Judge(seconds, weights);
        }

        Outcome Python(Func<JsonObject, Answer> ask, bool autograd = false)
        {
            Answer answer = ask(new JsonObject
            {
                ["task"] = "article",
                ["rows"] = new JsonArray([.. _inputs.Select(value => JsonValue.Create(value))]),
                ["targets"] = new JsonArray([.. _targets.Select(value => JsonValue.Create(value))]),
                ["weights"] = new JsonArray([.. initial.Select(value => JsonValue.Create(value))]),
                ["iterations"] = Iterations,
                ["autograd"] = autograd,
            });
            return Judge(answer.Seconds * Iterations, answer.Weights.Values);
        }

        yield return new Contest(
            "article, 10,000 full-batch iterations (double)",
            TimeUnit.NanosecondsPerIteration,
            Agreement.SameLoss(Tolerance),
            new Contestant("ours", null, Ours),
            [
                Limit.Contestant(() => Loop(ArticleLimit.Train)),
                new Contestant("scalar C# loop", 1, () => Loop(ScalarArticle.Train)),
                new Contestant("NumPy", 170, () => Python(request => python.AskNumPy(request))),
                new Contestant("PyTorch by hand", null, () => Python(python.AskPyTorch)),
                new Contestant("PyTorch autograd", null, () => Python(python.AskPyTorch, autograd: true)),
            ]);
    }

    private static Outcome Judge(double seconds, ReadOnlySpan<double> weights)
    {
        double loss = 0;
        for (int row = 0; row < _targets.Length; row++)
        {
            double z = 0;
            for (int i = 0; i < weights.Length; i++)
            {
                z += _inputs[(row * weights.Length) + i] * weights[i];
            }

            double error = Data.Reference.Sigmoid(z) - _targets[row];
            loss += 0.5 * error * error;
        }

        return new Outcome(seconds / Iterations, loss);
    }
}
