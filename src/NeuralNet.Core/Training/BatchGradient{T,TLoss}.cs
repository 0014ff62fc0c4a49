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
        if (Outputs == 1 && KeepsSparse(examples))
        {
            return AddSparseTiles(examples, position, count, tile, sum, cancellationToken, ref total);
        }

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
        ClearSum();
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

    public override T Slope(T logit, T target, out T loss)
    {
        loss = _loss.Evaluate(new Scalar<T>(logit), new Scalar<T>(target), out Scalar<T> slope).Value;
        return slope.Value;
    }

    /// <inheritdoc/>
    [MethodImpl(Jit.Loop)]
    public override ReadOnlySpan<T> Evaluate(
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
        Meter?.Add(rows);
        if (SampleWeights.AreOne(examples))
        {
            weight += rows;
        }
        else
        {
            bool areStandardized = Parameters.Standardization is not null && !examples.Inputs.AreSparse;
            Weigh(tile, tile.Weights(examples, position, rows, SampleWeights), areStandardized, tile.Losses[..rows], derivatives, ref weight);
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
        total = new(total.Loss + (Measures ? InRange(loss, examples, position, rows, tile, logits) : loss), weight);
        return derivatives;
    }

    protected override double LossInDouble(double logit, double target) =>
        _loss.Evaluate(new Scalar<double>(logit), new Scalar<double>(target), out _).Value;

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
        if (inputs.IsEmpty)
        {
            AddSparse(examples, position, rows, derivatives, sum[..Weights], tile);
        }
        else
        {
            ScaledRows.Add(inputs, Inputs, derivatives, sum[..Weights], AreReadNext(examples));
        }

        AddBias(derivatives, tile, sum);
    }
}
