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

    public Tile<T> Tile { get; } = new(parameters.Inputs, parameters.Outputs);

    public TargetCode<T> Code => code;

    [MethodImpl(Jit.Loop)]
    public override bool Add(
        in ExampleSpan<T> examples,
        int position,
        int count,
        Span<T> logits,
        bool mustBeFinite,
        CancellationToken cancellationToken,
        out int culprit,
        ref double loss,
        ref double weight)
    {
        culprit = -1;
        for (int done = 0; done < count; done += Tile.Rows)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            int rows = Math.Min(Tile.Rows, count - done);
            Span<T> tileLogits = logits.IsEmpty ? Tile.Logits(rows) : logits.Slice(done * _outputs, rows * _outputs);
            ReadOnlySpan<T> inputs = Logits(examples, position + done, rows, Parameters.Trained, tileLogits);
            if (mustBeFinite && Finite.IndexOfNonFinite<T>(tileLogits) is >= 0 and int index)
            {
                culprit = done + (index / _outputs);
                return false;
            }

            ReadOnlySpan<T> derivatives = Losses(examples, position + done, rows, tileLogits, ref loss, ref weight);
            Span<T> gradient = Sum;
            for (int output = 0; output < _outputs; output++)
            {
                ScaledRows.Add(inputs, rows, derivatives[output..], _outputs, gradient.Slice(output * _inputs, _inputs));
            }

            Span<T> biasGradient = gradient[_weights..];
            for (int start = 0; start < derivatives.Length; start += _outputs)
            {
                for (int output = 0; output < _outputs; output++)
                {
                    biasGradient[output] += derivatives[start + output];
                }
            }
        }

        return true;
    }

    public override double Loss(in ExampleSpan<T> examples, out double weight)
    {
        double loss = 0;
        weight = 0;
        for (int done = 0; done < examples.Count; done += Tile.Rows)
        {
            int rows = Math.Min(Tile.Rows, examples.Count - done);
            Span<T> logits = Tile.Logits(rows);
            Logits(examples, done, rows, Parameters.Predicting, logits);
            Losses(examples, done, rows, logits, ref loss, ref weight);
        }

        return loss;
    }

    public override bool Separates(in ExampleSpan<T> examples)
    {
        for (int done = 0; done < examples.Count; done += Tile.Rows)
        {
            int rows = Math.Min(Tile.Rows, examples.Count - done);
            Span<T> logits = Tile.Logits(rows);
            Logits(examples, done, rows, Parameters.Trained, logits);
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
        in ExampleSpan<T> examples, int position, int rows, ReadOnlySpan<T> by, Span<T> logits)
    {
        ReadOnlySpan<T> inputs = Tile.Inputs(examples, position, rows, Parameters.Standardization);
        Kernels.Logits.Of(inputs, by[.._weights], by[_weights..], _inputs, logits);
        return inputs;
    }

    /// <summary>Adds the losses and weights of a tile; returns the derivatives <c>[rows x outputs]</c>, each times its row's weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<T> Losses(
        in ExampleSpan<T> examples, int position, int rows, ReadOnlySpan<T> logits, ref double loss, ref double weight)
    {
        ReadOnlySpan<T> targets = Tile.Targets(examples, position, rows, code);
        Span<T> derivatives = Tile.Derivatives(rows);
        _loss.Evaluate(logits, targets, _outputs, derivatives, Tile.Losses);
        Span<T> losses = Tile.Losses[..rows];
        if (RowWeights.AreOne(examples))
        {
            weight += rows;
        }
        else
        {
            Weigh(Tile.Weights(examples, position, rows, RowWeights), losses, derivatives, ref weight);
        }

        loss += double.CreateTruncating(Kernels.Sum.Of<T>(losses));
        return derivatives;
    }

    private void Weigh(ReadOnlySpan<T> weights, Span<T> losses, Span<T> derivatives, ref double weight)
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
                    Tile.Cleared(row);
                }

                continue;
            }

            weight += double.CreateTruncating(weights[row]);
            TensorPrimitives.Multiply(derivative, weights[row], derivative);
        }
    }
}
