using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NeuralNet.Core.Kernels;

/// <summary>
/// Sums of products in twice the precision of double: each number is a rounded one and a low one, which has what rounding left off
/// (T. Ogita, S. M. Rump and S. Oishi, Accurate sum and dot product, 2005).
/// </summary>
internal static class Doubled
{
    /// <summary>The numbers of a row are summed in so many sums, as a register of 512 bits has lanes, on any machine.</summary>
    private const int Sums = 8;

    /// <summary>
    /// The sum of the products of two rows, rounded, and its low number. The length is a multiple of eight: number j goes to sum j mod 8,
    /// and the sums join in halves.
    /// </summary>
    [SkipLocalsInit]
    public static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right, out double low)
    {
        Debug.Assert(left.Length == right.Length && left.Length % Sums == 0, "Each sum has the same share of numbers.");
        Span<double> highs = stackalloc double[Sums];
        Span<double> lows = stackalloc double[Sums];
        LaneLoop.RunLong<double, Products>(new Products(left, right, highs, lows), Sums);
        for (int half = Sums / 2; half > 0; half /= 2)
        {
            Add(highs.Slice(half, half), lows.Slice(half, half), highs[..half], lows[..half]);
        }

        return Sum(highs[0], lows[0], out low);
    }

    /// <summary>D. E. Knuth's TwoSum: the rounded sum, and its exact error.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(double left, double right, out double lost)
    {
        double sum = left + right;
        double shareOfRight = sum - left;
        lost = (left - (sum - shareOfRight)) + (right - shareOfRight);
        return sum;
    }

    /// <summary>The low number of (left - right) * factor, if left has a low number.</summary>
    public static double LowOfDifference(double left, double low, double right, double factor)
    {
        double difference = Sum(left, -right, out double lost);
        return Fused.MultiplyAdd(low + lost, factor, Fused.MultiplyAdd(difference, factor, -(difference * factor)));
    }

    /// <summary>high - left * right, with the low numbers of high and left.</summary>
    public static double SubtractProduct(double high, double low, double left, double leftLow, double right)
    {
        double product = left * right;
        double lost = Fused.MultiplyAdd(left, right, -product) + (leftLow * right);
        double difference = Sum(high, -product, out double rounding);
        return difference + (low - lost + rounding);
    }

    /// <summary>sums[j] += next[j].</summary>
    public static void Add(ReadOnlySpan<double> next, ReadOnlySpan<double> nextLows, Span<double> sums, Span<double> lows)
    {
        for (int index = 0; index < sums.Length; index++)
        {
            sums[index] = Sum(sums[index], next[index], out double lost);
            lows[index] += nextLows[index] + lost;
        }
    }

    /// <summary>
    /// sums[o, j] += scales[o, r] * rows[r, j], in the order of the rows. Rows <c>[count x inputs]</c>, scales <c>[outputs x count]</c>,
    /// sums <c>[outputs x inputs]</c>.
    /// </summary>
    public static void AddRows(
        ReadOnlySpan<double> rows, int inputs, ReadOnlySpan<double> scales, ReadOnlySpan<double> scaleLows, Span<double> sums, Span<double> lows)
    {
        int count = rows.Length / inputs;
        for (int start = 0, first = 0; start < sums.Length; start += inputs, first += count)
        {
            var loop = new Loop(
                rows, inputs, scales.Slice(first, count), scaleLows.Slice(first, count), sums.Slice(start, inputs), lows.Slice(start, inputs));
            LaneLoop.RunLong<double, Loop>(loop, inputs);
        }
    }

    /// <summary>Adds (scale + scaleLow) * value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProduct<TLanes>(TLanes scale, TLanes value, TLanes scaleLow, ref TLanes high, ref TLanes low)
        where TLanes : struct, ILanes<TLanes, double>
    {
        TLanes product = scale * value;
        TLanes lost = TLanes.FusedMultiplyAdd(scale, value, -product);
        TLanes sum = high + product;
        TLanes shareOfProduct = sum - high;
        TLanes rounding = (high - (sum - shareOfProduct)) + (product - shareOfProduct);
        low += TLanes.FusedMultiplyAdd(scaleLow, value, lost) + rounding;
        high = sum;
    }

    /// <summary>Some of the sums of a row.</summary>
    private readonly ref struct Products(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> highs, Span<double> lows)
        : ILaneLoop<double>
    {
        private readonly ref double _left = ref MemoryMarshal.GetReference(left);
        private readonly ref double _right = ref MemoryMarshal.GetReference(right);
        private readonly ref double _highs = ref MemoryMarshal.GetReference(highs);
        private readonly ref double _lows = ref MemoryMarshal.GetReference(lows);
        private readonly nuint _length = (nuint)left.Length;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void At<TLanes>(nuint index)
            where TLanes : struct, ILanes<TLanes, double>
        {
            TLanes high = TLanes.Create(0.0);
            TLanes low = high;
            for (nuint place = index; place < _length; place += Sums)
            {
                AddProduct(TLanes.Load(in _left, place), TLanes.Load(in _right, place), TLanes.Create(0.0), ref high, ref low);
            }

            high.Store(ref _highs, index);
            low.Store(ref _lows, index);
        }
    }

    /// <summary>A column of registers, whose sums stay in registers while the rows pass.</summary>
    private readonly ref struct Loop(
        ReadOnlySpan<double> rows, int inputs, ReadOnlySpan<double> scales, ReadOnlySpan<double> scaleLows, Span<double> sums, Span<double> lows)
        : ILaneLoop<double>
    {
        private readonly ref double _rows = ref MemoryMarshal.GetReference(rows);
        private readonly ref double _scales = ref MemoryMarshal.GetReference(scales);
        private readonly ref double _scaleLows = ref MemoryMarshal.GetReference(scaleLows);
        private readonly ref double _sums = ref MemoryMarshal.GetReference(sums);
        private readonly ref double _lows = ref MemoryMarshal.GetReference(lows);
        private readonly nuint _inputs = (nuint)inputs;
        private readonly nuint _count = (nuint)scales.Length;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void At<TLanes>(nuint index)
            where TLanes : struct, ILanes<TLanes, double>
        {
            TLanes high = TLanes.Load(in _sums, index);
            TLanes low = TLanes.Load(in _lows, index);
            for (nuint row = 0; row < _count; row++)
            {
                TLanes scale = TLanes.Create(Unsafe.Add(ref _scales, row));
                AddProduct(scale, TLanes.Load(in _rows, (row * _inputs) + index), TLanes.Create(Unsafe.Add(ref _scaleLows, row)), ref high, ref low);
            }

            high.Store(ref _sums, index);
            low.Store(ref _lows, index);
        }
    }
}
