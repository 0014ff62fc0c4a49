using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Activations;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Losses;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <inheritdoc/>
internal sealed class BatchGradient<T, TLoss>(
    Parameters<T> parameters, TLoss loss, TargetCode<T> code, SampleWeights<T> sampleWeights, bool couplesOutputs, bool measures)
    : BatchGradient<T>(parameters, code, sampleWeights, couplesOutputs, measures)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLoss : struct, IBatchLoss
{
    private readonly TLoss _loss = loss;

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
                logits[((done + (index % rows)) * Outputs) + (index / rows)] = tileLogits[index];
            }

            AddTile(batch, done, rows, Tile, inputs, tileLogits, Sum, ref total);
        }

        LastBatch = total;
        return -1;
    }

    public override bool TryRunFew(in ExampleSpan<T> examples, Sgd optimizer, bool hasBias, T scale, Span<double> losses)
    {
        // The losses of which few rows are trained most. Each costs an app several kB.
        if (typeof(TLoss) == typeof(OutputwiseLoss<LogLoss>)
            || typeof(TLoss) == typeof(OutputwiseLoss<HalfSquaredError>)
            || typeof(TLoss) == typeof(OutputwiseLoss<DeltaRule<Sigmoid>>))
        {
            return FewRows.TryRun(
                _loss,
                optimizer,
                Tile.Inputs(examples, 0, examples.Count, null),
                Tile.Targets(examples, 0, examples.Count, Code),
                hasBias,
                scale,
                Parameters.Trained,
                losses);
        }

        return false;
    }

    /// <summary>
    /// Computes the losses <c>[rows]</c> of a tile, in its scratch memory, and returns the derivatives <c>[outputs x rows]</c>. Both
    /// are multiplied by the weight of their row. Adds the weights to the given sum.
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
        ReadOnlySpan<T> targets = tile.Targets(examples, position, rows, Code);
        Span<T> derivatives = tile.Derivatives(rows);
        _loss.Evaluate(logits, targets, Outputs, derivatives, tile.Losses);
        if (SampleWeights.AreOne(examples))
        {
            weight += rows;
        }
        else
        {
            Weigh(tile, tile.Weights(examples, position, rows, SampleWeights), tile.Losses[..rows], derivatives, ref weight);
        }

        return derivatives;
    }

    /// <inheritdoc/>
    /// <remarks>Not inlined: it has three callers for each loss, and a call costs nothing compared with a tile.</remarks>
    [MethodImpl(Jit.Loop)]
    protected override ReadOnlySpan<T> AddLosses(
        in ExampleSpan<T> examples, int position, int rows, Tile<T> tile, ReadOnlySpan<T> logits, ref BatchTotal total)
    {
        double weight = total.Weight;
        ReadOnlySpan<T> derivatives = Evaluate(examples, position, rows, tile, logits, ref weight);
        double loss = double.CreateTruncating(Kernels.Sum.Compute<T>(tile.Losses[..rows]));
        if (Measures && !CouplesOutputs && !IsInRange(loss) && Finite.All<T>(logits))
        {
            loss = SumInDouble(examples, position, rows, tile, logits);
        }

        total = new(total.Loss + loss, weight);
        return derivatives;
    }

    /// <summary>
    /// Checks whether a sum of losses is in the range where T keeps its digits. In float the square of an error below 1e-19 or above
    /// 1e19 is not, though the weights and the gradient are. Losses that compare outputs stay in range at all practical logits.
    /// </summary>
    private static bool IsInRange(double loss) => typeof(T) == typeof(double) || Math.Abs(loss) is >= 1e-30 and <= 1e35;

    /// <summary>
    /// Returns the sum of the weighted losses of a tile, computed one by one in double. This is rare, and vector loops in double would
    /// only enlarge a small app that uses float.
    /// </summary>
    private double SumInDouble(in ExampleSpan<T> examples, int position, int rows, Tile<T> tile, ReadOnlySpan<T> logits)
    {
        ReadOnlySpan<T> targets = tile.Targets(examples, position, rows, Code);
        double sum = 0;
        for (int row = 0; row < rows; row++)
        {
            double weight = double.CreateTruncating(SampleWeights.Get(examples, examples.RowAt(position + row)));
            double loss = 0;
            for (int index = row; weight != 0 && index < logits.Length; index += rows)
            {
                loss += _loss.Evaluate(
                    new Scalar<double>(double.CreateTruncating(logits[index])),
                    new Scalar<double>(double.CreateTruncating(targets[index])),
                    out _).Value;
            }

            sum += weight * loss;
        }

        return sum;
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
        ScaledRows.Add(inputs, Inputs, derivatives, sum[..Weights]);
        for (int output = 0; output < Outputs; output++)
        {
            ref T bias = ref sum[Weights + output];
            bias = Kernels.Sum.InFours(bias, derivatives.Slice(output * rows, rows));
        }

        if (Measures)
        {
            AddMagnitudes(derivatives, rows, tile, sum[(Weights + Outputs)..]);
        }
    }
}
