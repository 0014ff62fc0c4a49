using System.Numerics;
using NeuralNet.Common;
using NeuralNet.Core.Evaluation;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Training;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// Metrics of a network with an independent label at each output, on rows that have any number of labels. A ratio with denominator 0 is
/// 0: the precision of a label that is never predicted, the recall of a label without rows.
/// </summary>
public sealed class MultiLabelMetrics
{
    private readonly double _exact;

    /// <summary>exact is the weight of the rows whose labels were all predicted correctly.</summary>
    internal MultiLabelMetrics(IReadOnlyList<ClassificationMetrics> perLabel, double exact, IReadOnlyList<string>? labelNames)
    {
        PerLabel = perLabel;
        LabelNames = labelNames;
        _exact = exact;
    }

    /// <summary>The metrics of each label <c>[outputs]</c>: class 1 means that a row has the label, class 0 that it does not.</summary>
    public IReadOnlyList<ClassificationMetrics> PerLabel { get; }

    /// <summary>
    /// The names of the labels <c>[outputs]</c>, set by <see cref="PerceptronBuilder{T}.WithClassNames"/> for several outputs; null if
    /// there are no names, or one output: its two names are those of the classes 0 and 1.
    /// </summary>
    public IReadOnlyList<string>? LabelNames { get; }

    /// <summary>The number of rows counted, without rows of weight 0.</summary>
    public long RowCount => PerLabel[0].ConfusionMatrix.RowCount;

    /// <summary>The share of rows with every label predicted correctly, [0, 1].</summary>
    public double SubsetAccuracy => _exact / Weight;

    /// <summary>The share of wrong decisions among all decisions, one for each label of each row, [0, 1].</summary>
    public double HammingLoss
    {
        get
        {
            double wrong = 0;
            foreach (ClassificationMetrics label in PerLabel)
            {
                wrong += label.ConfusionMatrix[0, 1] + label.ConfusionMatrix[1, 0];
            }

            return wrong / (Weight * PerLabel.Count);
        }
    }

    /// <summary>The mean over the labels, each with the same weight.</summary>
    public PrecisionRecallF1 Macro
    {
        get
        {
            PrecisionRecallF1 mean = default;
            foreach (ClassificationMetrics label in PerLabel)
            {
                mean = mean.Plus(label.ForClass(1), 1.0 / PerLabel.Count);
            }

            return mean;
        }
    }

    /// <summary>The mean over the labels, each weighted by the rows that have it; 0 if no row has a label.</summary>
    public PrecisionRecallF1 Weighted
    {
        get
        {
            (_, _, double actual) = Counts();
            PrecisionRecallF1 mean = default;
            foreach (ClassificationMetrics label in PerLabel)
            {
                mean = mean.Plus(label.ForClass(1), actual == 0 ? 0 : label.ConfusionMatrix.ActualRows(1) / actual);
            }

            return mean;
        }
    }

    /// <summary>Precision, recall and F1 of the decisions on all labels counted together.</summary>
    public PrecisionRecallF1 Micro
    {
        get
        {
            (double truePositives, double predicted, double actual) = Counts();
            return PrecisionRecallF1.Compute(truePositives, predicted, actual);
        }
    }

    private double Weight => PerLabel[0].ConfusionMatrix.Weight;

    /// <summary>Computes the metrics of predicted probabilities of independent labels from any source.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="probabilities">The probability of each label of each row <c>[rows x outputs]</c>, row-major, in [0, 1].</param>
    /// <param name="labels">1 if the row has the label, otherwise 0 <c>[rows x outputs]</c>.</param>
    /// <param name="outputs">The number of labels, [1, inf).</param>
    /// <param name="sampleWeights">
    /// The weight of each row <c>[rows]</c>, [0, inf), not all 0: 2 counts the row twice, 0 leaves it out. Default empty: every row
    /// counts once.
    /// </param>
    /// <param name="threshold">The probability above which a label is predicted, finite. Default 0.5.</param>
    /// <exception cref="ArgumentException">There are no rows, lengths do not match, or a value is out of range.</exception>
    public static MultiLabelMetrics FromProbabilities<T>(
        ReadOnlySpan<T> probabilities, ReadOnlySpan<int> labels, int outputs, ReadOnlySpan<T> sampleWeights = default, double threshold = 0.5)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Throw.IfNotFloatOrDouble<T>();
        Throw.IfNotPositive(outputs);
        int rows = Shape.Rows(nameof(probabilities), probabilities.Length, outputs);
        ScoreCheck.Probabilities(nameof(probabilities), probabilities, width: 1);
        ScoreCheck.Threshold(threshold);
        TargetCheck.Labels(nameof(labels), labels, probabilities.Length, classes: 2);
        CountedRows counted = CountedRows.Count(nameof(sampleWeights), sampleWeights, rows);
        return LabelScoring.Score(
            probabilities.ToArray(), labels.ToArray(), outputs, counted, threshold, ScoreKind.Probability, labelNames: null);
    }

    /// <summary>Computes the metrics of all rows from the metrics of parts; see <see cref="ClassificationMetrics.Merge"/>.</summary>
    /// <param name="parts">The metrics of the parts, enumerated once.</param>
    /// <exception cref="ArgumentNullException">parts is null, or contains null.</exception>
    /// <exception cref="ArgumentException">
    /// There are no parts, or they do not match: in their labels, or in the kind of their scores.
    /// </exception>
    public static MultiLabelMetrics Merge(IEnumerable<MultiLabelMetrics> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        MultiLabelMetrics[] all = [.. parts];
        if (all.Length == 0)
        {
            throw MergeCheck.Nothing(nameof(parts));
        }

        foreach ((int number, MultiLabelMetrics part) in all.Index())
        {
            ArgumentNullException.ThrowIfNull(part, nameof(parts));
            MergeCheck.Same(nameof(parts), number, "labels:", part.PerLabel.Count, all[0].PerLabel.Count);
            MergeCheck.Same(
                nameof(parts), number, "label names:", string.Join(", ", part.LabelNames ?? []), string.Join(", ", all[0].LabelNames ?? []));
        }

        ClassificationMetrics[] perLabel = [.. Enumerable.Range(0, all[0].PerLabel.Count)
            .Select(label => ClassificationMetrics.Merge(all.Select(part => part.PerLabel[label])))];
        return new MultiLabelMetrics(Array.AsReadOnly(perLabel), all.Sum(part => part._exact), all[0].LabelNames);
    }

    /// <summary>Returns the metrics in one line, with the F1 of each label that has a name.</summary>
    public override string ToString() => Invariant(
        $"micro F1 {Micro.F1:F4}, macro F1 {Macro.F1:F4}, Hamming loss {HammingLoss:F4}, subset accuracy {SubsetAccuracy:P2}, {Shown.Count(PerLabel.Count, "label")}{Named()}, {Shown.Count(RowCount, "row")}");

    private string Named() => LabelNames is null
        ? string.Empty
        : $" (F1 of {string.Join(", ", LabelNames.Zip(PerLabel, (name, label) => Invariant($"{name} {label.ForClass(1).F1:F4}")))})";

    private (double TruePositives, double Predicted, double Actual) Counts()
    {
        double truePositives = 0, predicted = 0, actual = 0;
        foreach (ClassificationMetrics label in PerLabel)
        {
            truePositives += label.ConfusionMatrix.CorrectRows(1);
            predicted += label.ConfusionMatrix.PredictedRows(1);
            actual += label.ConfusionMatrix.ActualRows(1);
        }

        return (truePositives, predicted, actual);
    }
}
