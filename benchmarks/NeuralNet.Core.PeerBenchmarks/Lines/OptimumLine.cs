using NeuralNet.Core.PeerBenchmarks.Data;
using NeuralNet.Core.PeerBenchmarks.Limits;
using NeuralNet.Core.PeerBenchmarks.Peers;

namespace NeuralNet.Core.PeerBenchmarks.Lines;

/// <summary>
/// L2 logistic regression, C = 1, until the objective is within a millionth of the optimum. Each contestant runs at the
/// loosest of a ladder of tolerances that gets it there; Optimizer.Auto has none, and goes on to its own.
/// </summary>
internal sealed class OptimumLine(int rows, int width, double scikitLearnGoal, double mlNetGoal, double liblinearGoal) : ILine
{
    private const double Tolerance = 1e-6;
    private const double LoosestTolerance = 1e3;
    private const double TightestTolerance = 1e-9;
    private const double Rung = 3.1622776601683795;
    private const int MaxIterations = 10_000;

    /// <inheritdoc/>
    public string Name => FormattableString.Invariant($"optimum {rows:N0} x {width}");

    /// <inheritdoc/>
    public IEnumerable<Contest> Contests(PythonPeers python)
    {
        DataSet data = DataSet.Draw(rows, width);
        using var files = new DataFiles(data);
        var mlNet = new Lazy<MlNet>(() => new MlNet(data));

        // LIBLINEAR penalizes a bias, so it is met by networks without one.
        yield return Contest(data, hasBias: true, [
            (Limit.Name, null, Loop(data, hasBias: true)),
            ("scikit-learn lbfgs", scikitLearnGoal, ScikitLearn(python, files)),
            ("ML.NET L-BFGS", mlNetGoal, tolerance => Timed(() => mlNet.Value.TrainLbfgs((float)tolerance))),
        ]);
        yield return Contest(data, hasBias: false, [
            (Limit.Name, null, Loop(data, hasBias: false)),
            ("LIBLINEAR -s 0", liblinearGoal, Liblinear(python, files)),
        ]);
    }

    private static Func<double, (double, Weights)> Loop(DataSet data, bool hasBias) => tolerance =>
    {
        Limit.Require();
        using var limit = new LbfgsLimit(data, hasBias);
        return Timed(() => limit.Train(tolerance));
    };

    private static Func<double, (double, Weights)> ScikitLearn(PythonPeers python, DataFiles files) => tolerance =>
    {
        var request = PythonPeers.Request("optimum", files);
        request["tolerance"] = tolerance;
        request["has_bias"] = true;
        Answer answer = python.AskScikitLearn(request);
        return (answer.Seconds, answer.Weights);
    };

    private static Func<double, (double, Weights)> Liblinear(PythonPeers python, DataFiles files) => tolerance =>
    {
        var request = PythonPeers.Request("optimum", files);
        request["tolerance"] = tolerance;
        Answer answer = python.AskLiblinear(request);
        return (answer.Seconds, answer.Weights);
    };

    private static (double Seconds, Weights Weights) Timed(Func<Weights> train)
    {
        Weights? weights = null;
        double seconds = Timing.Median(() => weights = train());
        return (seconds, weights!);
    }

    private Contest Contest(
        DataSet data, bool hasBias, IReadOnlyList<(string Name, double? Goal, Func<double, (double Seconds, Weights Weights)> Train)> peers)
    {
        double optimum = Optimum(data, hasBias);

        // The loosest tolerance that suffices is looked for in the first round, untimed.
        Contestant Contestant(string name, double? goal, Func<double, (double Seconds, Weights Weights)> train)
        {
            double? tolerance = null;
            double Distance(Weights weights) => (Reference.Objective(data, weights) - optimum) / optimum;

            return new Contestant(name, goal, () =>
            {
                if (tolerance is null)
                {
                    tolerance = LoosestTolerance;
                    while (tolerance > TightestTolerance && !(Distance(train(tolerance.Value).Weights) <= Tolerance))
                    {
                        tolerance /= Rung;
                    }
                }

                (double seconds, Weights weights) = train(tolerance.Value);
                return new Outcome(seconds, Distance(weights));
            });
        }

        return new Contest(
            FormattableString.Invariant($"L2 logistic regression (C=1) to 1e-6, n={rows:N0} d={width}{(hasBias ? string.Empty : ", no bias")}"),
            TimeUnit.Milliseconds,
            Agreement.WithinOfOptimum(Tolerance),
            Contestant("ours", null, tolerance => Timed(() => Train(data, hasBias, Optimizer.Lbfgs(gradientTolerance: tolerance)))),
            [
                .. peers.Select(peer => Contestant(peer.Name, peer.Goal, peer.Train)),
                Contestant("ours, Optimizer.Auto", null, _ => Timed(() => Train(data, hasBias, Optimizer.Auto))),
            ]);
    }

    private Weights Train(DataSet data, bool hasBias, Optimizer optimizer)
    {
        PerceptronBuilder<float> description = Perceptron.BinaryClassifier<float>(width)
            .WithOptimizer(optimizer)
            .WithPenalty(Penalty.L2(1.0 / rows));
        return Weights.Of((hasBias ? description : description.WithoutBias()).Build()
            .Fit(data.Inputs, data.Labels, new TrainingOptions { Epochs = MaxIterations }).Network);
    }

    // In double, as far as it goes.
    private double Optimum(DataSet data, bool hasBias)
    {
        PerceptronBuilder<double> description = Perceptron.BinaryClassifier<double>(width)
            .WithOptimizer(Optimizer.Lbfgs(gradientTolerance: TightestTolerance))
            .WithPenalty(Penalty.L2(1.0 / rows));
        double[] inputs = [.. data.Inputs.Select(value => (double)value)];
        Perceptron<double> network = (hasBias ? description : description.WithoutBias()).Build()
            .Fit(inputs, data.Labels, new TrainingOptions { Epochs = MaxIterations }).Network;
        return Reference.Objective(data, new Weights(network.Weights.ToArray(), hasBias ? network.Bias.ToArray() : [0]));
    }
}
