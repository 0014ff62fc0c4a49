using System.Numerics;
using NeuralNet.Core.Evaluation;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Kernels;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// How well a classifier does while it learns online: every row is predicted before it is learned from, and so is a test row
/// too (A. Blum, A. Kalai and J. Langford, Beating the hold-out: bounds for k-fold and progressive cross-validation, 1999).
/// Since the start, and over the recent past, in which the weight of a row is halved every half life:
/// <code>progressive.Add(network.Learn(row, label), label)</code>
/// </summary>
/// <remarks>One thread at a time. Adding allocates nothing. Every metric is NaN before the first row.</remarks>
public sealed class ProgressiveClassification
{
    private ClassificationWindow _sinceStart = new(1);
    private ClassificationWindow _recent;

    /// <summary>Without rows yet.</summary>
    /// <param name="classes">The number of classes, [2, inf). Default 2.</param>
    /// <param name="halfLife">After how many rows a row counts half in the recent metrics, (0, inf). Default 1000.</param>
    /// <param name="decisionAt">
    /// The prediction of a network with one output above which a row is taken for class 1, finite. Default 0.5, for
    /// probabilities; 0 for an output activation that is symmetric about 0, such as tanh or the identity.
    /// </param>
    /// <param name="givesProbabilities">
    /// Whether predictions are probabilities, in [0, 1], and have a log loss. Default true; false for another output activation than the
    /// sigmoid of one output or softmax.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">classes is below 2, halfLife is not in (0, inf), or decisionAt is not finite.</exception>
    public ProgressiveClassification(
        int classes = 2, double halfLife = Defaults.HalfLife, double decisionAt = 0.5, bool givesProbabilities = true)
    {
        if (classes < 2)
        {
            throw new ArgumentOutOfRangeException(
                nameof(classes), classes, $"classes is {classes}; a classifier tells 2 or more apart.");
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

    /// <summary>After how many rows a row counts half in the recent metrics, (0, inf).</summary>
    public double HalfLife { get; }

    /// <summary>The prediction of a network with one output above which a row is taken for class 1.</summary>
    public double DecisionAt { get; }

    /// <summary>Whether predictions are probabilities, and have a log loss.</summary>
    public bool GivesProbabilities { get; }

    /// <summary>The rows added.</summary>
    public long RowCount { get; private set; }

    /// <summary>The share of rows whose class was predicted, [0, 1].</summary>
    public double Accuracy => _sinceStart.Accuracy;

    /// <summary>The <see cref="Accuracy"/> of the recent past.</summary>
    public double RecentAccuracy => _recent.Accuracy;

    /// <summary>
    /// The mean of -ln(predicted probability of the true class), [0, inf); null where predictions are no probabilities. A
    /// probability of 0 that came true counts as the least normal number of its type (2^-126 in float, 2^-1022 in double), one
    /// of 1 that did not as the nearest number below 1, so that a single row never makes the mean infinite.
    /// </summary>
    public double? LogLoss => GivesProbabilities ? _sinceStart.LogLoss : null;

    /// <summary>The <see cref="LogLoss"/> of the recent past.</summary>
    public double? RecentLogLoss => GivesProbabilities ? _recent.LogLoss : null;

    /// <summary>
    /// The harmonic mean of precision and recall of class 1, [0, 1]; 0 where it was neither predicted nor true. Null with
    /// more than two classes.
    /// </summary>
    public double? F1 => ClassCount == 2 ? _sinceStart.F1 : null;

    /// <summary>The <see cref="F1"/> of the recent past.</summary>
    public double? RecentF1 => ClassCount == 2 ? _recent.F1 : null;

    /// <summary>Adds a row of a network with one output.</summary>
    /// <param name="prediction">The prediction before the step, as Learn returns it.</param>
    /// <param name="label">The true class, 0 or 1.</param>
    /// <exception cref="ArgumentException">The prediction is NaN or infinite, or no probability, or there is no such class.</exception>
    /// <exception cref="InvalidOperationException">There are more than two classes.</exception>
    public void Add<T>(T prediction, int label)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Throw.IfNotFloatOrDouble<T>();
        if (ClassCount != 2)
        {
            throw new InvalidOperationException(
                $"There are {ClassCount} classes, which one prediction can't tell apart. Pass the {ClassCount} predictions of the row as a span.");
        }

        double number = double.CreateTruncating(prediction);
        CheckPrediction(nameof(prediction), number);
        CheckLabel(label);
        Add(number > DecisionAt ? 1 : 0, label, GivesProbabilities ? TrueClassLoss.Compute<T>(number, label) : 0);
    }

    /// <summary>Adds a row of a network with an output for each class: the largest prediction decides, the first of equals.</summary>
    /// <param name="predictions">The predictions before the step <c>[classes]</c>, as Learn writes them.</param>
    /// <param name="label">The true class, [0, <see cref="ClassCount"/>).</param>
    /// <exception cref="ArgumentException">There are not as many predictions as classes, one is NaN or infinite, or no probability, or there is no such class.</exception>
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

    /// <summary>The metrics since the start in a line, those of the recent past in brackets.</summary>
    public override string ToString() =>
        Invariant($"accuracy {Accuracy:F4} ({RecentAccuracy:F4})") +
        (F1 is null ? string.Empty : Invariant($", F1 {F1:F4} ({RecentF1:F4})")) +
        (LogLoss is null ? string.Empty : Invariant($", log loss {LogLoss:F4} ({RecentLogLoss:F4})")) +
        Invariant($", {RowCount} rows");

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
                $"{parameter} has {prediction}, which is not finite: learning diverged, or the row was not. Lower the learning rate, or leave out such rows."), parameter);
        }

        if (GivesProbabilities && !Interval.Probability.Contains(prediction))
        {
            throw new ArgumentException(Invariant(
                $"{parameter} has {prediction}, which is no probability, in [0, 1]. For an output activation that gives none pass givesProbabilities: false to the constructor, and decisionAt: 0."), parameter);
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
