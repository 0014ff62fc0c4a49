using System.Numerics;
using NeuralNet.Core.Evaluation;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Training;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// How well a network with an independent label at each output does, on rows of which each has any number of the labels.
/// Shares of nothing are 0: the precision of a label that is never predicted, the recall of one without rows.
/// </summary>
public sealed class MultiLabelMetrics
{
    private readonly double _exact;

    /// <summary>With the weight of the rows whose labels were all predicted and no others.</summary>
    internal MultiLabelMetrics(IReadOnlyList<ClassificationMetrics> perLabel, double exact, IReadOnlyList<string>? labelNames)
    {
        PerLabel = perLabel;
        LabelNames = labelNames;
        _exact = exact;
    }

    /// <summary>The metrics of each label by itself <c>[outputs]</c>: class 1 is to have it, class 0 not to.</summary>
    public IReadOnlyList<ClassificationMetrics> PerLabel { get; }

    /// <summary>
    /// The names of the labels <c>[outputs]</c>: those that <see cref="PerceptronBuilder{T}.WithClassNames"/> gave to several
    /// outputs; null where none were given. The two names of a single output are those of not having its label and having it.
    /// </summary>
    public IReadOnlyList<string>? LabelNames { get; }

    /// <summary>The number of rows counted, without those of weight 0.</summary>
    public long RowCount => PerLabel[0].ConfusionMatrix.RowCount;

    /// <summary>The share of rows whose labels were all predicted and no others, [0, 1].</summary>
    public double SubsetAccuracy => _exact / Weight;

    /// <summary>The share of wrong decisions among those on each label of each row, [0, 1].</summary>
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

    /// <summary>The mean over the labels, each counted alike.</summary>
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

    /// <summary>The mean over the labels, each counted by the rows that have it; 0 where no row has any.</summary>
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

    /// <summary>The metrics of predicted probabilities of independent labels, wherever they come from.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="probabilities">The probability of each label of each row <c>[rows x outputs]</c>, row-major, in [0, 1].</param>
    /// <param name="labels">Whether each row has each label <c>[rows x outputs]</c>, 1 or 0.</param>
    /// <param name="outputs">The number of labels, [1, inf).</param>
    /// <param name="sampleWeights">How much each row counts <c>[rows]</c>, [0, inf), not all 0: 2 is the row twice, 0 no row. Default empty: once.</param>
    /// <param name="threshold">The probability above which a row has a label, finite. Default 0.5.</param>
    /// <exception cref="ArgumentException">There are no rows, lengths do not fit, or a value is out of range.</exception>
    public static MultiLabelMetrics FromProbabilities<T>(
        ReadOnlySpan<T> probabilities, ReadOnlySpan<int> labels, int outputs, ReadOnlySpan<T> sampleWeights = default, double threshold = 0.5)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Throw.IfNotFloatOrDouble<T>();
        Throw.IfNotPositive(outputs);
        int rows = Shape.Rows(nameof(probabilities), probabilities.Length, outputs);
        ScoreCheck.Probabilities(nameof(probabilities), probabilities, width: 1);
        ScoreCheck.Threshold(threshold);
        ExampleCheck.Labels(nameof(labels), labels, probabilities.Length, classes: 2);
        CountedRows counted = CountedRows.Count(nameof(sampleWeights), sampleWeights, rows);
        return LabelScoring.Score(
            probabilities.ToArray(), labels.ToArray(), outputs, counted, threshold, ScoreKind.Probability, labelNames: null);
    }

    /// <summary>The metrics of all rows from those of parts of them; see <see cref="ClassificationMetrics.Merge"/>.</summary>
    /// <param name="parts">The metrics of the parts, enumerated once.</param>
    /// <exception cref="ArgumentNullException">There are no parts, or one is null.</exception>
    /// <exception cref="ArgumentException">The enumeration is empty, or the parts differ in their labels, or in what their scores are.</exception>
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

    /// <summary>The metrics in a line, with the F1 of each label that has a name.</summary>
    public override string ToString() => Invariant(
        $"micro F1 {Micro.F1:F4}, macro F1 {Macro.F1:F4}, Hamming loss {HammingLoss:F4}, subset accuracy {SubsetAccuracy:P2}, {PerLabel.Count} labels{Named()}, {RowCount} rows");

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
