using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NeuralNet.Core.PeerBenchmarks.Data;

namespace NeuralNet.Core.PeerBenchmarks.Limits;

/// <summary>The predictions of all rows by a sigmoid, 16 at a time.</summary>
internal sealed unsafe class ManyRowsLimit(DataSet data, float[] weights, float bias) : IDisposable
{
    private readonly AlignedMemory<float> _rows = new(data.Inputs);
    private readonly AlignedMemory<float> _weights = new(weights);
    private readonly AlignedMemory<float> _predictions = new(data.Rows);

    /// <summary>What was predicted.</summary>
    public ReadOnlySpan<float> Predictions => _predictions.Span;

    /// <summary>Predicts.</summary>
    public void Predict()
    {
        if (data.Width == SixteenRows.NarrowWidth)
        {
            PredictNarrow();
        }
        else
        {
            PredictWide();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows.Dispose();
        _weights.Dispose();
        _predictions.Dispose();
    }

    [MethodImpl(Limit.Loop)]
    private void PredictNarrow()
    {
        Vector512<float> left = Vector512.Load(_weights.Start);
        Vector512<float> right = Vector512.Load(_weights.Start + Vector512<float>.Count);
        Vector512<float> bias16 = Vector512.Create(bias);
        float* row = _rows.Start;
        float* destination = _predictions.Start;
        for (float* end = destination + _predictions.Length; destination < end; destination += SixteenRows.Count)
        {
            Exponential.Sigmoid(SixteenRows.Dots(row, left, right) + bias16).Store(destination);
            row += SixteenRows.Count * SixteenRows.NarrowWidth;
        }
    }

    [MethodImpl(Limit.Loop)]
    private void PredictWide()
    {
        Vector512<float> bias16 = Vector512.Create(bias);
        float* row = _rows.Start;
        float* destination = _predictions.Start;
        int width = data.Width;
        for (float* end = destination + _predictions.Length; destination < end; destination += SixteenRows.Count)
        {
            Exponential.Sigmoid(SixteenRows.Dots(row, width, _weights.Start) + bias16).Store(destination);
            row += SixteenRows.Count * width;
        }
    }
}
