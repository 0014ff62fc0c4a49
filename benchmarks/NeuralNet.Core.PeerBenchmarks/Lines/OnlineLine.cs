using NeuralNet.Core.PeerBenchmarks.Data;
using NeuralNet.Core.PeerBenchmarks.Limits;
using NeuralNet.Core.PeerBenchmarks.Peers;

namespace NeuralNet.Core.PeerBenchmarks.Lines;

/// <summary>Logistic regression by single rows, in the order of the data and shuffled.</summary>
internal sealed class OnlineLine(int rows, int width, double scikitLearnGoal, double sgdGoal) : ILine
{
    private const int Epochs = 10;
    private const double Margin = 0.005;

    // A step answers to the squared length of its row, which is near the width.
    private readonly double _rate = 0.16 / width;

    /// <inheritdoc/>
    public string Name => FormattableString.Invariant($"online {rows:N0} x {width}");

    /// <inheritdoc/>
    public IEnumerable<Contest> Contests(PythonPeers python)
    {
        DataSet data = DataSet.Draw(rows, width);
        using var files = new DataFiles(data);
        var mlNet = new Lazy<MlNet>(() => new MlNet(data));
        PerceptronBuilder<float> description = Perceptron.BinaryClassifier<float>(width).WithInitialWeights(InitialWeights.Zeros).WithLearningRate(_rate);

        Outcome Measure(Func<Weights> train)
        {
            Weights? weights = null;
            double seconds = Timing.Median(() => weights = train());
            return new Outcome(seconds / Epochs / rows, Reference.BestScaledLoss(data, weights!));
        }

        Outcome Ours(bool shuffle) => Measure(() =>
        {
            Perceptron<float> network = description.Build();
            network.Fit(data.Inputs, data.Labels, new TrainingOptions { Epochs = Epochs, BatchSize = 1, Shuffle = shuffle });
            return Weights.Of(network);
        });

        Outcome Loop(bool shuffle)
        {
            using var limit = new OnlineLimit(data, _rate);
            return Measure(() => limit.Train(Epochs, shuffle));
        }

        Outcome ScikitLearn(bool shuffle)
        {
            var request = PythonPeers.Request("online", files);
            request["epochs"] = Epochs;
            request["rate"] = _rate;
            request["shuffle"] = shuffle;
            Answer answer = python.AskScikitLearn(request);
            return new Outcome(answer.Seconds, Reference.BestScaledLoss(data, answer.Weights));
        }

        foreach (bool shuffle in new[] { false, true })
        {
            yield return new Contest(
                FormattableString.Invariant($"online log loss, d={width}, {(shuffle ? "shuffled" : "in order")}"),
                TimeUnit.NanosecondsPerRow,
                Agreement.NotBetterThanOurs(Margin),
                new Contestant("ours", null, () => Ours(shuffle)),
                [
                    Limit.Contestant(() => Loop(shuffle)),
                    new Contestant("scikit-learn SGDClassifier", scikitLearnGoal, () => ScikitLearn(shuffle)),
                    new Contestant("ML.NET SgdCalibrated", sgdGoal, () => Measure(() => mlNet.Value.TrainSgd(_rate, Epochs, shuffle))),
                    new Contestant(
                        "ML.NET AveragedPerceptron", null, () => Measure(() => mlNet.Value.TrainAveragedPerceptron(Epochs, shuffle))),
                ]);
        }
    }
}
