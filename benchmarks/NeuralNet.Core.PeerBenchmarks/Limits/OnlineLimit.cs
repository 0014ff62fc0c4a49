using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NeuralNet.Core.PeerBenchmarks.Data;

namespace NeuralNet.Core.PeerBenchmarks.Limits;

/// <summary>
/// Logistic regression by single rows: an inner product, a sigmoid, a step along the row. Each step waits for the one before, so
/// what counts is how long an operation takes until its result is there.
/// </summary>
internal sealed unsafe class OnlineLimit : IDisposable
{
    private const int Lanes = 16;

    // A row out of order is fetched while as many others are learned.
    private const int RowsAhead = 8;

    private readonly AlignedMemory<float> _rows;
    private readonly AlignedMemory<float> _weights;
    private readonly AlignedMemory<float> _scaledTargets;
    private readonly int _width;
    private readonly float _rate;
    private float _bias;

    /// <summary>Copies the rows.</summary>
    public OnlineLimit(DataSet data, double rate)
    {
        _rate = (float)rate;
        _width = data.Width;
        _rows = new AlignedMemory<float>(data.Inputs);
        _weights = new AlignedMemory<float>(data.Width);
        _scaledTargets = new AlignedMemory<float>([.. data.Targets.Select(target => target * _rate)]);
    }

    /// <summary>Trains from weights of 0.</summary>
    public Weights Train(int epochs, bool shuffle)
    {
        var order = new RowOrder(_scaledTargets.Length);
        _weights.Span.Clear();
        _bias = 0;
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            if (shuffle)
            {
                order.Shuffle();
            }

            if (_width == SixteenRows.NarrowWidth)
            {
                LearnNarrow(order.Rows, shuffle);
            }
            else
            {
                LearnWide(order.Rows, shuffle);
            }
        }

        return Weights.From(_weights.Span, [_bias]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows.Dispose();
        _weights.Dispose();
        _scaledTargets.Dispose();
    }

    // The weights stay in two registers, and the sum begins with the bias.
    [MethodImpl(Limit.Loop)]
    private void LearnNarrow(int[] order, bool isShuffled)
    {
        Vector512<float> left = Vector512.Load(_weights.Start), right = Vector512.Load(_weights.Start + Lanes);
        Vector512<float> bias = Vector512.CreateScalar(_bias);
        for (int i = 0; i < order.Length; i++)
        {
            float* row = Next(order, i, isShuffled);
            Vector512<float> first = Vector512.Load(row), second = Vector512.Load(row + Lanes);
            Vector512<float> products = Avx512F.FusedMultiplyAdd(second, right, Avx512F.FusedMultiplyAdd(first, left, bias));
            float step = Step(Reduction.One(products), order[i]);
            bias += Vector512.CreateScalar(step);
            left = Avx512F.FusedMultiplyAdd(first, Vector512.Create(step), left);
            right = Avx512F.FusedMultiplyAdd(second, Vector512.Create(step), right);
        }

        left.Store(_weights.Start);
        right.Store(_weights.Start + Lanes);
        _bias = bias.ToScalar();
    }

    [MethodImpl(Limit.Loop)]
    private void LearnWide(int[] order, bool isShuffled)
    {
        float bias = _bias;
        for (int i = 0; i < order.Length; i++)
        {
            float* row = Next(order, i, isShuffled);
            float step = Step(Dot(row) + bias, order[i]);
            bias += step;
            AddToWeights(row, step);
        }

        _bias = bias;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float* Next(int[] order, int i, bool isShuffled)
    {
        if (isShuffled)
        {
            Prefetch(Row(order[Math.Min(i + RowsAhead, order.Length - 1)]));
        }

        return Row(order[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float* Row(int number) => _rows.Start + ((nint)number * _width);

    // How much of the row is added to the weights: rate * (target - probability), with one product made before the training.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Step(float logit, int number) =>
        _scaledTargets.Start[number] - (_rate / (1 + Exponential.ExpOfMinus(Vector512.CreateScalarUnsafe(logit)).ToScalar()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Dot(float* row)
    {
        Vector512<float> a = default, b = default, c = default, d = default;
        float* weights = _weights.Start;
        for (float* end = weights + _width; weights < end; weights += 4 * Lanes)
        {
            a = Avx512F.FusedMultiplyAdd(Vector512.Load(weights), Vector512.Load(row), a);
            b = Avx512F.FusedMultiplyAdd(Vector512.Load(weights + Lanes), Vector512.Load(row + Lanes), b);
            c = Avx512F.FusedMultiplyAdd(Vector512.Load(weights + (2 * Lanes)), Vector512.Load(row + (2 * Lanes)), c);
            d = Avx512F.FusedMultiplyAdd(Vector512.Load(weights + (3 * Lanes)), Vector512.Load(row + (3 * Lanes)), d);
            row += 4 * Lanes;
        }

        return Reduction.One(a + b + (c + d));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddToWeights(float* row, float step)
    {
        Vector512<float> factor = Vector512.Create(step);
        float* weights = _weights.Start;
        for (float* end = weights + _width; weights < end; weights += Lanes)
        {
            Avx512F.FusedMultiplyAdd(factor, Vector512.Load(row), Vector512.Load(weights)).Store(weights);
            row += Lanes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Prefetch(float* row)
    {
        for (float* end = row + _width; row < end; row += Lanes)
        {
            Sse.Prefetch0(row);
        }
    }
}
