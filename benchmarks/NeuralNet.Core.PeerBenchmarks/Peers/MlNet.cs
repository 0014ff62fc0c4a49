using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using NeuralNet.Core.PeerBenchmarks.Data;

namespace NeuralNet.Core.PeerBenchmarks.Peers;

/// <summary>ML.NET on one thread, on rows that it has cached before anything is timed.</summary>
internal sealed class MlNet
{
    private readonly MLContext _context = new(seed: 1);
    private readonly SchemaDefinition _schema;

    /// <summary>Hands the rows over.</summary>
    public MlNet(DataSet data, int classes = 2)
    {
        _schema = SchemaDefinition.Create(typeof(MlNetRow));
        _schema[nameof(MlNetRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, data.Width);
        _schema[nameof(MlNetRow.Class)].ColumnType = new KeyDataViewType(typeof(uint), classes);
        Rows = new MlNetRow[data.Rows];
        for (int row = 0; row < Rows.Length; row++)
        {
            Rows[row] = new MlNetRow
            {
                Features = data.Row(row).ToArray(),
                Label = data.Labels[row] == 1,
                Class = (uint)data.Labels[row] + 1,
            };
        }

        View = _context.Data.Cache(_context.Data.LoadFromEnumerable(Rows, _schema));
    }

    /// <summary>The rows, as objects.</summary>
    public IReadOnlyList<MlNetRow> Objects => Rows;

    private MlNetRow[] Rows { get; }

    private IDataView View { get; }

    /// <summary>SgdCalibrated, without a penalty.</summary>
    public Weights TrainSgd(double rate, int epochs, bool shuffle) => Of(
        _context.BinaryClassification.Trainers.SgdCalibrated(new SgdCalibratedTrainer.Options
        {
            NumberOfThreads = 1,
            NumberOfIterations = epochs,
            LearningRate = rate,
            L2Regularization = 0,
            ConvergenceTolerance = 0,

            // Or it would go through all rows once more after each epoch, to see whether it has converged.
            CheckFrequency = epochs + 1,
            Shuffle = shuffle,
        }).Fit(View).Model.SubModel);

    /// <summary>AveragedPerceptron.</summary>
    public Weights TrainAveragedPerceptron(int epochs, bool shuffle) => Of(
        _context.BinaryClassification.Trainers.AveragedPerceptron(new AveragedPerceptronTrainer.Options
        {
            NumberOfIterations = epochs,
            Shuffle = shuffle,
        }).Fit(View).Model);

    /// <summary>LbfgsLogisticRegression with the objective of C = 1.</summary>
    public Weights TrainLbfgs(float tolerance) => Of(FitLbfgs(tolerance, l2: 1).Model.SubModel);

    /// <summary>A model of two classes to predict with, and its weights.</summary>
    public (ITransformer Model, Weights Weights) BinaryModel()
    {
        var model = FitLbfgs(tolerance: 1e-3f, l2: 1);
        return (model, Of(model.Model.SubModel));
    }

    /// <summary>A model of several classes to predict with, and its weights.</summary>
    public (ITransformer Model, Weights Weights) ClassModel()
    {
        var model = _context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options
        {
            LabelColumnName = nameof(MlNetRow.Class),
            NumberOfThreads = 1,
            L1Regularization = 0,
        }).Fit(View);
        VBuffer<float>[]? vectors = null;
        model.Model.GetWeights(ref vectors, out _);
        float[] weights = [.. vectors!.SelectMany(vector => vector.DenseValues())];
        return (model, Weights.From(weights, [.. model.Model.GetBiases()], vectors!.Length));
    }

    /// <summary>An engine for single rows; one for each thread would be needed.</summary>
    public PredictionEngine<MlNetRow, TPrediction> Engine<TPrediction>(ITransformer model)
        where TPrediction : class, new() =>
        _context.Model.CreatePredictionEngine<MlNetRow, TPrediction>(model, inputSchemaDefinition: _schema);

    /// <summary>The probabilities of all rows.</summary>
    public void Predict(ITransformer model, Span<float> destination)
    {
        IDataView predicted = model.Transform(View);
        DataViewSchema.Column column = predicted.Schema[nameof(MlNetBinaryPrediction.Probability)];
        using DataViewRowCursor cursor = predicted.GetRowCursor([column]);
        ValueGetter<float> probability = cursor.GetGetter<float>(column);
        for (int row = 0; cursor.MoveNext(); row++)
        {
            probability(ref destination[row]);
        }
    }

    private BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>> FitLbfgs(
        float tolerance, float l2) =>
        _context.BinaryClassification.Trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
        {
            NumberOfThreads = 1,
            L1Regularization = 0,
            L2Regularization = l2,
            OptimizationTolerance = tolerance,
        }).Fit(View);

    private static Weights Of(LinearBinaryModelParameters model) => Weights.From([.. model.Weights], [model.Bias]);
}
