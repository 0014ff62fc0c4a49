using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Optimizers;

/// <summary>
/// The states of FTRL side by side, z and n of a column in one place, for an epoch over sparse rows. The weight follows from them, so a
/// column is one place in memory instead of three that may be in no cache. The bits are those of <see cref="SparseUpdate"/>.
/// </summary>
/// <param name="inputs">The number of columns.</param>
internal sealed class FtrlPairs<T>(int inputs)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _pairs = new T[2 * inputs];
    private T[] _weights = new T[64];
    private Ftrl _optimizer;

    /// <summary>
    /// Takes over the states. Returns false, and does nothing, if the weight of a column without a gradient so far does not follow from its
    /// state: one that does not start at 0 is rounded.
    /// </summary>
    public bool TryBegin(Ftrl optimizer, ReadOnlySpan<T> weights, ReadOnlySpan<T> first, ReadOnlySpan<T> second)
    {
        _optimizer = optimizer;
        for (int column = 0; column < weights.Length; column++)
        {
            var squares = new Scalar<T>(second[column]);
            var sum = new Scalar<T>(first[column]);
            if (second[column] == T.Zero && weights[column] == T.Zero)
            {
                sum = new(T.Zero);
            }
            else if (second[column] == T.Zero)
            {
                sum = optimizer.Start(new Scalar<T>(weights[column]));
                if (optimizer.WeightOf(sum, squares).Value != weights[column])
                {
                    return false;
                }
            }

            _pairs[2 * column] = sum.Value;
            _pairs[(2 * column) + 1] = squares.Value;
        }

        return true;
    }

    /// <summary>Gives the states back, with the weights that follow from them. Those without a gradient stay as they were.</summary>
    public void End(Span<T> weights, Span<T> first, Span<T> second)
    {
        for (int column = 0; column < weights.Length; column++)
        {
            T squares = _pairs[(2 * column) + 1];
            if (squares != T.Zero)
            {
                T sum = _pairs[2 * column];
                bool isMoved = squares != second[column] || sum != first[column];
                first[column] = sum;
                second[column] = squares;
                weights[column] = isMoved ? _optimizer.WeightOf(new Scalar<T>(sum), new Scalar<T>(squares)).Value : weights[column];
            }
        }
    }

    /// <summary>Asks for the states of a row that comes soon.</summary>
    public void Prefetch(ReadOnlySpan<int> indices) => Kernels.Prefetch.At(ref MemoryMarshal.GetArrayDataReference(_pairs), indices, neighbors: 2);

    /// <summary>Returns the product of a row with the weights, and keeps the weights of its columns for <see cref="Move"/>.</summary>
    [MethodImpl(Jit.Loop)]
    public T Dot(ReadOnlySpan<int> indices, ReadOnlySpan<T> values)
    {
        if (_weights.Length < indices.Length)
        {
            _weights = new T[Math.Max(indices.Length, 2 * _weights.Length)];
        }

        Ftrl optimizer = _optimizer;
        ref T weights = ref MemoryMarshal.GetArrayDataReference(_weights);
        ref T pairs = ref MemoryMarshal.GetArrayDataReference(_pairs);
        ref int copy = ref MemoryMarshal.GetReference(stackalloc int[Gathered.MostIndices]);
        int position = 0;
        for (; CanMoveTogether(indices, position, ref copy); position += Vector256<T>.Count)
        {
            Gathered.LoadPairs(ref pairs, ref copy, 0, out Vector256<T> sums, out Vector256<T> squares);
            optimizer.WeightOf(new Lanes256<T>(sums), new Lanes256<T>(squares)).Store(ref weights, (nuint)position);
        }

        for (; position < indices.Length; position++)
        {
            int place = 2 * indices[position];
            _weights[position] = optimizer.WeightOf(new Scalar<T>(_pairs[place]), new Scalar<T>(_pairs[place + 1])).Value;
        }

        return Sparse.DotGathered(indices, values, _weights.AsSpan(0, indices.Length), inputs);
    }

    /// <summary>Moves the states of the columns of the row whose product was computed last.</summary>
    [MethodImpl(Jit.Loop)]
    public void Move(ReadOnlySpan<int> indices, ReadOnlySpan<T> values, T derivative)
    {
        Ftrl optimizer = _optimizer;
        ref T weights = ref MemoryMarshal.GetArrayDataReference(_weights);
        ref T pairs = ref MemoryMarshal.GetArrayDataReference(_pairs);
        ref int copy = ref MemoryMarshal.GetReference(stackalloc int[Gathered.MostIndices]);
        ref T value = ref MemoryMarshal.GetReference(values.IsEmpty ? values : values[..indices.Length]);
        int position = 0;
        for (; CanMoveTogether(indices, position, ref copy); position += Vector256<T>.Count)
        {
            Gathered.LoadPairs(ref pairs, ref copy, 0, out Vector256<T> sums, out Vector256<T> squares);
            Vector256<T> slope = Vector256.Create(derivative);
            slope = values.IsEmpty ? slope : Vector256.LoadUnsafe(ref value, (nuint)position) * slope;
            Lanes256<T> first = new(sums), second = new(squares);
            optimizer.Move(Lanes256<T>.Load(in weights, (nuint)position), new Lanes256<T>(slope), ref first, ref second, out _);
            Gathered.StorePairs(first.Register, second.Register, ref pairs, ref copy, 0);
        }

        for (; position < indices.Length; position++)
        {
            int place = 2 * indices[position];
            Scalar<T> first = new(_pairs[place]), second = new(_pairs[place + 1]);
            T slope = values.IsEmpty ? derivative : values[position] * derivative;
            optimizer.Move(new Scalar<T>(_weights[position]), new Scalar<T>(slope), ref first, ref second, out _);
            _pairs[place] = first.Value;
            _pairs[place + 1] = second.Value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool CanMoveTogether(ReadOnlySpan<int> indices, int position, ref int copy) =>
        typeof(T) == typeof(float)
        && Vector256.IsHardwareAccelerated
        && position + Vector256<T>.Count <= indices.Length
        && Gathered.TryCopy<T>(ref MemoryMarshal.GetReference(indices), position, inputs, ref copy);
}
