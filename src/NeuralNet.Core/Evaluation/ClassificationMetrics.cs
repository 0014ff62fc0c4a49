using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>How well a classifier does on labelled rows.</summary>
public sealed class ClassificationMetrics
{
    internal ClassificationMetrics(ConfusionMatrix confusionMatrix, double? logLoss, double? rocAuc)
    {
        ConfusionMatrix = confusionMatrix;
        LogLoss = logLoss;
        RocAuc = rocAuc;
    }

    /// <summary>The share of rows whose class was predicted, [0, 1].</summary>
    public double Accuracy => (double)ConfusionMatrix.Correct / ConfusionMatrix.Rows;

    /// <summary>How many rows of each class were predicted as which class.</summary>
    public ConfusionMatrix ConfusionMatrix { get; }

    /// <summary>
    /// The mean of -ln(predicted probability of the true class) over the rows, [0, inf); null where predictions are no
    /// probabilities (the link is neither sigmoid nor softmax).
    /// </summary>
    public double? LogLoss { get; }

    /// <summary>
    /// The area under the receiver operating characteristic, [0, 1]: the probability that a row of class 1 has a larger
    /// logit than one of class 0, ties counted half. Null with more than two classes, or rows of one class only.
    /// </summary>
    public double? RocAuc { get; }

    /// <summary>The metrics in a line.</summary>
    public override string ToString() =>
        Invariant($"accuracy {Accuracy:P2}") +
        (RocAuc is null ? string.Empty : Invariant($", ROC AUC {RocAuc:F4}")) +
        (LogLoss is null ? string.Empty : Invariant($", log loss {LogLoss:F4}")) +
        Invariant($", {ConfusionMatrix.Rows} rows");
}
