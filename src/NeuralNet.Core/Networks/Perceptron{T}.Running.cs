using NeuralNet.Core.Kernels;
using NeuralNet.Core.Training;

namespace NeuralNet.Core;

/// <content>Single steps that also move the mean and scale of the inputs.</content>
public sealed partial class Perceptron<T>
{
    private T[] _runningWeights = [];
    private T[]? _writtenOut;

    /// <summary>Adds a row to mean and scale, and takes its step. If the logit is not finite, or anything throws, nothing has changed.</summary>
    private T LearnRunning(ReadOnlySpan<T> input, T target, T weight)
    {
        RunningStandardization<T> running = _parameters.Running!;
        Standardization<T>? before = _parameters.Standardization;
        if (Finite.IndexOfNonFinite(input) >= 0)
        {
            ThrowNotFinite(nameof(input), input, 0);
        }

        T logit = T.NaN;
        try
        {
            if (weight != T.Zero)
            {
                running.Begin();
                running.Add(input, double.CreateTruncating(weight));
                _parameters.Standardize(running.End(nameof(input)));
                weight *= T.CreateTruncating(running.ShareOf(input));
            }

            logit = _trainer.Learn(input, target, weight);
        }
        finally
        {
            EndRunning(before, T.IsFinite(logit));
        }

        return logit;
    }

    /// <summary>The same for a mini-batch. Returns the row whose logit is not finite; -1 if there is none.</summary>
    private int LearnRunning(in ExampleSpan<T> batch, Span<T> logits, string parameter)
    {
        RunningStandardization<T> running = _parameters.Running!;
        Standardization<T>? before = _parameters.Standardization;
        batch.Inputs.CheckFinite(parameter, InputCount, FeatureNames);
        int culprit = 0;
        try
        {
            ReadOnlySpan<T> weights = batch.Weights;
            running.Begin();
            if (AddToRunning(batch))
            {
                _parameters.Standardize(running.End(parameter));
                weights = LimitedWeights(batch);
            }

            culprit = _trainer.Learn(new(batch.Inputs, batch.Targets, batch.Labels, batch.Rows) { Weights = weights, Offsets = batch.Offsets }, logits);
        }
        finally
        {
            EndRunning(before, culprit < 0);
        }

        return culprit;
    }

    /// <summary>Adds the rows that count. Returns false if there are none.</summary>
    private bool AddToRunning(in ExampleSpan<T> batch)
    {
        bool any = false;
        for (int row = 0; row < batch.Count; row++)
        {
            T weight = _trainer.SampleWeights.Get(batch, row);
            if (weight != T.Zero)
            {
                _parameters.Running!.Add(batch.Inputs.Row(row, InputCount, ref _writtenOut), double.CreateTruncating(weight));
                any = true;
            }
        }

        return any;
    }

    /// <summary>Returns the weights of the rows, smaller for rows far from all others; those of the batch if there are no such rows.</summary>
    private ReadOnlySpan<T> LimitedWeights(scoped in ExampleSpan<T> batch)
    {
        if (_runningWeights.Length < batch.Count)
        {
            _runningWeights = new T[batch.Count];
        }

        bool areLimited = false;
        for (int row = 0; row < batch.Count; row++)
        {
            double share = _parameters.Running!.ShareOf(batch.Inputs.Row(row, InputCount, ref _writtenOut));
            areLimited |= share < 1;
            _runningWeights[row] = SampleWeights<T>.OfRow(batch, row) * T.CreateTruncating(share);
        }

        return areLimited ? _runningWeights.AsSpan(0, batch.Count) : batch.Weights;
    }

    private void EndRunning(Standardization<T>? before, bool succeeded)
    {
        if (!succeeded)
        {
            _parameters.Standardize(before);
        }
        else if (_parameters.Standardization != before)
        {
            _parameters.Running!.Accept();
        }
    }
}
