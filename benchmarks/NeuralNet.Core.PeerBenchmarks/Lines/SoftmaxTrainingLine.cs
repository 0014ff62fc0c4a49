using NeuralNet.Core.PeerBenchmarks.Data;
using NeuralNet.Core.PeerBenchmarks.Limits;
using NeuralNet.Core.PeerBenchmarks.Peers;

namespace NeuralNet.Core.PeerBenchmarks.Lines;

/// <summary>Softmax regression of ten classes in mini-batches, by momentum and by Adam: three epochs in order.</summary>
internal sealed class SoftmaxTrainingLine(int rows, int width, int batch, double torchGoal, double numPyGoal) : ILine
{
    private const int Classes = 10;
    private const int Epochs = 3;
    private const double Tolerance = 1e-3;
    private const double MomentumRate = 0.01;
    private const double AdamRate = 0.001;

    /// <inheritdoc/>
    public string Name => FormattableString.Invariant($"softmax training {rows:N0} x {width}, batch {batch}");

    /// <inheritdoc/>
    public IEnumerable<Contest> Contests(PythonPeers python)
    {
        DataSet data = DataSet.Draw(rows, width, Classes);
        using var files = new DataFiles(data);
        Func<Outcome> momentum = () => Loop(data, new MomentumStep(MomentumRate));
        Func<Outcome> adam = () => Loop(data, new AdamStep(AdamRate));
        yield return Contest(python, data, files, "momentum", Optimizer.Momentum(), MomentumRate, momentum);
        yield return Contest(python, data, files, "adam", Optimizer.Adam(), AdamRate, adam);
    }

    private Outcome Loop<TStep>(DataSet data, TStep step)
        where TStep : struct, IStep
    {
        using var limit = new SoftmaxLimit<TStep>(data, Classes, step);
        Weights? weights = null;
        double seconds = Timing.Median(() => weights = limit.Train(Epochs, batch));
        return new Outcome(seconds, Reference.MeanLoss(data, weights!));
    }

    private Contest Contest(
        PythonPeers python, DataSet data, DataFiles files, string name, Optimizer optimizer, double rate, Func<Outcome> loop)
    {
        PerceptronBuilder<float> description = Perceptron.Classifier<float>(width, Classes)
            .WithInitialWeights(InitialWeights.Zeros)
            .WithOptimizer(optimizer)
            .WithLearningRate(rate);
        var options = new TrainingOptions { Epochs = Epochs, BatchSize = batch, Shuffle = false };

        Outcome Ours()
        {
            Perceptron<float>? network = null;
            double seconds = Timing.Median(() => network = description.Build().Fit(data.Inputs, data.Labels, options).Network);
            return new Outcome(seconds, Reference.MeanLoss(data, Weights.Of(network!)));
        }

        Outcome Python(Func<System.Text.Json.Nodes.JsonObject, Answer> ask)
        {
            var request = PythonPeers.Request("softmax", files);
            request["classes"] = Classes;
            request["epochs"] = Epochs;
            request["batch"] = batch;
            request["optimizer"] = name;
            request["rate"] = rate;
            Answer answer = ask(request);
            return new Outcome(answer.Seconds, Reference.MeanLoss(data, answer.Weights));
        }

        return new Contest(
            FormattableString.Invariant($"softmax k={Classes}, {Epochs} epochs of {rows:N0} x {width}, batch {batch}, {name}"),
            TimeUnit.Milliseconds,
            Agreement.SameLoss(Tolerance),
            new Contestant("ours", null, Ours),
            [
                Limit.Contestant(loop),
                new Contestant("NumPy", numPyGoal, () => Python(request => python.AskNumPy(request))),
                new Contestant("PyTorch", torchGoal, () => Python(python.AskPyTorch)),
            ]);
    }
}
