using System.ComponentModel;
using System.Numerics;

namespace NeuralNet.Core;

/// <summary>Makes <see cref="Rows{T}"/> of a collection expression, for the compiler.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Rows
{
    /// <summary>Rows <c>[rows x inputs]</c>, row after row.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="values">The rows.</param>
    public static Rows<T> Create<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(values);
}
