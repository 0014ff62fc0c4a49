using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NeuralNet.Core.Data;
using NeuralNet.Core.Foundation;

namespace NeuralNet.Core;

/// <summary>
/// The class of each row, in the form the caller has it. Every method with classes of many rows takes this type, and the forms below
/// convert to it implicitly.
/// </summary>
/// <remarks>
/// <para>Class indices, counted from 0: <c>int[]</c>, <c>List&lt;int&gt;</c>, spans and memories of int, and a collection expression such
/// as <c>[0, 2, 1]</c>. Nothing is copied.</para>
/// <para>Two classes, with true as class 1: <c>bool[]</c>, <c>List&lt;bool&gt;</c>, spans and memories of bool. Class names, if the
/// network has them (<see cref="PerceptronBuilder{T}.WithClassNames"/>): <c>string[]</c>, <c>List&lt;string&gt;</c>, spans and
/// memories of string. Both are converted to class indices for the call, which takes 4 bytes per row.</para>
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
    /// <param name="labels">The class of each row; null means no rows, which every method rejects.</param>
    public static implicit operator Labels(int[]? labels) => new(labels, [], []);

    /// <summary>Class indices <c>[rows]</c>.</summary>
    /// <param name="labels">
    /// The class of each row; null means no rows, which every method rejects. The list must not change during the call.
    /// </param>
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

    /// <summary>True for each row of class 1 <c>[rows]</c>.</summary>
    /// <param name="labels">True for class 1; null means no rows, which every method rejects.</param>
    public static implicit operator Labels(bool[]? labels) => new([], labels, []);

    /// <summary>True for each row of class 1 <c>[rows]</c>.</summary>
    /// <param name="labels">
    /// True for class 1; null means no rows, which every method rejects. The list must not change during the call.
    /// </param>
    public static implicit operator Labels(List<bool>? labels) => new([], CollectionsMarshal.AsSpan(labels), []);

    /// <summary>True for each row of class 1 <c>[rows]</c>.</summary>
    /// <param name="labels">True for class 1.</param>
    public static implicit operator Labels(ReadOnlySpan<bool> labels) => new([], labels, []);

    /// <summary>True for each row of class 1 <c>[rows]</c>.</summary>
    /// <param name="labels">True for class 1.</param>
    public static implicit operator Labels(ReadOnlyMemory<bool> labels) => new([], labels.Span, []);

    /// <summary>The name of the class of each row <c>[rows]</c>.</summary>
    /// <param name="labels">The names; null means no rows, which every method rejects.</param>
    public static implicit operator Labels(string[]? labels) => new([], [], labels);

    /// <summary>The name of the class of each row <c>[rows]</c>.</summary>
    /// <param name="labels">The names; null means no rows, which every method rejects. The list must not change during the call.</param>
    public static implicit operator Labels(List<string>? labels) => new([], [], CollectionsMarshal.AsSpan(labels));

    /// <summary>The name of the class of each row <c>[rows]</c>.</summary>
    /// <param name="labels">The names.</param>
    public static implicit operator Labels(ReadOnlySpan<string> labels) => new([], [], labels);

    /// <summary>The name of the class of each row <c>[rows]</c>.</summary>
    /// <param name="labels">The names.</param>
    public static implicit operator Labels(ReadOnlyMemory<string> labels) => new([], [], labels.Span);

    /// <summary>Creates labels from a collection expression; called by the compiler.</summary>
    /// <param name="labels">The class of each row.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static Labels Create(ReadOnlySpan<int> labels) => new(labels, [], []);

    /// <summary>Enumerates the class indices; required for collection expressions.</summary>
    /// <exception cref="NotSupportedException">The labels are bools or names.</exception>
    public ReadOnlySpan<int>.Enumerator GetEnumerator() => _flags.IsEmpty && _names.IsEmpty
        ? _indices.GetEnumerator()
        : throw new NotSupportedException("These labels are no class indices: enumerate the original collection instead.");

    /// <summary>The names of the classes <c>[rows]</c>; empty if the labels are no names.</summary>
    internal ReadOnlySpan<string> Names => _names;

    /// <summary>Returns the class of each row; rejects bools unless there are two classes, and unknown names.</summary>
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
