using NeuralNet.Core.Data;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Selection;
using NeuralNet.Core.Training;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <content>The trainings and tests of a selection.</content>
public sealed partial class PerceptronBuilder<T>
{
    /// <summary>A penalty beyond any derivative of a weight, and finite in float.</summary>
    private const double OverwhelmingStrength = 1e30;

    private static readonly Func<Perceptron<T>, Examples<T>, ClassificationMetrics> _testLabels =
        (network, rows) => network.Evaluate(rows.Inputs.Rows, rows.Labels, rows.Weights.Span);

    private static readonly Func<Perceptron<T>, Examples<T>, RegressionMetrics> _testTargets =
        (network, rows) => network.EvaluateTargets(rows.Inputs.Rows, rows.Targets, rows.Weights.Span);

    private static PenaltyPath<T, TMetrics> FitPath<TMetrics>(
        in ExampleSpan<T> examples,
        int[] foldOfRow,
        ReadOnlySpan<double> strengths,
        PerceptronBuilder<T>[] descriptions,
        TrainingOptions? options,
        Func<Perceptron<T>, Examples<T>, TMetrics> test,
        CancellationToken cancellationToken)
        where TMetrics : class
    {
        double[] given = strengths.ToArray();
        int[] fromStrongest = [.. Enumerable.Range(0, given.Length).OrderByDescending(index => given[index])];
        PerceptronBuilder<T>[] path = [.. fromStrongest.Select(index => descriptions[index])];
        CrossValidation<TMetrics>[] tested = CrossValidate(examples, foldOfRow, path, options, test, cancellationToken);
        Examples<T> all = RowCopy.Of(examples, path[0].Inputs, path[0].Outputs, Enumerable.Range(0, examples.Count).ToArray());
        var points = new PenaltyPathPoint<T, TMetrics>[given.Length];
        foreach ((int step, TrainingResult<T> result) in Train(path, all, options, cancellationToken).Index())
        {
            int index = fromStrongest[step];
            points[index] = new(given[index], result, result.Network.Objective(all), tested[step]);
        }

        return new(points);
    }

    /// <summary>Cross-validates descriptions on the same folds; in each fold every network begins where the last one before that did not diverge ended.</summary>
    private static CrossValidation<TMetrics>[] CrossValidate<TMetrics>(
        in ExampleSpan<T> examples,
        int[] foldOfRow,
        PerceptronBuilder<T>[] descriptions,
        TrainingOptions? options,
        Func<Perceptron<T>, Examples<T>, TMetrics> test,
        CancellationToken cancellationToken)
        where TMetrics : class
    {
        (int inputs, int outputs) = (descriptions[0].Inputs, descriptions[0].Outputs);
        int folds = foldOfRow.Max() + 1;
        var results = new FoldResult<TMetrics>[descriptions.Length][];
        var logits = new double[descriptions.Length][];
        for (int step = 0; step < descriptions.Length; step++)
        {
            results[step] = new FoldResult<TMetrics>[folds];
            logits[step] = new double[Shape.Count(nameof(inputs), examples.Count, outputs)];
        }

        int[] rows = [.. Enumerable.Range(0, examples.Count)];
        for (int fold = 0; fold < folds; fold++)
        {
            int[] testRows = Array.FindAll(rows, row => foldOfRow[row] == fold);
            Examples<T> training = RowCopy.Of(examples, inputs, outputs, Array.FindAll(rows, row => foldOfRow[row] != fold));
            Examples<T> testing = RowCopy.Of(examples, inputs, outputs, testRows);
            var testLogits = new T[testRows.Length * outputs];
            try
            {
                foreach ((int step, TrainingResult<T> result) in Train(descriptions, training, options, cancellationToken).Index())
                {
                    results[step][fold] = new(testRows, test(result.Network, testing), result.Epochs, result.StopReason);
                    result.Network.Logits(testing.Inputs.Rows, testLogits);
                    for (int index = 0; index < testLogits.Length; index++)
                    {
                        logits[step][(testRows[index / outputs] * outputs) + (index % outputs)] = double.CreateTruncating(testLogits[index]);
                    }
                }
            }
            catch (ArgumentException exception)
            {
                throw new ArgumentException(Invariant(
                    $"Fold {fold} of 0 to {folds - 1}, tested on {testRows.Length} row(s) and trained on the others, was refused: {exception.Message}"), exception);
            }
        }

        return [.. descriptions.Select((description, step) =>
            new CrossValidation<TMetrics>(results[step], logits[step], outputs, description.Loss.Link.Bind<double>()))];
    }

    /// <summary>Trains networks of descriptions that differ in their penalties only, each from the weights of the last one before that did not diverge.</summary>
    private static IEnumerable<TrainingResult<T>> Train(
        IEnumerable<PerceptronBuilder<T>> descriptions, Examples<T> examples, TrainingOptions? options, CancellationToken cancellationToken)
    {
        Perceptron<T>? before = null;
        foreach (PerceptronBuilder<T> description in descriptions)
        {
            Perceptron<T> network = description.Build();
            if (before is not null)
            {
                network.StartFrom(before);
            }

            TrainingResult<T> result = network.Fit(examples, options, cancellationToken: cancellationToken);
            if (result.StopReason == StopReason.Cancelled)
            {
                throw new OperationCanceledException(cancellationToken);
            }

            yield return result;

            // Weights on their way to infinity are a worse start than none.
            before = result.StopReason == StopReason.Diverged ? before : network;
        }
    }

    private double LargestUsefulL1(in ExampleSpan<T> examples)
    {
        // Under a penalty that no gain of a weight outweighs, what is trained is the bias alone.
        PerceptronBuilder<T> onlyBias = new(this)
        {
            Optimizer = Optimizer.Lbfgs(gradientTolerance: 0),
            Penalty = Penalty.L1(OverwhelmingStrength),
            Clipping = GradientClipping.None,
            FirstAveragedStep = null,
            GivenWeights = new T[Inputs * Outputs],
            GivenBias = null,
        };
        Examples<T> all = RowCopy.Of(examples, Inputs, Outputs, Enumerable.Range(0, examples.Count).ToArray());
        return onlyBias.Build().Fit(all).Network.SteepestWeight(all);
    }

    /// <summary>This description with the penalty of each strength.</summary>
    private PerceptronBuilder<T>[] Penalized(ReadOnlySpan<double> strengths, Func<double, Penalty> penalty)
    {
        ArgumentNullException.ThrowIfNull(penalty);
        if (strengths.IsEmpty)
        {
            throw new ArgumentException("strengths is empty; give one or more, such as [1, 0.1, 0.01].", nameof(strengths));
        }

        foreach (double strength in strengths)
        {
            if (!(strength >= 0 && double.IsFinite(strength)))
            {
                throw new ArgumentException(Invariant(
                    $"strengths has {strength}; a strength must lie in [0, inf). 0 is no penalty."), nameof(strengths));
            }
        }

        return [.. strengths.ToArray().Select(strength => WithPenalty(penalty(strength)))];
    }

    private int[] Assigned(in ExampleSpan<T> examples, Folds? folds) =>
        (folds ?? Folds.Random()).Assign(nameof(folds), examples.Count, examples.Labels, Seed);

    private ExampleSpan<T> Checked(Rows<T> inputs, Labels labels, ReadOnlySpan<T> weights)
    {
        ThrowIfNoClasses();
        int rows = CheckedRows(inputs, weights);
        int classes = Loss.Classes(Outputs);
        ReadOnlySpan<int> indices = labels.Indices(nameof(labels), classes, new ClassNameIndex(ClassNames));
        ExampleCheck.Labels(nameof(labels), indices, rows, classes);
        if (!indices.ContainsAnyExcept(indices[0]))
        {
            Throw.Argument_OneClassOnly(nameof(labels), $"label {indices[0]}");
        }

        return new(inputs, default, indices, rows) { Weights = weights };
    }

    private ExampleSpan<T> Checked(Rows<T> inputs, Rows<T> targets, ReadOnlySpan<T> weights)
    {
        int rows = CheckedRows(inputs, weights);
        ReadOnlySpan<T> numbers = targets.Targets(nameof(targets), Outputs);
        ExampleCheck.Targets(nameof(targets), numbers, rows, Outputs, Loss.Name, Loss.Targets, Loss.CouplesOutputs);
        return new(inputs, numbers, default, rows) { Weights = weights };
    }

    /// <summary>Targets to be scored by their distances, which those of a classifier of one class a row are not.</summary>
    private ExampleSpan<T> CheckedNumbers(Rows<T> inputs, Rows<T> targets, ReadOnlySpan<T> weights)
    {
        ExampleSpan<T> examples = Checked(inputs, targets, weights);
        Interval ends = Loss.LabelTargets ?? Interval.Probability;
        bool areClasses = Loss.Classes(Outputs) > 0 && Loss.HasOneClassARow(Outputs);
        if (areClasses && !examples.Targets.ContainsAnyExcept(T.CreateTruncating(ends.Low), T.CreateTruncating(ends.High)))
        {
            Throw.Argument_LabelsToBeScored(nameof(targets), ends);
        }

        return examples;
    }

    private int CheckedRows(Rows<T> inputs, ReadOnlySpan<T> weights)
    {
        int rows = inputs.Count(nameof(inputs), Inputs);
        inputs.CheckFinite(nameof(inputs), Inputs, FeatureNames);
        ExampleCheck.Weights(nameof(weights), weights, rows);
        ExampleCheck.AnyCounts(nameof(weights), weights);
        return rows;
    }
}
