using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Core.Kernels;

/// <summary>
/// Sparse rows and weights that lie by column, those of all outputs side by side, so a value of a row touches one place in memory and not one
/// for each output. The bits are those of <see cref="Sparse"/>, output by output.
/// </summary>
internal static class SparseColumns
{
    // As in Sparse each given element joins the partial sum of its place, here of all outputs at once:
    //
    //   index      3   9   11   26          sums of:  0 1 2 3 4 5 6 7
    //   modulo 8   3   1    3    2          output 0    9 26 3
    //                                       output 1    9 26 3       after these 11 joins the two sums of 3
    //
    // In memory the outputs of a place are neighbors.

    /// <summary>The outputs whose partial sums stay in the first-level cache. More of them are summed in slices.</summary>
    private const int MostTogether = 64;

    private const int MostBytes = MostTogether * Dot.BlockBytes;

    /// <summary>
    /// Whether a copy of the weights by column gains time: it costs about what a value for each column costs, so there must be more values
    /// than columns. Depends on shapes alone. Rows of few columns have fewer places.
    /// </summary>
    /// <param name="values">The values of all rows.</param>
    /// <param name="inputs">The number of columns.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="parts">The numbers for each weight.</param>
    public static bool AreWorth<T>(double values, int inputs, int outputs, int parts)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        outputs > 1
        && values >= inputs
        && inputs >= Places<T>()
        && (long)inputs * Stride<T>(outputs) * parts <= AlignedArray<T>.MaxLength;

    /// <summary>The numbers of a column of some outputs: whole registers of 128 bits.</summary>
    public static int Stride<T>(int outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = 16 / Unsafe.SizeOf<T>();
        return (outputs + lanes - 1) / lanes * lanes;
    }

    /// <summary>
    /// Computes the logits of one row, each at a distance from the one before: the product with the weights of an output, and its bias.
    /// </summary>
    /// <param name="indices">The columns of the row.</param>
    /// <param name="values">Their values; empty if each is 1.</param>
    /// <param name="columns">The weights, from those of column 0 on. Those of each column fill whole registers.</param>
    /// <param name="between">The numbers from a column to the next.</param>
    /// <param name="bias">The bias of each output.</param>
    /// <param name="logits">Receives the logits.</param>
    /// <param name="apart">The distance of the logits.</param>
    [MethodImpl(Jit.Loop)]
    [SkipLocalsInit]
    public static void Logits<T>(
        ReadOnlySpan<int> indices, ReadOnlySpan<T> values, ReadOnlySpan<T> columns, int between, ReadOnlySpan<T> bias, Span<T> logits, int apart)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // On lines: a number that lies across two of them is slow to read again.
        Span<T> room = stackalloc T[(MostBytes + AlignedArray<T>.LineBytes) / Unsafe.SizeOf<T>()];
        room = room[AlignedArray<T>.ToLine(ref MemoryMarshal.GetReference(room))..];
        ref T sums = ref MemoryMarshal.GetReference(room);
        values = values.IsEmpty ? values : values[..indices.Length];
        for (int first = 0; first < bias.Length; first += MostTogether)
        {
            int outputs = Math.Min(MostTogether, bias.Length - first);
            int width = Stride<T>(outputs);
            room[..(width * Places<T>())].Clear();
            if (Vector128.IsHardwareAccelerated && width == Vector128<T>.Count)
            {
                AddNarrow(indices, values, columns[first..], between, ref sums);
            }
            else
            {
                Add(indices, values, columns[first..], between, ref sums, width);
            }

            Halve(ref sums, (nuint)width);
            for (int output = first; output < first + outputs; output++)
            {
                logits[output * apart] = room[output - first] + bias[output];
            }
        }
    }

    /// <summary>Adds the products of a row to the sums of their places.</summary>
    [MethodImpl(Jit.Loop)]
    private static void Add<T>(ReadOnlySpan<int> indices, ReadOnlySpan<T> values, ReadOnlySpan<T> columns, int between, ref T sums, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int mask = Places<T>() - 1;
        for (int position = 0; position < indices.Length; position++)
        {
            int index = indices[position];
            ref readonly T weights = ref MemoryMarshal.GetReference(columns.Slice(index * between, width));
            T value = values.IsEmpty ? T.One : values[position];
            AddTo(ref Unsafe.Add(ref sums, (index & mask) * width), in weights, value, (nuint)width);
        }
    }

    /// <summary>The same for columns of one register of 128 bits.</summary>
    [MethodImpl(Jit.Loop)]
    private static void AddNarrow<T>(ReadOnlySpan<int> indices, ReadOnlySpan<T> values, ReadOnlySpan<T> columns, int between, ref T sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int mask = Places<T>() - 1;
        for (int position = 0; position < indices.Length; position++)
        {
            int index = indices[position];
            ref readonly T weights = ref MemoryMarshal.GetReference(columns.Slice(index * between, Vector128<T>.Count));
            ref T sum = ref Unsafe.Add(ref sums, (index & mask) * Vector128<T>.Count);
            T value = values.IsEmpty ? T.One : values[position];
            Fused.MultiplyAdd(Vector128.Create(value), Vector128.LoadUnsafe(in weights), Vector128.LoadUnsafe(ref sum)).StoreUnsafe(ref sum);
        }
    }

    /// <summary>sums[column, output] += value * factor[output] for the given columns, each product fused.</summary>
    /// <param name="indices">The columns of the row.</param>
    /// <param name="values">Their values; empty if each is 1.</param>
    /// <param name="factors">The factor of each output.</param>
    /// <param name="sums">The sums, from those of column 0 on.</param>
    /// <param name="between">The numbers from a column to the next.</param>
    [MethodImpl(Jit.Loop)]
    public static void AddScaled<T>(ReadOnlySpan<int> indices, ReadOnlySpan<T> values, ReadOnlySpan<T> factors, Span<T> sums, int between)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        values = values.IsEmpty ? values : values[..indices.Length];
        ref readonly T factor = ref MemoryMarshal.GetReference(factors);
        for (int position = 0; position < indices.Length; position++)
        {
            ref T sum = ref MemoryMarshal.GetReference(sums.Slice(indices[position] * between, factors.Length));
            AddTo(ref sum, in factor, values.IsEmpty ? T.One : values[position], (nuint)factors.Length);
        }
    }

    /// <summary>Copies <c>[outputs x inputs]</c> to columns, with zeros up to whole registers.</summary>
    /// <param name="source">The numbers.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="columns">Receives them, from column 0 on.</param>
    /// <param name="between">The numbers from a column to the next.</param>
    public static void Gather<T>(ReadOnlySpan<T> source, int outputs, Span<T> columns, int between)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int inputs = source.Length / outputs;
        for (int start = 0; start < inputs; start += Block<T>())
        {
            Gather(source, outputs, columns, between, start, Math.Min(Block<T>(), inputs - start));
        }
    }

    /// <summary>The same for some columns.</summary>
    [MethodImpl(Jit.Loop)]
    public static void Gather<T>(ReadOnlySpan<T> source, int outputs, Span<T> columns, int between, int start, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int inputs = source.Length / outputs;
        int padded = Math.Min(Stride<T>(outputs), between);
        columns = columns.Slice(start * between, ((count - 1) * between) + padded);
        for (int output = 0; output < outputs; output++)
        {
            ref T place = ref columns[output];
            foreach (T number in source.Slice((output * inputs) + start, count))
            {
                place = number;
                place = ref Unsafe.Add(ref place, between);
            }
        }

        for (int output = outputs; output < padded; output++)
        {
            for (int place = output; place < columns.Length; place += between)
            {
                columns[place] = T.Zero;
            }
        }
    }

    /// <summary>Copies columns to <c>[outputs x inputs]</c>.</summary>
    /// <param name="columns">The numbers, from those of column 0 on.</param>
    /// <param name="between">The numbers from a column to the next.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="destination">Receives them.</param>
    public static void Scatter<T>(ReadOnlySpan<T> columns, int between, int outputs, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int inputs = destination.Length / outputs;
        for (int start = 0; start < inputs; start += Block<T>())
        {
            Scatter(columns, between, outputs, destination, start, Math.Min(Block<T>(), inputs - start));
        }
    }

    /// <summary>The same for some columns.</summary>
    [MethodImpl(Jit.Loop)]
    public static void Scatter<T>(ReadOnlySpan<T> columns, int between, int outputs, Span<T> destination, int start, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int inputs = destination.Length / outputs;
        columns = columns.Slice(start * between, ((count - 1) * between) + outputs);
        for (int output = 0; output < outputs; output++)
        {
            ref readonly T place = ref columns[output];
            foreach (ref T number in destination.Slice((output * inputs) + start, count))
            {
                number = place;
                place = ref Unsafe.Add(ref Unsafe.AsRef(in place), between);
            }
        }
    }

    /// <summary>The columns to copy at once: four cache lines of each output.</summary>
    public static int Block<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => 4 * AlignedArray<T>.LineBytes / Unsafe.SizeOf<T>();

    /// <summary>The partial sums of an output.</summary>
    private static int Places<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Dot.BlockBytes / Unsafe.SizeOf<T>();

    /// <summary>sums[lane] += value * factors[lane].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo<T>(ref T sums, ref readonly T factors, T value, nuint width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint lane = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            lane = AddTo<T, Lanes256<T>>(ref sums, in factors, value, lane, width, (nuint)Vector256<T>.Count);
        }

        if (Vector128.IsHardwareAccelerated)
        {
            lane = AddTo<T, Lanes128<T>>(ref sums, in factors, value, lane, width, (nuint)Vector128<T>.Count);
        }

        AddTo<T, Scalar<T>>(ref sums, in factors, value, lane, width, 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint AddTo<T, TLanes>(ref T sums, ref readonly T factors, T value, nuint lane, nuint width, nuint count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : struct, ILanes<TLanes, T>
    {
        var factor = TLanes.Create(value);
        for (; lane + count <= width; lane += count)
        {
            TLanes.FusedMultiplyAdd(factor, TLanes.Load(in factors, lane), TLanes.Load(in sums, lane)).Store(ref sums, lane);
        }

        return lane;
    }

    /// <summary>The tree of <see cref="Dot.Halved"/> over the places, for all outputs. Writes the sums over those of the first place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Halve<T>(ref T sums, nuint width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint lane = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            lane = Halve<T, Lanes256<T>>(ref sums, lane, width, (nuint)Vector256<T>.Count);
        }

        // The width is that of whole registers of 128 bits.
        if (Vector128.IsHardwareAccelerated)
        {
            Halve<T, Lanes128<T>>(ref sums, lane, width, (nuint)Vector128<T>.Count);
        }
        else
        {
            Halve<T, Scalar<T>>(ref sums, lane, width, 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint Halve<T, TLanes>(ref T sums, nuint lane, nuint width, nuint count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : struct, ILanes<TLanes, T>
    {
        // Of an eighth of the sums at a time, so they stay in registers.
        nuint step = width * (nuint)(Places<T>() / 8);
        for (; lane + count <= width; lane += count)
        {
            TLanes even = EveryFourth<T, TLanes>(ref sums, lane, step) + EveryFourth<T, TLanes>(ref sums, lane + (2 * width), step);
            TLanes odd = EveryFourth<T, TLanes>(ref sums, lane + width, step) + EveryFourth<T, TLanes>(ref sums, lane + (3 * width), step);
            (even + odd).Store(ref sums, lane);
        }

        return lane;
    }

    /// <summary>The sums of the places that join in the first of four: every fourth one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes EveryFourth<T, TLanes>(ref T sums, nuint place, nuint step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : struct, ILanes<TLanes, T>
    {
        // Thirty-two floats: 0, 4 ... 28. Sixteen doubles: 0, 4, 8 and 12.
        return typeof(T) == typeof(float)
            ? Fours<T, TLanes>(ref sums, place, step) + Fours<T, TLanes>(ref sums, place + step, step)
            : Fours<T, TLanes>(ref sums, place, step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Fours<T, TLanes>(ref T sums, nuint place, nuint step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : struct, ILanes<TLanes, T> =>
        (TLanes.Load(in sums, place) + TLanes.Load(in sums, place + (4 * step)))
        + (TLanes.Load(in sums, place + (2 * step)) + TLanes.Load(in sums, place + (6 * step)));
}
