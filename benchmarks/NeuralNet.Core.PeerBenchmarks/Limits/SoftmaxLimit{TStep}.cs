using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NeuralNet.Core.PeerBenchmarks.Data;

namespace NeuralNet.Core.PeerBenchmarks.Limits;

/// <summary>
/// Softmax regression in mini-batches of whole sixteens of rows. The weights of an input for all classes are one register:
/// <c>[inputs][16]</c>, then the bias. Lanes without a class have a bias so low that their probability is 0, so nothing moves
/// them. No largest logit is subtracted: the exponential of one beyond 88 would overflow.
/// </summary>
internal sealed unsafe class SoftmaxLimit<TStep> : IDisposable
    where TStep : struct, IStep
{
    private const int Lanes = 16;
    private const int GroupRows = 16;
    private const float NoClass = -1e4f;

    private readonly AlignedMemory<float> _rows;
    private readonly AlignedMemory<float> _oneHot;
    private readonly AlignedMemory<int> _labels;
    private readonly AlignedMemory<float> _weights;
    private readonly AlignedMemory<float> _sums;
    private readonly AlignedMemory<float> _state;
    private readonly AlignedMemory<float> _errors = new(GroupRows * Lanes);
    private readonly AlignedMemory<float> _shares = new(Lanes);
    private readonly int _width;
    private readonly int _classes;
    private TStep _step;

    /// <summary>Copies the rows.</summary>
    public SoftmaxLimit(DataSet data, int classes, TStep step)
    {
        _width = data.Width;
        _classes = classes;
        _rows = new AlignedMemory<float>(data.Inputs);
        _labels = new AlignedMemory<int>(data.Labels);
        _oneHot = OneHot(classes);
        _weights = new AlignedMemory<float>((data.Width + 1) * Lanes);
        _sums = new AlignedMemory<float>(_weights.Length);
        _step = step;
        _state = new AlignedMemory<float>(TStep.States * _weights.Length);
    }

    /// <summary>Trains from weights of 0, in the order of the data.</summary>
    public Weights Train(int epochs, int batch)
    {
        _weights.Span.Clear();
        _state.Span.Clear();
        _weights.Span[((_width * Lanes) + _classes)..].Fill(NoClass);
        int steps = 0;
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            for (int first = 0; first < _labels.Length; first += batch)
            {
                steps++;
                _step.Begin(steps);
                Learn(first, Math.Min(first + batch, _labels.Length));
            }
        }

        return Learned();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows.Dispose();
        _oneHot.Dispose();
        _labels.Dispose();
        _weights.Dispose();
        _sums.Dispose();
        _state.Dispose();
        _errors.Dispose();
        _shares.Dispose();
    }

    private static AlignedMemory<float> OneHot(int classes)
    {
        var targets = new AlignedMemory<float>(classes * Lanes);
        for (int label = 0; label < classes; label++)
        {
            targets.Span[(label * Lanes) + label] = 1;
        }

        return targets;
    }

    private Weights Learned()
    {
        float[] weights = new float[_classes * _width];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = _weights.Span[(i % _width * Lanes) + (i / _width)];
        }

        return Weights.From(weights, _weights.Span.Slice(_width * Lanes, _classes), _classes);
    }

    private void Learn(int first, int end)
    {
        float scale = 1f / (end - first);
        for (; first < end; first += GroupRows)
        {
            float* row = _rows.Start + ((nint)first * _width);
            FindErrors(row, _labels.Start + first, _errors.Start);
            FindErrors(row + (8 * _width), _labels.Start + first + 8, _errors.Start + (8 * Lanes));
            AddRows(row, isLast: first + GroupRows == end, scale);
        }
    }

    // Probabilities minus targets of eight rows.
    [MethodImpl(Limit.Loop)]
    private void FindErrors(float* row, int* label, float* error)
    {
        Logits(row, out var a, out var b, out var c, out var d, out var e, out var f, out var g, out var h);
        a = Exponential.Exp(a);
        b = Exponential.Exp(b);
        c = Exponential.Exp(c);
        d = Exponential.Exp(d);
        e = Exponential.Exp(e);
        f = Exponential.Exp(f);
        g = Exponential.Exp(g);
        h = Exponential.Exp(h);

        // Eight sums, twice.
        Vector512<float> first = Reduction.Four(a, b, c, d), second = Reduction.Four(e, f, g, h);
        float* share = _shares.Start;
        (Vector512<float>.One / Reduction.Sixteen(first, second, first, second)).Store(share);
        StoreError(a, share[0], label[0], error);
        StoreError(b, share[1], label[1], error + Lanes);
        StoreError(c, share[2], label[2], error + (2 * Lanes));
        StoreError(d, share[3], label[3], error + (3 * Lanes));
        StoreError(e, share[4], label[4], error + (4 * Lanes));
        StoreError(f, share[5], label[5], error + (5 * Lanes));
        StoreError(g, share[6], label[6], error + (6 * Lanes));
        StoreError(h, share[7], label[7], error + (7 * Lanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Logits(
        float* row,
        out Vector512<float> a, out Vector512<float> b, out Vector512<float> c, out Vector512<float> d,
        out Vector512<float> e, out Vector512<float> f, out Vector512<float> g, out Vector512<float> h)
    {
        nint stride = _width;
        float* weights = _weights.Start;
        float* end = weights + (stride * Lanes);
        a = b = c = d = e = f = g = h = Vector512.Load(end);
        for (; weights < end; weights += Lanes)
        {
            Vector512<float> w = Vector512.Load(weights);
            float* fifth = row + (4 * stride);
            a = Avx512F.FusedMultiplyAdd(w, Vector512.Create(row[0]), a);
            b = Avx512F.FusedMultiplyAdd(w, Vector512.Create(row[stride]), b);
            c = Avx512F.FusedMultiplyAdd(w, Vector512.Create(row[2 * stride]), c);
            d = Avx512F.FusedMultiplyAdd(w, Vector512.Create(row[3 * stride]), d);
            e = Avx512F.FusedMultiplyAdd(w, Vector512.Create(fifth[0]), e);
            f = Avx512F.FusedMultiplyAdd(w, Vector512.Create(fifth[stride]), f);
            g = Avx512F.FusedMultiplyAdd(w, Vector512.Create(fifth[2 * stride]), g);
            h = Avx512F.FusedMultiplyAdd(w, Vector512.Create(fifth[3 * stride]), h);
            row++;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void StoreError(Vector512<float> powers, float share, int label, float* error)
    {
        Vector512<float> target = Vector512.Load(_oneHot.Start + (label * Lanes));
        Avx512F.FusedMultiplySubtract(powers, Vector512.Create(share), target).Store(error);
    }

    // Inputs times errors of 16 rows, input by input; the errors stay in registers. The last rows of a batch move the weights.
    [MethodImpl(Limit.Loop)]
    private void AddRows(float* row, bool isLast, float scale)
    {
        float* sums = _sums.Start, weights = _weights.Start, state = _state.Start, error = _errors.Start;
        float* next = row + (GroupRows * _width);
        TStep step = _step;
        nint stride = _width;
        nint bias = stride * Lanes;
        Vector512<float> a = At(error, 0), b = At(error, 1), c = At(error, 2), d = At(error, 3);
        Vector512<float> e = At(error, 4), f = At(error, 5), g = At(error, 6), h = At(error, 7);
        Vector512<float> i = At(error, 8), j = At(error, 9), k = At(error, 10), l = At(error, 11);
        Vector512<float> m = At(error, 12), n = At(error, 13), o = At(error, 14), p = At(error, 15);
        for (nint offset = 0; offset < bias; offset += Lanes)
        {
            // Two sums, so that additions wait less for each other.
            Vector512<float> sum = AddFour(Vector512.Load(sums + offset), row, stride, a, b, c, d);
            sum = AddFour(sum, row + (4 * stride), stride, e, f, g, h);
            Vector512<float> other = AddFour(default, row + (8 * stride), stride, i, j, k, l);
            other = AddFour(other, row + (12 * stride), stride, m, n, o, p);
            End(sum + other, sums + offset, weights + offset, state + (TStep.States * offset), isLast, scale, step);

            // A group has as many lines of memory as a row has inputs.
            Sse.Prefetch0(next + offset);
            row++;
        }

        Vector512<float> total = a + b + (c + d) + (e + f + (g + h)) + (i + j + (k + l) + (m + n + (o + p)));
        End(Vector512.Load(sums + bias) + total, sums + bias, weights + bias, state + (TStep.States * bias), isLast, scale, step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> At(float* errors, int row) => Vector512.Load(errors + (row * Lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> AddFour(
        Vector512<float> sum,
        float* row,
        nint stride,
        Vector512<float> a,
        Vector512<float> b,
        Vector512<float> c,
        Vector512<float> d)
    {
        sum = Avx512F.FusedMultiplyAdd(a, Vector512.Create(row[0]), sum);
        sum = Avx512F.FusedMultiplyAdd(b, Vector512.Create(row[stride]), sum);
        sum = Avx512F.FusedMultiplyAdd(c, Vector512.Create(row[2 * stride]), sum);
        return Avx512F.FusedMultiplyAdd(d, Vector512.Create(row[3 * stride]), sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void End(
        Vector512<float> sum, float* sums, float* weights, float* state, bool isLast, float scale, TStep step)
    {
        if (isLast)
        {
            step.Move(Vector512.Load(weights), sum * Vector512.Create(scale), state).Store(weights);
            sum = default;
        }

        sum.Store(sums);
    }
}
