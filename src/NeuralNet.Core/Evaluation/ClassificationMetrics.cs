using System.Numerics;
using NeuralNet.Common;
using NeuralNet.Core.Evaluation;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Prediction;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// Metrics of a classifier on labeled rows. A ratio with denominator 0 is 0: the precision of a class that is never predicted, the recall
/// of a class without rows.
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

    /// <summary>
    /// Loss and Brier score are sums over the rows. Two classes have ranked scores; more classes have the scores of each class.
    /// </summary>
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

    /// <summary>The share of rows whose class was predicted correctly, [0, 1].</summary>
    public double Accuracy => ConfusionMatrix.Correct / ConfusionMatrix.Weight;

    /// <summary>
    /// The mean recall of the classes that have rows, [0, 1]: the accuracy if all classes had equally many rows. Chance is 1 / classes.
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
    /// The correlation of true and predicted classes, [-1, 1]; 0 is no better than chance, or only one class occurs among the labels or
    /// the predictions. Suitable for rare classes. For any number of classes: J. Gorodkin, Comparing two K-category assignments by a
    /// K-category correlation coefficient, 2004; with two classes it equals that of B. W. Matthews (1975).
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

            // A single class has all the weight, with the same bits.
            double spread = ((rows * rows) - actual) * ((rows * rows) - predicted);
            return spread > 0 ? Math.Clamp(((ConfusionMatrix.Correct * rows) - both) / Math.Sqrt(spread), -1, 1) : 0;
        }
    }

    /// <summary>
    /// The share of the rows predicted as class 1 that are of class 1, [0, 1]. Null with more than two classes: use
    /// <see cref="ForClass"/> or the averages.
    /// </summary>
    public double? Precision => IsBinary ? ForClass(1).Precision : null;

    /// <summary>
    /// The share of the rows of class 1 that are predicted as class 1, [0, 1]. Null with more than two classes: use
    /// <see cref="ForClass"/> or the averages.
    /// </summary>
    public double? Recall => IsBinary ? ForClass(1).Recall : null;

    /// <summary>
    /// The harmonic mean of precision and recall of class 1, [0, 1]. Null with more than two classes: use <see cref="ForClass"/> or the
    /// averages.
    /// </summary>
    public double? F1 => IsBinary ? ForClass(1).F1 : null;

    /// <summary>
    /// The mean over the classes, each with the same weight. Classes that occur neither among the labels nor among the predictions are
    /// left out, as in scikit-learn.
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

    /// <summary>The mean over the classes, each weighted by its rows.</summary>
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
    /// Precision, recall and F1 of all classes counted together. Because each row has exactly one class, all three equal the
    /// <see cref="Accuracy"/>.
    /// </summary>
    public PrecisionRecallF1 Micro =>
        PrecisionRecallF1.Compute(ConfusionMatrix.Correct, ConfusionMatrix.Weight, ConfusionMatrix.Weight);

    /// <summary>The rows counted by true and predicted class.</summary>
    public ConfusionMatrix ConfusionMatrix { get; }

    /// <summary>
    /// The mean of -ln(predicted probability of the true class) over the rows, [0, inf); null if the predictions are not probabilities of
    /// the classes (the output activation is neither the sigmoid of one output nor softmax).
    /// </summary>
    public double? LogLoss => HasLosses ? _logLoss / ConfusionMatrix.Weight : null;

    /// <summary>
    /// The mean squared difference between predicted probability and truth. Two classes: between the probability of class 1 and the
    /// label, [0, 1]. More classes: summed over the classes, [0, 2]. Null if <see cref="LogLoss"/> is null (G. W. Brier, 1950).
    /// </summary>
    public double? BrierScore => HasLosses ? _brierScore / ConfusionMatrix.Weight : null;

    /// <summary>
    /// The area under the receiver operating characteristic, [0, 1]: the probability that a row of class 1 has a larger logit than a row
    /// of class 0, ties counted half. With more than two classes: the mean over the classes, each against the rest, ranked by its
    /// probability, or by its logit if the output activation gives no probabilities of classes. Null if a class has no rows, or if there
    /// are no scores (<see cref="FromClasses"/>, <see cref="WithoutScores"/>). Computed on first use, which is slow with many classes.
    /// </summary>
    public double? RocAuc => _rocAuc.Value;

    /// <summary>
    /// The area under the precision-recall curve of class 1, (0, 1], as average precision: the sum over the thresholds of precision times
    /// the recall gained, with ties taken together. Chance is the share of class 1, so the value is informative if class 1 is rare. Null
    /// with more than two classes, without rows of class 1, or without scores.
    /// </summary>
    public double? PrecisionRecallAuc => _precisionRecallAuc.Value;

    private bool IsBinary => ConfusionMatrix.ClassCount == 2;

    private bool HasLosses => _kind is ScoreKind.Logit or ScoreKind.Probability;

    /// <summary>Computes the metrics of predicted probabilities from any source.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="probabilities">
    /// The probability of class 1 of each row <c>[rows]</c>, or the probabilities of all classes <c>[rows x classes]</c>, row-major, each
    /// row with the sum 1; each in [0, 1]. In the log loss, a probability of 0 for the true class counts as the smallest normal number of
    /// T.
    /// </param>
    /// <param name="labels">The class of each row <c>[rows]</c>, counted from 0.</param>
    /// <param name="sampleWeights">
    /// The weight of each row <c>[rows]</c>, [0, inf), not all 0: 2 counts the row twice, 0 leaves it out. Default empty: every row
    /// counts once.
    /// </param>
    /// <param name="threshold">
    /// The probability above which a row is predicted as class 1, finite. Default 0.5. Ignored if the probabilities of all classes are
    /// passed: then the largest decides, the first if several are equal.
    /// </param>
    /// <exception cref="ArgumentException">There are no rows, lengths do not match, or a value is out of range.</exception>
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
    /// Computes the metrics of scores from any source that rank rows, such as margins or logits. They have no log loss, no Brier score
    /// and no calibration.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="scores">
    /// The score of each row <c>[rows]</c>, larger for a more likely class 1, or the score of each class <c>[rows x classes]</c>,
    /// row-major; finite.
    /// </param>
    /// <param name="labels">The class of each row <c>[rows]</c>, counted from 0.</param>
    /// <param name="sampleWeights">
    /// The weight of each row <c>[rows]</c>, [0, inf), not all 0: 2 counts the row twice, 0 leaves it out. Default empty: every row
    /// counts once.
    /// </param>
    /// <param name="threshold">
    /// The score above which a row is predicted as class 1, finite. Default 0. Ignored if the scores of all classes are passed: then the
    /// largest decides, the first if several are equal.
    /// </param>
    /// <exception cref="ArgumentException">There are no rows, lengths do not match, or a value is out of range.</exception>
    public static ClassificationMetrics FromScores<T>(
        ReadOnlySpan<T> scores, ReadOnlySpan<int> labels, ReadOnlySpan<T> sampleWeights = default, double threshold = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int classes = ScoreCheck.Classes(nameof(scores), scores, labels);
        return ClassScoring.Score(
            scores, labels, CountedRows.Count(nameof(sampleWeights), sampleWeights, labels.Length), classes, threshold, ScoreKind.Margin);
    }

    /// <summary>Computes the metrics of predicted classes from any source: only the metrics that need no scores.</summary>
    /// <param name="predicted">The predicted classes <c>[rows]</c>, each in [0, classes).</param>
    /// <param name="labels">The classes <c>[rows]</c>, each in [0, classes).</param>
    /// <param name="classes">The number of classes, [2, inf).</param>
    /// <param name="sampleWeights">
    /// The weight of each row <c>[rows]</c>, [0, inf), not all 0: 2 counts the row twice, 0 leaves it out. Default empty: every row
    /// counts once.
    /// </param>
    /// <exception cref="ArgumentException">There are no rows, lengths do not match, or a value is out of range.</exception>
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
    /// Computes the metrics of all rows from the metrics of parts, such as the batches of a source larger than memory: the same as of all
    /// rows at once, except for the rounding of sums. The result keeps the scores of all rows for the areas and curves (with more than
    /// two classes, the scores of every class); parts made by <see cref="WithoutScores"/> keep only classes and cells.
    /// </summary>
    /// <param name="parts">The metrics of the parts, enumerated once.</param>
    /// <exception cref="ArgumentNullException">parts is null, or contains null.</exception>
    /// <exception cref="ArgumentException">
    /// There are no parts, or they do not match: in their classes, or in the kind of their scores.
    /// </exception>
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
    /// Returns these metrics without the scores of the rows, and therefore without areas, curves and calibration. <see cref="Merge"/>
    /// then needs little memory for any number of rows.
    /// </summary>
    public ClassificationMetrics WithoutScores() => new(ConfusionMatrix, _kind, _logLoss, _brierScore);

    /// <summary>Returns precision, recall and F1 of one class against the rest.</summary>
    /// <param name="label">The class, [0, <see cref="ConfusionMatrix.ClassCount"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException">label is not a class.</exception>
    public PrecisionRecallF1 ForClass(int label) => Scores(ConfusionMatrix.Tally(label));

    /// <summary>
    /// Returns the calibration curve: the rows in bins of equal width by their predicted probability of class 1, in ascending order. Bins
    /// without rows are left out, as in scikit-learn. Null with more than two classes, if <see cref="LogLoss"/> is null, or without
    /// scores.
    /// </summary>
    /// <param name="bins">The number of bins that divide [0, 1], [1, inf). Default 10.</param>
    /// <exception cref="ArgumentOutOfRangeException">bins is below 1.</exception>
    public IReadOnlyList<CalibrationBin>? Calibration(int bins = Defaults.CalibrationBins)
    {
        Throw.IfNotPositive(bins);
        return _ranked is null || !HasLosses ? null : CalibrationCurve.Compute(_ranked, _kind, bins);
    }

    /// <summary>
    /// Returns the points of the receiver operating characteristic, one for each threshold that changes a decision on these rows: from
    /// the threshold that no row exceeds to the one that all rows exceed. Null with more than two classes, without rows of one of the
    /// classes, or without scores.
    /// </summary>
    /// <remarks>
    /// Thresholds are probabilities if <see cref="LogLoss"/> is not null, from 1 down to 0; otherwise margins or scores, from infinity
    /// down to -infinity. Pass <see cref="Perceptron{T}.SetThreshold"/> any of them except the two ends. They lie midway between the
    /// logits or scores of two rows.
    /// </remarks>
    public IReadOnlyList<RocPoint>? RocPoints()
    {
        (double positives, double negatives) = (ConfusionMatrix.Tally(1).Actual, ConfusionMatrix.Tally(0).Actual);
        return Curve() is not { } curve || positives == 0 || negatives == 0 ? null
            : [.. curve.Select(point => new RocPoint(
                point.Threshold, Math.Min(1, point.Negatives / negatives), Math.Min(1, point.Positives / positives)))];
    }

    /// <summary>
    /// Returns the points of the precision-recall curve, one for each threshold that changes a decision on these rows: from the threshold
    /// that no row exceeds, with the precision defined as 1, to the one that all rows exceed. Null with more than two classes, without
    /// rows of class 1, or without scores. <see cref="RocPoints"/> describes the thresholds.
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

    /// <summary>Returns the metrics in one line; the ROC AUC only up to 50 classes, because it is slow for more.</summary>
    public override string ToString() =>
        Invariant($"accuracy {Accuracy:P2}") +
        (ConfusionMatrix.ClassCount > ConfusionMatrix.MostColumns || RocAuc is null ? string.Empty : Invariant($", ROC AUC {RocAuc:F4}")) +
        (LogLoss is null ? string.Empty : Invariant($", log loss {LogLoss:F4}")) +
        Invariant($", {Shown.Count(ConfusionMatrix.RowCount, "row")}") +
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
