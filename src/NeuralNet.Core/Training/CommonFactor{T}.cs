using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <summary>
/// An L2 penalty and an average of weights, which no column owes one by one (L. Bottou, Stochastic gradient descent tricks, 2012). The penalty
/// shrinks a factor s that all weights have in common: w = s * v, and memory holds v. With Z[k] = s[1] + ... + s[k] over the averaged steps the
/// sum of the weights after each of them is
/// <code>
///   s[1] * v[1] + ... + s[K] * v[K] = Z[K] * v[K] - U        U = sum over the steps k of Z[k - 1] * (v[k] - v[k - 1])
/// </code>
/// and v changes, and with it U, only in the columns of a row.
/// </summary>
/// <param name="parameters">The parameters in training.</param>
/// <param name="l2">The strength of the L2 penalty.</param>
/// <param name="firstAveragedStep">The first step whose weights are averaged; 0 for none.</param>
internal sealed class CommonFactor<T>(Parameters<T> parameters, double l2, long firstAveragedStep) : LazyUpdate<T>(parameters)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// Between this and its inverse a factor makes no weight too large or too small for T. Since s divides the steps of v, Z and U lose at most
    /// this many times the rounding of their last digit.
    /// </summary>
    private const double Largest = 1 << 12;

    private readonly double[] _gains = firstAveragedStep > 0 ? new double[parameters.Inputs * parameters.Outputs] : [];
    private double _factors;

    // The step that had a column last, to take each column of a batch once.
    private int[] _taken = [];
    private bool _isOnline;
    private T[] _before = [];

    private bool Averages => firstAveragedStep > 0;

    /// <summary>The number of averaged steps.</summary>
    private long Averaged => AllSteps - firstAveragedStep + 1;

    public override void Begin(long steps, bool isOnline)
    {
        base.Begin(steps, isOnline);
        _isOnline = isOnline;
        _taken = isOnline || !Averages || _taken.Length > 0 ? _taken : new int[Parameters.Inputs];
        Array.Clear(_taken);
        BeginGains();
    }

    public override void Prefetch(ReadOnlySpan<int> indices)
    {
        if (Averages)
        {
            Kernels.Prefetch.At(ref MemoryMarshal.GetArrayDataReference(_gains), indices);
            Kernels.Prefetch.At(ref MemoryMarshal.GetReference(Weights), indices);
        }
    }

    public override void Add(ReadOnlySpan<int> indices)
    {
        base.Add(indices);
        if (Averages)
        {
            int from = ColumnsOfStep.Length;
            foreach (int column in indices)
            {
                if (_isOnline)
                {
                    Collect(column);
                }
                else if (_taken[column] <= Steps)
                {
                    _taken[column] = Steps + 1;
                    Collect(column);
                }
            }

            Remember(from);
        }
    }

    public override double ShrinkFactor(double rate)
    {
        if (l2 == 0)
        {
            return 1;
        }

        double kept = 1 - (rate * l2);
        double scale = Scale * kept;
        if (Math.Abs(scale) is > 1 / Largest and < Largest)
        {
            Scale = scale;
        }
        else
        {
            // The average takes the weights before this step, whose share of the shrinkage they pay at once.
            Settle();
            TensorPrimitives.Multiply(Weights, T.CreateTruncating(kept), Weights);
            BeginGains();
            Remember(0);
        }

        return Scale;
    }

    [MethodImpl(Jit.Loop)]
    public override void EndStep(double rate)
    {
        base.EndStep(rate);
        if (!Averages)
        {
            return;
        }

        ReadOnlySpan<T> weights = Weights;
        ReadOnlySpan<int> columns = ColumnsOfStep;
        ReadOnlySpan<T> before = _before;
        double[] gains = _gains;
        double factors = _factors;
        int outputs = Parameters.Outputs;
        for (int place = 0; place < columns.Length; place++)
        {
            for (int output = 0; output < outputs; output++)
            {
                int index = (output * Parameters.Inputs) + columns[place];
                gains[index] += factors * (double.CreateTruncating(weights[index]) - double.CreateTruncating(before[(place * outputs) + output]));
            }
        }

        _factors = Averaged > 0 ? _factors + Scale : 0;
        Parameters.Average(Averaged, weights.Length);
    }

    protected override void PayOwed()
    {
        Settle();
        Restart();
        Array.Clear(_taken);
        BeginGains();
    }

    /// <summary>Brings the factor into the weights and the gains into their average.</summary>
    [MethodImpl(Jit.Loop)]
    private void Settle()
    {
        if (Averages)
        {
            Span<T> means = Parameters.Averaged;
            Span<T> rests = means[(means.Length / 2)..];
            for (int index = 0; index < _gains.Length; index++)
            {
                double weight = double.CreateTruncating(Parameters.Trained[index]);
                double mean = Averaged > 1 ? ((_factors * weight) - _gains[index]) / Averaged : Scale * weight;
                means[index] = T.CreateTruncating(mean);
                rests[index] = T.CreateTruncating(mean - double.CreateTruncating(means[index]));
            }
        }

        if (Scale != 1)
        {
            TensorPrimitives.Multiply(Weights, T.CreateTruncating(Scale), Weights);
            Scale = 1;
        }
    }

    /// <summary>Lets Z and U begin anew: as if all steps so far had a factor of 1, and U what gives their average.</summary>
    [MethodImpl(Jit.Loop)]
    private void BeginGains()
    {
        _factors = Math.Max(0, Averaged);
        Span<T> means = Parameters.Averaged;
        for (int index = 0; index < _gains.Length; index++)
        {
            double mean = double.CreateTruncating(means[index]) + double.CreateTruncating(means[(means.Length / 2) + index]);
            _gains[index] = _factors * (double.CreateTruncating(Parameters.Trained[index]) - mean);
        }
    }

    /// <summary>Remembers the weights of the columns of the step, <c>[columns x outputs]</c>, from a column on.</summary>
    private void Remember(int from)
    {
        ReadOnlySpan<int> columns = ColumnsOfStep;
        int outputs = Parameters.Outputs;
        int needed = columns.Length * outputs;
        if (_before.Length < needed)
        {
            Array.Resize(ref _before, (int)Math.Min(Array.MaxLength, 2L * needed));
        }

        ReadOnlySpan<T> weights = Weights;
        for (int place = from; place < columns.Length; place++)
        {
            for (int output = 0; output < outputs; output++)
            {
                _before[(place * outputs) + output] = weights[(output * Parameters.Inputs) + columns[place]];
            }
        }
    }
}
