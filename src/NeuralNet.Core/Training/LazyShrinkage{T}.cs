using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <summary>
/// A penalty with an L1 part, which a column pays when a row has it again. Between two such rows the step u takes a weight w to a[u] * w with
/// a[u] = 1 - rate * L2, and then towards 0 by b[u] = rate * L1, at most to 0. Over the steps after p up to t this comes to
/// <code>
///   |w| := max(0, |A| * |w| - B)      A = P[t] / P[p]              P[u] = a[1] * ... * a[u]
///                                     B = C[t] - |A| * C[p]        C[u] = |a[u]| * C[u - 1] + b[u]
/// </code>
/// with the sign of A * w. So a column needs only the number p of the step up to which it is paid (Y. Tsuruoka, J. Tsujii and S. Ananiadou,
/// Stochastic gradient descent training for L1-regularized log-linear models with cumulative penalty, 2009).
/// </summary>
/// <remarks>
/// AdaGrad shrinks by b[u] / (sqrt(s) + epsilon), where s stands still between two rows of the column; with an L2 penalty it would not.
/// </remarks>
/// <param name="parameters">The parameters in training.</param>
/// <param name="penalty">The penalty.</param>
/// <param name="squares">The s of each weight, which AdaGrad changes in place; empty for descent.</param>
/// <param name="epsilon">The epsilon of AdaGrad.</param>
internal sealed class LazyShrinkage<T>(Parameters<T> parameters, Penalty penalty, T[] squares, double epsilon) : LazyUpdate<T>(parameters)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A product of shrinkages below this is too near the smallest number.</summary>
    private const double LeastProduct = 1e-100;

    /// <summary>Shrinkages below -1 let the product grow, and C with it, of whose difference B then keeps as many digits less.</summary>
    private const double LargestProduct = 1 << 10;

    // The step up to which each column is paid, counted from the last time when all were.
    private readonly int[] _paidUpTo = new int[parameters.Inputs];

    // The steps since then, from 0 on, and P and C of the last one.
    private Step[] _history = new Step[256];
    private double _product = 1;
    private double _shrinkage;
    private bool _isOnline;

    public override void Begin(long steps, bool isOnline)
    {
        base.Begin(steps, isOnline);
        _isOnline = isOnline;
        Clear();
    }

    public override void Prefetch(ReadOnlySpan<int> indices)
    {
        Kernels.Prefetch.At(ref MemoryMarshal.GetArrayDataReference(_paidUpTo), indices);
        Kernels.Prefetch.At(ref MemoryMarshal.GetReference(Weights), indices);
    }

    /// <inheritdoc/>
    /// <remarks>They pay the steps before the next one, which they pay in its own move.</remarks>
    [MethodImpl(Jit.Loop)]
    public override void Add(ReadOnlySpan<int> indices)
    {
        base.Add(indices);
        int[] paid = _paidUpTo;
        int steps = Steps;
        Span<T> weights = Weights;
        foreach (int column in indices)
        {
            int from = paid[column];
            paid[column] = steps + 1;
            if (!_isOnline && from <= steps)
            {
                Collect(column);
            }

            if (from < steps)
            {
                for (int index = column; index < weights.Length; index += paid.Length)
                {
                    Pay(ref weights[index], from, index);
                }
            }
        }
    }

    public override void EndStep(double rate)
    {
        base.EndStep(rate);
        if (Steps == _history.Length)
        {
            Array.Resize(ref _history, 2 * _history.Length);
        }

        double kept = 1 - (rate * penalty.L2Strength);
        _product *= kept;
        _shrinkage = (Math.Abs(kept) * _shrinkage) + (rate * penalty.L1Strength);
        _history[Steps] = new(1 / _product, _shrinkage);
        if (!(Math.Abs(_product) is > LeastProduct and < LargestProduct))
        {
            PayAll();
        }
    }

    [MethodImpl(Jit.Loop)]
    protected override void PayOwed()
    {
        Span<T> weights = Weights;
        for (int start = 0; start < weights.Length; start += _paidUpTo.Length)
        {
            for (int column = 0; column < _paidUpTo.Length; column++)
            {
                if (_paidUpTo[column] < Steps)
                {
                    Pay(ref weights[start + column], _paidUpTo[column], start + column);
                }
            }
        }

        Restart();
        Clear();
    }

    private void Clear()
    {
        Array.Clear(_paidUpTo);
        _history[0] = new(1, 0);
        (_product, _shrinkage) = (1, 0);
    }

    /// <summary>Pays a weight for the steps after one up to the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Pay(ref T weight, int from, int index)
    {
        ref readonly Step step = ref _history[from];
        double kept = _product * step.InverseProduct;
        double after = kept * double.CreateTruncating(weight);
        double distance = _shrinkage - (Math.Abs(kept) * step.Shrinkage);
        if (squares.Length > 0)
        {
            distance /= Math.Sqrt(double.CreateTruncating(squares[index])) + epsilon;
        }

        // Towards 0, at most to 0: at least one of the two is 0.
        weight = T.CreateTruncating(Math.Max(after - distance, 0) + Math.Min(after + distance, 0));
    }

    /// <summary>A step, counted from the last time when all columns were paid.</summary>
    /// <param name="InverseProduct">1 / P.</param>
    /// <param name="Shrinkage">C.</param>
    private readonly record struct Step(double InverseProduct, double Shrinkage);
}
