using Microsoft.ML;
using NeuralNet.Core.PeerBenchmarks.Data;
using NeuralNet.Core.PeerBenchmarks.Peers;

namespace NeuralNet.Core.PeerBenchmarks.Lines;

/// <summary>The prediction of one row by a softmax of ten classes; 640 rows in turn.</summary>
internal sealed class OneRowSoftmaxLine(int width) : ILine
{
    private const int Classes = 10;

    // Enough for every class to occur, so that ML.NET has weights for each.
    private const int Rows = 640;
    private const double Tolerance = 1e-5;
    private const double ByHandGoal = 1.5;
    private const double MlNetGoal = 5;

    /// <inheritdoc/>
    public string Name => FormattableString.Invariant($"one row softmax {width}");

    /// <inheritdoc/>
    public IEnumerable<Contest> Contests(PythonPeers python)
    {
        DataSet data = DataSet.Draw(Rows, width, Classes);
        using var files = new DataFiles(data);
        var mlNet = new MlNet(data, Classes);
        (ITransformer model, Weights weights) = mlNet.ClassModel();
        float[] vectors = weights.ToSingle();
        float[] bias = weights.BiasToSingle();
        double[] expected = Reference.Predictions(data, weights);
        float[] predictions = new float[Rows * Classes];
        FrozenPerceptron<float> network = Network(vectors, bias);
        using PredictionEngine<MlNetRow, MlNetClassPrediction> engine = mlNet.Engine<MlNetClassPrediction>(model);
        var prediction = new MlNetClassPrediction { Score = new float[Classes] };
        float[] onnxOutput = new float[Classes];
        using var onnx = new OnnxSession(vectors, bias, data.Inputs, rowsPerCall: 1, onnxOutput);

        Outcome Ours() => Measure(() =>
        {
            for (int row = 0; row < Rows; row++)
            {
                network.Predict(data.Row(row), predictions.AsSpan(row * Classes, Classes));
            }
        });

        Outcome ByHand() => Measure(() =>
        {
            for (int row = 0; row < Rows; row++)
            {
                ByTensorPrimitives.Softmax(data.Row(row), vectors, bias, predictions.AsSpan(row * Classes, Classes));
            }
        });

        Outcome Engine() => Measure(() =>
        {
            for (int row = 0; row < Rows; row++)
            {
                engine.Predict(mlNet.Objects[row], ref prediction);
                prediction.Score.CopyTo(predictions, row * Classes);
            }
        });

        Outcome Onnx() => Measure(() =>
        {
            for (int row = 0; row < Rows; row++)
            {
                onnx.Run(row);
                onnxOutput.CopyTo(predictions, row * Classes);
            }
        });

        Outcome Measure(Action allRows)
        {
            Array.Clear(predictions);
            double seconds = Timing.Median(allRows);
            return new Outcome(seconds / Rows, Reference.Distance(expected, predictions));
        }

        Outcome PyTorch()
        {
            Answer answer = python.AskPyTorch(PythonPeers.Request("predict_row", files, weights));
            return new Outcome(answer.Seconds, Reference.Distance(expected, files.ReadPredictions()));
        }

        yield return new Contest(
            FormattableString.Invariant($"one row, softmax k={Classes}, d={width}"),
            TimeUnit.NanosecondsPerRow,
            Agreement.SamePredictions(Tolerance),
            new Contestant("ours", null, Ours),
            [
                new Contestant("TensorPrimitives by hand", ByHandGoal, ByHand),
                new Contestant("ML.NET PredictionEngine", MlNetGoal, Engine),
                new Contestant("ONNX Runtime", null, Onnx),
                new Contestant("PyTorch", null, PyTorch),
            ]);
    }

    private FrozenPerceptron<float> Network(float[] weights, float[] bias)
    {
        Perceptron<float> network = Perceptron.Classifier<float>(width, Classes).Build();
        network.SetWeights(weights, bias);
        return network.Freeze();
    }
}
