using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace NeuralNet.Core;

/// <summary>
/// Rows of numbers that can be stored beyond a call, in the form the caller has them, as <see cref="ReadOnlyMemory{T}"/> is to a span;
/// for a single call use <see cref="Rows{T}"/>. <see cref="Examples{T}"/> stores it. Nothing is copied.
/// </summary>
/// <remarks>
/// Converts implicitly from <c>T[]</c>, <c>Memory&lt;T&gt;</c>, <c>ReadOnlyMemory&lt;T&gt;</c> (row after row), <c>T[,]</c>,
/// <c>Tensor&lt;T&gt;</c>, from separate rows: <c>T[][]</c>, <c>List&lt;T[]&gt;</c> and <c>ReadOnlyMemory&lt;T&gt;[]</c>, and from
/// <see cref="SparseRowMemory{T}"/>.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly struct RowMemory<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ReadOnlyMemory<T> _values;

    // A form other than a memory of numbers, or null.
    private readonly object? _form;

    private RowMemory(ReadOnlyMemory<T> values) => _values = values;

    private RowMemory(object? form) => _form = form;

    /// <summary>The rows, to pass to a method.</summary>
    public Rows<T> Rows => _form switch
    {
        null => _values.Span,
        T[,] matrix => matrix,
        T[][] rows => rows,
        List<T[]> rows => rows,
        Tensor<T> tensor => tensor,
        SparseRowMemory<T> => new(in Unsafe.Unbox<SparseRowMemory<T>>(_form)),
        _ => (ReadOnlyMemory<T>[])_form,
    };

    /// <summary>Rows <c>[rows x inputs]</c>, row after row.</summary>
    /// <param name="values">The rows; null means no rows.</param>
    public static implicit operator RowMemory<T>(T[]? values) => new((ReadOnlyMemory<T>)values);

    /// <summary>Rows <c>[rows x inputs]</c>, row after row.</summary>
    /// <param name="values">The rows.</param>
    public static implicit operator RowMemory<T>(Memory<T> values) => new((ReadOnlyMemory<T>)values);

    /// <summary>Rows <c>[rows x inputs]</c>, row after row.</summary>
    /// <param name="values">The rows.</param>
    public static implicit operator RowMemory<T>(ReadOnlyMemory<T> values) => new(values);

    /// <summary>The rows of a matrix <c>[rows x inputs]</c>.</summary>
    /// <param name="matrix">The matrix; null means no rows.</param>
    public static implicit operator RowMemory<T>(T[,]? matrix) => new((object?)matrix);

    /// <summary>The rows of a tensor <c>[rows x inputs]</c>, of rank 2 and dense; checked when it is used.</summary>
    /// <param name="tensor">The tensor; null means no rows.</param>
    public static implicit operator RowMemory<T>(Tensor<T>? tensor) => new((object?)tensor);

    /// <summary>Separate rows, each <c>[inputs]</c>.</summary>
    /// <param name="rows">The rows; null means no rows.</param>
    public static implicit operator RowMemory<T>(T[][]? rows) => new((object?)rows);

    /// <summary>Separate rows, each <c>[inputs]</c>.</summary>
    /// <param name="rows">The rows; null means no rows.</param>
    public static implicit operator RowMemory<T>(List<T[]>? rows) => new((object?)rows);

    /// <summary>Separate rows, each <c>[inputs]</c>.</summary>
    /// <param name="rows">The rows; null means no rows.</param>
    public static implicit operator RowMemory<T>(ReadOnlyMemory<T>[]? rows) => new((object?)rows);

    /// <summary>Sparse rows.</summary>
    /// <param name="rows">The rows.</param>
    public static implicit operator RowMemory<T>(SparseRowMemory<T> rows) => new((object?)rows);
}
