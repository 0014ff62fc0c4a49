using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Activations;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Losses;

namespace NeuralNet.Core.Training;

/// <summary>
/// Computes the best constant prediction, as logits <c>[outputs]</c>: the start of the bias of a new network. Sums in double, by the
/// tree of blocks.
/// </summary>
/// <remarks>
/// With offsets the constant is added to them. For a loss of errors it is the best constant of targets less offsets. For a loss of means it
/// is that at which the mean prediction is the mean target, which is the best one of least squares, log loss, Poisson and softmax: the
/// difference of the links of both means is added again and again, generalized iterative scaling (J. N. Darroch and D. Ratcliff, 1972). For
/// margins, and for a stream, which is not enumerated for it, it is that without offsets, less their mean.
/// </remarks>
internal sealed class BestConstant<T>(
    IConstantOfMean? ofMean,
    IConstantOfErrors? ofErrors,
    TargetDomain targets,
    bool couplesOutputs,
    int outputs,
    SampleWeights<T> sampleWeights,
    OutputFunction<T> activation,
    int height)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The most passes over offsets. A start need not be exact.</summary>
    private const int MostPasses = 16;

    /// <summary>A step of this share of the constant is the last.</summary>
    private const double Enough = 1e-6;

    // The targets, then the offsets.
    private readonly SumTree<WeightedSums> _tree = new(height, () => new(2 * outputs));

    // Distances from a number near the targets keep their digits: the lower end of the targets, or the first target if there is no end.
    private readonly double[] _origins = Origins(targets.Interval.Low, outputs);
    private int? _exponent;
    private long _rows;
    private bool _hasOffsets;

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
        if (!examples.Offsets.IsEmpty)
        {
            AddOffsets(examples, start, rows, sums);
        }

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

    private void AddOffsets(in ExampleSpan<T> examples, int start, int rows, WeightedSums sums)
    {
        for (int position = start; position < start + rows; position++)
        {
            int row = examples.RowAt(position);
            double weight = sampleWeights.Counts(examples, row) ? double.CreateTruncating(sampleWeights.Get(examples, row)) : 0;
            for (int output = 0; output < outputs; output++)
            {
                T offset = examples.Offsets[(row * outputs) + output];
                _hasOffsets |= offset != T.Zero;
                sums.Sums[outputs + output] += weight * double.CreateTruncating(offset);
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
    /// <param name="rows">The added rows, if they are in memory; none for a stream.</param>
    public T[]? OfMeans(in ExampleSpan<T> rows)
    {
        if (ofMean is null)
        {
            return null;
        }

        double[] links = Array.ConvertAll(InDouble(), mean => ofMean.BestConstant(mean, _rows));
        double[] constants = WithoutOffsets(links);
        if (_hasOffsets && ofMean.IsLink && rows.Count > 0)
        {
            MatchMeans(rows, links, constants);
        }

        if (couplesOutputs)
        {
            Center(constants);
        }

        return Finite(constants);
    }

    /// <summary>Returns the mean targets: not the best constant for a loss of errors, but found without sorting.</summary>
    public T[]? Means() => Finite(WithoutOffsets(InDouble()));

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
                int place = (rows[index] * outputs) + output;
                double offset = examples.Offsets.IsEmpty ? 0 : double.CreateTruncating(examples.Offsets[place]);
                values[index] = double.CreateTruncating(examples.Targets[place]) - offset + 0.0;
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

    /// <summary>Returns constants <c>[outputs]</c> less the mean offsets.</summary>
    private double[] WithoutOffsets(double[] constants)
    {
        double[] result = [.. constants];
        WeightedSums all = _tree.Total();
        for (int output = 0; _hasOffsets && output < outputs; output++)
        {
            result[output] -= all.Sums[outputs + output] / all.Weight;
        }

        return result;
    }

    /// <summary>Moves the constants until the mean predictions are the mean targets, whose links are given; not at all if they overflow.</summary>
    private void MatchMeans(in ExampleSpan<T> rows, double[] links, double[] constants)
    {
        ExampleSpan<T> normalized = SampleWeights<T>.Normalized(rows, SampleWeights<T>.ExponentOf(rows));
        double[] trial = [.. constants];
        double largest = double.PositiveInfinity;
        for (int pass = 0; pass < MostPasses && largest > Enough; pass++)
        {
            double[] means = MeanPredictions(normalized, trial);
            largest = 0;
            for (int output = 0; output < outputs; output++)
            {
                double step = links[output] - ofMean!.BestConstant(means[output], _rows);
                trial[output] += step;
                largest = Math.Max(largest, Math.Abs(step / (1 + Math.Abs(trial[output]))));
            }

        }

        if (double.IsFinite(largest))
        {
            trial.CopyTo(constants, 0);
        }
    }

    /// <summary>Returns the weighted mean <c>[outputs]</c> of the predictions of rows with these logits, plus their offsets.</summary>
    private double[] MeanPredictions(in ExampleSpan<T> examples, double[] logits)
    {
        var predictions = new T[outputs];
        var means = new double[outputs];
        double total = 0;
        for (int position = 0; position < examples.Count; position++)
        {
            int row = examples.RowAt(position);
            if (!sampleWeights.Counts(examples, row))
            {
                continue;
            }

            for (int output = 0; output < outputs; output++)
            {
                predictions[output] = T.CreateTruncating(logits[output]) + examples.Offsets[(row * outputs) + output];
            }

            activation.Apply(predictions, outputs);
            double weight = double.CreateTruncating(sampleWeights.Get(examples, row));
            total += weight;
            for (int output = 0; output < outputs; output++)
            {
                means[output] += weight * double.CreateTruncating(predictions[output]);
            }
        }

        return Array.ConvertAll(means, sum => sum / total);
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
