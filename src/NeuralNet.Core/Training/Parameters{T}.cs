using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <summary>
/// The weights and biases of a network, once for training and once for prediction. If the network uses raw inputs, both are the same
/// array. If it standardizes inputs, training works on the standardized scale, and <see cref="Fold()"/> converts the weights to the
/// scale of the raw inputs. If it averages, prediction uses the mean of the weights in training.
/// </summary>
internal sealed class Parameters<T>(
    int inputs, int outputs, bool standardizes, bool averages, bool runs = false, WeightBounds<T>? bounds = null)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// The largest weight that may be converted from one scale to the other. It is far enough from infinity that rounding can't make it
    /// infinite.
    /// </summary>
    private static readonly T Largest = T.BitDecrement(T.PositiveInfinity) / T.CreateTruncating(4);

    private readonly AlignedArray<T> _trained = new((inputs * outputs) + outputs);
    private readonly T[]? _averaged = averages ? new T[2 * ((inputs * outputs) + outputs)] : null;
    private readonly T[]? _folded = standardizes ? new T[(inputs * outputs) + outputs] : null;

    // The weights before mean and scale were learned, some of which may be outside of their bounds.
    private T[]? _unconfined;

    public int Inputs => inputs;

    public int Outputs => outputs;

    /// <summary>Weights <c>[outputs x inputs]</c>, then bias <c>[outputs]</c>, on the scale of training.</summary>
    public Span<T> Trained => _trained.Span;

    /// <summary>
    /// The means of the trained values, in the same order, then the rounding errors of the means; empty if the network does not
    /// average.
    /// </summary>
    public Span<T> Averaged => _averaged;

    /// <summary>The values for prediction, in the same order and on the same scale.</summary>
    public ReadOnlySpan<T> Predicting => (_averaged is null ? _trained.Span : _averaged)[.._trained.Length];

    /// <summary>The weights <c>[outputs x inputs]</c> on the scale of the raw inputs.</summary>
    public ReadOnlySpan<T> Weights => Raw.Span[..(inputs * outputs)];

    /// <summary>The bias <c>[outputs]</c> on the scale of the raw inputs.</summary>
    public ReadOnlySpan<T> Bias => Raw.Span[(inputs * outputs)..];

    /// <summary>Weights, then bias, on the scale of the raw inputs: always the same array.</summary>
    public AlignedArray<T> Raw => _folded is not null ? new(_folded, _trained.Length)
        : _averaged is not null ? new(_averaged, _trained.Length)
        : _trained;

    /// <summary>Mean and scale of the rows learned so far; null if they do not change with single steps.</summary>
    public RunningStandardization<T>? Running { get; } = runs ? new(inputs) : null;

    /// <summary>Mean and scale of the inputs; null for raw inputs, and before the first Fit or, if they run, the first row.</summary>
    public Standardization<T>? Standardization
    {
        get;
        private set
        {
            field = value;
            bounds?.Scale(value);
        }
    }

    /// <summary>The bounds of the weights; null if there are none.</summary>
    public WeightBounds<T>? Bounds => bounds;

    /// <summary>Whether mean and scale are not learned yet, so weights have no scale of raw inputs.</summary>
    public bool AwaitsStandardization => standardizes && Standardization is null;

    /// <summary>Whether only a Fit can learn mean and scale, and none has, so the network can't predict.</summary>
    public bool AwaitsFit => AwaitsStandardization && Running is null;

    /// <summary>Whether all trained and folded values are finite, and small enough to convert if the network standardizes.</summary>
    public bool AreFinite => AreUsable(_trained.Span) && AreUsable(_averaged) && AreUsable(_folded);

    /// <summary>Sets the bias <c>[outputs]</c>, on the scale of training, and restarts the means.</summary>
    public void BeginBias(ReadOnlySpan<T> bias)
    {
        bias.CopyTo(Trained[(inputs * outputs)..]);
        BeginAverage();
        Fold();
    }

    /// <summary>Restarts the means at the trained values, or those from one on.</summary>
    public void BeginAverage(int from = 0)
    {
        if (_averaged is not null)
        {
            Trained[from..].CopyTo(_averaged.AsSpan(from));
            Array.Clear(_averaged, _trained.Length + from, _trained.Length - from);
        }
    }

    /// <summary>
    /// Adds the trained values, or those from one on, to the means, as value number 1, 2, ...; up to number 1 they replace the means.
    /// </summary>
    public void Average(long number, int from = 0)
    {
        if (number <= 1)
        {
            BeginAverage(from);
        }
        else
        {
            RunningMean.Add(
                Averaged[from.._trained.Length], Averaged[(_trained.Length + from)..], Trained[from..], T.One / T.CreateTruncating(number));
        }
    }

    /// <summary>Moves the trained values to their bounds that are outside, unless their scale is not known yet.</summary>
    public void Confine()
    {
        if (!AwaitsStandardization)
        {
            bounds?.Confine(Trained);
        }
    }

    /// <summary>
    /// Makes training use standardized inputs from now on; the trained values become their weights, and move to their bounds that are
    /// outside. Returns false, and changes nothing, if the weights overflow on the scale of the raw inputs.
    /// </summary>
    public bool TryStandardize(Standardization<T> standardization)
    {
        _unconfined = bounds is null ? null : Trained.ToArray();
        Standardization = standardization;
        bounds?.Confine(Trained);
        Fold();
        if (!AreFinite)
        {
            ForgetStandardization();
            Fold();
            return false;
        }

        Running?.Start(standardization, standardization.Weight);
        return true;
    }

    /// <summary>The same without a conversion, before other weights replace the trained ones.</summary>
    public void Standardize(Standardization<T>? standardization) => Standardization = standardization;

    /// <summary>Forgets mean and scale, as before the first Fit.</summary>
    public void ForgetStandardization()
    {
        Standardization = null;
        Running?.Clear();
        if (_unconfined is not null)
        {
            _unconfined.CopyTo(Trained);
        }
    }

    /// <summary>Takes over mean and scale, and how they run, from other parameters of the same description.</summary>
    public void ContinueScales(Parameters<T> other)
    {
        Standardization = other.Standardization;
        if (Running is not null && other.Running is { Weight: > 0 } running)
        {
            Running.Start(running);
            Standardization = Running.Current;
        }
    }

    /// <summary>Copies the weights that another network of the same shape predicts with, on its scale of training.</summary>
    public void StartFrom(Parameters<T> other)
    {
        other.Predicting.CopyTo(Trained);
        ContinueScales(other);
        BeginAverage();
        Fold();
    }

    /// <summary>Converts the trained values to the scale of the raw inputs, for prediction.</summary>
    public void Fold()
    {
        if (_folded is null)
        {
            return;
        }

        if (Standardization is null)
        {
            Predicting.CopyTo(_folded);
        }
        else
        {
            Fold(Standardization, _folded);
        }
    }

    /// <summary>
    /// The same after steps that moved only the weights of some columns, with the same bits. Without centering no bias depends on them.
    /// </summary>
    public void Fold(ReadOnlySpan<int> columns)
    {
        if (_folded is null || Standardization is not { Centers: false } standardization || bounds is not null || averages)
        {
            Fold();
            return;
        }

        ReadOnlySpan<T> inverses = standardization.InverseScales;
        for (int start = 0; start < inputs * outputs; start += inputs)
        {
            foreach (int column in columns)
            {
                _folded[start + column] = _trained.Span[start + column] * inverses[column];
            }
        }

        Trained[(inputs * outputs)..].CopyTo(_folded.AsSpan(inputs * outputs));
    }

    /// <summary>
    /// Sets weights and bias on the scale of the raw inputs; an empty bias is 0. Returns false, and changes nothing, if they are not
    /// finite on the scale of training, or after the conversion back.
    /// </summary>
    public bool TrySet(ReadOnlySpan<T> weights, ReadOnlySpan<T> bias)
    {
        var raw = new T[_trained.Length];
        weights.CopyTo(raw);
        bias.CopyTo(raw.AsSpan(inputs * outputs));
        if (!AreUsable(raw))
        {
            return false;
        }

        if (Standardization is null)
        {
            raw.CopyTo(Trained);
        }
        else if (!TryStandardized(raw, Standardization))
        {
            return false;
        }

        BeginAverage();
        if (_folded is not null)
        {
            raw.CopyTo(_folded, 0);
        }

        return true;
    }

    /// <summary>
    /// Checks whether weights and bias on the scale of the raw inputs belong to the trained ones. Weights that were set, with no learning
    /// since, show exactly as set. Folding reproduces them only up to rounding and the sign of 0, so this method restores them.
    /// </summary>
    public bool TryShow(ReadOnlySpan<T> weights, ReadOnlySpan<T> bias)
    {
        bool isEqual = Weights.SequenceEqual(weights) && Bias.SequenceEqual(bias);
        if (Standardization is null || _folded is null)
        {
            return isEqual;
        }

        T[] raw = [.. weights, .. bias];
        if (!isEqual && !Unfold(raw, Standardization).AsSpan().SequenceEqual(Trained))
        {
            return false;
        }

        raw.CopyTo(_folded, 0);
        return true;
    }

    /// <summary>Shows weights and bias exactly as other parameters with the same trained numbers show them.</summary>
    public void Show(Parameters<T> other) => other._folded?.CopyTo(_folded!, 0);

    private bool AreUsable(ReadOnlySpan<T> values) => Finite.All(values)
        && (!standardizes || values.IsEmpty || (TensorPrimitives.Max(values) <= Largest && TensorPrimitives.Min(values) >= -Largest));

    /// <summary>Sets weights and bias on the scale of the raw inputs, unless they overflow in the conversion or back.</summary>
    private bool TryStandardized(T[] raw, Standardization<T> standardization)
    {
        T[] standardized = Unfold(raw, standardization);
        var back = new T[raw.Length];
        Fold(standardization, standardized, back);
        if (!AreUsable(standardized) || !AreUsable(back))
        {
            return false;
        }

        standardized.CopyTo(Trained);
        return true;
    }

    private void Fold(Standardization<T> standardization, Span<T> destination) => Fold(standardization, Predicting, destination);

    private void Fold(Standardization<T> standardization, ReadOnlySpan<T> trained, Span<T> destination)
    {
        for (int output = 0; output < outputs; output++)
        {
            Span<T> weights = destination.Slice(output * inputs, inputs);
            TensorPrimitives.Multiply(trained.Slice(output * inputs, inputs), standardization.InverseScales, weights);
            bounds?.Show(trained.Slice(output * inputs, inputs), weights, output * inputs);
            int bias = (inputs * outputs) + output;
            destination[bias] = T.CreateTruncating(
                double.CreateTruncating(trained[bias]) - Shift(weights, standardization.Means));
        }
    }

    /// <summary>
    /// Returns the sum of weight * mean in double for any T, since the folded bias is a small difference of large numbers. Every machine
    /// adds the four partial sums in this order.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    private static double Shift(ReadOnlySpan<T> weights, ReadOnlySpan<T> means)
    {
        double sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
        int input = 0;
        for (; input + 4 <= weights.Length; input += 4)
        {
            sum0 += double.CreateTruncating(weights[input]) * double.CreateTruncating(means[input]);
            sum1 += double.CreateTruncating(weights[input + 1]) * double.CreateTruncating(means[input + 1]);
            sum2 += double.CreateTruncating(weights[input + 2]) * double.CreateTruncating(means[input + 2]);
            sum3 += double.CreateTruncating(weights[input + 3]) * double.CreateTruncating(means[input + 3]);
        }

        double sum = (sum0 + sum2) + (sum1 + sum3);
        for (; input < weights.Length; input++)
        {
            sum += double.CreateTruncating(weights[input]) * double.CreateTruncating(means[input]);
        }

        return sum;
    }

    private T[] Unfold(ReadOnlySpan<T> raw, Standardization<T> standardization)
    {
        T[] result = raw.ToArray();
        for (int output = 0; output < outputs; output++)
        {
            Span<T> weights = result.AsSpan(output * inputs, inputs);
            int bias = (inputs * outputs) + output;
            result[bias] = T.CreateTruncating(
                double.CreateTruncating(raw[bias]) + Shift(weights, standardization.Means));
            TensorPrimitives.Multiply(weights, standardization.Scales, weights);
        }

        return result;
    }
}
