using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// How well a network with an independent label at each output does, on rows of which each has any number of the labels.
/// Shares of nothing are 0: the precision of a label that is never predicted, the recall of one without rows.
/// </summary>
public sealed class MultiLabelMetrics
{
    internal MultiLabelMetrics(IReadOnlyList<ClassificationMetrics> perLabel, int exactRows, IReadOnlyList<string>? labelNames)
    {
        PerLabel = perLabel;
        LabelNames = labelNames;
        SubsetAccuracy = (double)exactRows / Rows;
    }

    /// <summary>The metrics of each label by itself <c>[outputs]</c>: class 1 is to have it, class 0 not to.</summary>
    public IReadOnlyList<ClassificationMetrics> PerLabel { get; }

    /// <summary>
    /// The names of the labels <c>[outputs]</c>: those that <see cref="PerceptronBuilder{T}.WithClassNames"/> gave to several
    /// outputs; null where none were given. The two names of a single output are those of not having its label and having it.
    /// </summary>
    public IReadOnlyList<string>? LabelNames { get; }

    /// <summary>The number of rows.</summary>
    public int Rows => PerLabel[0].ConfusionMatrix.Rows;

    /// <summary>The share of rows whose labels were all predicted and no others, [0, 1].</summary>
    public double SubsetAccuracy { get; }

    /// <summary>The share of wrong decisions among those on each label of each row, [0, 1].</summary>
    public double HammingLoss
    {
        get
        {
            long wrong = 0;
            foreach (ClassificationMetrics label in PerLabel)
            {
                wrong += Rows - label.ConfusionMatrix.Correct;
            }

            return (double)wrong / ((long)Rows * PerLabel.Count);
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
                mean = mean.Plus(label.Of(1), 1.0 / PerLabel.Count);
            }

            return mean;
        }
    }

    /// <summary>The mean over the labels, each counted by the rows that have it; 0 where no row has any.</summary>
    public PrecisionRecallF1 Weighted
    {
        get
        {
            (_, _, long actual) = Counts();
            PrecisionRecallF1 mean = default;
            foreach (ClassificationMetrics label in PerLabel)
            {
                mean = mean.Plus(label.Of(1), (double)label.ConfusionMatrix.ActualRows(1) / Math.Max(actual, 1));
            }

            return mean;
        }
    }

    /// <summary>Precision, recall and F1 of the decisions on all labels counted together.</summary>
    public PrecisionRecallF1 Micro
    {
        get
        {
            (long truePositives, long predicted, long actual) = Counts();
            return PrecisionRecallF1.Of(truePositives, predicted, actual);
        }
    }

    /// <summary>The metrics in a line, with the F1 of each label that has a name.</summary>
    public override string ToString() => Invariant(
        $"micro F1 {Micro.F1:F4}, macro F1 {Macro.F1:F4}, Hamming loss {HammingLoss:F4}, subset accuracy {SubsetAccuracy:P2}, {PerLabel.Count} labels{Named()}, {Rows} rows");

    private string Named() => LabelNames is null
        ? string.Empty
        : $" (F1 of {string.Join(", ", LabelNames.Zip(PerLabel, (name, label) => Invariant($"{name} {label.Of(1).F1:F4}")))})";

    private (long TruePositives, long Predicted, long Actual) Counts()
    {
        long truePositives = 0, predicted = 0, actual = 0;
        foreach (ClassificationMetrics label in PerLabel)
        {
            truePositives += label.ConfusionMatrix.CorrectRows(1);
            predicted += label.ConfusionMatrix.PredictedRows(1);
            actual += label.ConfusionMatrix.ActualRows(1);
        }

        return (truePositives, predicted, actual);
    }
}
