using System.Numerics;
using NeuralNet.Core.Evaluation;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Prediction;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// How well a classifier does on labelled rows. Shares of nothing are 0: the precision of a class that is never predicted,
/// the recall of a class without rows.
/// </summary>
public sealed class ClassificationMetrics
{
    private readonly ScoreKind _kind;
    private readonly double _logLoss;
    private readonly double _brierScore;
    private readonly RankedScores? _ranked;
    private readonly OneVersusRest? _oneVersusRest;
    private readonly Lazy<double?> _rocAuc;
    private readonly Lazy<double?> _precisionRecallAuc;

    /// <summary>Loss and Brier score are sums over the rows; with two classes there are ranked scores, with more those of each class.</summary>
    internal ClassificationMetrics(
        ConfusionMatrix confusionMatrix,
        ScoreKind kind,
        double logLoss,
        double brierScore,
        RankedScores? ranked = null,
        OneVersusRest? oneVersusRest = null)
    {
        ConfusionMatrix = confusionMatrix;
        _kind = kind;
        _logLoss = logLoss;
        _brierScore = brierScore;
        _ranked = ranked;
        _oneVersusRest = oneVersusRest;
        _rocAuc = new(() => _ranked is not null ? RocCurve.Area(_ranked)
            : _oneVersusRest is not null && ConfusionMatrix.Tallies.Count(tally => tally.Actual > 0) == ConfusionMatrix.ClassCount
            ? _oneVersusRest.MeanRocArea(ConfusionMatrix.ClassCount) : null);
        _precisionRecallAuc = new(() => _ranked is null ? null : PrecisionRecallCurve.Area(_ranked));
    }

    /// <summary>The share of rows whose class was predicted, [0, 1].</summary>
    public double Accuracy => ConfusionMatrix.Correct / ConfusionMatrix.Weight;

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
            foreach (ClassTally tally in ConfusionMatrix.Tallies.Where(tally => tally.Actual > 0))
            {
                sum += Scores(tally).Recall;
                present++;
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
            double rows = ConfusionMatrix.Weight;
            double both = 0, actual = 0, predicted = 0;
            foreach (ClassTally tally in ConfusionMatrix.Tallies)
            {
                both += tally.Actual * tally.Predicted;
                actual += tally.Actual * tally.Actual;
                predicted += tally.Predicted * tally.Predicted;
            }

            // One class alone has all the weight, in the same bits.
            double spread = ((rows * rows) - actual) * ((rows * rows) - predicted);
            return spread > 0 ? Math.Clamp(((ConfusionMatrix.Correct * rows) - both) / Math.Sqrt(spread), -1, 1) : 0;
        }
    }

    /// <summary>
    /// Of the rows predicted as class 1, the share that are of it, [0, 1]. Null with more than two classes: see
    /// <see cref="ForClass"/> and the averages.
    /// </summary>
    public double? Precision => IsBinary ? ForClass(1).Precision : null;

    /// <summary>
    /// Of the rows of class 1, the share predicted as it, [0, 1]. Null with more than two classes: see <see cref="ForClass"/> and
    /// the averages.
    /// </summary>
    public double? Recall => IsBinary ? ForClass(1).Recall : null;

    /// <summary>
    /// The harmonic mean of precision and recall of class 1, [0, 1]. Null with more than two classes: see <see cref="ForClass"/>
    /// and the averages.
    /// </summary>
    public double? F1 => IsBinary ? ForClass(1).F1 : null;

    /// <summary>
    /// The mean over the classes, each counted alike. Classes that occur neither among the labels nor among the predictions
    /// are left out, as by scikit-learn.
    /// </summary>
    public PrecisionRecallF1 Macro
    {
        get
        {
            int present = ConfusionMatrix.Tallies.Count();
            PrecisionRecallF1 mean = default;
            foreach (ClassTally tally in ConfusionMatrix.Tallies)
            {
                mean = mean.Plus(Scores(tally), 1.0 / present);
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
            foreach (ClassTally tally in ConfusionMatrix.Tallies)
            {
                mean = mean.Plus(Scores(tally), tally.Actual / ConfusionMatrix.Weight);
            }

            return mean;
        }
    }

    /// <summary>
    /// Precision, recall and F1 of all classes counted together. Where each row has one class, as here, each of the three is
    /// the <see cref="Accuracy"/>.
    /// </summary>
    public PrecisionRecallF1 Micro =>
        PrecisionRecallF1.Compute(ConfusionMatrix.Correct, ConfusionMatrix.Weight, ConfusionMatrix.Weight);

    /// <summary>How many rows of each class were predicted as which class.</summary>
    public ConfusionMatrix ConfusionMatrix { get; }

    /// <summary>
    /// The mean of -ln(predicted probability of the true class) over the rows, [0, inf); null where predictions are not the
    /// probabilities of the classes (the output activation is neither the sigmoid of one output nor softmax).
    /// </summary>
    public double? LogLoss => HasLosses ? _logLoss / ConfusionMatrix.Weight : null;

    /// <summary>
    /// The mean squared distance of predicted probability and truth. Two classes: of the probability of class 1 from the
    /// label, [0, 1]. More: summed over the classes, [0, 2]. Null where <see cref="LogLoss"/> is (G. W. Brier, 1950).
    /// </summary>
    public double? BrierScore => HasLosses ? _brierScore / ConfusionMatrix.Weight : null;

    /// <summary>
    /// The area under the receiver operating characteristic, [0, 1]: the probability that a row of class 1 has a larger
    /// logit than one of class 0, ties counted half. With more than two classes the mean over the classes, each against
    /// the rest, ranked by its probability, or by its logit where the output activation gives no probabilities of classes. Null where a
    /// class has no rows, or there are no scores (<see cref="FromClasses"/>, <see cref="WithoutScores"/>). Computed when it is
    /// first asked for: with many classes it takes longer than all else.
    /// </summary>
    public double? RocAuc => _rocAuc.Value;

    /// <summary>
    /// The area under precision against recall of class 1, (0, 1], as the average precision: the sum over the thresholds of
    /// precision times the recall gained, ties together. The share of class 1 is chance, which makes it telling where class 1
    /// is rare. Null with more than two classes, without rows of class 1, or without scores.
    /// </summary>
    public double? PrecisionRecallAuc => _precisionRecallAuc.Value;

    private bool IsBinary => ConfusionMatrix.ClassCount == 2;

    private bool HasLosses => _kind is ScoreKind.Logit or ScoreKind.Probability;

    /// <summary>The metrics of predicted probabilities, wherever they come from.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="probabilities">
    /// The probability of class 1 of each row <c>[rows]</c>, or those of all classes <c>[rows x classes]</c>, row-major, which
    /// sum to 1; each in [0, 1]. A probability of 0 that came true counts in the log loss as the least normal number of T.
    /// </param>
    /// <param name="labels">The classes <c>[rows]</c>, from 0 on.</param>
    /// <param name="sampleWeights">How much each row counts <c>[rows]</c>, [0, inf), not all 0: 2 is the row twice, 0 no row. Default empty: once.</param>
    /// <param name="threshold">
    /// The probability above which a row is taken for class 1, finite; of the probabilities of all classes the largest decides,
    /// the first of equals. Default 0.5.
    /// </param>
    /// <exception cref="ArgumentException">There are no rows, lengths do not fit, or a value is out of range.</exception>
    public static ClassificationMetrics FromProbabilities<T>(
        ReadOnlySpan<T> probabilities, ReadOnlySpan<int> labels, ReadOnlySpan<T> sampleWeights = default, double threshold = 0.5)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int classes = ScoreCheck.Classes(nameof(probabilities), probabilities, labels);
        ScoreCheck.Probabilities(nameof(probabilities), probabilities, Math.Max(1, probabilities.Length / labels.Length));
        return ClassScoring.Score(
            probabilities, labels, CountedRows.Count(nameof(sampleWeights), sampleWeights, labels.Length), classes, threshold, ScoreKind.Probability);
    }

    /// <summary>
    /// The metrics of any scores that rank rows, such as margins or logits, wherever they come from; they have no log loss, no
    /// Brier score and no calibration.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="scores">
    /// The score of each row <c>[rows]</c>, the larger the more likely class 1, or that for each class <c>[rows x classes]</c>,
    /// row-major; finite.
    /// </param>
    /// <param name="labels">The classes <c>[rows]</c>, from 0 on.</param>
    /// <param name="sampleWeights">How much each row counts <c>[rows]</c>, [0, inf), not all 0: 2 is the row twice, 0 no row. Default empty: once.</param>
    /// <param name="threshold">
    /// The score above which a row is taken for class 1, finite; of the scores for all classes the largest decides, the first of
    /// equals. Default 0.
    /// </param>
    /// <exception cref="ArgumentException">There are no rows, lengths do not fit, or a value is out of range.</exception>
    public static ClassificationMetrics FromScores<T>(
        ReadOnlySpan<T> scores, ReadOnlySpan<int> labels, ReadOnlySpan<T> sampleWeights = default, double threshold = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int classes = ScoreCheck.Classes(nameof(scores), scores, labels);
        return ClassScoring.Score(
            scores, labels, CountedRows.Count(nameof(sampleWeights), sampleWeights, labels.Length), classes, threshold, ScoreKind.Margin);
    }

    /// <summary>The metrics of predicted classes, wherever they come from: those of decisions alone.</summary>
    /// <param name="predicted">The predicted classes <c>[rows]</c>, each in [0, classes).</param>
    /// <param name="labels">The classes <c>[rows]</c>, each in [0, classes).</param>
    /// <param name="classes">The number of classes, [2, inf).</param>
    /// <param name="sampleWeights">How much each row counts <c>[rows]</c>, [0, inf), not all 0: 2 is the row twice, 0 no row. Default empty: once.</param>
    /// <exception cref="ArgumentException">There are no rows, lengths do not fit, or a value is out of range.</exception>
    public static ClassificationMetrics FromClasses(
        ReadOnlySpan<int> predicted, ReadOnlySpan<int> labels, int classes, ReadOnlySpan<double> sampleWeights = default)
    {
        ScoreCheck.Classes(nameof(predicted), predicted, labels, classes);
        CountedRows counted = CountedRows.Count(nameof(sampleWeights), sampleWeights, labels.Length);
        var confusionMatrix = new ConfusionMatrix(
            counted.Select(labels.ToArray()), counted.Select(predicted.ToArray()), classes, null, counted);
        return new ClassificationMetrics(confusionMatrix, ScoreKind.None, 0, 0);
    }

    /// <summary>
    /// The metrics of all rows from those of parts of them, such as the batches of a source larger than memory: the same as of
    /// all rows at once, up to the rounding of sums. They keep the scores of all rows, those for every class with more than two,
    /// for the areas and curves; parts that are <see cref="WithoutScores"/> cost what their classes and cells cost.
    /// </summary>
    /// <param name="parts">The metrics of the parts, enumerated once.</param>
    /// <exception cref="ArgumentNullException">There are no parts, or one is null.</exception>
    /// <exception cref="ArgumentException">The enumeration is empty, or the parts are not of one kind: they differ in their classes, or in what their scores are.</exception>
    public static ClassificationMetrics Merge(IEnumerable<ClassificationMetrics> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var all = new MergedClassification();
        foreach (ClassificationMetrics part in parts)
        {
            ArgumentNullException.ThrowIfNull(part, nameof(parts));
            all.Add(nameof(parts), part.ConfusionMatrix, part._kind, part._logLoss, part._brierScore, part._ranked, part._oneVersusRest);
        }

        return all.ToMetrics(nameof(parts));
    }

    /// <summary>
    /// The same without the scores of the rows, and so without areas, curves and calibration: what <see cref="Merge"/> keeps is
    /// small then, however many rows there are.
    /// </summary>
    public ClassificationMetrics WithoutScores() => new(ConfusionMatrix, _kind, _logLoss, _brierScore);

    /// <summary>Precision, recall and F1 of one class against the rest.</summary>
    /// <param name="label">The class, [0, <see cref="ConfusionMatrix.ClassCount"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public PrecisionRecallF1 ForClass(int label) => Scores(ConfusionMatrix.Tally(label));

    /// <summary>
    /// Whether probabilities come true as often as they say: the rows in bins of equal width by their predicted probability
    /// of class 1, in ascending order. Bins without rows are left out, as by scikit-learn. Null with more than two classes, or
    /// where <see cref="LogLoss"/> is null, or without scores.
    /// </summary>
    /// <param name="bins">How many bins [0, 1] is divided into, [1, inf). Default 10.</param>
    /// <exception cref="ArgumentOutOfRangeException">bins is below 1.</exception>
    public IReadOnlyList<CalibrationBin>? Calibration(int bins = Defaults.CalibrationBins)
    {
        Throw.IfNotPositive(bins);
        return _ranked is null || !HasLosses ? null : CalibrationCurve.Compute(_ranked, _kind, bins);
    }

    /// <summary>
    /// The points of the receiver operating characteristic, one for each threshold that decides differently on the rows, from
    /// that above which no row lies to that above which all do. Null with more than two classes, without rows of one of the
    /// classes, or without scores.
    /// </summary>
    /// <remarks>
    /// Thresholds are probabilities where <see cref="LogLoss"/> is not null, from 1 down to 0, else margins or scores, from
    /// infinity down to -infinity: what <see cref="Predictor{T}.Threshold"/> takes, the ends excepted. They lie midway
    /// between the logits or scores of two rows.
    /// </remarks>
    public IReadOnlyList<RocPoint>? RocPoints()
    {
        (double positives, double negatives) = (ConfusionMatrix.Tally(1).Actual, ConfusionMatrix.Tally(0).Actual);
        return Curve() is not { } curve || positives == 0 || negatives == 0 ? null
            : [.. curve.Select(point => new RocPoint(
                point.Threshold, Math.Min(1, point.Negatives / negatives), Math.Min(1, point.Positives / positives)))];
    }

    /// <summary>
    /// The points of precision against recall, one for each threshold that decides differently on the rows, from that above
    /// which no row lies, where the precision is taken for 1, to that above which all do. Null with more than two classes,
    /// without rows of class 1, or without scores. For the thresholds see <see cref="RocPoints"/>.
    /// </summary>
    public IReadOnlyList<PrecisionRecallPoint>? PrecisionRecallPoints()
    {
        double positives = ConfusionMatrix.Tally(1).Actual;
        return Curve() is not { } curve || positives == 0 ? null
            : [.. curve.Select(point => new PrecisionRecallPoint(
                point.Threshold,
                point.Positives + point.Negatives == 0 ? 1 : point.Positives / (point.Positives + point.Negatives),
                Math.Min(1, point.Positives / positives)))];
    }

    /// <summary>The metrics in a line; the ROC AUC of up to 50 classes alone, since that of more takes long.</summary>
    public override string ToString() =>
        Invariant($"accuracy {Accuracy:P2}") +
        (ConfusionMatrix.ClassCount > ConfusionMatrix.MostColumns || RocAuc is null ? string.Empty : Invariant($", ROC AUC {RocAuc:F4}")) +
        (LogLoss is null ? string.Empty : Invariant($", log loss {LogLoss:F4}")) +
        Invariant($", {ConfusionMatrix.RowCount} rows") +
        (ConfusionMatrix.Weight == ConfusionMatrix.RowCount ? string.Empty : Invariant($" of weight {Math.ScaleB(ConfusionMatrix.Weight, ConfusionMatrix.WeightExponent):G6}"));

    private static PrecisionRecallF1 Scores(ClassTally tally) =>
        PrecisionRecallF1.Compute(tally.Correct, tally.Predicted, tally.Actual);

    private IEnumerable<CurvePoint>? Curve() => _kind switch
    {
        ScoreKind.Logit => _ranked?.Curve(double.PositiveInfinity, double.NegativeInfinity)
            .Select(point => point with { Threshold = ThresholdUnit.FromLogit(point.Threshold, isProbability: true) }),
        ScoreKind.Probability => _ranked?.Curve(1, 0),
        _ => _ranked?.Curve(double.PositiveInfinity, double.NegativeInfinity),
    };
}
