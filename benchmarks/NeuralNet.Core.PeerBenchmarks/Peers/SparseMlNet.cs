using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using NeuralNet.Core.PeerBenchmarks.Data;

namespace NeuralNet.Core.PeerBenchmarks.Peers;

/// <summary>ML.NET on one thread, on sparse rows that it has cached before anything is timed.</summary>
internal sealed class SparseMlNet
{
    private readonly MLContext _context = new(seed: 1);
    private readonly IDataView _view;

    /// <summary>Hands the rows over.</summary>
    public SparseMlNet(SparseSet data)
    {
        var schema = SchemaDefinition.Create(typeof(SparseMlNetRow));
        schema[nameof(SparseMlNetRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, data.Columns);
        var rows = new SparseMlNetRow[data.Rows];
        for (int row = 0; row < rows.Length; row++)
        {
            (int start, int end) = (data.RowStarts[row], data.RowStarts[row + 1]);
            rows[row] = new SparseMlNetRow
            {
                Features = new VBuffer<float>(data.Columns, end - start, data.Values[start..end], data.Indices[start..end]),
                Label = data.Labels[row] == 1,
            };
        }

        _view = _context.Data.Cache(_context.Data.LoadFromEnumerable(rows, schema));
    }

    /// <summary>SgdCalibrated, without a penalty.</summary>
    public Weights TrainSgd(double rate, int epochs)
    {
        LinearBinaryModelParameters model = _context.BinaryClassification.Trainers.SgdCalibrated(new SgdCalibratedTrainer.Options
        {
            NumberOfThreads = 1,
            NumberOfIterations = epochs,
            LearningRate = rate,
            L2Regularization = 0,
            ConvergenceTolerance = 0,

            // Or it would go through all rows once more after each epoch, to see whether it has converged.
            CheckFrequency = epochs + 1,
            Shuffle = false,
        }).Fit(_view).Model.SubModel;
        return Weights.From([.. model.Weights], [model.Bias]);
    }

    /// <summary>AveragedPerceptron.</summary>
    public Weights TrainAveragedPerceptron(int epochs)
    {
        LinearBinaryModelParameters model = _context.BinaryClassification.Trainers.AveragedPerceptron(new AveragedPerceptronTrainer.Options
        {
            NumberOfIterations = epochs,
            Shuffle = false,
        }).Fit(_view).Model;
        return Weights.From([.. model.Weights], [model.Bias]);
    }
}
