using System.Numerics;
using NeuralNet.Core.Data;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Selection;
using NeuralNet.Core.Training;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// Compares descriptions of a network on rows that were not trained on: cross-validation, and paths over penalty strengths.
/// </summary>
/// <remarks>
/// Everything that training learns from rows (weights, standardization, balanced classes, early stopping), it learns only from the
/// training rows of the fold. Rows in one piece of memory are copied for each fold; of separate rows only the list is copied.
/// </remarks>
public static class ModelSelection
{
    /// <summary>
    /// Cross-validates a classifier: for each fold, builds a network, trains it on the rows of all other folds and tests it on the rows
    /// of the fold. Each row is tested once; with <see cref="Folds.ByTime"/> all but the earliest, by a network trained on earlier rows.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="description">The network.</param>
    /// <param name="examples">
    /// The rows with their classes; at least two classes must occur. Weights count in training and test, and must not be all 0 in a fold.
    /// </param>
    /// <param name="folds">The folds. Default: <see cref="Folds.Random"/>, five folds with equal shares of each class.</param>
    /// <param name="options">The options of each training. Default: <see cref="TrainingOptions"/> with its defaults.</param>
    /// <param name="cancellationToken">Cancels the call, without a result.</param>
    /// <exception cref="ArgumentNullException">description or examples is null.</exception>
    /// <exception cref="ArgumentException">
    /// Lengths do not match, a value is NaN or infinite, a label is not a class, all labels are the same, there are targets instead of
    /// labels, the folds do not match the rows, or the training of a fold is rejected.
    /// </exception>
    /// <exception cref="InvalidOperationException">The loss has no classes, or the optimizer needs another batch size.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public static CrossValidation<ClassificationMetrics> CrossValidateClassifier<T>(
        this PerceptronBuilder<T> description,
        Examples<T> examples,
        Folds? folds = null,
        TrainingOptions? options = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        description = Named(description, examples);
        ExampleSpan<T> rows = Labeled(description, examples);
        return new FoldTrainings<T, ClassificationMetrics>(
            Assigned(description, rows, folds), [description], options, TestLabels, cancellationToken).Run(rows)[0];
    }

    /// <summary>Cross-validates a network with real targets, like <see cref="CrossValidateClassifier"/>.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="description">The network.</param>
    /// <param name="examples">The rows with their targets. Weights count in training and test, and must not be all 0 in a fold.</param>
    /// <param name="folds">The folds. Default: <see cref="Folds.Random"/>, five folds.</param>
    /// <param name="options">The options of each training. Default: <see cref="TrainingOptions"/> with its defaults.</param>
    /// <param name="cancellationToken">Cancels the call, without a result.</param>
    /// <exception cref="ArgumentNullException">description or examples is null.</exception>
    /// <exception cref="ArgumentException">
    /// Lengths do not match, a value is NaN or infinite, a target is out of range, there are labels instead of targets, or targets of a
    /// classifier that should be int labels; the folds do not match the rows, or the training of a fold is rejected.
    /// </exception>
    /// <exception cref="InvalidOperationException">The optimizer needs another batch size.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public static CrossValidation<RegressionMetrics> CrossValidateRegressor<T>(
        this PerceptronBuilder<T> description,
        Examples<T> examples,
        Folds? folds = null,
        TrainingOptions? options = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ExampleSpan<T> rows = Numbered(description, examples);
        return new FoldTrainings<T, RegressionMetrics>(
            Assigned(description, rows, folds), [description], options, TestTargets, cancellationToken).Run(rows)[0];
    }

    /// <summary>
    /// Trains a classifier with several strengths of a penalty, on all rows and in a cross-validation with the same folds for each
    /// strength. Training goes from the strongest to the weakest penalty. Each training starts with the weights of the last one that did
    /// not diverge, which are close to its own (J. Friedman, T. Hastie and R. Tibshirani, Regularization paths for generalized linear
    /// models via coordinate descent, 2010).
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="description">The network.</param>
    /// <param name="examples">
    /// The rows with their classes; at least two classes must occur. Weights count in training and test, and must not be all 0 in a fold.
    /// </param>
    /// <param name="strengths">The strengths, each [0, inf), in any order; see <see cref="Penalty.Strengths"/>.</param>
    /// <param name="penalty">
    /// Creates the penalty of a strength, such as <see cref="Penalty.L2"/>; it replaces the penalty of the description.
    /// </param>
    /// <param name="folds">
    /// The folds; <see cref="Folds.None"/> for a path without a cross-validation. Default: <see cref="Folds.Random"/>, five folds with equal
    /// shares of each class.
    /// </param>
    /// <param name="options">The options of each training. Default: <see cref="TrainingOptions"/> with its defaults.</param>
    /// <param name="endsWhenFlat">
    /// Whether the path ends, after the fifth strength at the earliest, where a weaker penalty no longer explains more: the loss of the best
    /// constant prediction less that of the network rises by less than a share of 1e-5, or is 99.9 % of it (the rule of R's glmnet). Default
    /// false.
    /// </param>
    /// <param name="cancellationToken">Cancels the call, without a result.</param>
    /// <returns>The result of each strength that was trained, in the order of strengths.</returns>
    /// <exception cref="ArgumentNullException">description, examples or penalty is null.</exception>
    /// <exception cref="ArgumentException">
    /// There are no strengths, or one is not in [0, inf); or <see cref="CrossValidateClassifier"/> rejects the arguments.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The optimizer can't take a penalty, or needs another batch size; or the loss has no classes.
    /// </exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public static PenaltyPath<T, ClassificationMetrics> FitClassifierPath<T>(
        this PerceptronBuilder<T> description,
        Examples<T> examples,
        ReadOnlySpan<double> strengths,
        Func<double, Penalty> penalty,
        Folds? folds = null,
        TrainingOptions? options = null,
        bool endsWhenFlat = false,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        description = Named(description, examples);
        PerceptronBuilder<T>[] penalized = Penalized(description, strengths, penalty);
        ExampleSpan<T> rows = Labeled(description, examples);
        return FitPath(rows, folds == Folds.None ? null : Assigned(description, rows, folds), strengths, penalized, options, endsWhenFlat, TestLabels, cancellationToken);
    }

    /// <summary>Trains a network with real targets and several strengths of a penalty, like <see cref="FitClassifierPath"/>.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="description">The network.</param>
    /// <param name="examples">The rows with their targets. Weights count in training and test, and must not be all 0 in a fold.</param>
    /// <param name="strengths">The strengths, each [0, inf), in any order; see <see cref="Penalty.Strengths"/>.</param>
    /// <param name="penalty">
    /// Creates the penalty of a strength, such as <see cref="Penalty.L1"/>; it replaces the penalty of the description.
    /// </param>
    /// <param name="folds">
    /// The folds; <see cref="Folds.None"/> for a path without a cross-validation. Default: <see cref="Folds.Random"/>, five folds.
    /// </param>
    /// <param name="options">The options of each training. Default: <see cref="TrainingOptions"/> with its defaults.</param>
    /// <param name="endsWhenFlat">
    /// Whether the path ends, after the fifth strength at the earliest, where a weaker penalty no longer explains more: the loss of the best
    /// constant prediction less that of the network rises by less than a share of 1e-5, or is 99.9 % of it (the rule of R's glmnet). Default
    /// false.
    /// </param>
    /// <param name="cancellationToken">Cancels the call, without a result.</param>
    /// <returns>The result of each strength that was trained, in the order of strengths.</returns>
    /// <exception cref="ArgumentNullException">description, examples or penalty is null.</exception>
    /// <exception cref="ArgumentException">
    /// There are no strengths, or one is not in [0, inf); or <see cref="CrossValidateRegressor"/> rejects the arguments.
    /// </exception>
    /// <exception cref="InvalidOperationException">The optimizer can't take a penalty, or needs another batch size.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public static PenaltyPath<T, RegressionMetrics> FitRegressorPath<T>(
        this PerceptronBuilder<T> description,
        Examples<T> examples,
        ReadOnlySpan<double> strengths,
        Func<double, Penalty> penalty,
        Folds? folds = null,
        TrainingOptions? options = null,
        bool endsWhenFlat = false,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        PerceptronBuilder<T>[] penalized = Penalized(description, strengths, penalty);
        ExampleSpan<T> rows = Numbered(description, examples);
        return FitPath(rows, folds == Folds.None ? null : Assigned(description, rows, folds), strengths, penalized, options, endsWhenFlat, TestTargets, cancellationToken);
    }

    /// <summary>
    /// Computes the strength of <see cref="Penalty.L1"/> above which every weight of a trained network is 0: the largest useful
    /// strength, and the start of a path over L1 penalties. At this very strength rounding decides whether the first weight is exactly 0 or a few
    /// roundings away; 1.001 times as much is above. It is the largest derivative of the loss with respect to a weight, at weights
    /// of 0 and the best bias (J. Friedman and others, 2010). Valid for a smooth loss; for an elastic net divide it by the share of L1.
    /// With <see cref="PerceptronBuilder{T}.WithPenaltyFactors"/> derivatives are divided by the factors, inputs with a factor of 0 have their
    /// best weights, and only the other weights become 0; the result is 0 if there are none. With
    /// <see cref="PerceptronBuilder{T}.WithWeightBounds(ReadOnlySpan{double}, ReadOnlySpan{double})"/> only derivatives along which a weight
    /// may leave 0 count; weights whose bounds exclude 0 are at the bound nearest to it instead.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="description">The network.</param>
    /// <param name="examples">The rows with their classes or targets.</param>
    /// <exception cref="ArgumentNullException">description or examples is null.</exception>
    /// <exception cref="ArgumentException">
    /// Lengths do not match, a value is NaN or infinite, a label is not a class, all labels are the same, a target is out of range, or a
    /// column can't be standardized.
    /// </exception>
    /// <exception cref="InvalidOperationException">There are labels, but the loss has no classes.</exception>
    public static double MaximumL1Strength<T>(this PerceptronBuilder<T> description, Examples<T> examples)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        description = Named(description, examples);
        ExampleSpan<T> rows = Checked(description, examples);
        Examples<T> all = RowCopy.Copy(rows, description.InputCount, description.OutputCount, Enumerable.Range(0, rows.Count).ToArray());
        return description.WithUnpenalizedAlone().Build().Fit(all).Network.SteepestWeight(all, description.PenaltyFactors, description.CreateBounds());
    }

    private static PenaltyPath<T, TMetrics> FitPath<T, TMetrics>(
        ExampleSpan<T> examples,
        AssignedFolds? folds,
        ReadOnlySpan<double> strengths,
        PerceptronBuilder<T>[] descriptions,
        TrainingOptions? options,
        bool endsWhenFlat,
        Func<Perceptron<T>, Examples<T>, TMetrics> test,
        CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TMetrics : class
    {
        double[] given = strengths.ToArray();
        int[] fromStrongest = [.. Enumerable.Range(0, given.Length).OrderByDescending(index => given[index])];
        PerceptronBuilder<T>[] path = [.. fromStrongest.Select(index => descriptions[index])];
        Examples<T> all = RowCopy.Copy(examples, path[0].InputCount, path[0].OutputCount, Enumerable.Range(0, examples.Count).ToArray());
        PathEnd? end = endsWhenFlat ? PathEnd.Of(path[0], all) : null;
        var trained = new List<(TrainingResult<T> Result, double Objective)>();
        foreach (TrainingResult<T> result in FoldTrainings<T, TMetrics>.Train(path, all, options, cancellationToken))
        {
            trained.Add((result.Detach(), result.Network.Objective(all)));
            if (end?.IsAt(result.Network, trained[^1].Objective) == true)
            {
                break;
            }
        }

        CrossValidation<TMetrics>[]? tested = folds is null ? null
            : new FoldTrainings<T, TMetrics>(folds, path[..trained.Count], options, test, cancellationToken).Run(examples);
        var points = new PenaltyPathPoint<T, TMetrics>?[given.Length];
        foreach ((int step, (TrainingResult<T> result, double objective)) in trained.Index())
        {
            int index = fromStrongest[step];
            points[index] = new(given[index], result, objective, tested?[step]);
        }

        return new([.. points.OfType<PenaltyPathPoint<T, TMetrics>>()], end?.Message(given.Length));
    }

    /// <summary>Returns the description with the penalty of each strength.</summary>
    private static PerceptronBuilder<T>[] Penalized<T>(
        PerceptronBuilder<T> description, ReadOnlySpan<double> strengths, Func<double, Penalty> penalty)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(penalty);
        if (strengths.IsEmpty)
        {
            throw new ArgumentException("strengths is empty; pass one or more, such as [1, 0.1, 0.01].", nameof(strengths));
        }

        foreach (double strength in strengths)
        {
            if (!(strength >= 0 && double.IsFinite(strength)))
            {
                throw new ArgumentException(Invariant(
                    $"strengths has {strength}; a strength must lie in [0, inf). 0 is no penalty."), nameof(strengths));
            }
        }

        return [.. strengths.ToArray().Select(strength => description.WithPenalty(penalty(strength)))];
    }

    private static AssignedFolds Assigned<T>(PerceptronBuilder<T> description, in ExampleSpan<T> examples, Folds? folds)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        (folds ?? Folds.Random()).Assign(nameof(folds), examples.Count, examples.Labels, description.Seed);

    /// <summary>The description with the names of the classes, if it is to learn them from the examples.</summary>
    private static PerceptronBuilder<T> Named<T>(PerceptronBuilder<T> description, Examples<T> examples)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        description is { LearnsClassNames: true } && examples is not null && !examples.Classes.Names.IsEmpty
            ? description.WithClassNames([.. ClassNameIndex.Learn(examples.Classes.Names, description.Traits.ClassCount, "labels")])
            : description;

    /// <summary>Checks examples with labels; at least two classes must occur.</summary>
    private static ExampleSpan<T> Labeled<T>(PerceptronBuilder<T> description, Examples<T> examples)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ExampleSpan<T> rows = Checked(description, examples);
        return examples.HasLabels ? rows : throw new ArgumentException(
            "examples has targets instead of labels. Pass class labels, or call the method for a regressor, which scores distances from targets.", nameof(examples));
    }

    /// <summary>
    /// Checks examples with targets that are scored by distance; rejects targets of a classifier with one class per row.
    /// </summary>
    private static ExampleSpan<T> Numbered<T>(PerceptronBuilder<T> description, Examples<T> examples)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ExampleSpan<T> rows = Checked(description, examples);
        if (examples.HasLabels)
        {
            throw new ArgumentException("examples has labels instead of targets. Call the method for a classifier.", nameof(examples));
        }

        Loss loss = description.Loss;
        Interval ends = loss.LabelTargets ?? Interval.Probability;
        bool areClasses = loss.CountClasses(description.OutputCount) > 0 && loss.HasOneClassARow(description.OutputCount);
        if (areClasses && !rows.Targets.ContainsAnyExcept(T.CreateTruncating(ends.Low), T.CreateTruncating(ends.High)))
        {
            Throw.Argument_LabelsToBeScored("targets", ends);
        }

        return rows;
    }

    private static ExampleSpan<T> Checked<T>(PerceptronBuilder<T> description, Examples<T> examples)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(examples);
        ExampleSpan<T> rows = description.CreateChecker(description.ClassNames).Examples(examples);
        TargetCheck.AnyCounts("sampleWeights", rows.Weights);
        if (!rows.Labels.IsEmpty && !rows.Labels.ContainsAnyExcept(rows.Labels[0]))
        {
            Throw.Argument_OneClassOnly("labels", $"label {rows.Labels[0]}");
        }

        return rows;
    }

    private static ClassificationMetrics TestLabels<T>(Perceptron<T> network, Examples<T> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        network.Evaluate(rows.Inputs.Rows, rows.Labels, rows.SampleWeights.Span, rows.Offsets.Span);

    private static RegressionMetrics TestTargets<T>(Perceptron<T> network, Examples<T> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        network.EvaluateTargets(rows.Inputs.Rows, rows.Targets, rows.SampleWeights.Span, rows.Offsets.Span);
}
