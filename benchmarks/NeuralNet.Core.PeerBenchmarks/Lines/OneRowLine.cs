using Microsoft.ML;
using NeuralNet.Core.PeerBenchmarks.Data;
using NeuralNet.Core.PeerBenchmarks.Limits;
using NeuralNet.Core.PeerBenchmarks.Peers;

namespace NeuralNet.Core.PeerBenchmarks.Lines;

/// <summary>The prediction of one row by a sigmoid; 64 rows in turn, so that none was written just before.</summary>
internal sealed class OneRowLine(int width, double? mlNetGoal) : ILine
{
    private const int Rows = 64;
    private const double Tolerance = 1e-5;
    private const double ByHandGoal = 1;

    /// <inheritdoc/>
    public string Name => FormattableString.Invariant($"one row sigmoid {width}");

    /// <inheritdoc/>
    public IEnumerable<Contest> Contests(PythonPeers python)
    {
        DataSet data = DataSet.Draw(Rows, width);
        using var files = new DataFiles(data);
        var mlNet = new Lazy<MlNet>(() => new MlNet(data));
        Perceptron<float> trained = Train(data);
        FrozenPerceptron<float> network = trained.Freeze();
        Weights weights = Weights.Of(trained);
        float[] vector = weights.ToSingle();
        float bias = weights.BiasToSingle()[0];
        double[] expected = Reference.Predictions(data, weights);
        float[] predictions = new float[Rows];

        // The loops differ in the call alone.
        Outcome Ours() => Measure(() =>
        {
            for (int row = 0; row < Rows; row++)
            {
                predictions[row] = network.Predict(data.Row(row));
            }
        });

        Outcome Loop()
        {
            using var limit = new OneRowLimit(data, vector, bias);
            return Measure(() =>
            {
                for (int row = 0; row < Rows; row++)
                {
                    predictions[row] = limit.Predict(row);
                }
            });
        }

        Outcome ByHand() => Measure(() =>
        {
            for (int row = 0; row < Rows; row++)
            {
                predictions[row] = ByTensorPrimitives.Predict(data.Row(row), vector, bias);
            }
        });

        // It cannot be given weights, so it is judged by those it learned itself.
        Outcome Engine()
        {
            (ITransformer model, Weights learned) = mlNet.Value.BinaryModel();
            using PredictionEngine<MlNetRow, MlNetBinaryPrediction> engine = mlNet.Value.Engine<MlNetBinaryPrediction>(model);
            IReadOnlyList<MlNetRow> rows = mlNet.Value.Objects;
            var prediction = new MlNetBinaryPrediction();
            return MeasureBy(Reference.Predictions(data, learned), () =>
            {
                for (int row = 0; row < Rows; row++)
                {
                    engine.Predict(rows[row], ref prediction);
                    predictions[row] = prediction.Probability;
                }
            });
        }

        Outcome Onnx()
        {
            float[] output = new float[1];
            using var onnx = new OnnxSession(vector, [bias], data.Inputs, rowsPerCall: 1, output);
            return Measure(() =>
            {
                for (int row = 0; row < Rows; row++)
                {
                    onnx.Run(row);
                    predictions[row] = output[0];
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
            FormattableString.Invariant($"one row, sigmoid, d={width}"),
            TimeUnit.NanosecondsPerRow,
            Agreement.SamePredictions(Tolerance),
            new Contestant("ours", null, Ours),
            [
                Limit.Contestant(Loop),
                new Contestant("TensorPrimitives by hand", ByHandGoal, ByHand),
                new Contestant("ML.NET PredictionEngine", mlNetGoal, Engine),
                new Contestant("ONNX Runtime", null, Onnx),
                new Contestant("PyTorch", null, PyTorch),
            ]);
    }

    private Perceptron<float> Train(DataSet data) => Perceptron.BinaryClassifier<float>(width)
        .WithOptimizer(Optimizer.Lbfgs())
        .WithPenalty(Penalty.L2(1.0 / Rows))
        .Build()
        .Fit(data.Inputs, data.Labels).Network;
}
