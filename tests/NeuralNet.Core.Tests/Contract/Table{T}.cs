using System.Numerics;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>Rows to learn from, to be changed as a law asks.</summary>
internal sealed record Table<T>(int Columns, int Outputs, T[] Inputs, T[] Targets)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The class of each row, in place of the targets.</summary>
    public int[]? Labels { get; init; }

    public T[]? Weights { get; init; }

    public T[]? Offsets { get; init; }

    public int Rows => Inputs.Length / Columns;

    public Examples<T> Examples => Labels is null
        ? new(Inputs, Targets, Weights) { Offsets = Offsets }
        : new(Inputs, Labels, Weights) { Offsets = Offsets };

    /// <summary>The given rows, in the given order.</summary>
    public Table<T> Pick(IEnumerable<int> rows)
    {
        int[] picked = [.. rows];
        return new Table<T>(
            Columns,
            Outputs,
            [.. picked.SelectMany(row => Inputs[(row * Columns)..((row + 1) * Columns)])],
            [.. picked.SelectMany(row => Targets[(row * Outputs)..((row + 1) * Outputs)])])
        {
            Labels = Labels is null ? null : [.. picked.Select(row => Labels[row])],
            Weights = Weights is null ? null : [.. picked.Select(row => Weights[row])],
            Offsets = Offsets is null ? null : [.. picked.SelectMany(row => Offsets[(row * Outputs)..((row + 1) * Outputs)])],
        };
    }

    public Table<T> Copy() => Pick(Enumerable.Range(0, Rows));

    /// <summary>The same rows with each number, by row and column, changed.</summary>
    public Table<T> MapInputs(Func<T, int, int, T> change) =>
        this with { Inputs = [.. Inputs.Select((value, index) => change(value, index / Columns, index % Columns))] };

    /// <summary>The rows in their order, some at a time.</summary>
    public IReadOnlyList<Table<T>> Batches(int size) =>
        [.. Enumerable.Range(0, Rows).Chunk(size).Select(rows => Pick(rows))];
}
