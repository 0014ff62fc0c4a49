using System.Numerics;
using NeuralNet.Common;
using NeuralNet.Core.Evaluation;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Kernels;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// Metrics of a classifier while it learns online. Every row is predicted before the network learns from it, so it serves as a test row
/// too
/// (A. Blum, A. Kalai and J. Langford, Beating the hold-out: bounds for k-fold and progressive cross-validation, 1999). Each metric is
/// available since the start and for the recent past, in which the weight of a row halves every half life:
/// <code>progressive.Add(network.Learn(row, label), label)</code>
/// </summary>
/// <remarks>Use it from one thread at a time. Adding allocates nothing. Every metric is NaN before the first row.</remarks>
public sealed class ProgressiveClassification
{
    private ClassificationWindow _sinceStart = new(1);
    private ClassificationWindow _recent;

    /// <summary>Creates metrics without rows.</summary>
    /// <param name="classes">The number of classes, [2, inf). Default 2.</param>
    /// <param name="halfLife">The number of rows after which a row counts half in the recent metrics, (0, inf). Default 1000.</param>
    /// <param name="decisionAt">
    /// The prediction of a network with one output above which a row is predicted as class 1, finite. Default 0.5, for probabilities; use
    /// 0 for an output activation that is symmetric about 0, such as tanh or the identity.
    /// </param>
    /// <param name="givesProbabilities">
    /// Whether predictions are probabilities, in [0, 1], and have a log loss. Default true; use false if the output activation is neither
    /// the sigmoid of one output nor softmax.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// classes is below 2, halfLife is not in (0, inf), or decisionAt is not finite.
    /// </exception>
    public ProgressiveClassification(
        int classes = 2, double halfLife = Defaults.HalfLife, double decisionAt = 0.5, bool givesProbabilities = true)
    {
        if (classes < 2)
        {
            throw new ArgumentOutOfRangeException(
                nameof(classes), classes, $"classes is {classes}; a classifier needs 2 or more.");
        }

        Throw.IfNotPositive(halfLife);
        if (!double.IsFinite(decisionAt))
        {
            throw new ArgumentOutOfRangeException(
                nameof(decisionAt), decisionAt, Invariant($"decisionAt is {decisionAt}; it must be finite."));
        }

        ClassCount = classes;
        HalfLife = halfLife;
        DecisionAt = decisionAt;
        GivesProbabilities = givesProbabilities;
        _recent = new ClassificationWindow(Fading.PerObservation(halfLife));
    }

    /// <summary>The number of classes, [2, inf).</summary>
    public int ClassCount { get; }

    /// <summary>The number of rows after which a row counts half in the recent metrics, (0, inf).</summary>
    public double HalfLife { get; }

    /// <summary>The prediction of a network with one output above which a row is predicted as class 1.</summary>
    public double DecisionAt { get; }

    /// <summary>Whether predictions are probabilities, and have a log loss.</summary>
    public bool GivesProbabilities { get; }

    /// <summary>The number of rows added.</summary>
    public long RowCount { get; private set; }

    /// <summary>The share of rows whose class was predicted correctly, [0, 1].</summary>
    public double Accuracy => _sinceStart.Accuracy;

    /// <summary>The <see cref="Accuracy"/> of the recent past.</summary>
    public double RecentAccuracy => _recent.Accuracy;

    /// <summary>
    /// The mean of -ln(predicted probability of the true class), [0, inf); null if predictions are not probabilities. A probability of 0
    /// for the true class counts as the smallest normal number of its type (2^-126 in float, 2^-1022 in double), and a probability of 1
    /// for the wrong class as the nearest number below 1, so no single row makes the mean infinite.
    /// </summary>
    public double? LogLoss => GivesProbabilities ? _sinceStart.LogLoss : null;

    /// <summary>The <see cref="LogLoss"/> of the recent past.</summary>
    public double? RecentLogLoss => GivesProbabilities ? _recent.LogLoss : null;

    /// <summary>
    /// The harmonic mean of precision and recall of class 1, [0, 1]; 0 if it was neither predicted nor true. Null with more than two
    /// classes.
    /// </summary>
    public double? F1 => ClassCount == 2 ? _sinceStart.F1 : null;

    /// <summary>The <see cref="F1"/> of the recent past.</summary>
    public double? RecentF1 => ClassCount == 2 ? _recent.F1 : null;

    /// <summary>Adds a row of a network with one output.</summary>
    /// <param name="prediction">The prediction before the step, as Learn returns it.</param>
    /// <param name="label">The true class, 0 or 1.</param>
    /// <exception cref="ArgumentException">prediction is NaN, infinite or not a probability, or label is not a class.</exception>
    /// <exception cref="InvalidOperationException">There are more than two classes.</exception>
    public void Add<T>(T prediction, int label)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Throw.IfNotFloatOrDouble<T>();
        if (ClassCount != 2)
        {
            throw new InvalidOperationException(
                $"There are {ClassCount} classes, but one prediction covers only two. Pass the {ClassCount} predictions of the row as a span.");
        }

        double number = double.CreateTruncating(prediction);
        CheckPrediction(nameof(prediction), number);
        CheckLabel(label);
        Add(number > DecisionAt ? 1 : 0, label, GivesProbabilities ? TrueClassLoss.Compute<T>(number, label) : 0);
    }

    /// <summary>
    /// Adds a row of a network with one output per class. The largest prediction decides, the first if several are equal.
    /// </summary>
    /// <param name="predictions">The predictions before the step <c>[classes]</c>, as Learn writes them.</param>
    /// <param name="label">The true class, [0, <see cref="ClassCount"/>).</param>
    /// <exception cref="ArgumentException">
    /// The number of predictions is not the number of classes, a prediction is NaN, infinite or not a probability, or label is not a
    /// class.
    /// </exception>
    public void Add<T>(ReadOnlySpan<T> predictions, int label)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Throw.IfNotFloatOrDouble<T>();
        if (predictions.Length != ClassCount)
        {
            Throw.Argument_WrongLength(nameof(predictions), predictions.Length, ClassCount, "one for each class");
        }

        foreach (T prediction in predictions)
        {
            CheckPrediction(nameof(predictions), double.CreateTruncating(prediction));
        }

        CheckLabel(label);
        double number = double.CreateTruncating(predictions[label]);
        Add(ArgMax.Find(predictions), label, GivesProbabilities ? TrueClassLoss.Compute<T>(number) : 0);
    }

    /// <summary>Returns the metrics since the start in one line, those of the recent past in brackets.</summary>
    public override string ToString() =>
        Invariant($"accuracy {Accuracy:F4} ({RecentAccuracy:F4})") +
        (F1 is null ? string.Empty : Invariant($", F1 {F1:F4} ({RecentF1:F4})")) +
        (LogLoss is null ? string.Empty : Invariant($", log loss {LogLoss:F4} ({RecentLogLoss:F4})")) +
        Invariant($", {Shown.Count(RowCount, "row")}");

    private void Add(int predicted, int label, double logLoss)
    {
        _sinceStart.Add(predicted, label, logLoss);
        _recent.Add(predicted, label, logLoss);
        RowCount++;
    }

    private void CheckPrediction(string parameter, double prediction)
    {
        if (!double.IsFinite(prediction))
        {
            throw new ArgumentException(Invariant(
                $"{parameter} has {prediction}, which is not finite: learning diverged, or the row is not finite. Lower the learning rate, or leave out such rows."), parameter);
        }

        if (GivesProbabilities && !Interval.Probability.Contains(prediction))
        {
            throw new ArgumentException(Invariant(
                $"{parameter} has {prediction}, which is not a probability, in [0, 1]. For an output activation without probabilities pass givesProbabilities: false to the constructor, and decisionAt: 0."), parameter);
        }
    }

    private void CheckLabel(int label)
    {
        if ((uint)label >= (uint)ClassCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(label), label, $"label is {label}; with {ClassCount} classes a label is 0 to {ClassCount - 1}. Number the classes from 0.");
        }
    }
}
