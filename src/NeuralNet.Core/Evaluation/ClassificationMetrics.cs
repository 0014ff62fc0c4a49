using NeuralNet.Core.Evaluation;
using NeuralNet.Core.Foundation;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// How well a classifier does on labelled rows. Shares of nothing are 0: the precision of a class that is never predicted,
/// the recall of a class without rows.
/// </summary>
public sealed class ClassificationMetrics
{
    private readonly double[]? _logits;
    private readonly int[]? _labels;

    /// <summary>With two classes and a link that gives probabilities also the logits, ascending, and their labels.</summary>
    internal ClassificationMetrics(
        ConfusionMatrix confusionMatrix,
        double? logLoss,
        double? brierScore,
        double? rocAuc,
        double? precisionRecallAuc = null,
        double[]? logits = null,
        int[]? labels = null)
    {
        ConfusionMatrix = confusionMatrix;
        LogLoss = logLoss;
        BrierScore = brierScore;
        RocAuc = rocAuc;
        PrecisionRecallAuc = precisionRecallAuc;
        _logits = logits;
        _labels = labels;
    }

    /// <summary>The share of rows whose class was predicted, [0, 1].</summary>
    public double Accuracy => (double)ConfusionMatrix.Correct / ConfusionMatrix.Rows;

    /// <summary>
    /// The mean recall of the classes that have rows, [0, 1]: the accuracy if each class had as many rows; 1 / classes is
    /// chance.
    /// </summary>
    public double BalancedAccuracy
    {
        get
        {
            double sum = 0;
            int present = 0;
            for (int label = 0; label < ConfusionMatrix.Classes; label++)
            {
                sum += Of(label).Recall;
                present += ConfusionMatrix.ActualRows(label) > 0 ? 1 : 0;
            }

            return sum / present;
        }
    }

    /// <summary>
    /// The correlation of true and predicted classes, [-1, 1]; 0 is no better than chance, or one class only among the labels
    /// or the predictions. Fair to rare classes. The form for any number of classes of J. Gorodkin (Comparing two K-category
    /// assignments by a K-category correlation coefficient, 2004), which for two is that of B. W. Matthews (1975).
    /// </summary>
    public double MatthewsCorrelation
    {
        get
        {
            long rows = ConfusionMatrix.Rows;
            long both = 0, actual = 0, predicted = 0;
            for (int label = 0; label < ConfusionMatrix.Classes; label++)
            {
                long actualRows = ConfusionMatrix.ActualRows(label);
                long predictedRows = ConfusionMatrix.PredictedRows(label);
                both += actualRows * predictedRows;
                actual += actualRows * actualRows;
                predicted += predictedRows * predictedRows;
            }

            double spread = (double)((rows * rows) - actual) * ((rows * rows) - predicted);
            return spread == 0 ? 0 : ((ConfusionMatrix.Correct * rows) - both) / Math.Sqrt(spread);
        }
    }

    /// <summary>
    /// Of the rows predicted as class 1, the share that are of it, [0, 1]. Null with more than two classes: see
    /// <see cref="Of"/> and the averages.
    /// </summary>
    public double? Precision => IsBinary ? Of(1).Precision : null;

    /// <summary>
    /// Of the rows of class 1, the share predicted as it, [0, 1]. Null with more than two classes: see <see cref="Of"/> and
    /// the averages.
    /// </summary>
    public double? Recall => IsBinary ? Of(1).Recall : null;

    /// <summary>
    /// The harmonic mean of precision and recall of class 1, [0, 1]. Null with more than two classes: see <see cref="Of"/>
    /// and the averages.
    /// </summary>
    public double? F1 => IsBinary ? Of(1).F1 : null;

    /// <summary>
    /// The mean over the classes, each counted alike. Classes that occur neither among the labels nor among the predictions
    /// are left out, as by scikit-learn.
    /// </summary>
    public PrecisionRecallF1 Macro
    {
        get
        {
            int present = 0;
            for (int label = 0; label < ConfusionMatrix.Classes; label++)
            {
                present += Occurs(label) ? 1 : 0;
            }

            PrecisionRecallF1 mean = default;
            for (int label = 0; label < ConfusionMatrix.Classes; label++)
            {
                mean = Occurs(label) ? mean.Plus(Of(label), 1.0 / present) : mean;
            }

            return mean;
        }
    }

    /// <summary>The mean over the classes, each counted by its rows.</summary>
    public PrecisionRecallF1 Weighted
    {
        get
        {
            PrecisionRecallF1 mean = default;
            for (int label = 0; label < ConfusionMatrix.Classes; label++)
            {
                mean = mean.Plus(Of(label), (double)ConfusionMatrix.ActualRows(label) / ConfusionMatrix.Rows);
            }

            return mean;
        }
    }

    /// <summary>
    /// Precision, recall and F1 of all classes counted together. Where each row has one class, as here, each of the three is
    /// the <see cref="Accuracy"/>.
    /// </summary>
    public PrecisionRecallF1 Micro =>
        PrecisionRecallF1.Of(ConfusionMatrix.Correct, ConfusionMatrix.Rows, ConfusionMatrix.Rows);

    /// <summary>How many rows of each class were predicted as which class.</summary>
    public ConfusionMatrix ConfusionMatrix { get; }

    /// <summary>
    /// The mean of -ln(predicted probability of the true class) over the rows, [0, inf); null where predictions are not the
    /// probabilities of the classes (the link is neither the sigmoid of one output nor softmax).
    /// </summary>
    public double? LogLoss { get; }

    /// <summary>
    /// The mean squared distance of predicted probability and truth. Two classes: of the probability of class 1 from the
    /// label, [0, 1]. More: summed over the classes, [0, 2]. Null where <see cref="LogLoss"/> is (G. W. Brier, 1950).
    /// </summary>
    public double? BrierScore { get; }

    /// <summary>
    /// The area under the receiver operating characteristic, [0, 1]: the probability that a row of class 1 has a larger
    /// logit than one of class 0, ties counted half. With more than two classes the mean over the classes, each against
    /// the rest, ranked by its probability, or by its logit where the link gives no probabilities of classes. Null where a
    /// class has no rows.
    /// </summary>
    public double? RocAuc { get; }

    /// <summary>
    /// The area under precision against recall of class 1, (0, 1], as the average precision: the sum over the thresholds of
    /// precision times the recall gained, ties together. The share of class 1 is chance, which makes it telling where class 1
    /// is rare. Null with more than two classes, or without rows of class 1.
    /// </summary>
    public double? PrecisionRecallAuc { get; }

    private bool IsBinary => ConfusionMatrix.Classes == 2;

    /// <summary>Precision, recall and F1 of one class against the rest.</summary>
    /// <param name="label">The class, [0, <see cref="ConfusionMatrix.Classes"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public PrecisionRecallF1 Of(int label) => PrecisionRecallF1.Of(
        ConfusionMatrix.CorrectRows(label), ConfusionMatrix.PredictedRows(label), ConfusionMatrix.ActualRows(label));

    /// <summary>
    /// Whether probabilities come true as often as they say: the rows in bins of equal width by their predicted probability
    /// of class 1, in ascending order. Bins without rows are left out, as by scikit-learn. Null with more than two classes, or
    /// where <see cref="LogLoss"/> is null.
    /// </summary>
    /// <param name="bins">How many bins [0, 1] is divided into, [1, inf). Default 10.</param>
    /// <exception cref="ArgumentOutOfRangeException">bins is below 1.</exception>
    public IReadOnlyList<CalibrationBin>? Calibration(int bins = Defaults.CalibrationBins)
    {
        Throw.IfNotPositive(bins);
        return _logits is null || _labels is null ? null : CalibrationCurve.Of(_logits, _labels, bins);
    }

    /// <summary>The metrics in a line.</summary>
    public override string ToString() =>
        Invariant($"accuracy {Accuracy:P2}") +
        (RocAuc is null ? string.Empty : Invariant($", ROC AUC {RocAuc:F4}")) +
        (LogLoss is null ? string.Empty : Invariant($", log loss {LogLoss:F4}")) +
        Invariant($", {ConfusionMatrix.Rows} rows");

    private bool Occurs(int label) => ConfusionMatrix.ActualRows(label) > 0 || ConfusionMatrix.PredictedRows(label) > 0;
}
