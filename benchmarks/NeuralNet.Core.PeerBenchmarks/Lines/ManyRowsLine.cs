using Microsoft.ML;
using NeuralNet.Core.PeerBenchmarks.Data;
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
        var mlNet = new MlNet(data);
        (ITransformer model, Weights weights) = mlNet.BinaryModel();
        float[] vector = weights.ToSingle();
        float bias = weights.BiasToSingle()[0];
        double[] expected = Reference.Predictions(data, weights);
        float[] predictions = new float[rows];
        Perceptron<float> trained = Perceptron.BinaryClassifier<float>(width).Build();
        trained.SetWeights(vector, [bias]);
        FrozenPerceptron<float> network = trained.Freeze();
        using var onnx = new OnnxSession(vector, [bias], data.Inputs, rows, predictions);

        Outcome Measure(Action predict)
        {
            Array.Clear(predictions);
            double seconds = Timing.Median(predict);
            return new Outcome(seconds, Reference.Distance(expected, predictions));
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
                new Contestant(
                    "TensorPrimitives row by row", null,
                    () => Measure(() => ByTensorPrimitives.Predict(data, vector, bias, predictions))),
                new Contestant("NumPy", NumPyGoal, () => Python(request => python.AskNumPy(request))),
                new Contestant("ONNX Runtime", OnnxGoal, () => Measure(() => onnx.Run())),
                new Contestant("ML.NET Transform", mlNetGoal, () => Measure(() => mlNet.Predict(model, predictions))),
                new Contestant("PyTorch", null, () => Python(python.AskPyTorch)),
                new Contestant("scikit-learn predict_proba", null, () => Python(python.AskScikitLearn)),
            ]);
    }
}
