using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NeuralNet.Core.PeerBenchmarks.Data;

namespace NeuralNet.Core.PeerBenchmarks.Limits;

/// <summary>The prediction of one row by a sigmoid, with at most four inputs or a multiple of 32.</summary>
internal sealed unsafe class OneRowLimit : IDisposable
{
    private const int Lanes = 16;
    private const int FewInputs = 4;

    private readonly AlignedMemory<float> _rows;
    private readonly AlignedMemory<float> _weights;
    private readonly int _width;
    private readonly float _bias;

    /// <summary>Copies rows and weights.</summary>
    public OneRowLimit(DataSet data, ReadOnlySpan<float> weights, float bias)
    {
        _width = data.Width;
        _bias = bias;

        // What is read past the end of a row meets weights of 0.
        _weights = new AlignedMemory<float>(Math.Max(_width, FewInputs));
        _rows = new AlignedMemory<float>(data.Inputs.Length + FewInputs);
        weights.CopyTo(_weights.Span);
        data.Inputs.CopyTo(_rows.Span);
    }

    /// <summary>The probability of a row.</summary>
    [MethodImpl(Limit.Loop)]
    public float Predict(int number)
    {
        float* row = _rows.Start + (number * _width);
        float* weights = _weights.Start;
        float logit = _bias + (_width <= FewInputs
            ? Vector128.Sum(Vector128.Load(weights) * Vector128.Load(row))
            : Reduction.One(Products(row, weights, _width)));
        return 1 / (1 + Exponential.ExpOfMinus(Vector512.CreateScalarUnsafe(logit)).ToScalar());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows.Dispose();
        _weights.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Products(float* row, float* weights, int width)
    {
        Vector512<float> even = default, odd = default;
        for (float* end = weights + width; weights < end; weights += 2 * Lanes)
        {
            even = Avx512F.FusedMultiplyAdd(Vector512.Load(weights), Vector512.Load(row), even);
            odd = Avx512F.FusedMultiplyAdd(Vector512.Load(weights + Lanes), Vector512.Load(row + Lanes), odd);
            row += 2 * Lanes;
        }

        return even + odd;
    }
}
