using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NeuralNet.Core.PeerBenchmarks.Data;

namespace NeuralNet.Core.PeerBenchmarks.Limits;

/// <summary>
/// The prediction of one row by a softmax of ten classes. With few inputs the weights of one input for all classes are a
/// register, <c>[inputs][16]</c>, in which six lanes have no class. With many inputs those lanes would cost more than a
/// reduction, and the lanes are inputs: <c>[10][inputs]</c>.
/// </summary>
internal sealed unsafe class OneRowSoftmaxLimit : IDisposable
{
    private const int Lanes = 16;
    private const int Classes = 10;
    private const int FewInputs = 32;
    private const int Unrolled = 4;
    private const float NoClass = -1e4f;

    private readonly AlignedMemory<float> _rows;
    private readonly AlignedMemory<float> _weights;
    private readonly AlignedMemory<float> _bias = new(Lanes);
    private readonly AlignedMemory<float> _predictions;
    private readonly int _width;
    private readonly int _length;

    /// <summary>Copies rows and weights.</summary>
    public OneRowSoftmaxLimit(DataSet data, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias)
    {
        _width = data.Width;
        _length = data.Rows * Classes;

        // What is read past the end of a row meets weights of 0, and what is written past the end of a prediction is
        // overwritten by the next one.
        _rows = new AlignedMemory<float>(data.Inputs.Length + Unrolled);
        _predictions = new AlignedMemory<float>(_length + Lanes);
        _weights = _width <= FewInputs ? ByInput(weights, _width) : new AlignedMemory<float>(weights);
        data.Inputs.CopyTo(_rows.Span);
        _bias.Span.Fill(NoClass);
        bias.CopyTo(_bias.Span);
    }

    /// <summary>What was predicted.</summary>
    public ReadOnlySpan<float> Predictions => _predictions.Span[.._length];

    /// <summary>Predicts a row.</summary>
    [MethodImpl(Limit.Loop)]
    public void Predict(int number)
    {
        float* row = _rows.Start + (number * _width);
        Vector512<float> logits = _width <= FewInputs ? DotsByInput(row) : DotsByClass(row);
        Vector512<float> powers = Exponential.Exp(logits + Vector512.Load(_bias.Start));
        (powers * Vector512.Create(1 / Reduction.One(powers))).Store(_predictions.Start + (number * Classes));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows.Dispose();
        _weights.Dispose();
        _bias.Dispose();
        _predictions.Dispose();
    }

    private static AlignedMemory<float> ByInput(ReadOnlySpan<float> weights, int width)
    {
        var byInput = new AlignedMemory<float>((width + Unrolled) * Lanes);
        for (int i = 0; i < weights.Length; i++)
        {
            byInput.Span[(i % width * Lanes) + (i / width)] = weights[i];
        }

        return byInput;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<float> DotsByInput(float* row)
    {
        Vector512<float> a = default, b = default, c = default, d = default;
        float* weights = _weights.Start;
        for (float* end = row + _width; row < end; row += Unrolled)
        {
            a = Avx512F.FusedMultiplyAdd(Vector512.Load(weights), Vector512.Create(row[0]), a);
            b = Avx512F.FusedMultiplyAdd(Vector512.Load(weights + Lanes), Vector512.Create(row[1]), b);
            c = Avx512F.FusedMultiplyAdd(Vector512.Load(weights + (2 * Lanes)), Vector512.Create(row[2]), c);
            d = Avx512F.FusedMultiplyAdd(Vector512.Load(weights + (3 * Lanes)), Vector512.Create(row[3]), d);
            weights += Unrolled * Lanes;
        }

        return a + b + (c + d);
    }

    // A sum for each class; the reduction leaves 0 in the lanes without one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<float> DotsByClass(float* row)
    {
        Vector512<float> a = default, b = default, c = default, d = default, e = default;
        Vector512<float> f = default, g = default, h = default, i = default, j = default;
        float* weights = _weights.Start;
        nint stride = _width;
        for (float* end = row + _width; row < end; row += Lanes)
        {
            Vector512<float> x = Vector512.Load(row);
            float* fifth = weights + (4 * stride);
            float* ninth = fifth + (4 * stride);
            a = Avx512F.FusedMultiplyAdd(x, Vector512.Load(weights), a);
            b = Avx512F.FusedMultiplyAdd(x, Vector512.Load(weights + stride), b);
            c = Avx512F.FusedMultiplyAdd(x, Vector512.Load(weights + (2 * stride)), c);
            d = Avx512F.FusedMultiplyAdd(x, Vector512.Load(weights + (3 * stride)), d);
            e = Avx512F.FusedMultiplyAdd(x, Vector512.Load(fifth), e);
            f = Avx512F.FusedMultiplyAdd(x, Vector512.Load(fifth + stride), f);
            g = Avx512F.FusedMultiplyAdd(x, Vector512.Load(fifth + (2 * stride)), g);
            h = Avx512F.FusedMultiplyAdd(x, Vector512.Load(fifth + (3 * stride)), h);
            i = Avx512F.FusedMultiplyAdd(x, Vector512.Load(ninth), i);
            j = Avx512F.FusedMultiplyAdd(x, Vector512.Load(ninth + stride), j);
            weights += Lanes;
        }

        Vector512<float> none = default;
        return Reduction.Sixteen(Reduction.Four(a, b, c, d), Reduction.Four(e, f, g, h), Reduction.Four(i, j, none, none), none);
    }
}
