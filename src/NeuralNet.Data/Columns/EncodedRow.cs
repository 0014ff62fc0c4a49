using System.Numerics;
using System.Runtime.InteropServices;
using static System.FormattableString;

namespace NeuralNet.Data.Columns;

/// <summary>
/// A row of float or double, or a part of one. Columns compute in double and write only what is not 0, so a wide row of categories costs
/// little more than clearing it.
/// </summary>
internal readonly ref struct EncodedRow
{
    private readonly Span<float> _singles;
    private readonly Span<double> _doubles;

    private EncodedRow(Span<float> singles, Span<double> doubles)
    {
        _singles = singles;
        _doubles = doubles;
    }

    /// <summary>Clears the row and takes it.</summary>
    public static EncodedRow Cleared<T>(Span<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        row.Clear();
        return typeof(T) == typeof(float) ? new(MemoryMarshal.Cast<T, float>(row), default)
            : typeof(T) == typeof(double) ? new(default, MemoryMarshal.Cast<T, double>(row))
            : throw new ArgumentException($"Rows are float or double, not {typeof(T).Name}.");
    }

    public EncodedRow Slice(int start, int length) => _doubles.IsEmpty
        ? new(_singles.Slice(start, length), default)
        : new(default, _doubles.Slice(start, length));

    /// <summary>Sets an input. Returns why it can't be held, and the cure; null if it is.</summary>
    public string? Set(int index, double value)
    {
        if (_doubles.IsEmpty)
        {
            _singles[index] = (float)value;
            return float.IsFinite(_singles[index])
                ? null
                : Invariant($"the number is {value}, beyond the range of float. Use rows of double, or clip it: NumberTransform.Clip.");
        }

        _doubles[index] = value;
        return null;
    }
}
