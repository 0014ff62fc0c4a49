using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Losses;

namespace NeuralNet.Core.Training;

/// <inheritdoc/>
internal sealed class BatchGradient<T, TLoss>(
    Parameters<T> parameters, TLoss loss, TargetCode<T> code, RowWeights<T> rowWeights)
    : BatchGradient<T>(parameters, rowWeights)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLoss : struct, IBatchLoss
{
    private readonly int _inputs = parameters.Inputs;
    private readonly int _outputs = parameters.Outputs;
    private readonly int _weights = parameters.Inputs * parameters.Outputs;
    private readonly TLoss _loss = loss;

    public TargetCode<T> Code => code;

    [MethodImpl(Jit.Loop)]
    public override bool Add(
        in ExampleSpan<T> examples,
        int position,
        int count,
        Tile<T> tile,
        Span<T> sum,
        CancellationToken cancellationToken,
        ref BatchTotal total)
    {
        for (int done = 0; done < count; done += tile.Rows)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            int rows = Math.Min(tile.Rows, count - done);
            Span<T> logits = tile.Logits(rows);
            ReadOnlySpan<T> inputs = Logits(examples, position + done, rows, tile, Parameters.Trained, logits);
            AddTile(examples, position + done, rows, tile, inputs, logits, sum, ref total);
        }

        return true;
    }

    [MethodImpl(Jit.Loop)]
    public override int AddFinite(in ExampleSpan<T> batch, Span<T> logits)
    {
        var total = default(BatchTotal);
        Array.Clear(Sum);
        for (int done = 0; done < batch.Count; done += Tile.Rows)
        {
            int rows = Math.Min(Tile.Rows, batch.Count - done);
            Span<T> tileLogits = logits.IsEmpty ? Tile.Logits(rows) : logits.Slice(done * _outputs, rows * _outputs);
            ReadOnlySpan<T> inputs = Logits(batch, done, rows, Tile, Parameters.Trained, tileLogits);
            if (Finite.IndexOfNonFinite<T>(tileLogits) is >= 0 and int index)
            {
                return done + (index / _outputs);
            }

            AddTile(batch, done, rows, Tile, inputs, tileLogits, Sum, ref total);
        }

        return -1;
    }

    public override BatchTotal Losses(in ExampleSpan<T> examples)
    {
        var total = default(BatchTotal);
        for (int done = 0; done < examples.Count; done += Tile.Rows)
        {
            int rows = Math.Min(Tile.Rows, examples.Count - done);
            Span<T> logits = Tile.Logits(rows);
            Logits(examples, done, rows, Tile, Parameters.Predicting, logits);
            Losses(examples, done, rows, Tile, logits, ref total);
        }

        return total;
    }

    public override bool Separates(in ExampleSpan<T> examples)
    {
        for (int done = 0; done < examples.Count; done += Tile.Rows)
        {
            int rows = Math.Min(Tile.Rows, examples.Count - done);
            Span<T> logits = Tile.Logits(rows);
            Logits(examples, done, rows, Tile, Parameters.Trained, logits);
            for (int row = 0; row < rows; row++)
            {
                int example = examples.RowAt(done + row);
                if (RowWeights.Of(examples, example) != T.Zero
                    && !IsSurely(RowWeights.ClassOf(examples, example), logits.Slice(row * _outputs, _outputs)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool IsSurely(int label, ReadOnlySpan<T> logits)
    {
        if (logits.Length == 1)
        {
            return label == 1 ? logits[0] > T.Zero : logits[0] < T.Zero;
        }

        for (int output = 0; output < logits.Length; output++)
        {
            if (output != label && logits[output] >= logits[label])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The logits of a tile by the given parameters; returns its inputs as training sees them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<T> Logits(
        in ExampleSpan<T> examples, int position, int rows, Tile<T> tile, ReadOnlySpan<T> by, Span<T> logits)
    {
        ReadOnlySpan<T> inputs = tile.Inputs(examples, position, rows, Parameters.Standardization);
        Kernels.Logits.Of(inputs, by[.._weights], by[_weights..], _inputs, logits);
        return inputs;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddTile(
        in ExampleSpan<T> examples,
        int position,
        int rows,
        Tile<T> tile,
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> logits,
        Span<T> sum,
        ref BatchTotal total)
    {
        ReadOnlySpan<T> derivatives = Losses(examples, position, rows, tile, logits, ref total);
        for (int output = 0; output < _outputs; output++)
        {
            ScaledRows.Add(inputs, rows, derivatives[output..], _outputs, sum.Slice(output * _inputs, _inputs));
        }

        Span<T> bias = sum[_weights..];
        for (int start = 0; start < derivatives.Length; start += _outputs)
        {
            for (int output = 0; output < _outputs; output++)
            {
                bias[output] += derivatives[start + output];
            }
        }
    }

    /// <summary>Adds the losses and weights of a tile; returns the derivatives <c>[rows x outputs]</c>, each times its row's weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<T> Losses(
        in ExampleSpan<T> examples, int position, int rows, Tile<T> tile, ReadOnlySpan<T> logits, ref BatchTotal total)
    {
        ReadOnlySpan<T> targets = tile.Targets(examples, position, rows, code);
        Span<T> derivatives = tile.Derivatives(rows);
        _loss.Evaluate(logits, targets, _outputs, derivatives, tile.Losses);
        Span<T> losses = tile.Losses[..rows];
        double weight = total.Weight;
        if (RowWeights.AreOne(examples))
        {
            weight += rows;
        }
        else
        {
            Weigh(tile, tile.Weights(examples, position, rows, RowWeights), losses, derivatives, ref weight);
        }

        total = new(total.Loss + double.CreateTruncating(Kernels.Sum.Of<T>(losses)), weight);
        return derivatives;
    }

    private void Weigh(Tile<T> tile, ReadOnlySpan<T> weights, Span<T> losses, Span<T> derivatives, ref double total)
    {
        TensorPrimitives.Multiply(losses, weights, losses);
        for (int row = 0; row < weights.Length; row++)
        {
            Span<T> derivative = derivatives.Slice(row * _outputs, _outputs);
            if (weights[row] == T.Zero)
            {
                // As if the row were not there, however large its inputs and so its loss.
                losses[row] = T.Zero;
                derivative.Clear();
                if (Parameters.Standardization is not null)
                {
                    tile.Cleared(row);
                }

                continue;
            }

            total += double.CreateTruncating(weights[row]);
            TensorPrimitives.Multiply(derivative, weights[row], derivative);
        }
    }
}
