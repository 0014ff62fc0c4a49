using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralNet.Core.PeerBenchmarks.Limits;

/// <summary>
/// The gradient of logistic regression over all rows, 16 at a time: their logits, their errors, and their part of the gradient
/// while they are in the first-level cache, so that memory is read once. Meanwhile the next rows are fetched.
/// </summary>
internal sealed unsafe class LogisticPass<TErrors>(AlignedMemory<float> rows, AlignedMemory<float> targets, int width)
    : IDisposable
    where TErrors : struct, IErrors
{
    // Sums of float are moved to sums of double after so many rows.
    private const int BlockRows = 1024;

    // Four times 16 rows of 32: the next 16 alone would come too late.
    private const int NarrowAhead = 64 * SixteenRows.NarrowWidth;

    private readonly AlignedMemory<float> _weights = new(width);
    private readonly AlignedMemory<float> _sums = new(width);
    private readonly AlignedMemory<float> _errors = new(SixteenRows.Count);

    /// <summary>Sums the gradient; its last number is that of the bias, which is the last of the parameters.</summary>
    public void Run(ReadOnlySpan<double> parameters, Span<double> gradient, ref TErrors errors)
    {
        for (int i = 0; i < width; i++)
        {
            _weights.Span[i] = (float)parameters[i];
        }

        gradient.Clear();
        Vector512<float> bias = Vector512.Create((float)parameters[width]);
        for (int first = 0; first < targets.Length; first += BlockRows)
        {
            float* row = rows.Start + ((nint)first * width);
            float* target = targets.Start + first;
            float* end = target + Math.Min(BlockRows, targets.Length - first);
            float biasSum = width == SixteenRows.NarrowWidth
                ? SumNarrow(row, target, end, bias, ref errors)
                : SumWide(row, target, end, bias, ref errors);
            AddTo(gradient, biasSum);
            errors.EndBlock();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _weights.Dispose();
        _sums.Dispose();
        _errors.Dispose();
    }

    private void AddTo(Span<double> gradient, float biasSum)
    {
        Span<float> sums = _sums.Span;
        for (int i = 0; i < sums.Length; i++)
        {
            gradient[i] += sums[i];
        }

        gradient[^1] += biasSum;
    }

    // Weights and sums stay in registers. Even and odd rows have their own sums, so that additions wait less for each other.
    [MethodImpl(Limit.Loop)]
    private float SumNarrow(float* row, float* target, float* end, Vector512<float> bias, ref TErrors errors)
    {
        Vector512<float> left = Vector512.Load(_weights.Start);
        Vector512<float> right = Vector512.Load(_weights.Start + 16);
        Vector512<float> evenLeft = default, evenRight = default, oddLeft = default, oddRight = default, biasSum = default;
        float* error = _errors.Start;
        TErrors local = errors;
        for (; target < end; target += SixteenRows.Count)
        {
            Vector512<float> all = local.Of(SixteenRows.Dots(row, left, right) + bias, Vector512.Load(target));
            biasSum += all;
            all.Store(error);
            for (int i = 0; i < SixteenRows.Count; i += 2)
            {
                Vector512<float> even = Vector512.Create(error[i]);
                Vector512<float> odd = Vector512.Create(error[i + 1]);
                evenLeft = Avx512F.FusedMultiplyAdd(even, Vector512.Load(row), evenLeft);
                evenRight = Avx512F.FusedMultiplyAdd(even, Vector512.Load(row + 16), evenRight);
                oddLeft = Avx512F.FusedMultiplyAdd(odd, Vector512.Load(row + 32), oddLeft);
                oddRight = Avx512F.FusedMultiplyAdd(odd, Vector512.Load(row + 48), oddRight);
                Prefetch(row + NarrowAhead, 16);
                row += 2 * SixteenRows.NarrowWidth;
            }
        }

        errors = local;
        (evenLeft + oddLeft).Store(_sums.Start);
        (evenRight + oddRight).Store(_sums.Start + 16);
        return Vector512.Sum(biasSum);
    }

    [MethodImpl(Limit.Loop)]
    private float SumWide(float* row, float* target, float* end, Vector512<float> bias, ref TErrors errors)
    {
        _sums.Span.Clear();
        Vector512<float> biasSum = default;
        for (; target < end; target += SixteenRows.Count)
        {
            Vector512<float> all = errors.Of(SixteenRows.Dots(row, width, _weights.Start) + bias, Vector512.Load(target));
            biasSum += all;
            all.Store(_errors.Start);
            AddEightRows(row, _errors.Start);
            AddEightRows(row + (8 * width), _errors.Start + 8);
            row += SixteenRows.Count * width;
        }

        return Vector512.Sum(biasSum);
    }

    // Register by register of the sums, with the errors of the rows in others.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddEightRows(float* row, float* error)
    {
        Vector512<float> a = Vector512.Create(error[0]), b = Vector512.Create(error[1]);
        Vector512<float> c = Vector512.Create(error[2]), d = Vector512.Create(error[3]);
        Vector512<float> e = Vector512.Create(error[4]), f = Vector512.Create(error[5]);
        Vector512<float> g = Vector512.Create(error[6]), h = Vector512.Create(error[7]);
        float* sums = _sums.Start;
        nint stride = width;
        for (float* end = sums + width; sums < end; sums += Vector512<float>.Count)
        {
            float* fifth = row + (4 * stride);
            float* next = row + (SixteenRows.Count * stride);
            Vector512<float> sum = Vector512.Load(sums);
            sum = Avx512F.FusedMultiplyAdd(a, Vector512.Load(row), sum);
            sum = Avx512F.FusedMultiplyAdd(b, Vector512.Load(row + stride), sum);
            sum = Avx512F.FusedMultiplyAdd(c, Vector512.Load(row + (2 * stride)), sum);
            sum = Avx512F.FusedMultiplyAdd(d, Vector512.Load(row + (3 * stride)), sum);
            sum = Avx512F.FusedMultiplyAdd(e, Vector512.Load(fifth), sum);
            sum = Avx512F.FusedMultiplyAdd(f, Vector512.Load(fifth + stride), sum);
            sum = Avx512F.FusedMultiplyAdd(g, Vector512.Load(fifth + (2 * stride)), sum);
            sum = Avx512F.FusedMultiplyAdd(h, Vector512.Load(fifth + (3 * stride)), sum);
            sum.Store(sums);
            Prefetch(next, stride);
            Prefetch(next + (4 * stride), stride);
            row += Vector512<float>.Count;
        }
    }

    // One line of each of four rows. Past the end of the rows it does no harm.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(float* first, nint stride)
    {
        Sse.Prefetch0(first);
        Sse.Prefetch0(first + stride);
        Sse.Prefetch0(first + (2 * stride));
        Sse.Prefetch0(first + (3 * stride));
    }
}
