using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <summary>
/// Sums the losses, the weights and the gradient of a batch, tile by tile, to read each row from memory only once. Costs one
/// virtual call for each batch; the loops behind it are compiled for the network's loss.
/// </summary>
internal abstract partial class BatchGradient<T>(
    Parameters<T> parameters, TargetCode<T> code, SampleWeights<T> sampleWeights, bool couplesOutputs, bool measures)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedArray<T> _sum = new(parameters.Trained.Length + (measures ? parameters.Outputs : 0));

    /// <summary>Whether to sum the magnitudes of the derivatives too, and to sum losses outside the range of T in double.</summary>
    public bool Measures => measures;

    public Parameters<T> Parameters => parameters;

    public SampleWeights<T> SampleWeights => sampleWeights;

    public TargetCode<T> Code => code;

    protected bool CouplesOutputs => couplesOutputs;

    protected int Inputs { get; } = parameters.Inputs;

    protected int Outputs { get; } = parameters.Outputs;

    protected int Weights { get; } = parameters.Inputs * parameters.Outputs;

    /// <summary>
    /// The sum of the gradients of the rows, each times its weight: weights <c>[outputs x inputs]</c>, then bias <c>[outputs]</c>. With
    /// <see cref="Measures"/> the magnitudes of the derivatives with respect to each logit, summed, <c>[outputs]</c>, follow.
    /// </summary>
    public Span<T> Sum => _sum.Span;

    /// <summary>Whether the sum is 0, so that sparse rows, which change few numbers of it, find it clear.</summary>
    public bool IsSumClear { get; set; }

    /// <summary>Sets the sum to 0.</summary>
    public void ClearSum()
    {
        if (!IsSumClear)
        {
            Sum.Clear();
        }

        IsSumClear = false;
    }

    /// <summary>Scratch memory of the thread that trains.</summary>
    public Tile<T> Tile { get; } = new(parameters.Inputs, parameters.Outputs);

    /// <summary>
    /// Adds the gradient of some examples, at the weights in training, to a sum, and their losses to the total. Uses the given scratch
    /// memory. Returns false if it was cancelled.
    /// </summary>
    public abstract bool Add(
        in ExampleSpan<T> examples,
        int position,
        int count,
        Tile<T> tile,
        Span<T> sum,
        CancellationToken cancellationToken,
        ref BatchTotal total);

    /// <summary>
    /// Adds a batch to <see cref="Sum"/>. Returns -1, or the position of the first row with a logit that is not finite. Writes the
    /// logits <c>[rows x outputs]</c> unless the span is empty.
    /// </summary>
    public abstract int AddFinite(in ExampleSpan<T> batch, Span<T> logits);

    /// <summary>Counts the rows whose losses are evaluated; null if nothing is reported. Only for one thread.</summary>
    public PassMeter? Meter { get; set; }

    /// <summary>The check of the examples of the Fit; null before one. It knows how far offsets move logits.</summary>
    public SetCheck<T>? Set { get; set; }

    /// <summary>The largest magnitude of an offset: logits are rounded at least by its rounding.</summary>
    public double OffsetReach => Set?.OffsetReach ?? 0;

    /// <summary>The losses and weights of the batch that <see cref="AddFinite"/> added last.</summary>
    public BatchTotal LastBatch { get; set; }

    /// <summary>
    /// Runs epochs of plain descent over rows that <see cref="FewRows"/> takes. Writes the loss of each, summed over the rows. Returns false,
    /// and changes nothing, if a number is not finite, or for a loss that <see cref="FewRows"/> is not compiled for.
    /// </summary>
    public abstract bool TryRunFew(in ExampleSpan<T> examples, Sgd optimizer, bool hasBias, T scale, Span<double> losses);

    /// <summary>
    /// Returns the losses of some examples: of the network's predictions, or of the same logits <c>[outputs]</c>, plus its offsets, for every row.
    /// </summary>
    public BatchTotal Losses(in ExampleSpan<T> examples, int position, int count, ReadOnlySpan<T> constant)
    {
        var total = default(BatchTotal);
        for (int done = 0; done < count; done += Tile.Rows)
        {
            int rows = Math.Min(Tile.Rows, count - done);
            Span<T> logits = Tile.Logits(rows);
            if (constant.IsEmpty)
            {
                Logits(examples, position + done, rows, Tile, Parameters.Predicting, logits);
            }
            else
            {
                Repeat(constant, rows, logits);
                AddOffsets(examples, position + done, rows, logits);
            }

            AddLosses(examples, position + done, rows, Tile, logits, ref total);
        }

        return total;
    }

    /// <summary>Returns the derivative of the loss of one logit, for losses of one output.</summary>
    public abstract T Slope(T logit, T target, out T loss);

    /// <summary>
    /// Computes the losses <c>[rows]</c> of a tile, in its scratch memory, and returns the derivatives <c>[outputs x rows]</c>. Both
    /// are multiplied by the weight of their row. Adds the weights to the given sum.
    /// </summary>
    public abstract ReadOnlySpan<T> Evaluate(
        in ExampleSpan<T> examples, int position, int rows, Tile<T> tile, ReadOnlySpan<T> logits, scoped ref double weight);

    /// <summary>
    /// Computes the losses of a tile, and adds them and the weights of its rows to the total. Returns the derivatives
    /// <c>[outputs x rows]</c>, each times the weight of its row.
    /// </summary>
    protected abstract ReadOnlySpan<T> AddLosses(
        in ExampleSpan<T> examples, int position, int rows, Tile<T> tile, ReadOnlySpan<T> logits, ref BatchTotal total);

    /// <summary>
    /// Measures how far a step of weights and bias <c>[trained]</c> moves the logits of the rows that count: at most towards the ends of
    /// their targets, and at most away from them. A target between the ends has a finite best logit, so any move is away from it.
    /// </summary>
    public Recession Recede(in ExampleSpan<T> examples, ReadOnlySpan<T> step, Recession sofar)
    {
        for (int done = 0; done < examples.Count; done += Tile.Rows)
        {
            int rows = Math.Min(Tile.Rows, examples.Count - done);
            Span<T> moves = Tile.Logits(rows);
            Products(examples, done, rows, Tile, step, moves);
            ReadOnlySpan<T> targets = Tile.Targets(examples, done, rows, code);
            for (int row = 0; row < rows; row++)
            {
                if (SampleWeights.Counts(examples, examples.RowAt(done + row)))
                {
                    sofar = CouplesOutputs ? RecedeCoupled(targets, moves, row, rows, sofar) : Recede(targets, moves, row, rows, sofar);
                }
            }
        }

        return sofar;
    }

    /// <summary>Checks whether the weights in training predict the right class for every row that counts.</summary>
    public bool Separates(in ExampleSpan<T> examples)
    {
        for (int done = 0; done < examples.Count; done += Tile.Rows)
        {
            int rows = Math.Min(Tile.Rows, examples.Count - done);
            Span<T> logits = Tile.Logits(rows);
            Logits(examples, done, rows, Tile, Parameters.Trained, logits);
            for (int row = 0; row < rows; row++)
            {
                int example = examples.RowAt(done + row);
                if (SampleWeights.Counts(examples, example)
                    && !IsSurely(SampleWeights.ClassOf(examples, example), logits, row, rows))
                {
                    return false;
                }
            }
        }

        return true;
    }

    protected static void Repeat(ReadOnlySpan<T> constant, int rows, Span<T> logits)
    {
        for (int output = 0; output < constant.Length; output++)
        {
            logits.Slice(output * rows, rows).Fill(constant[output]);
        }
    }

    /// <summary>Independent outputs: each logit should move to the end of the targets at which its own target is.</summary>
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

    /// <summary>The largest output is the class: its logit should move away from the logits of the others.</summary>
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

    protected static int FirstNotFinite(ReadOnlySpan<T> logits, int rows)
    {
        int first = rows;
        for (int index = 0; index < logits.Length; index++)
        {
            first = T.IsFinite(logits[index]) ? first : Math.Min(first, index % rows);
        }

        return first;
    }

    /// <summary>Computes the logits <c>[outputs x rows]</c> of a tile. Returns the inputs as training sees them.</summary>
    /// <remarks>Not inlined: each loss would have it twice, and a call costs nothing compared with a tile.</remarks>
    [MethodImpl(Jit.Loop)]
    protected ReadOnlySpan<T> Logits(
        in ExampleSpan<T> examples, int position, int rows, Tile<T> tile, ReadOnlySpan<T> by, Span<T> logits)
    {
        ReadOnlySpan<T> inputs = Products(examples, position, rows, tile, by, logits);
        AddOffsets(examples, position, rows, logits);
        return inputs;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddOffsets(in ExampleSpan<T> examples, int position, int rows, Span<T> logits)
    {
        if (!examples.Offsets.IsEmpty)
        {
            RowOffsets.Add(examples, position, rows, logits);
        }
    }

    /// <summary>Computes the logits without their offsets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<T> Products(
        in ExampleSpan<T> examples, int position, int rows, Tile<T> tile, ReadOnlySpan<T> by, Span<T> logits)
    {
        if (KeepsSparse(examples))
        {
            SparseProducts(examples, position, rows, by, logits);
            return default;
        }

        ReadOnlySpan<T> inputs = tile.Inputs(examples, position, rows, Parameters.Standardization);
        bool streams = examples.Order.IsEmpty
            && Parameters.Standardization is null
            && Dots.AreStreamed<T>(examples.Inputs.Values.Length, Inputs);
        Kernels.Logits.OfTile(inputs, by[..Weights], by[Weights..], Inputs, streams, logits);
        return inputs;
    }

    /// <summary>Adds the derivatives <c>[outputs x rows]</c> to the sums of the biases, and their magnitudes if they are measured.</summary>
    protected void AddBias(ReadOnlySpan<T> derivatives, Tile<T> tile, Span<T> sum)
    {
        int rows = derivatives.Length / Outputs;
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

    /// <summary>
    /// Returns a sum of losses that is in the range where T keeps its digits. In float the square of an error below 1e-19 or above 1e19 is
    /// not, though the weights and the gradient are: then the weighted losses of the tile are computed one by one in double. This is rare,
    /// and vector loops in double would only enlarge a small app that uses float. Losses that compare outputs stay in range at all
    /// practical logits.
    /// </summary>
    protected double InRange(
        double sum, in ExampleSpan<T> examples, int position, int rows, Tile<T> tile, ReadOnlySpan<T> logits)
    {
        bool isInRange = typeof(T) == typeof(double) || CouplesOutputs || Math.Abs(sum) is >= 1e-30 and <= 1e35;
        if (isInRange || !Finite.All<T>(logits))
        {
            return sum;
        }

        ReadOnlySpan<T> targets = tile.Targets(examples, position, rows, Code);
        sum = 0;
        for (int row = 0; row < rows; row++)
        {
            double weight = double.CreateTruncating(SampleWeights.Get(examples, examples.RowAt(position + row)));
            double loss = 0;
            for (int index = row; weight != 0 && index < logits.Length; index += rows)
            {
                loss += LossInDouble(double.CreateTruncating(logits[index]), double.CreateTruncating(targets[index]));
            }

            sum += weight * loss;
        }

        return sum;
    }

    /// <summary>Computes the loss of one logit in double.</summary>
    protected abstract double LossInDouble(double logit, double target);

    /// <summary>Whether the rows of the next tile follow in memory, and are in no cache near the processor.</summary>
    protected bool AreReadNext(in ExampleSpan<T> examples) =>
        examples.Order.IsEmpty && Parameters.Standardization is null && Dots.AreLarge<T>(examples.Inputs.Values.Length);

    /// <summary>Adds the magnitudes of the derivatives, in the memory of the losses, which are no longer needed.</summary>
    protected void AddMagnitudes(ReadOnlySpan<T> derivatives, int rows, Tile<T> tile, Span<T> sums)
    {
        Span<T> magnitudes = tile.Losses[..rows];
        for (int output = 0; output < Outputs; output++)
        {
            TensorPrimitives.Abs(derivatives.Slice(output * rows, rows), magnitudes);
            sums[output] = Kernels.Sum.InFours(sums[output], magnitudes);
        }
    }

    protected static void Weigh(Tile<T> tile, ReadOnlySpan<T> weights, bool areStandardized, Span<T> losses, Span<T> derivatives, ref double total)
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
                Ignore(tile, row, areStandardized, losses, derivatives);
            }
        }
    }

    /// <summary>Ignores a row of weight 0, even if its inputs or its loss are infinite.</summary>
    private static void Ignore(Tile<T> tile, int row, bool isStandardized, Span<T> losses, Span<T> derivatives)
    {
        int rows = losses.Length;
        losses[row] = T.Zero;
        for (int index = row; index < derivatives.Length; index += rows)
        {
            derivatives[index] = T.Zero;
        }

        if (isStandardized)
        {
            tile.Cleared(row);
        }
    }
}
