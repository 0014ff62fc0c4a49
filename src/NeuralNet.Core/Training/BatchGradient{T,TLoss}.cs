using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Losses;

namespace NeuralNet.Core.Training;

/// <inheritdoc/>
internal sealed class BatchGradient<T, TLoss>(
    Parameters<T> parameters, TLoss loss, TargetCode<T> code, RowWeights<T> rowWeights, bool couplesOutputs, bool measures)
    : BatchGradient<T>(parameters, rowWeights, measures)
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
        Sum.Clear();
        for (int done = 0; done < batch.Count; done += Tile.Rows)
        {
            int rows = Math.Min(Tile.Rows, batch.Count - done);
            Span<T> tileLogits = Tile.Logits(rows);
            ReadOnlySpan<T> inputs = Logits(batch, done, rows, Tile, Parameters.Trained, tileLogits);
            if (!Finite.All<T>(tileLogits))
            {
                return done + FirstNotFinite(tileLogits, rows);
            }

            for (int index = 0; !logits.IsEmpty && index < tileLogits.Length; index++)
            {
                logits[((done + (index % rows)) * _outputs) + (index / rows)] = tileLogits[index];
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
            AddLosses(examples, done, rows, Tile, logits, ref total);
        }

        return total;
    }

    public override BatchTotal LossesAt(ReadOnlySpan<T> constant, in ExampleSpan<T> examples)
    {
        var total = default(BatchTotal);
        for (int done = 0; done < examples.Count; done += Tile.Rows)
        {
            int rows = Math.Min(Tile.Rows, examples.Count - done);
            Span<T> logits = Tile.Logits(rows);
            for (int output = 0; output < _outputs; output++)
            {
                logits.Slice(output * rows, rows).Fill(constant[output]);
            }

            AddLosses(examples, done, rows, Tile, logits, ref total);
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
                if (RowWeights.Counts(examples, example)
                    && !IsSurely(RowWeights.ClassOf(examples, example), logits, row, rows))
                {
                    return false;
                }
            }
        }

        return true;
    }

    public override Recession Recede(in ExampleSpan<T> examples, ReadOnlySpan<T> step, Recession sofar)
    {
        for (int done = 0; done < examples.Count; done += Tile.Rows)
        {
            int rows = Math.Min(Tile.Rows, examples.Count - done);
            Span<T> moves = Tile.Logits(rows);
            Logits(examples, done, rows, Tile, step, moves);
            ReadOnlySpan<T> targets = Tile.Targets(examples, done, rows, code);
            for (int row = 0; row < rows; row++)
            {
                if (RowWeights.Counts(examples, examples.RowAt(done + row)))
                {
                    sofar = couplesOutputs ? RecedeCoupled(targets, moves, row, rows, sofar) : Recede(targets, moves, row, rows, sofar);
                }
            }
        }

        return sofar;
    }

    /// <summary>Outputs by themselves: each logit goes to the end of the targets where its own is.</summary>
    private Recession Recede(ReadOnlySpan<T> targets, ReadOnlySpan<T> moves, int row, int rows, Recession sofar)
    {
        for (int index = row; index < moves.Length; index += rows)
        {
            double move = double.CreateTruncating(moves[index]);
            sofar = targets[index] == code.High ? sofar.With(move)
                : targets[index] == code.Low ? sofar.With(-move)
                : sofar.WithBack(move);
        }

        return sofar;
    }

    /// <summary>Outputs of which the largest is the class: its logit goes away from those of the others.</summary>
    private Recession RecedeCoupled(ReadOnlySpan<T> targets, ReadOnlySpan<T> moves, int row, int rows, Recession sofar)
    {
        int own = row;
        for (int index = row; index < moves.Length; index += rows)
        {
            own = targets[index] > targets[own] ? index : own;
        }

        for (int index = row; index < moves.Length; index += rows)
        {
            double move = double.CreateTruncating(moves[own] - moves[index]);
            sofar = index == own ? sofar
                : targets[index] == code.Low ? sofar.With(move)
                : sofar.WithBack(move);
        }

        return sofar;
    }

    /// <summary>
    /// The losses <c>[rows]</c> of a tile, into its scratch, and the derivatives <c>[outputs x rows]</c>, each times the weight
    /// of its row. Adds the weights.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public ReadOnlySpan<T> Evaluate(
        in ExampleSpan<T> examples,
        int position,
        int rows,
        Tile<T> tile,
        ReadOnlySpan<T> logits,
        scoped ref double weight)
    {
        ReadOnlySpan<T> targets = tile.Targets(examples, position, rows, code);
        Span<T> derivatives = tile.Derivatives(rows);
        _loss.Evaluate(logits, targets, _outputs, derivatives, tile.Losses);
        if (RowWeights.AreOne(examples))
        {
            weight += rows;
        }
        else
        {
            Weigh(tile, tile.Weights(examples, position, rows, RowWeights), tile.Losses[..rows], derivatives, ref weight);
        }

        return derivatives;
    }

    /// <summary>The same, which adds the losses to the total as well.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<T> AddLosses(
        in ExampleSpan<T> examples, int position, int rows, Tile<T> tile, ReadOnlySpan<T> logits, ref BatchTotal total)
    {
        double weight = total.Weight;
        ReadOnlySpan<T> derivatives = Evaluate(examples, position, rows, tile, logits, ref weight);
        double loss = double.CreateTruncating(Kernels.Sum.Of<T>(tile.Losses[..rows]));
        if (Measures && !IsInRange(loss) && Finite.All<T>(logits))
        {
            loss = SumInDouble(examples, position, rows, tile, logits);
        }

        total = total with { Loss = total.Loss + loss, Weight = weight };
        return derivatives;
    }

    /// <summary>
    /// Whether a sum of losses has its digits in T. In float a squared error has none below 1e-19 or above 1e19, though weights and
    /// gradient do.
    /// </summary>
    private static bool IsInRange(double loss) => typeof(T) == typeof(double) || Math.Abs(loss) is >= 1e-30 and <= 1e35;

    /// <summary>The sum of the weighted losses of a tile, each in double.</summary>
    private double SumInDouble(in ExampleSpan<T> examples, int position, int rows, Tile<T> tile, ReadOnlySpan<T> logits)
    {
        ReadOnlySpan<T> targets = tile.Targets(examples, position, rows, code);
        Span<double> wideLogits = tile.Wide(0, logits);
        Span<double> wideTargets = tile.Wide(1, targets);
        Span<double> losses = tile.Wide(2, logits);
        _loss.Evaluate<double>(wideLogits, wideTargets, _outputs, tile.Wide(3, logits), losses);
        double sum = 0;
        for (int row = 0; row < rows; row++)
        {
            double weight = double.CreateTruncating(RowWeights.Of(examples, examples.RowAt(position + row)));
            sum += weight == 0 ? 0 : weight * losses[row];
        }

        return sum;
    }

    private static bool IsSurely(int label, ReadOnlySpan<T> logits, int row, int rows)
    {
        if (logits.Length == rows)
        {
            return label == 1 ? logits[row] > T.Zero : logits[row] < T.Zero;
        }

        int own = (label * rows) + row;
        for (int index = row; index < logits.Length; index += rows)
        {
            if (index != own && logits[index] >= logits[own])
            {
                return false;
            }
        }

        return true;
    }

    private static int FirstNotFinite(ReadOnlySpan<T> logits, int rows)
    {
        int first = rows;
        for (int index = 0; index < logits.Length; index++)
        {
            first = T.IsFinite(logits[index]) ? first : Math.Min(first, index % rows);
        }

        return first;
    }

    /// <summary>The logits <c>[outputs x rows]</c> of a tile by the given parameters; returns its inputs as training sees them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<T> Logits(
        in ExampleSpan<T> examples, int position, int rows, Tile<T> tile, ReadOnlySpan<T> by, Span<T> logits)
    {
        ReadOnlySpan<T> inputs = tile.Inputs(examples, position, rows, Parameters.Standardization);
        bool streams = examples.Order.IsEmpty
            && Parameters.Standardization is null
            && Dots.AreStreamed<T>(examples.Inputs.Length, _inputs);
        Kernels.Logits.OfTile(inputs, by[.._weights], by[_weights..], _inputs, streams, logits);
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
        ReadOnlySpan<T> derivatives = AddLosses(examples, position, rows, tile, logits, ref total);
        ScaledRows.Add(inputs, _inputs, derivatives, sum[.._weights]);
        for (int output = 0; output < _outputs; output++)
        {
            ref T bias = ref sum[_weights + output];
            bias = Kernels.Sum.InFours(bias, derivatives.Slice(output * rows, rows));
        }

        if (Measures)
        {
            AddMagnitudes(derivatives, rows, tile, sum[(_weights + _outputs)..]);
        }
    }

    /// <summary>The magnitudes of the derivatives, in the room of the losses, which are summed already.</summary>
    private void AddMagnitudes(ReadOnlySpan<T> derivatives, int rows, Tile<T> tile, Span<T> sums)
    {
        Span<T> magnitudes = tile.Losses[..rows];
        for (int output = 0; output < _outputs; output++)
        {
            TensorPrimitives.Abs(derivatives.Slice(output * rows, rows), magnitudes);
            sums[output] = Kernels.Sum.InFours(sums[output], magnitudes);
        }
    }

    private void Weigh(Tile<T> tile, ReadOnlySpan<T> weights, Span<T> losses, Span<T> derivatives, ref double total)
    {
        int rows = weights.Length;
        TensorPrimitives.Multiply(losses, weights, losses);
        for (int start = 0; start < derivatives.Length; start += rows)
        {
            Span<T> derivative = derivatives.Slice(start, rows);
            TensorPrimitives.Multiply(derivative, weights, derivative);
        }

        for (int row = 0; row < rows; row++)
        {
            total += double.CreateTruncating(weights[row]);
            if (weights[row] == T.Zero)
            {
                Ignore(tile, row, losses, derivatives);
            }
        }
    }

    /// <summary>As if the row were not there, however large its inputs and so its loss.</summary>
    private void Ignore(Tile<T> tile, int row, Span<T> losses, Span<T> derivatives)
    {
        int rows = losses.Length;
        losses[row] = T.Zero;
        for (int index = row; index < derivatives.Length; index += rows)
        {
            derivatives[index] = T.Zero;
        }

        if (Parameters.Standardization is not null)
        {
            tile.Cleared(row);
        }
    }
}
