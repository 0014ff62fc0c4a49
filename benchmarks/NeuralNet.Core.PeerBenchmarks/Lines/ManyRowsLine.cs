using Microsoft.ML;
using NeuralNet.Core.PeerBenchmarks.Data;
using NeuralNet.Core.PeerBenchmarks.Limits;
using NeuralNet.Core.PeerBenchmarks.Peers;

namespace NeuralNet.Core.PeerBenchmarks.Lines;

/// <summary>The prediction of many rows at once by a sigmoid.</summary>
internal sealed class ManyRowsLine(int rows, int width, double? mlNetGoal) : ILine
{
    private const double Tolerance = 1e-5;
    private const double NumPyGoal = 1.4;
    private const double OnnxGoal = 3;

    /// <inheritdoc/>
    public string Name => FormattableString.Invariant($"many rows {rows:N0} x {width}");

    /// <inheritdoc/>
    public IEnumerable<Contest> Contests(PythonPeers python)
    {
        DataSet data = DataSet.Draw(rows, width);
        using var files = new DataFiles(data);
        var mlNet = new Lazy<MlNet>(() => new MlNet(data));
        Perceptron<float> trained = Train(data);
        FrozenPerceptron<float> network = trained.Freeze();
        Weights weights = Weights.Of(trained);
        float[] vector = weights.ToSingle();
        float bias = weights.BiasToSingle()[0];
        double[] expected = Reference.Predictions(data, weights);
        float[] predictions = new float[rows];

        Outcome Measure(Action predict) => MeasureBy(expected, predict);

        Outcome MeasureBy(double[] right, Action predict)
        {
            Array.Clear(predictions);
            double seconds = Timing.Median(predict);
            return new Outcome(seconds, Reference.Distance(right, predictions));
        }

        Outcome Loop()
        {
            using var limit = new ManyRowsLimit(data, vector, bias);
            double seconds = Timing.Median(limit.Predict);
            return new Outcome(seconds, Reference.Distance(expected, limit.Predictions));
        }

        Outcome Onnx()
        {
            using var onnx = new OnnxSession(vector, [bias], data.Inputs, rows, predictions);
            return Measure(() => onnx.Run());
        }

        // It cannot be given weights, so it is judged by those it learned itself.
        Outcome Transform()
        {
            (ITransformer model, Weights learned) = mlNet.Value.BinaryModel();
            return MeasureBy(Reference.Predictions(data, learned), () => mlNet.Value.Predict(model, predictions));
        }

        Outcome Read()
        {
            float sum = 0;
            double seconds = Timing.Median(() => sum += PlainReading.Sum(data.Inputs));
            return new Outcome(seconds, sum);
        }

        Outcome Python(Func<System.Text.Json.Nodes.JsonObject, Answer> ask)
        {
            Answer answer = ask(PythonPeers.Request("predict_rows", files, weights));
            return new Outcome(answer.Seconds, Reference.Distance(expected, files.ReadPredictions()));
        }

        yield return new Contest(
            FormattableString.Invariant($"many rows, {rows:N0} x {width}"),
            TimeUnit.Milliseconds,
            Agreement.SamePredictions(Tolerance),
            new Contestant("ours", null, () => Measure(() => network.Predict(data.Inputs, predictions))),
            [
                new Contestant("plain reading of X", null, Read) { IsYardstick = true },
                Limit.Contestant(Loop),
                new Contestant(
                    "TensorPrimitives row by row", null,
                    () => Measure(() => ByTensorPrimitives.Predict(data, vector, bias, predictions))),
                new Contestant("NumPy", NumPyGoal, () => Python(request => python.AskNumPy(request))),
                new Contestant("ONNX Runtime", OnnxGoal, Onnx),
                new Contestant("ML.NET Transform", mlNetGoal, Transform),
                new Contestant("PyTorch", null, () => Python(python.AskPyTorch)),
                new Contestant("scikit-learn predict_proba", null, () => Python(python.AskScikitLearn)),
            ]);
    }

    private Perceptron<float> Train(DataSet data) => Perceptron.BinaryClassifier<float>(width)
        .WithOptimizer(Optimizer.Lbfgs())
        .WithPenalty(Penalty.L2(1.0 / rows))
        .Build()
        .Fit(data.Inputs, data.Labels).Network;
}
