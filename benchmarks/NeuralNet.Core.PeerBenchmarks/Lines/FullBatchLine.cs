using NeuralNet.Core.PeerBenchmarks.Data;
using NeuralNet.Core.PeerBenchmarks.Limits;
using NeuralNet.Core.PeerBenchmarks.Peers;

namespace NeuralNet.Core.PeerBenchmarks.Lines;

/// <summary>Logistic regression by full-batch gradient descent, on one thread and on two.</summary>
internal sealed class FullBatchLine(int rows, int width, int epochs, double numPyGoal, double? autogradGoal, bool fitsCache) : ILine
{
    private const float Rate = 0.5f;
    private const double Tolerance = 1e-5;
    private const double TwoThreadsGoal = 1.7;

    // Out of cache: 65 % of the rate of plain reading.
    private const double ReadingGoal = 0.65;

    /// <inheritdoc/>
    public string Name => FormattableString.Invariant($"full batch {rows:N0} x {width}");

    /// <inheritdoc/>
    public IEnumerable<Contest> Contests(PythonPeers python)
    {
        DataSet data = DataSet.Draw(rows, width);
        using var files = new DataFiles(data);
        PerceptronBuilder<float> description = Perceptron.BinaryClassifier<float>(width).WithInitialWeights(InitialWeights.Zeros).WithLearningRate(Rate);
        float[] oneThread = [];

        Outcome Judge(double seconds, Weights weights) => new(seconds, Reference.MeanLoss(data, weights));

        Perceptron<float> Train(int threads)
        {
            Perceptron<float> network = description.Build();
            network.Fit(data.Inputs, data.Labels, new TrainingOptions
            {
                Epochs = epochs,
                BatchSize = TrainingOptions.FullBatch,
                Threads = threads,
            });
            return network;
        }

        Outcome Ours(int threads)
        {
            Perceptron<float>? network = null;
            double seconds = Timing.Median(() => network = Train(threads));
            float[] weights = [.. network!.Weights, .. network.Bias];
            oneThread = threads == 1 ? weights : oneThread;
            if (oneThread.Length > 0 && !weights.AsSpan().SequenceEqual(oneThread))
            {
                throw new InvalidOperationException($"{Name}: {threads} threads give other bits than one.");
            }

            return Judge(seconds / epochs, Weights.Of(network));
        }

        Outcome ByHand()
        {
            (float[] Weights, float Bias) trained = default;
            double seconds = Timing.Median(() => trained = ByTensorPrimitives.FullBatch(data, Rate, epochs));
            return Judge(seconds / epochs, Weights.From(trained.Weights, [trained.Bias]));
        }

        Outcome Loop()
        {
            using var limit = new FullBatchLimit(data);
            Weights? weights = null;
            double seconds = Timing.Median(() => weights = limit.Train(Rate, epochs));
            return Judge(seconds / epochs, weights!);
        }

        Outcome Read()
        {
            float sum = 0;
            double seconds = Timing.Median(() => sum += PlainReading.Sum(data.Inputs));
            return new Outcome(seconds, sum);
        }

        Outcome Python(Func<System.Text.Json.Nodes.JsonObject, Answer> ask, bool autograd = false)
        {
            var request = PythonPeers.Request("full_batch", files);
            request["epochs"] = epochs;
            request["rate"] = Rate;
            request["autograd"] = autograd;
            Answer answer = ask(request);
            return Judge(answer.Seconds, answer.Weights);
        }

        yield return new Contest(
            $"full-batch logistic epoch, {Size}, one thread",
            TimeUnit.MillisecondsPerEpoch,
            Agreement.SameLoss(Tolerance),
            new Contestant("ours", null, () => Ours(threads: 1)),
            [
                new Contestant("plain reading of X", fitsCache ? null : ReadingGoal, Read) { IsYardstick = true },
                Limit.Contestant(Loop),
                new Contestant("TensorPrimitives row by row", null, ByHand),
                new Contestant("NumPy", numPyGoal, () => Python(request => python.AskNumPy(request))),
                new Contestant("PyTorch by hand", null, () => Python(python.AskPyTorch)),
                new Contestant("PyTorch autograd", autogradGoal, () => Python(python.AskPyTorch, autograd: true)),
            ]);

        yield return new Contest(
            $"full-batch logistic epoch, {Size}, two threads",
            TimeUnit.MillisecondsPerEpoch,
            Agreement.SameLoss(Tolerance),
            new Contestant("ours", null, () => Ours(threads: 2)),
            [
                new Contestant("plain reading of X, one thread", null, Read) { IsYardstick = true },
                new Contestant("ours on one thread", fitsCache ? TwoThreadsGoal : null, () => Ours(threads: 1)),
                new Contestant("NumPy, two threads", null, () => Python(request => python.AskNumPy(request, threads: 2))),
            ]);
    }

    private string Size => FormattableString.Invariant($"n={rows:N0} d={width}");
}
