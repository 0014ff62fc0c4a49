using System.Numerics;
using NeuralNet.Core;

namespace NeuralNet.Text;

/// <summary>The rows of an SVMlight file with their labels, in memory.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class SvmLightFile<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal SvmLightFile(SvmLightLabels kind, SparseRowMemory<T> rows, int inputCount, ReadOnlyMemory<T> targets, ReadOnlyMemory<int> classes, ReadOnlyMemory<bool> signs)
    {
        Rows = rows;
        InputCount = inputCount;
        Targets = targets;
        Classes = classes;
        Signs = signs;
        Examples = kind switch
        {
            SvmLightLabels.Numbers => new(rows, targets),
            SvmLightLabels.Classes => new(rows, classes),
            _ => new(rows, signs),
        };
    }

    /// <summary>The rows <c>[rows x <see cref="InputCount"/>]</c>; a file without rows has none, which every method rejects.</summary>
    public SparseRowMemory<T> Rows { get; }

    /// <summary>
    /// The number of columns: <see cref="SvmLightOptions.InputCount"/>, or those up to the largest index. Another file, such as one for the
    /// test, may have a larger index: read it with this number as InputCount.
    /// </summary>
    public int InputCount { get; }

    /// <summary>The targets <c>[rows]</c>, if the labels are <see cref="SvmLightLabels.Numbers"/>; otherwise empty.</summary>
    public ReadOnlyMemory<T> Targets { get; }

    /// <summary>The class indices <c>[rows]</c>, if the labels are <see cref="SvmLightLabels.Classes"/>; otherwise empty.</summary>
    public ReadOnlyMemory<int> Classes { get; }

    /// <summary>True for +1 and false for -1 <c>[rows]</c>, if the labels are <see cref="SvmLightLabels.Signs"/>; otherwise empty.</summary>
    public ReadOnlyMemory<bool> Signs { get; }

    /// <summary>The classes, as methods of a network take them: <see cref="Classes"/> or <see cref="Signs"/>.</summary>
    public Labels Labels => Signs.IsEmpty ? Classes : Signs;

    /// <summary>Rows and labels together, for Fit.</summary>
    public Examples<T> Examples { get; }
}
