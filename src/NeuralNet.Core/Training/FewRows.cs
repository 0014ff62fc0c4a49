using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Losses;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <summary>
/// Epochs of gradient descent over so few rows that an epoch is mostly bookkeeping: rows, weights and derivatives stay in registers from
/// one epoch to the next. Every sum has the order, and so the bits, of an epoch alone.
/// </summary>
/// <remarks>
/// <code>
///   columns     lane = row         logits       column 0 * w0 + column 1 * w1 + ... + bias
///   derivatives lane = row         of the loss
///   rows        lane = input, 1    gradient     derivative 0 * row 0 + derivative 1 * row 1 + ...
///   weights     lane = input, bias
/// </code>
/// </remarks>
internal static class FewRows
{
    /// <summary>The inputs for which the tree of a dot product is spelled out.</summary>
    private const int MostInputs = 4;

    /// <summary>The rows for which the sums of a gradient are spelled out.</summary>
    private const int MostRows = 7;

    /// <summary>Whether rows of this number and length fit into registers.</summary>
    public static bool Fit<T>(int rows, int inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Vector256.IsHardwareAccelerated
        && rows <= Math.Min(MostRows, Vector256<T>.Count)
        && inputs <= Math.Min(MostInputs, Vector256<T>.Count - 1);

    /// <summary>
    /// Runs as many epochs as there are places for their losses, each the sum over the rows. Returns false, and changes nothing, if a loss
    /// or a weight is not finite.
    /// </summary>
    /// <param name="loss">The loss.</param>
    /// <param name="optimizer">The optimizer, at its rate.</param>
    /// <param name="rows">The rows <c>[rows x inputs]</c>.</param>
    /// <param name="targets">The targets <c>[rows]</c>.</param>
    /// <param name="hasBias">Whether the bias moves.</param>
    /// <param name="scale">The factor of the gradient: 1 / rows for a mean.</param>
    /// <param name="parameters">The weights and the bias, which the epochs move.</param>
    /// <param name="losses">Receives the loss of each epoch.</param>
    [MethodImpl(Jit.Loop)]
    public static bool TryRun<T, TLoss>(
        TLoss loss,
        Sgd optimizer,
        ReadOnlySpan<T> rows,
        ReadOnlySpan<T> targets,
        bool hasBias,
        T scale,
        Span<T> parameters,
        Span<double> losses)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoss : struct, IBatchLoss
    {
        int width = Vector256<T>.Count;
        int inputs = parameters.Length - 1;
        int count = targets.Length;
        Debug.Assert(Fit<T>(count, inputs), "The rows fit.");

        // The columns, then the rows, then targets and weights: a register each.
        // They begin at a cache line: a register that is stored across two lines can't be read again at once.
        Span<T> room = stackalloc T[((MostInputs + MostRows + 2) * width) + AlignedArray<T>.LineBytes];
        room.Clear();
        Span<T> memory = room[AlignedArray<T>.ToLine(ref MemoryMarshal.GetReference(room))..];
        Lay(rows, targets, parameters, hasBias, memory);
        ref T columns = ref MemoryMarshal.GetReference(memory);
        ref T values = ref memory[MostInputs * width];
        var target = Lanes256<T>.Load(in values, (nuint)(MostRows * width));
        var weights = Lanes256<T>.Load(in values, (nuint)((MostRows + 1) * width));
        var zero = Lanes256<T>.Create(T.Zero);
        Lanes256<T> check = zero;
        T checkLoss = T.Zero;
        Vector256<T> isRow = Masked.FirstLanes256<T>(count);
        for (int epoch = 0; epoch < losses.Length; epoch++)
        {
            Lanes256<T> logit = Logits(ref columns, inputs, weights.Register);
            Lanes256<T> value = loss.Evaluate(logit, target, out Lanes256<T> derivative);
            Lanes256<T> gradient = Gradient(ref values, count, derivative.Register);
            gradient = scale == T.One ? gradient : gradient * Lanes256<T>.Create(scale);
            weights = optimizer.Move(weights, gradient, ref zero, ref zero, out _);

            // Nothing waits for the rest.
            T sum = Dot.OfQuarter(value.Register & isRow);
            losses[epoch] = double.CreateTruncating(sum);
            check += weights - weights;
            checkLoss += sum - sum;
        }

        // Infinity minus itself is NaN, and stays in the sum.
        if (checkLoss != T.Zero || !Vector256.EqualsAll(check.Register, Vector256<T>.Zero))
        {
            return false;
        }

        weights.Store(ref values, 0);
        memory.Slice(MostInputs * width, hasBias ? inputs + 1 : inputs).CopyTo(parameters);
        return true;
    }

    private static void Lay<T>(
        ReadOnlySpan<T> rows, ReadOnlySpan<T> targets, ReadOnlySpan<T> parameters, bool hasBias, Span<T> memory)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = Vector256<T>.Count;
        int inputs = parameters.Length - 1;
        for (int row = 0; row < targets.Length; row++)
        {
            Span<T> values = memory.Slice((MostInputs + row) * width, width);
            rows.Slice(row * inputs, inputs).CopyTo(values);
            values[inputs] = hasBias ? T.One : T.Zero;
            for (int input = 0; input < inputs; input++)
            {
                memory[(input * width) + row] = values[input];
            }
        }

        targets.CopyTo(memory[((MostInputs + MostRows) * width)..]);
        parameters.CopyTo(memory[((MostInputs + MostRows + 1) * width)..]);
    }

    /// <summary>The tree of <see cref="Dot"/> for up to four inputs, a row in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes256<T> Logits<T>(ref T columns, int inputs, Vector256<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var zero = Lanes256<T>.Create(T.Zero);
        Lanes256<T> sum = Product(0, ref columns, weights);
        Lanes256<T> sum1 = inputs > 1 ? Product(1, ref columns, weights) : zero;
        if (typeof(T) == typeof(float) || inputs > 2)
        {
            sum += inputs > 2 ? Product(2, ref columns, weights) : zero;
            sum1 += inputs > 3 ? Product(3, ref columns, weights) : zero;
        }

        sum += sum1;
        return inputs switch
        {
            1 => sum + OfLane(weights, 1),
            2 => sum + OfLane(weights, 2),
            3 => sum + OfLane(weights, 3),
            _ => sum + OfLane(weights, 4),
        };

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Lanes256<T> Product(int column, ref T columns, Vector256<T> weights) =>
            Lanes256<T>.FusedMultiplyAdd(
                Lanes256<T>.Load(in columns, (nuint)column * (nuint)Vector256<T>.Count), OfLane(weights, column), Lanes256<T>.Create(T.Zero));
    }

    /// <summary>
    /// The order of <see cref="ScaledRows"/>: four rows in four sums, if there are so many, then the others one after the other.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes256<T> Gradient<T>(ref T rows, int count, Vector256<T> derivatives)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)Vector256<T>.Count;
        var zero = Lanes256<T>.Create(T.Zero);
        Lanes256<T> sum = Lanes256<T>.FusedMultiplyAdd(OfLane(derivatives, 0), Lanes256<T>.Load(in rows, 0), zero);
        if (count < 4)
        {
            sum = count > 1 ? Add(1, sum, ref rows, derivatives) : sum;
            return count > 2 ? Add(2, sum, ref rows, derivatives) : sum;
        }

        sum = zero + ((sum + Add(2, zero, ref rows, derivatives)) + (Add(1, zero, ref rows, derivatives) + Add(3, zero, ref rows, derivatives)));
        sum = count > 4 ? Add(4, sum, ref rows, derivatives) : sum;
        sum = count > 5 ? Add(5, sum, ref rows, derivatives) : sum;
        return count > 6 ? Add(6, sum, ref rows, derivatives) : sum;

        static Lanes256<T> Add(int row, Lanes256<T> sum, ref T rows, Vector256<T> derivatives) =>
            Lanes256<T>.FusedMultiplyAdd(
                OfLane(derivatives, row), Lanes256<T>.Load(in rows, (nuint)row * (nuint)Vector256<T>.Count), sum);
    }

    /// <summary>One lane in all lanes. The index is a constant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes256<T> OfLane<T>(Vector256<T> value, int lane)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(typeof(T) == typeof(float)
            ? Vector256.Shuffle(value.AsInt32(), Vector256.Create(lane)).As<int, T>()
            : Vector256.Shuffle(value.AsInt64(), Vector256.Create((long)lane)).As<long, T>());
}
