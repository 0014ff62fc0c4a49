using NeuralNet.Core.Activations;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>The results of a cross-validation: metrics on rows that were not trained on, for each fold.</summary>
/// <typeparam name="TMetrics"><see cref="ClassificationMetrics"/> or <see cref="RegressionMetrics"/>.</typeparam>
public sealed class CrossValidation<TMetrics>
    where TMetrics : class
{
    private readonly double[] _logits;
    private readonly int _outputs;
    private readonly OutputFunction<double> _outputActivation;

    internal CrossValidation(
        FoldResult<TMetrics>[] folds, int[] testRows, double[] logits, int outputs, OutputFunction<double> outputActivation)
    {
        Folds = folds.AsReadOnly();
        TestRows = testRows.AsReadOnly();
        _logits = logits;
        _outputs = outputs;
        _outputActivation = outputActivation;
    }

    /// <summary>The result of each fold <c>[folds]</c>.</summary>
    public IReadOnlyList<FoldResult<TMetrics>> Folds { get; }

    /// <summary>
    /// The indices of all tested rows, in ascending order: every row, but with <see cref="NeuralNet.Core.Folds.ByTime"/> not the earliest,
    /// which no network can predict from earlier ones.
    /// </summary>
    public IReadOnlyList<int> TestRows { get; }

    /// <summary>
    /// The logits of <see cref="TestRows"/> <c>[test rows x outputs]</c>, from the network that was not trained on it; in double for any precision of the
    /// network. Use them with the labels of the rows to learn a calibration or a threshold.
    /// </summary>
    public ReadOnlySpan<double> Logits => _logits;

    /// <summary>
    /// Computes the predictions of <see cref="TestRows"/> <c>[test rows x outputs]</c>, from the network that was not trained on it: the output activation
    /// of the logits, in a new array.
    /// </summary>
    public double[] Predictions()
    {
        var predictions = (double[])_logits.Clone();
        _outputActivation.Apply(predictions, _outputs);
        return predictions;
    }

    /// <summary>Mean and standard deviation of <see cref="FoldResult{TMetrics}.Loss"/> over the folds.</summary>
    public FoldScore Loss => FoldScore.Compute([.. Folds.Select(fold => fold.Loss)]);

    /// <summary>The score of <see cref="Loss"/>, larger for better.</summary>
    internal FoldScore OwnScore => Score("loss", fold => -fold.Loss);

    /// <summary>Computes mean and standard deviation of a metric over the folds.</summary>
    /// <param name="score">Selects a number from the metrics of each fold, such as <c>metrics => metrics.Accuracy</c>.</param>
    /// <exception cref="ArgumentNullException">score is null.</exception>
    /// <exception cref="ArgumentException">The score of a fold is NaN or infinite.</exception>
    public FoldScore Score(Func<TMetrics, double> score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return Score(nameof(score), fold => score(fold.Metrics));
    }

    private FoldScore Score(string name, Func<FoldResult<TMetrics>, double> score)
    {
        var scores = new double[Folds.Count];
        for (int fold = 0; fold < scores.Length; fold++)
        {
            scores[fold] = score(Folds[fold]);
            if (!double.IsFinite(scores[fold]))
            {
                throw new ArgumentException(Invariant(
                    $"{name} is {scores[fold]} for fold {fold} ({Folds[fold]}); it must be finite. Choose another score, or other folds."), name);
            }
        }

        return FoldScore.Compute(scores);
    }

    /// <summary>Returns the folds, one per line.</summary>
    public override string ToString() => string.Join('\n', Folds);
}
