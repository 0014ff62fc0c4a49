using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NeuralNet.Core.Data;
using NeuralNet.Core.Foundation;

namespace NeuralNet.Core;

/// <summary>
/// The class of each row, in the form the caller has it: every call that takes the classes of many rows takes this. The forms below
/// convert to it implicitly.
/// </summary>
/// <remarks>
/// <para>Class indices that count from 0: <c>int[]</c>, <c>List&lt;int&gt;</c>, spans and memories of int, and a collection expression such
/// as <c>[0, 2, 1]</c>. Nothing is copied.</para>
/// <para>Two classes, of which true is class 1: <c>bool[]</c>, <c>List&lt;bool&gt;</c>, spans and memories of bool. Class names, of a
/// network that has them (<see cref="PerceptronBuilder{T}.WithClassNames"/>): <c>string[]</c>, <c>List&lt;string&gt;</c>, spans and
/// memories of string. Both become class indices for the call, which takes 4 bytes a row.</para>
/// </remarks>
[CollectionBuilder(typeof(Labels), nameof(Create))]
public readonly ref struct Labels
{
    private readonly ReadOnlySpan<int> _indices;
    private readonly ReadOnlySpan<bool> _flags;
    private readonly ReadOnlySpan<string> _names;

    private Labels(ReadOnlySpan<int> indices, ReadOnlySpan<bool> flags, ReadOnlySpan<string> names)
    {
        _indices = indices;
        _flags = flags;
        _names = names;
    }

    /// <summary>Class indices <c>[rows]</c>.</summary>
    /// <param name="labels">The class of each row; null is no row, which every call refuses.</param>
    public static implicit operator Labels(int[]? labels) => new(labels, [], []);

    /// <summary>Class indices <c>[rows]</c>.</summary>
    /// <param name="labels">The class of each row; null is no row, which every call refuses. The list must not change during the call.</param>
    public static implicit operator Labels(List<int>? labels) => new(CollectionsMarshal.AsSpan(labels), [], []);

    /// <summary>Class indices <c>[rows]</c>.</summary>
    /// <param name="labels">The class of each row.</param>
    public static implicit operator Labels(Span<int> labels) => new(labels, [], []);

    /// <summary>Class indices <c>[rows]</c>.</summary>
    /// <param name="labels">The class of each row.</param>
    public static implicit operator Labels(ReadOnlySpan<int> labels) => new(labels, [], []);

    /// <summary>Class indices <c>[rows]</c>.</summary>
    /// <param name="labels">The class of each row.</param>
    public static implicit operator Labels(ReadOnlyMemory<int> labels) => new(labels.Span, [], []);

    /// <summary>Whether each row is of class 1 <c>[rows]</c>.</summary>
    /// <param name="labels">True for class 1; null is no row, which every call refuses.</param>
    public static implicit operator Labels(bool[]? labels) => new([], labels, []);

    /// <summary>Whether each row is of class 1 <c>[rows]</c>.</summary>
    /// <param name="labels">True for class 1; null is no row, which every call refuses. The list must not change during the call.</param>
    public static implicit operator Labels(List<bool>? labels) => new([], CollectionsMarshal.AsSpan(labels), []);

    /// <summary>Whether each row is of class 1 <c>[rows]</c>.</summary>
    /// <param name="labels">True for class 1.</param>
    public static implicit operator Labels(ReadOnlySpan<bool> labels) => new([], labels, []);

    /// <summary>Whether each row is of class 1 <c>[rows]</c>.</summary>
    /// <param name="labels">True for class 1.</param>
    public static implicit operator Labels(ReadOnlyMemory<bool> labels) => new([], labels.Span, []);

    /// <summary>The name of the class of each row <c>[rows]</c>.</summary>
    /// <param name="labels">The names; null is no row, which every call refuses.</param>
    public static implicit operator Labels(string[]? labels) => new([], [], labels);

    /// <summary>The name of the class of each row <c>[rows]</c>.</summary>
    /// <param name="labels">The names; null is no row, which every call refuses. The list must not change during the call.</param>
    public static implicit operator Labels(List<string>? labels) => new([], [], CollectionsMarshal.AsSpan(labels));

    /// <summary>The name of the class of each row <c>[rows]</c>.</summary>
    /// <param name="labels">The names.</param>
    public static implicit operator Labels(ReadOnlySpan<string> labels) => new([], [], labels);

    /// <summary>The name of the class of each row <c>[rows]</c>.</summary>
    /// <param name="labels">The names.</param>
    public static implicit operator Labels(ReadOnlyMemory<string> labels) => new([], [], labels.Span);

    /// <summary>Makes labels of a collection expression, for the compiler.</summary>
    /// <param name="labels">The class of each row.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static Labels Create(ReadOnlySpan<int> labels) => new(labels, [], []);

    /// <summary>The class indices; for collection expressions, which need it.</summary>
    /// <exception cref="NotSupportedException">These labels are bools or names.</exception>
    public ReadOnlySpan<int>.Enumerator GetEnumerator() => _flags.IsEmpty && _names.IsEmpty
        ? _indices.GetEnumerator()
        : throw new NotSupportedException("These labels are no class indices: go through them where you have them.");

    /// <summary>The names of the classes <c>[rows]</c>; empty if the labels are no names.</summary>
    internal ReadOnlySpan<string> Names => _names;

    /// <summary>The class of each row; refuses bools where there are not two classes, and names that the network does not know.</summary>
    internal ReadOnlySpan<int> Indices(string parameter, int classes, ClassNameIndex names)
    {
        if (_flags.IsEmpty && _names.IsEmpty)
        {
            return _indices;
        }

        if (!_flags.IsEmpty && classes != 2)
        {
            Throw.Argument_FlagsOfManyClasses(parameter, classes);
        }

        var indices = new int[Math.Max(_flags.Length, _names.Length)];
        for (int row = 0; row < indices.Length; row++)
        {
            indices[row] = _names.IsEmpty ? (_flags[row] ? 1 : 0) : names.Find(parameter, _names[row], row);
        }

        return indices;
    }
}
