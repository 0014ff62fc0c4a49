using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Losses;

namespace NeuralNet.Core.Training;

/// <summary>
/// Computes the best constant prediction, as logits <c>[outputs]</c>: the start of the bias of a new network. Sums in double, by the
/// tree of blocks.
/// </summary>
internal sealed class BestConstant<T>(
    IConstantOfMean? ofMean,
    IConstantOfErrors? ofErrors,
    TargetDomain targets,
    bool couplesOutputs,
    int outputs,
    SampleWeights<T> sampleWeights,
    int height)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly SumTree<WeightedSums> _tree = new(height, () => new(outputs));

    // Distances from a number near the targets keep their digits: the lower end of the targets, or the first target if there is no end.
    private readonly double[] _origins = Origins(targets.Interval.Low, outputs);
    private int? _exponent;
    private long _rows;

    /// <summary>Whether all targets must be in memory at once.</summary>
    public bool NeedsRowsInMemory => ofErrors is not null;

    /// <summary>Adds the targets of some rows to the means.</summary>
    public void Add(in ExampleSpan<T> examples)
    {
        ExampleSpan<T> normalized = SampleWeights<T>.Normalized(examples, _tree, ref _exponent);
        for (int start = 0; start < examples.Count;)
        {
            int rows = Math.Min(_tree.Room, examples.Count - start);
            AddToBlock(normalized, start, rows, _tree.Current);
            _tree.Advance(rows);
            start += rows;
        }
    }

    [MethodImpl(Jit.Loop)]
    private void AddToBlock(in ExampleSpan<T> examples, int start, int rows, WeightedSums sums)
    {
        bool areOne = sampleWeights.AreOne(examples);
        if (areOne && outputs == 1 && examples.Labels.IsEmpty)
        {
            AddNumbers(examples, start, rows, sums);
            return;
        }

        if (areOne && !examples.Labels.IsEmpty)
        {
            AddLabels(examples, start, rows, sums);
            return;
        }

        for (int position = start; position < start + rows; position++)
        {
            int row = examples.RowAt(position);
            if (areOne || sampleWeights.Counts(examples, row))
            {
                AddRow(examples, row, areOne ? 1 : double.CreateTruncating(sampleWeights.Get(examples, row)), sums);
            }
        }
    }

    private void AddRow(in ExampleSpan<T> examples, int row, double weight, WeightedSums sums)
    {
        sums.Weight += weight;
        if (!examples.Labels.IsEmpty)
        {
            _rows++;
            int label = examples.Labels[row];
            double range = targets.IsClassification ? targets.Interval.High - targets.Interval.Low : 0;
            sums.Sums[outputs == 1 ? 0 : label] += outputs == 1 && label == 0 ? 0 : weight * range;
            return;
        }

        ReadOnlySpan<T> values = examples.Targets.Slice(row * outputs, outputs);
        BeginAt(values);
        _rows++;
        for (int output = 0; output < values.Length; output++)
        {
            sums.Sums[output] += weight * (double.CreateTruncating(values[output]) - _origins[output]);
        }
    }

    /// <summary>As <see cref="AddRow"/> for each row of weight 1 with one target, in registers.</summary>
    [MethodImpl(Jit.Loop)]
    private void AddNumbers(in ExampleSpan<T> examples, int start, int rows, WeightedSums sums)
    {
        BeginAt(examples.Targets.Slice(examples.RowAt(start), 1));
        double origin = _origins[0];
        double sum = sums.Sums[0];
        for (int position = start; position < start + rows; position++)
        {
            sum += double.CreateTruncating(examples.Targets[examples.RowAt(position)]) - origin;
        }

        sums.Sums[0] = sum;
        sums.Weight += rows;
        _rows += rows;
    }

    /// <summary>As <see cref="AddRow"/> for each labeled row of weight 1. Counts are exact, so the order does not matter.</summary>
    [MethodImpl(Jit.Loop)]
    private void AddLabels(in ExampleSpan<T> examples, int start, int rows, WeightedSums sums)
    {
        double range = targets.IsClassification ? targets.Interval.High - targets.Interval.Low : 0;
        if (outputs == 1)
        {
            int ones = 0;
            for (int position = start; position < start + rows; position++)
            {
                ones += examples.Labels[examples.RowAt(position)];
            }

            sums.Sums[0] += ones * range;
        }
        else
        {
            for (int position = start; position < start + rows; position++)
            {
                sums.Sums[examples.Labels[examples.RowAt(position)]] += range;
            }
        }

        sums.Weight += rows;
        _rows += rows;
    }

    /// <summary>Measures distances from the first targets <c>[outputs]</c>, if the targets have no lower end.</summary>
    private void BeginAt(ReadOnlySpan<T> first)
    {
        if (_rows == 0 && !double.IsFinite(targets.Interval.Low))
        {
            TensorPrimitives.ConvertTruncating(first, _origins);
        }
    }

    /// <summary>Returns the best constant for the means of the added targets; null if no finite one exists.</summary>
    public T[]? OfMeans()
    {
        if (ofMean is null)
        {
            return null;
        }

        double[] constants = Array.ConvertAll(InDouble(), mean => ofMean.BestConstant(mean, _rows));

        if (couplesOutputs)
        {
            Center(constants);
        }

        return Finite(constants);
    }

    /// <summary>Returns the mean targets: not the best constant for a loss of errors, but found without sorting.</summary>
    public T[]? Means() => Finite(InDouble());

    /// <summary>Returns the best constant for a loss of errors, from rows in memory; null if no finite one exists.</summary>
    public T[]? OfErrors(in ExampleSpan<T> examples)
    {
        if (ofErrors is null)
        {
            return null;
        }

        int count = 0;
        ExampleSpan<T> normalized = SampleWeights<T>.Normalized(examples, SampleWeights<T>.ExponentOf(examples));
        var rows = new int[examples.Count];
        for (int position = 0; position < examples.Count; position++)
        {
            int row = examples.RowAt(position);
            rows[count] = row;
            count += sampleWeights.Get(normalized, row) == T.Zero ? 0 : 1;
        }

        if (count == 0)
        {
            return null;
        }

        var constants = new double[outputs];
        var values = new double[count];
        double[]? weights = sampleWeights.AreOne(normalized) ? null : new double[count];
        for (int output = 0; output < outputs; output++)
        {
            for (int index = 0; index < count; index++)
            {
                // Adding 0 turns -0 into 0, so equal targets have equal bits.
                values[index] = double.CreateTruncating(examples.Targets[(rows[index] * outputs) + output]) + 0.0;
                if (weights is not null)
                {
                    weights[index] = double.CreateTruncating(sampleWeights.Get(normalized, rows[index]));
                }
            }

            constants[output] = SortedTargets.Zero(values, weights, ofErrors.Derivative);
        }

        return Finite(constants);
    }

    private double[] InDouble()
    {
        WeightedSums all = _tree.Total();
        var means = new double[outputs];
        for (int output = 0; output < outputs; output++)
        {
            means[output] = _origins[output] + (all.Sums[output] / all.Weight);
        }

        return means;
    }

    private static double[] Origins(double low, int outputs)
    {
        var origins = new double[outputs];
        Array.Fill(origins, double.IsFinite(low) ? low : 0);
        return origins;
    }

    /// <summary>Shifts the logits so that their sum is 0. Equal logits become exactly 0.</summary>
    private static void Center(Span<double> logits)
    {
        double first = logits[0];
        double mean = 0;
        foreach (double logit in logits)
        {
            mean += (logit - first) / logits.Length;
        }

        foreach (ref double logit in logits)
        {
            logit = logit - first - mean;
        }
    }

    private static T[]? Finite(double[] constants)
    {
        T[] result = Array.ConvertAll(constants, T.CreateTruncating);
        return Array.TrueForAll(result, T.IsFinite) ? result : null;
    }
}
