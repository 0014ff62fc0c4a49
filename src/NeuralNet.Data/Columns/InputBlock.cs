using System.Numerics;

namespace NeuralNet.Data.Columns;

/// <summary>
/// The inputs of one column in some rows, all zeros at first. Columns compute in double and write only what is not 0, so a wide row of
/// categories costs little more than clearing it.
/// </summary>
/// <param name="rows">The rows, from the first input of the column.</param>
/// <param name="width">The values of a whole row.</param>
internal readonly ref struct InputBlock<T>(Span<T> rows, int width) : IInputBlock
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Span<T> _rows = rows;

    /// <inheritdoc/>
    public void Mark(int row, int input) => _rows[(row * width) + input] = T.One;

    /// <inheritdoc/>
    public Problem? Set(int row, int input, double value)
    {
        var rounded = T.CreateTruncating(value);
        _rows[(row * width) + input] = rounded;
        return T.IsFinite(rounded) ? null : Problem.BeyondRange(value);
    }
}
