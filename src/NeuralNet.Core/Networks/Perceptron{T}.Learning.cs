using System.Runtime.CompilerServices;
using NeuralNet.Common;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Training;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <content>Single steps.</content>
public sealed partial class Perceptron<T>
{
    private readonly ScaledInputs<T> _scaledInputs = new();
    private T[]? _predictionOfRow;

    /// <summary>Learns one example by one step of back-propagation, with a network with one output.</summary>
    /// <param name="input">The row <c>[inputs]</c>, finite.</param>
    /// <param name="target">The target, in the <see cref="Loss.Targets"/> of the loss; for a classifier 0 or 1 (with tanh -1 or 1), or between if the loss allows it.</param>
    /// <param name="sampleWeight">The weight of the row, [0, inf). Multiplies its gradient, as the weight of its class does. Default 1.</param>
    /// <returns>
    /// The prediction of the trained weights before the step. It equals <see cref="Predictor{T}.Predict(ReadOnlySpan{T})"/> in every bit,
    /// unless inputs are standardized (equal except for rounding) or weights are averaged.
    /// </returns>
    /// <exception cref="ArgumentException">The row has another length, a value is NaN or infinite, the target is out of range, or the weighted sum overflows.</exception>
    /// <exception cref="InvalidOperationException">The network has several outputs, is in a Fit, its weights are no longer finite, or it standardizes its inputs and was never fitted.</exception>
    /// <remarks>
    /// An int is a label and binds to <see cref="Learn(ReadOnlySpan{T}, int, double)"/>. Write 2f or 2.0 for a target that is always a
    /// number. If a step makes a weight infinite, the next call throws.
    /// </remarks>
    public T Learn(ReadOnlySpan<T> input, T target, double sampleWeight = 1)
    {
        ThrowIfWriting();
        if (OutputCount != 1)
        {
            Throw.InvalidOperation_NotOneOutputToLearn(OutputCount);
        }

        if (input.Length != InputCount)
        {
            Throw.Argument_NotOneRow(nameof(input), input.Length, InputCount);
        }

        ThrowIfCantStep();
        Loss loss = Description.Loss;
        if (!T.IsFinite(target) || !loss.Targets.Contains(double.CreateTruncating(target)))
        {
            TargetCheck.Targets(nameof(target), new ReadOnlySpan<T>(in target), 1, 1, loss.Name, loss.Targets, areDistributions: false);
        }

        if (_isResumable)
        {
            ForgetRun();
        }

        T weight = (sampleWeight == 1 ? T.One : CheckedWeight(sampleWeight)) * _trainer.SampleWeights.OfTarget(target);
        T logit = _parameters.Running is null ? _trainer.Learn(input, target, weight) : LearnRunning(input, target, weight);
        if (!T.IsFinite(logit))
        {
            ThrowNotFinite(nameof(input), input, 0);
        }

        _parameters.Fold();
        return OutputFunction.Apply(logit);
    }

    /// <summary>
    /// Learns one labeled example by one step of back-propagation, with a classifier. Produces the same bits as a batch of this row. A
    /// regressor with one output takes the int as a number, as <see cref="Learn(ReadOnlySpan{T}, T, double)"/> does.
    /// </summary>
    /// <param name="input">The row <c>[inputs]</c>, finite.</param>
    /// <param name="label">The class, in [0, <see cref="Predictor{T}.ClassCount"/>); for a regressor any number.</param>
    /// <param name="sampleWeight">The weight of the row, [0, inf). Default 1.</param>
    /// <returns>
    /// The prediction before the step, as <see cref="Learn(ReadOnlySpan{T}, T, double)"/> returns it; with several outputs the prediction
    /// of the label's output, with softmax the probability of the label.
    /// </returns>
    /// <exception cref="ArgumentException">The row has another length, a value is NaN or infinite, the label is not one of the classes, or a weighted sum overflows.</exception>
    /// <exception cref="InvalidOperationException">The network is a regressor with several outputs, is in a Fit, its weights are no longer finite, or it standardizes its inputs and was never fitted.</exception>
    public T Learn(ReadOnlySpan<T> input, int label, double sampleWeight = 1)
    {
        int classes = ClassCount;
        if (classes == 0)
        {
            return Learn(input, T.CreateTruncating(label), sampleWeight);
        }

        if ((uint)label >= (uint)classes)
        {
            ThrowIfWriting();
            TargetCheck.Labels(nameof(label), new ReadOnlySpan<int>(in label), 1, classes);
        }

        if (OutputCount == 1)
        {
            Interval targets = Description.Loss.Targets.Interval;
            return Learn(input, T.CreateTruncating(label == 0 ? targets.Low : targets.High), sampleWeight);
        }

        using Writing writing = BeginWriting();
        if (input.Length != InputCount)
        {
            Throw.Argument_NotOneRow(nameof(input), input.Length, InputCount);
        }

        T weightOfRow = sampleWeight == 1 ? T.One : CheckedWeight(sampleWeight);
        _predictionOfRow ??= new T[OutputCount];
        LearnBatch(
            new ExampleSpan<T>(input, default, new ReadOnlySpan<int>(in label), 1)
            {
                Weights = sampleWeight == 1 ? default : new ReadOnlySpan<T>(in weightOfRow),
            },
            _predictionOfRow,
            nameof(input));
        return _predictionOfRow[label];
    }

    /// <summary>Learns one labeled example by one step of back-propagation, with a classifier of two classes.</summary>
    /// <param name="input">The row <c>[inputs]</c>, finite.</param>
    /// <param name="label">True for class 1, false for class 0.</param>
    /// <param name="sampleWeight">The weight of the row, [0, inf). Default 1.</param>
    /// <returns>The prediction before the step, as <see cref="Learn(ReadOnlySpan{T}, int, double)"/> returns it.</returns>
    /// <exception cref="ArgumentException">The row has another length, a value is NaN or infinite, there are more than two classes, or a weighted sum overflows.</exception>
    /// <exception cref="InvalidOperationException">The network is a regressor, is in a Fit, its weights are no longer finite, or it standardizes its inputs and was never fitted.</exception>
    public T Learn(ReadOnlySpan<T> input, bool label, double sampleWeight = 1)
    {
        ThrowIfNoClasses();
        if (ClassCount != 2)
        {
            Throw.Argument_FlagsOfManyClasses(nameof(label), ClassCount);
        }

        return Learn(input, label ? 1 : 0, sampleWeight);
    }

    /// <summary>Learns one example, labeled with the name of its class, by one step of back-propagation.</summary>
    /// <param name="input">The row <c>[inputs]</c>, finite.</param>
    /// <param name="className">The name of the class, one of <see cref="Predictor{T}.ClassNames"/>.</param>
    /// <param name="sampleWeight">The weight of the row, [0, inf). Default 1.</param>
    /// <returns>The prediction before the step, as <see cref="Learn(ReadOnlySpan{T}, int, double)"/> returns it.</returns>
    /// <exception cref="ArgumentException">The network has no class names, or no class of this name; the row has another length, a value is NaN or infinite, or a weighted sum overflows.</exception>
    /// <exception cref="InvalidOperationException">The network is a regressor, is in a Fit, its weights are no longer finite, or it standardizes its inputs and was never fitted.</exception>
    public T Learn(ReadOnlySpan<T> input, string className, double sampleWeight = 1)
    {
        ThrowIfNoClasses();
        if (ClassNames is null && Description.LearnsClassNames)
        {
            throw new InvalidOperationException(
                "This network learns the names of its classes in the first Fit, which has not run. Call Fit first, or give the names with WithClassNames.");
        }

        return Learn(input, _checker.ClassNames.Find(nameof(className), className, row: 0), sampleWeight);
    }

    /// <summary>Learns a mini-batch of one or more examples by one step of back-propagation.</summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes, finite.</param>
    /// <param name="targets">The targets <c>[rows x outputs]</c>, in the <see cref="Loss.Targets"/> of the loss.</param>
    /// <param name="destination">
    /// Receives the predictions <c>[rows x outputs]</c> before the step; may be longer. Default empty: no predictions. Its content is
    /// undefined if the call throws. Must overlap neither the inputs nor the targets.
    /// </param>
    /// <returns>The weighted mean loss of the rows before the step, without the penalty; 0 if the classes of all rows have weight 0.</returns>
    /// <exception cref="ArgumentException">Lengths do not fit, memory overlaps, a value is NaN or infinite, a target is out of range, or a weighted sum overflows.</exception>
    /// <exception cref="InvalidOperationException">The network is in a Fit, its weights are no longer finite, or it standardizes its inputs and was never fitted.</exception>
    public double Learn(Rows<T> inputs, Rows<T> targets, Span<T> destination = default)
    {
        using Writing writing = BeginWriting();
        int rows = inputs.Count(nameof(inputs), InputCount);
        ReadOnlySpan<T> numbers = _checker.Targets(targets, rows);
        Shape.CheckNoOverlap(nameof(destination), destination, numbers, nameof(targets));
        return LearnBatch(new ExampleSpan<T>(inputs, numbers, default, rows), destination);
    }

    /// <summary>Learns a mini-batch of one or more labeled examples by one step of back-propagation, with a classifier.</summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes, finite.</param>
    /// <param name="labels">The classes <c>[rows]</c>, in any form that <see cref="Labels"/> takes, each in [0, <see cref="Predictor{T}.ClassCount"/>).</param>
    /// <param name="destination">
    /// Receives the predictions <c>[rows x outputs]</c> before the step; may be longer. Default empty: no predictions. Its content is
    /// undefined if the call throws. Must not overlap the inputs.
    /// </param>
    /// <returns>The weighted mean loss of the rows before the step, without the penalty; 0 if the classes of all rows have weight 0.</returns>
    /// <exception cref="ArgumentException">Lengths do not fit, memory overlaps, a value is NaN or infinite, a label is not one of the classes, or a weighted sum overflows.</exception>
    /// <exception cref="InvalidOperationException">The network is no classifier or in a Fit, its weights are no longer finite, or it standardizes its inputs and was never fitted.</exception>
    [OverloadResolutionPriority(1)]
    public double Learn(Rows<T> inputs, Labels labels, Span<T> destination = default)
    {
        using Writing writing = BeginWriting();
        ThrowIfNoClasses();
        int rows = inputs.Count(nameof(inputs), InputCount);
        return LearnBatch(new ExampleSpan<T>(inputs, default, _checker.Labels(labels, rows), rows), destination);
    }

    /// <summary>Learns a mini-batch of one or more weighted examples by one step of back-propagation.</summary>
    /// <param name="batch">The examples. The weight of a row multiplies its gradient.</param>
    /// <param name="destination">Receives the predictions before the step, as for <see cref="Learn(Rows{T}, Rows{T}, Span{T})"/>.</param>
    /// <returns>The weighted mean loss of the rows before the step, without the penalty; 0 if the classes of all rows have weight 0.</returns>
    /// <exception cref="ArgumentNullException">The batch is null.</exception>
    /// <exception cref="ArgumentException">Lengths do not fit, memory overlaps, a value is out of its interval, NaN or infinite, or a weighted sum overflows.</exception>
    /// <exception cref="InvalidOperationException">There are labels and the network is no classifier, it is in a Fit, its weights are no longer finite, or it standardizes its inputs and was never fitted.</exception>
    public double Learn(Examples<T> batch, Span<T> destination = default)
    {
        using Writing writing = BeginWriting();
        ArgumentNullException.ThrowIfNull(batch);
        ExampleSpan<T> examples = _checker.Examples(batch, checkInputs: false);
        TargetCheck.AnyCounts("sampleWeights", examples.Weights);
        Shape.CheckNoOverlap(nameof(destination), destination, examples.Targets, "the targets");
        Shape.CheckNoOverlap(nameof(destination), destination, examples.Weights, "the sample weights");
        Shape.CheckNoOverlap(nameof(destination), destination, examples.Offsets, "the offsets");
        double loss = LearnBatch(examples, destination);
        HasOffsets |= !examples.Offsets.IsEmpty;
        return loss;
    }

    private double LearnBatch(in ExampleSpan<T> batch, Span<T> destination, string parameter = "inputs")
    {
        ThrowIfCantStep();
        if (batch.Inputs.AreSparse && Description.WhyNotLearnSparse() is { } reason)
        {
            Throw.Argument_NoSparse(parameter, reason);
        }

        if (Description.Optimizer.Limits.BatchSize == 1 && batch.Count > 1)
        {
            throw new InvalidOperationException(Invariant(
                $"The batch has {Shown.Count(batch.Count, "row")}, and the optimizer '{Description.Optimizer}' steps row by row. Call Learn for each row, or Fit."));
        }

        Span<T> logits = default;
        if (!destination.IsEmpty)
        {
            int count = Shape.Count(nameof(destination), batch.Count, OutputCount);
            Shape.CheckDestination(nameof(destination), destination.Length, count);
            batch.Inputs.CheckNoOverlap(nameof(destination), destination, "inputs");
            logits = destination[..count];
        }

        if (_isResumable)
        {
            ForgetRun();
        }

        ExampleSpan<T> scaled = Scaled(batch);
        int culprit = _parameters.Running is null ? _trainer.Learn(scaled, logits) : LearnRunning(batch, logits, parameter);
        if (culprit >= 0)
        {
            ThrowNotFinite(parameter, batch.Inputs.Row(culprit, InputCount), culprit, !batch.Offsets.IsEmpty);
        }

        if (scaled.Inputs.AreSparse)
        {
            // Steps on sparse rows move only the weights of their columns.
            _parameters.Fold(scaled.Inputs.Sparse.Indices);
        }
        else
        {
            _parameters.Fold();
        }

        OutputFunction.Apply(logits, OutputCount);
        return _trainer.LastLoss;
    }

    /// <summary>Returns the examples as training sees them: sparse rows scaled, if inputs are scaled but not centered.</summary>
    private ExampleSpan<T> Scaled(scoped in ExampleSpan<T> examples) => _scaledInputs.Of(examples, _parameters.Standardization, _trainer.SampleWeights);

    private static T CheckedWeight(double sampleWeight)
    {
        T result = T.CreateTruncating(sampleWeight);
        return sampleWeight >= 0 && T.IsFinite(result)
            ? result
            : throw new ArgumentException(Invariant(
                $"sampleWeight is {sampleWeight}; it must lie in [0, inf), and be finite as a {typeof(T).Name}. 0 lets the row count for nothing."), nameof(sampleWeight));
    }

    /// <summary>Throws the cause of a logit that is not finite: the row, the weights, or their product.</summary>
    private void ThrowNotFinite(string parameter, ReadOnlySpan<T> row, int rowNumber, bool hasOffsets = false)
    {
        int column = Finite.IndexOfNonFinite(row);
        if (column >= 0)
        {
            Throw.Argument_NotFinite(parameter, row[column], rowNumber, column, Throw.MissingInputs, FeatureNames);
        }

        if (!_trainer.IsFinite)
        {
            Throw.InvalidOperation_NotFiniteWeights("learning");
        }

        if (hasOffsets)
        {
            Throw.Argument_OffsetOverflow(parameter, rowNumber);
        }

        Throw.Argument_Overflow(parameter, rowNumber);
    }
}
