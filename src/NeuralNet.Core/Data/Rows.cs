using System.ComponentModel;
using System.Numerics;

namespace NeuralNet.Core;

/// <summary>Creates <see cref="Rows{T}"/> from a collection expression; called by the compiler.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Rows
{
    /// <summary>Creates rows <c>[rows x inputs]</c>, row after row.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="values">The rows.</param>
    public static Rows<T> Create<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(values);
}
