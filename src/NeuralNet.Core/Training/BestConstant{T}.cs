using System.Numerics;
using System.Numerics.Tensors;
using NeuralNet.Core.Losses;

namespace NeuralNet.Core.Training;

/// <summary>
/// Computes the best constant prediction, as logits <c>[outputs]</c>: the start of the bias of a new network. Sums in double, row
/// after row, so batches of a source give the same bits as rows in memory.
/// </summary>
internal sealed class BestConstant<T>(
    IConstantOfMean? ofMean,
    IConstantOfErrors? ofErrors,
    TargetDomain targets,
    bool couplesOutputs,
    int outputs,
    SampleWeights<T> sampleWeights)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double[] _sums = new double[outputs];

    // Distances from a number near the targets keep their digits: the lower end of the targets, or the first target if there is no end.
    private readonly double[] _origins = Origins(targets.Interval.Low, outputs);
    private double _weight;
    private int _exponent;
    private long _rows;

    /// <summary>Whether all targets must be in memory at once.</summary>
    public bool NeedsRowsInMemory => ofErrors is not null;

    /// <summary>Adds the targets of some rows to the means.</summary>
    public void Add(in ExampleSpan<T> examples)
    {
        ExampleSpan<T> normalized = SampleWeights<T>.Normalized(examples, Exponent(examples));
        bool areOne = sampleWeights.AreOne(normalized);
        bool areNumbers = areOne && outputs == 1 && examples.Labels.IsEmpty;
        for (int position = 0; position < examples.Count; position++)
        {
            if (areNumbers && _rows > 0)
            {
                AddNumbers(examples, position);
                return;
            }

            int row = examples.RowAt(position);
            if (areOne || sampleWeights.Counts(examples, row))
            {
                AddRow(examples, row, areOne ? 1 : double.CreateTruncating(sampleWeights.Get(normalized, row)));
            }
        }
    }

    private void AddRow(in ExampleSpan<T> examples, int row, double weight)
    {
        Interval interval = targets.Interval;
        _weight += weight;
        _rows++;
        if (!examples.Labels.IsEmpty)
        {
            int label = examples.Labels[row];
            double range = targets.IsClassification ? interval.High - interval.Low : 0;
            _sums[outputs == 1 ? 0 : label] += outputs == 1 && label == 0 ? 0 : weight * range;
            return;
        }

        ReadOnlySpan<T> values = examples.Targets.Slice(row * outputs, outputs);
        for (int output = 0; output < values.Length; output++)
        {
            double value = double.CreateTruncating(values[output]);
            if (_rows == 1 && !double.IsFinite(interval.Low))
            {
                _origins[output] = value;
            }

            _sums[output] += weight * (value - _origins[output]);
        }
    }

    /// <summary>As <see cref="AddRow"/> for each row, in registers.</summary>
    private void AddNumbers(in ExampleSpan<T> examples, int first)
    {
        double origin = _origins[0];
        double sum = _sums[0];
        for (int position = first; position < examples.Count; position++)
        {
            sum += double.CreateTruncating(examples.Targets[examples.RowAt(position)]) - origin;
        }

        _sums[0] = sum;
        _weight += examples.Count - first;
        _rows += examples.Count - first;
    }

    /// <summary>Returns the best constant for the means of the added targets; null if no finite one exists.</summary>
    public T[]? OfMeans()
    {
        if (ofMean is null)
        {
            return null;
        }

        var constants = new double[outputs];
        for (int output = 0; output < outputs; output++)
        {
            constants[output] = ofMean.BestConstant(_origins[output] + (_sums[output] / _weight), _rows);
        }

        if (couplesOutputs)
        {
            Center(constants);
        }

        return Finite(constants);
    }

    /// <summary>Returns the mean targets: not the best constant for a loss of errors, but found without sorting.</summary>
    public T[]? Means()
    {
        var means = new double[outputs];
        for (int output = 0; output < outputs; output++)
        {
            means[output] = _origins[output] + (_sums[output] / _weight);
        }

        return Finite(means);
    }

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

    /// <summary>Returns the exponent of the largest row weight so far, and rescales the sums to it.</summary>
    private int Exponent(in ExampleSpan<T> examples)
    {
        int exponent = SampleWeights<T>.ExponentOf(examples);
        if (_rows == 0)
        {
            _exponent = exponent;
        }
        else if (exponent > _exponent)
        {
            double shrunk = Math.ScaleB(1, _exponent - exponent);
            _weight *= shrunk;
            TensorPrimitives.Multiply(_sums, shrunk, _sums);
            _exponent = exponent;
        }

        return _exponent;
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
