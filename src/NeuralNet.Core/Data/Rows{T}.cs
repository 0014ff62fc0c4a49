using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NeuralNet.Core.Data;
using NeuralNet.Core.Foundation;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// One or many rows of numbers, in the form the caller has them. Every method with many rows takes this type, and the forms below convert
/// to it implicitly, without copying.
/// </summary>
/// <remarks>
/// <para>Row after row in one piece of memory: <c>T[]</c>, <c>Span&lt;T&gt;</c>, <c>ReadOnlySpan&lt;T&gt;</c>,
/// <c>Memory&lt;T&gt;</c>, <c>ReadOnlyMemory&lt;T&gt;</c>, <c>T[,]</c>, a collection expression of numbers such as
/// <c>[1f, 2, 3, 4]</c>, and dense tensors of rank 2. Separate rows, such as embeddings: <c>T[][]</c>, <c>List&lt;T[]&gt;</c>,
/// <c>ReadOnlyMemory&lt;T&gt;[]</c> and <c>ReadOnlySpan&lt;ReadOnlyMemory&lt;T&gt;&gt;</c>. Rows with only the columns that are not 0:
/// <see cref="SparseRow{T}"/> and <see cref="SparseRows{T}"/>. Any of them as <see cref="RowMemory{T}"/>.</para>
/// <para>All forms of the same rows produce the same bits. Of dense rows, those in one piece of memory are fastest; separate rows are
/// gathered a few at a time.</para>
/// <para>A collection expression of rows, <c>[[1f, 2], [3, 4]]</c>, does not compile: write <c>new float[,] { { 1, 2 }, { 3, 4 }
/// }</c>.</para>
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[CollectionBuilder(typeof(Rows), nameof(Rows.Create))]
public readonly ref struct Rows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // The first number, array or memory, or the sparse rows themselves, which are on the stack of the caller or in a box of the heap.
    // Four fields are as many as the compiler keeps in registers.
    private readonly ref readonly byte _first;

    /// <summary>The numbers of rows in one piece of memory; the rows of every other form; the rank of a tensor that is no matrix.</summary>
    private readonly int _count;

    /// <summary>Of a matrix its columns, which must be the inputs; of sparse rows the index of the first one.</summary>
    private readonly int _columns;
    private readonly RowForm _form;

    internal Rows(ReadOnlySpan<T> values)
        : this(RowForm.Flat, in Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(values)), values.Length)
    {
    }

    internal Rows(ReadOnlySpan<T[]> arrays)
        : this(RowForm.Arrays, in Unsafe.As<T[], byte>(ref MemoryMarshal.GetReference(arrays)), arrays.Length)
    {
    }

    internal Rows(ReadOnlySpan<ReadOnlyMemory<T>> memories)
        : this(RowForm.Memories, in Unsafe.As<ReadOnlyMemory<T>, byte>(ref MemoryMarshal.GetReference(memories)), memories.Length)
    {
    }

    internal Rows(ref readonly SparseRowMemory<T> rows)
        : this(RowForm.SparseMemories, in Unsafe.As<SparseRowMemory<T>, byte>(ref Unsafe.AsRef(in rows)), rows.Rows.Count)
    {
    }

    private Rows(RowForm form, ref readonly byte first, int count, int columns = 0)
    {
        _first = ref first;
        _count = count;
        _columns = columns;
        _form = form;
    }

    /// <summary>The rows in one piece of memory <c>[rows x inputs]</c>; empty for separate rows.</summary>
    internal ReadOnlySpan<T> Values => _form <= RowForm.Matrix ? Span<T>(_count) : default;

    /// <summary>The separate rows, if they are arrays.</summary>
    internal ReadOnlySpan<T[]> Arrays => _form == RowForm.Arrays ? Span<T[]>(_count) : default;

    /// <summary>The separate rows, if they are memories.</summary>
    internal ReadOnlySpan<ReadOnlyMemory<T>> Memories => _form == RowForm.Memories ? Span<ReadOnlyMemory<T>>(_count) : default;

    /// <summary>Whether the rows are not in one piece of memory: each has its own, or they are sparse.</summary>
    internal bool AreApart => _form is >= RowForm.Arrays and <= RowForm.SparseMemories;

    /// <summary>Whether only some columns of a row are in memory.</summary>
    internal bool AreSparse => _form is >= RowForm.SparseRow and <= RowForm.SparseMemories;

    /// <summary>The sparse rows; a single one may have no row starts.</summary>
    internal SparseRows<T> Sparse => _form switch
    {
        RowForm.SparseRow => new(Unsafe.As<byte, SparseRow<T>>(ref Unsafe.AsRef(in _first))),
        RowForm.SparseRows => Unsafe.As<byte, SparseRows<T>>(ref Unsafe.AsRef(in _first)).Slice(_columns, _count),
        RowForm.SparseMemories => Unsafe.As<byte, SparseRowMemory<T>>(ref Unsafe.AsRef(in _first)).Rows.Slice(_columns, _count),
        _ => default,
    };

    /// <summary>Rows <c>[rows x inputs]</c>, row after row.</summary>
    /// <param name="values">The rows; null means no rows, which every method rejects.</param>
    public static implicit operator Rows<T>(T[]? values) => new((ReadOnlySpan<T>)values);

    /// <summary>Rows <c>[rows x inputs]</c>, row after row.</summary>
    /// <param name="values">The rows.</param>
    public static implicit operator Rows<T>(Span<T> values) => new((ReadOnlySpan<T>)values);

    /// <summary>Rows <c>[rows x inputs]</c>, row after row.</summary>
    /// <param name="values">The rows.</param>
    public static implicit operator Rows<T>(ReadOnlySpan<T> values) => new(values);

    /// <summary>Rows <c>[rows x inputs]</c>, row after row.</summary>
    /// <param name="values">The rows.</param>
    public static implicit operator Rows<T>(ReadOnlyMemory<T> values) => new(values.Span);

    /// <summary>Rows <c>[rows x inputs]</c>, row after row.</summary>
    /// <param name="values">The rows, such as <see cref="RowMemory.Allocate"/> returns.</param>
    public static implicit operator Rows<T>(Memory<T> values) => new((ReadOnlySpan<T>)values.Span);

    /// <summary>Stored rows, in the form in which they were stored.</summary>
    /// <param name="rows">The rows.</param>
    public static implicit operator Rows<T>(RowMemory<T> rows) => rows.Rows;

    /// <summary>The rows of a matrix <c>[rows x inputs]</c>.</summary>
    /// <param name="matrix">The matrix; every method rejects null.</param>
    public static implicit operator Rows<T>(T[,]? matrix) => matrix is null
        ? new Rows<T>(RowForm.Null, in Unsafe.NullRef<byte>(), 0)
        : OfMatrix(
            ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(matrix)), matrix.GetLength(0), matrix.GetLength(1), isDense: true);

    /// <summary>The rows of a tensor <c>[rows x inputs]</c>.</summary>
    /// <param name="tensor">The tensor; every method rejects null, another rank than 2, and tensors that are not dense.</param>
    public static implicit operator Rows<T>(Tensor<T>? tensor) =>
        tensor is null ? new Rows<T>(RowForm.Null, in Unsafe.NullRef<byte>(), 0) : tensor.AsReadOnlyTensorSpan();

    /// <summary>The rows of a tensor <c>[rows x inputs]</c>.</summary>
    /// <param name="tensor">The tensor; every method rejects another rank than 2, and tensors that are not dense.</param>
    public static implicit operator Rows<T>(TensorSpan<T> tensor) => (ReadOnlyTensorSpan<T>)tensor;

    /// <summary>The rows of a tensor <c>[rows x inputs]</c>.</summary>
    /// <param name="tensor">The tensor; every method rejects another rank than 2, and tensors that are not dense.</param>
    public static implicit operator Rows<T>(ReadOnlyTensorSpan<T> tensor) => tensor.Rank == 2
        ? OfMatrix(ref Unsafe.AsRef(in tensor.GetPinnableReference()), tensor.Lengths[0], tensor.Lengths[1], tensor.IsDense)
        : new Rows<T>(RowForm.OtherRank, in Unsafe.NullRef<byte>(), tensor.Rank);

    /// <summary>Separate rows, each <c>[inputs]</c>.</summary>
    /// <param name="rows">The rows; null means no rows, which every method rejects.</param>
    public static implicit operator Rows<T>(T[][]? rows) => new((ReadOnlySpan<T[]>)rows);

    /// <summary>Separate rows, each <c>[inputs]</c>.</summary>
    /// <param name="rows">The rows; null means no rows, which every method rejects. The list must not change during the call.</param>
    public static implicit operator Rows<T>(List<T[]>? rows) => new((ReadOnlySpan<T[]>)CollectionsMarshal.AsSpan(rows));

    /// <summary>Separate rows, each <c>[inputs]</c>.</summary>
    /// <param name="rows">The rows; null means no rows, which every method rejects.</param>
    public static implicit operator Rows<T>(ReadOnlyMemory<T>[]? rows) => new((ReadOnlySpan<ReadOnlyMemory<T>>)rows);

    /// <summary>Separate rows, each <c>[inputs]</c>.</summary>
    /// <param name="rows">The rows.</param>
    public static implicit operator Rows<T>(ReadOnlySpan<ReadOnlyMemory<T>> rows) => new(rows);

    /// <summary>One sparse row.</summary>
    /// <param name="row">The row.</param>
    public static implicit operator Rows<T>(in SparseRow<T> row) =>
        new(RowForm.SparseRow, in Unsafe.As<SparseRow<T>, byte>(ref Unsafe.AsRef(in row)), 1);

    /// <summary>Sparse rows.</summary>
    /// <param name="rows">The rows.</param>
    public static implicit operator Rows<T>(in SparseRows<T> rows) =>
        new(RowForm.SparseRows, in Unsafe.As<SparseRows<T>, byte>(ref Unsafe.AsRef(in rows)), rows.Count);

    /// <summary>Enumerates the numbers, row after row; required for collection expressions.</summary>
    /// <exception cref="NotSupportedException">The rows are separate or sparse.</exception>
    public ReadOnlySpan<T>.Enumerator GetEnumerator() =>
        AreApart ? throw new NotSupportedException("These rows are separate or sparse: enumerate the original collection instead.") : Values.GetEnumerator();

    /// <summary>Returns the number of rows, for an implementation of <see cref="IPredictor{T}"/>.</summary>
    /// <param name="inputCount">The number of values in a row, [1, inf).</param>
    /// <exception cref="ArgumentException">There are no rows, or a row has another length.</exception>
    public int Count(int inputCount) => Count("inputs", inputCount);

    /// <summary>Returns the number of rows; rejects empty rows, and rows whose length is not the number of inputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Count(string parameter, int inputs)
    {
        if (AreApart)
        {
            return AreSparse ? SparseCheck.Count(parameter, Sparse, _count, inputs) : CountApart(parameter, inputs, "inputs");
        }

        if (_form != RowForm.Flat)
        {
            CheckMatrix(parameter, inputs, "inputs");
        }

        return Shape.Rows(parameter, Values.Length, inputs);
    }

    /// <summary>Whether these are numbers that follow each other, and no matrix with a shape of its own.</summary>
    internal bool IsFlat => _form == RowForm.Flat;

    /// <summary>Returns the number of rows after <see cref="Count(string, int)"/> has checked them, without checking each again.</summary>
    internal int Counted(int inputs) => AreApart ? _count : Values.Length / inputs;

    /// <summary>Returns targets <c>[rows x outputs]</c> in one piece of memory; copies separate rows.</summary>
    internal ReadOnlySpan<T> Targets(string parameter, int outputs)
    {
        if (!AreApart)
        {
            CheckMatrix(parameter, outputs, "outputs");
            return Values;
        }

        int count = AreSparse ? SparseCheck.Count(parameter, Sparse, _count, outputs) : CountApart(parameter, outputs, "outputs");
        var values = new T[Shape.Count(parameter, count, outputs)];
        for (int row = 0; row < count; row++)
        {
            CopyRow(row, values.AsSpan(row * outputs, outputs));
        }

        return values;
    }

    /// <summary>Returns a row <c>[inputs]</c>, after <see cref="Count(int)"/> has checked the rows. A sparse row is copied to a new array.</summary>
    /// <param name="index">The index of the row, [0, <see cref="Count(int)"/>).</param>
    /// <param name="inputCount">The number of values in a row, [1, inf).</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<T> Row(int index, int inputCount)
    {
        T[]? room = null;
        return Row(index, inputCount, ref room);
    }

    /// <summary>The same. A sparse row is written to a room for one row, which is created for the first of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ReadOnlySpan<T> Row(int index, int inputs, scoped ref T[]? room) =>
        !AreApart ? Values.Slice(index * inputs, inputs)
        : AreSparse ? WrittenOut(index, inputs, ref room)
        : RowApart(index, inputs);

    /// <summary>Copies the row at an index, with the zeros of a sparse one.</summary>
    internal void CopyRow(int index, Span<T> destination)
    {
        if (AreSparse)
        {
            Sparse.Row(index).CopyTo(destination);
        }
        else
        {
            T[]? none = null;
            Row(index, destination.Length, ref none).CopyTo(destination);
        }
    }

    /// <summary>
    /// Returns the row at an index <c>[inputs]</c> of separate rows, after <see cref="Count(string, int)"/> has checked them. Another thread may have
    /// replaced it by a shorter row since: loops must not run beyond its end.
    /// </summary>
    internal ReadOnlySpan<T> RowApart(int index, int inputs) =>
        _form == RowForm.Memories ? Memories[index].Span[..inputs] : Arrays[index].AsSpan(0, inputs);

    private ReadOnlySpan<T> WrittenOut(int index, int inputs, scoped ref T[]? room)
    {
        room ??= new T[inputs];
        Sparse.Row(index).CopyTo(room);
        return room;
    }

    /// <summary>Returns the memory of the row at an index of separate rows.</summary>
    internal ReadOnlyMemory<T> MemoryApart(int index) => _form == RowForm.Memories ? Memories[index] : Arrays[index];

    /// <summary>Returns count rows from an index on.</summary>
    internal Rows<T> Slice(int start, int count, int inputs) =>
        !AreApart ? new(Values.Slice(start * inputs, count * inputs))
        : AreSparse ? new(_form, in _first, count, _columns + start)
        : _form == RowForm.Memories ? new(Memories.Slice(start, count))
        : new(Arrays.Slice(start, count));

    /// <summary>Rejects NaN and infinity, with row and column, and the name of the column if it has one.</summary>
    internal void CheckFinite(string parameter, int inputs, IReadOnlyList<string>? names)
    {
        if (!AreApart)
        {
            WeightCheck.CheckFinite(parameter, Values, inputs, Throw.MissingInputs, names);
            return;
        }

        if (AreSparse)
        {
            SparseCheck.Finite(parameter, Sparse, _count, names);
            return;
        }

        for (int row = 0; row < _count; row++)
        {
            ReadOnlySpan<T> values = RowApart(row, inputs);
            if (Kernels.Finite.IndexOfNonFinite(values) is >= 0 and var column)
            {
                Throw.Argument_NotFinite(parameter, values[column], row, column, Throw.MissingInputs, names);
            }
        }
    }

    /// <summary>Rejects a destination that overlaps the memory of a row.</summary>
    internal void CheckNoOverlap(string parameter, ReadOnlySpan<T> destination, string otherParameter)
    {
        Shape.CheckNoOverlap(parameter, destination, AreSparse ? Sparse.Values : Values, otherParameter);
        for (int row = 0; AreApart && !AreSparse && row < _count; row++)
        {
            Shape.CheckNoOverlap(parameter, destination, MemoryApart(row).Span, otherParameter);
        }
    }

    /// <summary>The form and what counts it, without the memory.</summary>
    internal (RowForm Form, int Count, int Columns) Layout => (_form, _count, _columns);

    /// <summary>Where the rows are.</summary>
    [UnscopedRef]
    internal ref readonly byte First => ref _first;

    /// <summary>Rows at an address.</summary>
    internal static unsafe Rows<T> At(byte* first, (RowForm Form, int Count, int Columns) layout) =>
        new(layout.Form, in Unsafe.AsRef<byte>(first), layout.Count, layout.Columns);

    /// <summary>
    /// Stores the error of an invalid matrix; the method that uses the rows reports it, with the name of its parameter.
    /// </summary>
    private static Rows<T> OfMatrix(ref T first, nint rows, nint columns, bool isDense)
    {
        // Checks the size before accessing the memory: a broadcast matrix of any size may have a single number.
        RowForm form = (Int128)rows * columns > int.MaxValue ? RowForm.TooLarge
            : !isDense ? RowForm.NotDense
            : columns == 0 ? RowForm.NoColumns
            : RowForm.Matrix;
        nint count = form == RowForm.Matrix ? rows * columns : rows;
        return new(form, in Unsafe.As<T, byte>(ref first), (int)Math.Min(count, int.MaxValue), (int)Math.Min(columns, int.MaxValue));
    }

    private ReadOnlySpan<TItem> Span<TItem>(int length) =>
        MemoryMarshal.CreateReadOnlySpan(in Unsafe.As<byte, TItem>(ref Unsafe.AsRef(in _first)), length);

    private void CheckMatrix(string parameter, int columns, string what)
    {
        switch (_form)
        {
            case RowForm.Flat:
                return;
            case RowForm.Null:
                throw new ArgumentNullException(parameter);
            case RowForm.OtherRank:
                Throw.Argument_OtherRank(parameter, rank: _count, columns);
                return;
        }

        if (_columns != columns)
        {
            int rows = _form == RowForm.Matrix ? _count / _columns : _count;
            Throw.Argument_NotRowsByColumns(parameter, Invariant($"[{rows} x {_columns}]"), columns, what);
        }

        if (_form == RowForm.TooLarge)
        {
            Throw.Argument_TooManyValues(parameter, _count, _columns);
        }

        if (_form == RowForm.NotDense)
        {
            Throw.Argument_NotDense(parameter);
        }
    }

    private int CountApart(string parameter, int columns, string what)
    {
        ReadOnlySpan<T[]> arrays = Arrays;
        for (int row = 0; row < _count; row++)
        {
            if (!arrays.IsEmpty && arrays[row] is null)
            {
                Throw.Argument_NullRow(parameter, row);
            }

            int length = MemoryApart(row).Length;
            if (length != columns)
            {
                Throw.Argument_RowLength(parameter, row, length, columns, what);
            }
        }

        return _count == 0 ? Shape.Rows(parameter, 0, columns) : _count;
    }
}
