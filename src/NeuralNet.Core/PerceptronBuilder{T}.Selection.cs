using System.Runtime.CompilerServices;
using NeuralNet.Core.Training;

namespace NeuralNet.Core;

/// <content>Choosing between descriptions, by rows that were not trained on.</content>
public sealed partial class PerceptronBuilder<T>
{
    /// <summary>
    /// Cross-validates this description of a classifier: for each fold a network is built, trained on the rows of all other
    /// folds, and tested on those of the fold, so that each row is tested once. Whatever a training learns from rows
    /// (weights, standardisation, balanced classes, early stopping) it learns from its own.
    /// </summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes, finite.</param>
    /// <param name="labels">The classes <c>[rows]</c>, in any form that <see cref="Labels"/> takes, at least two of them present.</param>
    /// <param name="folds">How the rows are divided. Default: <see cref="Folds.Random"/>, five folds with equal shares of each class.</param>
    /// <param name="options">How long each training runs, and in which portions. Default: <see cref="TrainingOptions"/> as it is.</param>
    /// <param name="weights">How much each row counts in trainings and tests <c>[rows]</c>, [0, inf), in each fold not all 0. Default empty: once.</param>
    /// <param name="cancellationToken">Ends it early, without a result.</param>
    /// <exception cref="ArgumentException">
    /// Lengths do not fit, a value is NaN or infinite, a label is none of the classes, all labels are the same, the folds do
    /// not fit the rows, or the training of a fold is refused.
    /// </exception>
    /// <exception cref="InvalidOperationException">The loss has no classes, or the optimizer needs another batch size.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    [OverloadResolutionPriority(1)]
    public CrossValidation<ClassificationMetrics> CrossValidate(
        Rows<T> inputs,
        Labels labels,
        Folds? folds = null,
        TrainingOptions? options = null,
        ReadOnlySpan<T> weights = default,
        CancellationToken cancellationToken = default)
    {
        ExampleSpan<T> examples = Checked(inputs, labels, weights);
        return CrossValidate(examples, Assigned(examples, folds), [this], options, _testLabels, cancellationToken)[0];
    }

    /// <summary>
    /// Cross-validates this description of a network with real targets; see
    /// <see cref="CrossValidate(Rows{T}, Labels, Folds, TrainingOptions, ReadOnlySpan{T}, CancellationToken)"/>.
    /// </summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes, finite.</param>
    /// <param name="targets">The targets <c>[rows x outputs]</c>, in the <see cref="Loss.Targets"/> of the loss.</param>
    /// <param name="folds">How the rows are divided. Default: <see cref="Folds.Random"/>, five folds.</param>
    /// <param name="options">How long each training runs, and in which portions. Default: <see cref="TrainingOptions"/> as it is.</param>
    /// <param name="weights">How much each row counts in trainings and tests <c>[rows]</c>, [0, inf), in each fold not all 0. Default empty: once.</param>
    /// <param name="cancellationToken">Ends it early, without a result.</param>
    /// <exception cref="ArgumentException">
    /// Lengths do not fit, a value is NaN or infinite, a target is out of range, the targets of a classifier are labels that should
    /// be ints, the folds do not fit the rows, or the training of a fold is refused.
    /// </exception>
    /// <exception cref="InvalidOperationException">The optimizer needs another batch size.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public CrossValidation<RegressionMetrics> CrossValidate(
        Rows<T> inputs,
        Rows<T> targets,
        Folds? folds = null,
        TrainingOptions? options = null,
        ReadOnlySpan<T> weights = default,
        CancellationToken cancellationToken = default)
    {
        ExampleSpan<T> examples = CheckedNumbers(inputs, targets, weights);
        return CrossValidate(examples, Assigned(examples, folds), [this], options, _testTargets, cancellationToken)[0];
    }

    /// <summary>
    /// Trains this description with a penalty of several strengths, on all rows and in a cross-validation with the same folds
    /// for each strength. Trainings go from the strongest penalty to the weakest, and each begins with the weights of the one
    /// before, or the last that did not diverge, near which its own are to be found (J. Friedman, T. Hastie and R. Tibshirani, Regularization paths for
    /// generalized linear models via coordinate descent, 2010).
    /// </summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes, finite.</param>
    /// <param name="labels">The classes <c>[rows]</c>, in any form that <see cref="Labels"/> takes, at least two of them present.</param>
    /// <param name="strengths">The strengths, each [0, inf), in any order; see <see cref="Penalty.Strengths"/>.</param>
    /// <param name="penalty">The penalty of a strength, such as <see cref="Penalty.L2"/>; it takes the place of the description's.</param>
    /// <param name="folds">How the rows are divided. Default: <see cref="Folds.Random"/>, five folds with equal shares of each class.</param>
    /// <param name="options">How long each training runs, and in which portions. Default: <see cref="TrainingOptions"/> as it is.</param>
    /// <param name="weights">How much each row counts in trainings and tests <c>[rows]</c>, [0, inf), in each fold not all 0. Default empty: once.</param>
    /// <param name="cancellationToken">Ends it early, without a result.</param>
    /// <returns>What came of each strength, in the order given.</returns>
    /// <exception cref="ArgumentNullException">The penalty is null.</exception>
    /// <exception cref="ArgumentException">
    /// There are no strengths, or one is not in [0, inf). Lengths do not fit, a value is NaN or infinite, a label is none of
    /// the classes, all labels are the same, the folds do not fit the rows, or a training is refused.
    /// </exception>
    /// <exception cref="InvalidOperationException">The optimizer can't take a penalty, or needs another batch size; or the loss has no classes.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    [OverloadResolutionPriority(1)]
    public PenaltyPath<T, ClassificationMetrics> FitPath(
        Rows<T> inputs,
        Labels labels,
        ReadOnlySpan<double> strengths,
        Func<double, Penalty> penalty,
        Folds? folds = null,
        TrainingOptions? options = null,
        ReadOnlySpan<T> weights = default,
        CancellationToken cancellationToken = default)
    {
        PerceptronBuilder<T>[] descriptions = Penalized(strengths, penalty);
        ExampleSpan<T> examples = Checked(inputs, labels, weights);
        return FitPath(examples, Assigned(examples, folds), strengths, descriptions, options, _testLabels, cancellationToken);
    }

    /// <summary>
    /// Trains this description with a penalty of several strengths on real targets; see
    /// <see cref="FitPath(Rows{T}, Labels, ReadOnlySpan{double}, Func{double, Penalty}, Folds, TrainingOptions, ReadOnlySpan{T}, CancellationToken)"/>.
    /// </summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes, finite.</param>
    /// <param name="targets">The targets <c>[rows x outputs]</c>, in the <see cref="Loss.Targets"/> of the loss.</param>
    /// <param name="strengths">The strengths, each [0, inf), in any order; see <see cref="Penalty.Strengths"/>.</param>
    /// <param name="penalty">The penalty of a strength, such as <see cref="Penalty.L1"/>; it takes the place of the description's.</param>
    /// <param name="folds">How the rows are divided. Default: <see cref="Folds.Random"/>, five folds.</param>
    /// <param name="options">How long each training runs, and in which portions. Default: <see cref="TrainingOptions"/> as it is.</param>
    /// <param name="weights">How much each row counts in trainings and tests <c>[rows]</c>, [0, inf), in each fold not all 0. Default empty: once.</param>
    /// <param name="cancellationToken">Ends it early, without a result.</param>
    /// <returns>What came of each strength, in the order given.</returns>
    /// <exception cref="ArgumentNullException">The penalty is null.</exception>
    /// <exception cref="ArgumentException">
    /// There are no strengths, or one is not in [0, inf). Lengths do not fit, a value is NaN or infinite, a target is out of range,
    /// the targets of a classifier are labels that should be ints, the folds do not fit the rows, or a training is refused.
    /// </exception>
    /// <exception cref="InvalidOperationException">The optimizer can't take a penalty, or needs another batch size.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public PenaltyPath<T, RegressionMetrics> FitPath(
        Rows<T> inputs,
        Rows<T> targets,
        ReadOnlySpan<double> strengths,
        Func<double, Penalty> penalty,
        Folds? folds = null,
        TrainingOptions? options = null,
        ReadOnlySpan<T> weights = default,
        CancellationToken cancellationToken = default)
    {
        PerceptronBuilder<T>[] descriptions = Penalized(strengths, penalty);
        ExampleSpan<T> examples = CheckedNumbers(inputs, targets, weights);
        return FitPath(examples, Assigned(examples, folds), strengths, descriptions, options, _testTargets, cancellationToken);
    }

    /// <summary>
    /// The least strength of <see cref="Penalty.L1"/> at which every weight of a trained network is 0: where a path over L1
    /// penalties begins. It is the largest derivative of the loss by a weight where the weights are 0 and the bias is best
    /// (J. Friedman and others, 2010). For a smooth loss; for an elastic net divide it by the share of L1.
    /// </summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes, finite.</param>
    /// <param name="labels">The classes <c>[rows]</c>, in any form that <see cref="Labels"/> takes, at least two of them present.</param>
    /// <param name="weights">How much each row counts <c>[rows]</c>, [0, inf). Default empty: once.</param>
    /// <exception cref="ArgumentException">
    /// Lengths do not fit, a value is NaN or infinite, a label is none of the classes, all labels are the same, or a column
    /// can't be standardised.
    /// </exception>
    /// <exception cref="InvalidOperationException">The loss has no classes.</exception>
    [OverloadResolutionPriority(1)]
    public double LargestUsefulL1(Rows<T> inputs, Labels labels, ReadOnlySpan<T> weights = default) =>
        LargestUsefulL1(Checked(inputs, labels, weights));

    /// <summary>
    /// The least strength of <see cref="Penalty.L1"/> at which every weight of a trained network with real targets is 0; see
    /// <see cref="LargestUsefulL1(Rows{T}, Labels, ReadOnlySpan{T})"/>.
    /// </summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes, finite.</param>
    /// <param name="targets">The targets <c>[rows x outputs]</c>, in the <see cref="Loss.Targets"/> of the loss.</param>
    /// <param name="weights">How much each row counts <c>[rows]</c>, [0, inf). Default empty: once.</param>
    /// <exception cref="ArgumentException">
    /// Lengths do not fit, a value is NaN or infinite, a target is out of range, or a column can't be standardised.
    /// </exception>
    public double LargestUsefulL1(Rows<T> inputs, Rows<T> targets, ReadOnlySpan<T> weights = default) =>
        LargestUsefulL1(Checked(inputs, targets, weights));
}
