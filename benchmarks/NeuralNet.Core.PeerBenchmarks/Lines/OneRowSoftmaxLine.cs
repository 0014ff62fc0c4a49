using Microsoft.ML;
using NeuralNet.Core.PeerBenchmarks.Data;
using NeuralNet.Core.PeerBenchmarks.Limits;
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
        var mlNet = new Lazy<MlNet>(() => new MlNet(data, Classes));
        Perceptron<float> trained = Train(data);
        FrozenPerceptron<float> network = trained.Freeze();
        Weights weights = Weights.Of(trained);
        float[] vectors = weights.ToSingle();
        float[] bias = weights.BiasToSingle();
        double[] expected = Reference.Predictions(data, weights);
        float[] predictions = new float[Rows * Classes];

        Outcome Ours() => Measure(() =>
        {
            for (int row = 0; row < Rows; row++)
            {
                network.Predict(data.Row(row), predictions.AsSpan(row * Classes, Classes));
            }
        });

        Outcome Loop()
        {
            using var limit = new OneRowSoftmaxLimit(data, vectors, bias);
            Outcome outcome = Measure(() =>
            {
                for (int row = 0; row < Rows; row++)
                {
                    limit.Predict(row);
                }
            });
            return outcome with { Quality = Reference.Distance(expected, limit.Predictions) };
        }

        Outcome ByHand() => Measure(() =>
        {
            for (int row = 0; row < Rows; row++)
            {
                ByTensorPrimitives.Softmax(data.Row(row), vectors, bias, predictions.AsSpan(row * Classes, Classes));
            }
        });

        // It cannot be given weights, so it is judged by those it learned itself.
        Outcome Engine()
        {
            (ITransformer model, Weights learned) = mlNet.Value.ClassModel();
            using PredictionEngine<MlNetRow, MlNetClassPrediction> engine = mlNet.Value.Engine<MlNetClassPrediction>(model);
            IReadOnlyList<MlNetRow> rows = mlNet.Value.Objects;
            var prediction = new MlNetClassPrediction { Score = new float[Classes] };
            return MeasureBy(Reference.Predictions(data, learned), () =>
            {
                for (int row = 0; row < Rows; row++)
                {
                    engine.Predict(rows[row], ref prediction);
                    prediction.Score.CopyTo(predictions, row * Classes);
                }
            });
        }

        Outcome Onnx()
        {
            float[] output = new float[Classes];
            using var onnx = new OnnxSession(vectors, bias, data.Inputs, rowsPerCall: 1, output);
            return Measure(() =>
            {
                for (int row = 0; row < Rows; row++)
                {
                    onnx.Run(row);
                    output.CopyTo(predictions, row * Classes);
                }
            });
        }

        Outcome Measure(Action allRows) => MeasureBy(expected, allRows);

        Outcome MeasureBy(double[] right, Action allRows)
        {
            Array.Clear(predictions);
            double seconds = Timing.Median(allRows);
            return new Outcome(seconds / Rows, Reference.Distance(right, predictions));
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
                Limit.Contestant(Loop),
                new Contestant("TensorPrimitives by hand", ByHandGoal, ByHand),
                new Contestant("ML.NET PredictionEngine", MlNetGoal, Engine),
                new Contestant("ONNX Runtime", null, Onnx),
                new Contestant("PyTorch", null, PyTorch),
            ]);
    }

    private Perceptron<float> Train(DataSet data) => Perceptron.Classifier<float>(width, Classes)
        .WithOptimizer(Optimizer.Lbfgs())
        .WithPenalty(Penalty.L2(1.0 / Rows))
        .Build()
        .Fit(data.Inputs, data.Labels).Network;
}
