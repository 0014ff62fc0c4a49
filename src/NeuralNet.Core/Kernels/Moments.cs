using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NeuralNet.Core.Kernels;

/// <summary>
/// Means and squared distances from them, for the columns of rows that come in pieces. No sum of squares is ever the difference of
/// two large ones (T. Chan, G. Golub and R. LeVeque, Algorithms for computing the sample variance, 1983).
/// </summary>
internal static class Moments
{
    /// <summary>
    /// Adds rows <c>[count x inputs]</c>, each with its weight <c>[count]</c>, above 0. A column has the mean of its distances from the
    /// origin, the sum of the squared distances from this mean, and the largest distance from the origin, <c>[inputs]</c> each.
    /// </summary>
    /// <param name="rows">The rows to add.</param>
    /// <param name="weights">Their weights.</param>
    /// <param name="origin">Where distances begin: a row of the same data, so that close numbers keep their digits.</param>
    /// <param name="weight">The total weight of the rows that were added before.</param>
    /// <param name="means">The means.</param>
    /// <param name="squares">The sums of squared distances from the means.</param>
    /// <param name="largest">The largest distances from the origin.</param>
    [MethodImpl(Jit.Loop)]
    public static void Add(
        ReadOnlySpan<double> rows,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<double> origin,
        double weight,
        Span<double> means,
        Span<double> squares,
        Span<double> largest)
    {
        int inputs = origin.Length;
        Debug.Assert(rows.Length == weights.Length * inputs, "Each row has a weight.");
        double added = 0;
        foreach (double each in weights)
        {
            added += each;
        }

        LaneLoop.Run<double, Rows>(new Rows(rows, weights, origin, weight, added, means, squares, largest), inputs);
    }

    /// <summary>Adds the moments of other rows, with the same origin.</summary>
    [MethodImpl(Jit.Loop)]
    public static void Join(
        double weight,
        Span<double> means,
        Span<double> squares,
        double otherWeight,
        ReadOnlySpan<double> otherMeans,
        ReadOnlySpan<double> otherSquares) =>
        LaneLoop.Run<double, Both>(new Both(weight, means, squares, otherWeight, otherMeans, otherSquares), means.Length);

    /// <summary>
    /// With the weights W and w of two sets of rows, their means M and m, and d = m - M: the mean of both is M + d w / (W + w), and
    /// the squares are the sum of both and d^2 W w / (W + w).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Join<TLanes>(
        nuint index, double weight, double otherWeight, TLanes mean, TLanes square, ref double means, ref double squares)
        where TLanes : struct, ILanes<TLanes, double>
    {
        double share = otherWeight / (weight + otherWeight);
        TLanes before = TLanes.Load(in means, index);
        TLanes distance = mean - before;
        TLanes.FusedMultiplyAdd(distance, TLanes.Create(share), before).Store(ref means, index);
        TLanes between = distance * distance * TLanes.Create(weight * share);
        (TLanes.Load(in squares, index) + (square + between)).Store(ref squares, index);
    }

    private readonly ref struct Rows(
        ReadOnlySpan<double> rows,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<double> origin,
        double weight,
        double added,
        Span<double> means,
        Span<double> squares,
        Span<double> largest)
        : ILaneLoop<double>
    {
        private readonly ref double _row = ref MemoryMarshal.GetReference(rows);
        private readonly ref double _weight = ref MemoryMarshal.GetReference(weights);
        private readonly ref double _origin = ref MemoryMarshal.GetReference(origin);
        private readonly ref double _means = ref MemoryMarshal.GetReference(means);
        private readonly ref double _squares = ref MemoryMarshal.GetReference(squares);
        private readonly ref double _largest = ref MemoryMarshal.GetReference(largest);
        private readonly nuint _inputs = (nuint)origin.Length;
        private readonly nuint _count = (nuint)weights.Length;

        /// <summary>Twice over the rows, which are in the first-level cache: once for the mean, once for the squares.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void At<TLanes>(nuint index)
            where TLanes : struct, ILanes<TLanes, double>
        {
            TLanes origin = TLanes.Load(in _origin, index);
            TLanes farthest = TLanes.Load(in _largest, index);
            TLanes sum = TLanes.Create(0.0);
            for (nuint row = 0; row < _count; row++)
            {
                TLanes distance = TLanes.Load(in _row, (row * _inputs) + index) - origin;
                farthest = TLanes.AtLeast(TLanes.Abs(distance), farthest);
                sum = TLanes.FusedMultiplyAdd(TLanes.Create(Unsafe.Add(ref _weight, row)), distance, sum);
            }

            TLanes mean = sum / TLanes.Create(added);
            TLanes square = TLanes.Create(0.0);
            for (nuint row = 0; row < _count; row++)
            {
                TLanes distance = (TLanes.Load(in _row, (row * _inputs) + index) - origin) - mean;
                square = TLanes.FusedMultiplyAdd(TLanes.Create(Unsafe.Add(ref _weight, row)) * distance, distance, square);
            }

            farthest.Store(ref _largest, index);
            Join(index, weight, added, mean, square, ref _means, ref _squares);
        }
    }

    private readonly ref struct Both(
        double weight,
        Span<double> means,
        Span<double> squares,
        double otherWeight,
        ReadOnlySpan<double> otherMeans,
        ReadOnlySpan<double> otherSquares)
        : ILaneLoop<double>
    {
        private readonly ref double _means = ref MemoryMarshal.GetReference(means);
        private readonly ref double _squares = ref MemoryMarshal.GetReference(squares);
        private readonly ref double _otherMeans = ref MemoryMarshal.GetReference(otherMeans);
        private readonly ref double _otherSquares = ref MemoryMarshal.GetReference(otherSquares);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void At<TLanes>(nuint index)
            where TLanes : struct, ILanes<TLanes, double> =>
            Join(
                index,
                weight,
                otherWeight,
                TLanes.Load(in _otherMeans, index),
                TLanes.Load(in _otherSquares, index),
                ref _means,
                ref _squares);
    }
}
