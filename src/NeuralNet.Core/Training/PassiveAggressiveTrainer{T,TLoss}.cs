using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Losses;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <summary>
/// Trains row by row, with independent outputs. The loss of a row determines how far the weights move along it, and the slope of the
/// loss, which is 0, 1 or -1, the direction.
/// </summary>
internal sealed class PassiveAggressiveTrainer<T, TLoss>(
    BatchGradient<T, TLoss> gradient, TLoss loss, StepLength length, in TrainerSettings settings)
    : Trainer<T>(gradient, settings)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLoss : struct, IBatchLoss
{
    /// <summary>Enough rows that a look at the clock costs nothing beside them.</summary>
    private const int RowsPerReport = 256;

    private readonly TLoss _loss = loss;
    private readonly Tile<T> _tile = gradient.Tile;
    private readonly TargetCode<T> _code = gradient.Code;
    private T[]? _writtenOut;

    public override int MemoryLength => 0;

    protected override void Remember(Span<T> memory)
    {
    }

    protected override bool TryRecall(ReadOnlySpan<T> memory) => true;

    [MethodImpl(Jit.Loop)]
    public override T Learn(ReadOnlySpan<T> row, T target, T weight)
    {
        Span<T> logit = _tile.Logits(1);
        ReadOnlySpan<T> inputs = Logits(row, Parameters.Standardization, logit);
        if (T.IsFinite(logit[0]))
        {
            Move(inputs, logit, new ReadOnlySpan<T>(in target), weight);
        }

        return logit[0];
    }

    public override int Learn(in ExampleSpan<T> batch, Span<T> logits)
    {
        Span<T> room = logits.IsEmpty ? _tile.Logits(1) : logits;
        if (Gradient.KeepsSparse(batch))
        {
            return LearnSparse(batch, room);
        }

        ReadOnlySpan<T> inputs = Logits(batch.Inputs.Row(0, Parameters.Inputs, ref _writtenOut), StandardizationOf(batch), room);
        AddOffsets(batch, 0, room);
        if (Finite.IndexOfNonFinite<T>(room) >= 0)
        {
            return 0;
        }

        T weight = SampleWeights.Get(batch, 0);
        T loss = Move(inputs, room, _tile.Targets(batch, 0, 1, _code), weight);
        Gradient.LastBatch = new(double.CreateTruncating(loss * weight), double.CreateTruncating(weight));
        return -1;
    }

    public override EpochEnd RunEpoch(
        in ExampleSource<T> source,
        int batchSize,
        ThreadTeam? team,
        CancellationToken cancellationToken,
        out double objective)
    {
        // An average has the weights of all columns.
        bool isByColumn = !source.IsStream && Settings.FirstAveragedStep == 0 && Gradient.TryBeginSteps(source.Rows, default, default, sums: false);
        try
        {
            return RunEpoch(source, cancellationToken, out objective);
        }
        finally
        {
            if (isByColumn)
            {
                Gradient.EndSteps(default, default);
            }
        }
    }

    [MethodImpl(Jit.Loop)]
    private EpochEnd RunEpoch(in ExampleSource<T> source, CancellationToken cancellationToken, out double objective)
    {
        BatchTotal total = Progress.Total;
        if (!EndSteps(Run(source, cancellationToken, ref total)))
        {
            objective = total.Loss;
            return EpochEnd.Cancelled;
        }

        Progress = default;
        objective = Reduced(total);
        return EpochEnd.Completed;
    }

    /// <summary>Takes a step on each row. Returns false if it was cancelled.</summary>
    [MethodImpl(Jit.Loop)]
    private bool Run(in ExampleSource<T> source, CancellationToken cancellationToken, ref BatchTotal total)
    {
        long number = 0;
        long first = Progress.Position;
        foreach (ref readonly ExampleSpan<T> part in source)
        {
            int skipped = (int)Math.Clamp(first - number, 0, part.Count);
            number += skipped;
            if (skipped == part.Count)
            {
                continue;
            }

            bool isSparse = Gradient.KeepsSparse(part);
            BeginLazy(isSparse, isOnline: true);
            for (int position = skipped; position < part.Count; position++)
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    return false;
                }

                int row = part.RowAt(position);
                T rowWeight = SampleWeights.Get(part, row);
                T loss = rowWeight * (isSparse ? LearnSparse(part, position, rowWeight) : Learn(part, position, rowWeight));
                total += new BatchTotal(double.CreateTruncating(loss), double.CreateTruncating(rowWeight));
                number++;
                EndStepsAt(new(number, total));
                if (number % RowsPerReport == 0)
                {
                    Gradient.Meter?.Add(RowsPerReport);
                }
            }
        }

        return true;
    }

    /// <summary>Learns the row at a position. Returns its loss before the step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Learn(in ExampleSpan<T> part, int position, T weight)
    {
        // A row of weight 0 may be so large that its loss is infinite.
        Span<T> logits = _tile.Logits(1);
        ReadOnlySpan<T> inputs = Logits(
            weight == T.Zero ? _tile.Cleared(0) : part.Inputs.Row(part.RowAt(position), Parameters.Inputs, ref _writtenOut), StandardizationOf(part), logits);
        AddOffsets(part, position, logits);
        return Move(inputs, logits, _tile.Targets(part, position, 1, _code), weight);
    }

    /// <summary>The same for a sparse row.</summary>
    private T LearnSparse(in ExampleSpan<T> part, int position, T weight)
    {
        Span<T> logits = _tile.Logits(1);
        SparseRow<T> row = weight == T.Zero ? default : part.Inputs.Sparse.Row(part.RowAt(position));
        Logits(row, logits);
        AddOffsets(part, position, logits);
        return Move(row, logits, _tile.Targets(part, position, 1, _code), weight);
    }

    private int LearnSparse(in ExampleSpan<T> batch, Span<T> logits)
    {
        SparseRow<T> row = batch.Inputs.Sparse.Row(0);
        Logits(row, logits);
        AddOffsets(batch, 0, logits);
        if (Finite.IndexOfNonFinite<T>(logits) >= 0)
        {
            return 0;
        }

        T weight = SampleWeights.Get(batch, 0);
        T loss = Move(row, logits, _tile.Targets(batch, 0, 1, _code), weight);
        Gradient.LastBatch = new(double.CreateTruncating(loss * weight), double.CreateTruncating(weight));
        return -1;
    }

    private void Logits(SparseRow<T> row, Span<T> logits)
    {
        int inputs = Parameters.Inputs;
        ReadOnlySpan<T> bias = Parameters.Trained[(inputs * logits.Length)..];
        if (Gradient.Columns is { } columns)
        {
            columns.Logits(row.Indices, row.Values, bias, logits, 1);
            return;
        }

        for (int output = 0; output < logits.Length; output++)
        {
            logits[output] = Sparse.Dot(row.Indices, row.Values, Parameters.Trained.Slice(output * inputs, inputs)) + bias[output];
        }
    }

    /// <summary>Sparse rows are scaled before training.</summary>
    private Standardization<T>? StandardizationOf(in ExampleSpan<T> examples) => examples.Inputs.AreSparse ? null : Parameters.Standardization;

    /// <summary>Computes the logits <c>[outputs]</c> of a row. Returns the inputs as training sees them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<T> Logits(ReadOnlySpan<T> row, Standardization<T>? standardization, Span<T> logits)
    {
        ReadOnlySpan<T> inputs = standardization is null ? row : _tile.Standardized(row, standardization);
        int weights = Parameters.Inputs * Parameters.Outputs;
        Kernels.Logits.Compute(
            inputs, Parameters.Trained[..weights], Parameters.Trained[weights..], Parameters.Inputs, logits);
        return inputs;
    }

    private static void AddOffsets(in ExampleSpan<T> examples, int position, Span<T> logits)
    {
        if (!examples.Offsets.IsEmpty)
        {
            RowOffsets.Add(examples, position, 1, logits);
        }
    }

    /// <summary>Returns |x|^2, computed in double if it overflows or vanishes in T, so very large or small rows are learned too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double SquaredNorm(ReadOnlySpan<T> inputs)
    {
        T squared = Dot.Compute(inputs, inputs);
        if (T.IsNormal(squared))
        {
            return double.CreateTruncating(squared);
        }

        double norm = Norm.Compute(inputs);
        return norm * norm;
    }

    private double SquaredNorm(SparseRow<T> row)
    {
        T squared = Sparse.SquaredNorm(row.Indices, row.Values, Parameters.Inputs);
        if (T.IsNormal(squared))
        {
            return double.CreateTruncating(squared);
        }

        row.CopyTo(_writtenOut ??= new T[Parameters.Inputs]);
        return SquaredNorm(_writtenOut);
    }

    /// <summary>Takes one step. Returns the loss of the row before it, summed over the outputs.</summary>
    private T Move(SparseRow<T> row, ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, T weight)
    {
        T total = T.Zero;
        int inputs = Parameters.Inputs;
        Lazy?.BeginStep();
        Lazy?.Add(row.Indices);
        double norm = SquaredNorm(row) + (Settings.HasBias ? 1 : 0);
        WeightsByColumn<T>? columns = Gradient.Columns;
        Span<T> steps = _tile.Derivatives(1);
        for (int output = 0; output < logits.Length; output++)
        {
            T step = StepOf(logits[output], targets[output], weight, norm, ref total);
            steps[output] = step;
            if (columns is null)
            {
                Sparse.AddScaled(row.Indices, row.Values, step, Parameters.Trained.Slice(output * inputs, inputs));
            }

            if (Settings.HasBias)
            {
                Parameters.Trained[(inputs * logits.Length) + output] += step;
            }
        }

        columns?.AddScaled(0, row.Indices, row.Values, columns.FactorsOf(steps, 1));
        Steps++;
        if (Lazy is null)
        {
            Average();
        }
        else
        {
            Lazy.EndStep(rate: 0);
        }
        return total;
    }

    /// <summary>Returns how far a weight moves for each unit of its input, and adds the loss to the total.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T StepOf(T logit, T target, T weight, double norm, ref T total)
    {
        T loss = _loss.Evaluate(new Scalar<T>(logit), new Scalar<T>(target), out Scalar<T> slope).Value;
        total += loss;
        return -slope.Value * weight * T.CreateTruncating(length.Compute(double.CreateTruncating(loss), norm));
    }

    /// <inheritdoc cref="Move(SparseRow{T}, ReadOnlySpan{T}, ReadOnlySpan{T}, T)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Move(ReadOnlySpan<T> inputs, ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, T weight)
    {
        T total = T.Zero;
        double norm = SquaredNorm(inputs) + (Settings.HasBias ? 1 : 0);
        for (int output = 0; output < logits.Length; output++)
        {
            T step = StepOf(logits[output], targets[output], weight, norm, ref total);
            ScaledRows.Add(
                inputs,
                inputs.Length,
                new ReadOnlySpan<T>(in step),
                Parameters.Trained.Slice(output * inputs.Length, inputs.Length));
            if (Settings.HasBias)
            {
                Parameters.Trained[(inputs.Length * logits.Length) + output] += step;
            }
        }

        Steps++;
        Average();
        return total;
    }
}
