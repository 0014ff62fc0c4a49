using System.Numerics;
using System.Runtime.ExceptionServices;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Training;
using static System.FormattableString;

namespace NeuralNet.Core.Selection;

/// <summary>
/// Trains and tests the descriptions on each fold, on one thread or several. A thread takes a whole fold at a time, so the results have
/// the same bits with any number of threads.
/// </summary>
/// <param name="folds">The rows of each fold.</param>
/// <param name="descriptions">The descriptions, each of which starts from the weights of the one before.</param>
/// <param name="options">The options of the trainings.</param>
/// <param name="test">Tests a network.</param>
/// <param name="cancellationToken">Cancels the trainings.</param>
internal sealed class FoldTrainings<T, TMetrics>(
    AssignedFolds folds,
    PerceptronBuilder<T>[] descriptions,
    TrainingOptions? options,
    Func<Perceptron<T>, Examples<T>, TMetrics> test,
    CancellationToken cancellationToken) : ITeamWork
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TMetrics : class
{
    private readonly FoldResult<TMetrics>[][] _results = new FoldResult<TMetrics>[descriptions.Length][];
    private readonly double[][] _logits = new double[descriptions.Length][];
    private PinnedExamples<T> _examples;
    private TrainingOptions _options = options ?? new();
    private Exception?[] _failures = [];
    private int _next;

    private int Outputs => descriptions[0].OutputCount;

    public CrossValidation<TMetrics>[] Run(in ExampleSpan<T> examples)
    {
        for (int step = 0; step < descriptions.Length; step++)
        {
            _results[step] = new FoldResult<TMetrics>[folds.Count];
            _logits[step] = new double[Shape.Count("inputs", folds.TestRows.Length, Outputs)];
        }

        _failures = new Exception?[folds.Count];
        int members = Math.Min(_options.Threads, folds.Count);
        if (members == 1)
        {
            RunFolds(examples);
        }
        else
        {
            _options = _options with { Threads = _options.Threads / members };
            using var team = new ThreadTeam(members);
            PinnedExamples<T>.Run(examples, ref _examples, team, this);
        }

        // The first fold decides, whichever thread was faster.
        if (Array.Find(_failures, failure => failure is not null) is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return [.. descriptions.Select((description, step) => new CrossValidation<TMetrics>(
            _results[step], folds.TestRows, _logits[step], Outputs, description.Loss.OutputActivation.Bind<double>()))];
    }

    void ITeamWork.Do(int member) => RunFolds(_examples.Span);

    /// <summary>Runs one fold after another. After a failure no fold begins.</summary>
    private void RunFolds(in ExampleSpan<T> examples)
    {
        while (Interlocked.Increment(ref _next) - 1 is int fold && fold < folds.Count)
        {
            try
            {
                RunFold(examples, fold);
            }
            catch (Exception exception)
            {
                _failures[fold] = exception;
                Volatile.Write(ref _next, folds.Count);
            }
        }
    }

    private void RunFold(in ExampleSpan<T> examples, int fold)
    {
        int inputs = descriptions[0].InputCount;
        int[] testRows = folds.TestRowsOf(fold);
        int[] trainingRows = folds.TrainingRowsOf(fold);
        Examples<T> training = RowCopy.Copy(examples, inputs, Outputs, trainingRows);
        Examples<T> testing = RowCopy.Copy(examples, inputs, Outputs, testRows);
        var testLogits = new T[testRows.Length * Outputs];
        try
        {
            foreach ((int step, TrainingResult<T> result) in Train(descriptions, training, _options, cancellationToken).Index())
            {
                _results[step][fold] = new(
                    testRows, test(result.Network, testing), result.Network.MeanLoss(testing), result.Epochs, result.StopReason);
                result.Network.Logits(testing.Inputs.Rows, testLogits, testing.Offsets.Span);
                for (int index = 0; index < testLogits.Length; index++)
                {
                    int place = Array.BinarySearch(folds.TestRows, testRows[index / Outputs]);
                    _logits[step][(place * Outputs) + (index % Outputs)] = double.CreateTruncating(testLogits[index]);
                }
            }
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException(Invariant(
                $"Fold {fold} of 0 to {folds.Count - 1}, tested on {testRows.Length} row(s) and trained on {trainingRows.Length}, was rejected: {exception.Message}"), exception);
        }
    }

    /// <summary>Trains the networks one after the other, each from the weights of the one before.</summary>
    public static IEnumerable<TrainingResult<T>> Train(
        IEnumerable<PerceptronBuilder<T>> descriptions, Examples<T> examples, TrainingOptions? options, CancellationToken cancellationToken)
    {
        Perceptron<T>? before = null;
        foreach (PerceptronBuilder<T> description in descriptions)
        {
            Perceptron<T> network = before is not null && before.TryGoOn(description, examples) ? before : Next(description, before);
            TrainingResult<T> result = network.FitFinite(examples, options, cancellationToken);
            if (result.StopReason == StopReason.Cancelled)
            {
                throw new OperationCanceledException(cancellationToken);
            }

            yield return result;

            // Diverged weights are a worse start than fresh ones.
            before = result.StopReason != StopReason.Diverged ? network : before == network ? null : before;
        }
    }

    private static Perceptron<T> Next(PerceptronBuilder<T> description, Perceptron<T>? before)
    {
        Perceptron<T> network = description.Build();
        if (before is not null)
        {
            network.StartFrom(before);
        }

        return network;
    }
}
