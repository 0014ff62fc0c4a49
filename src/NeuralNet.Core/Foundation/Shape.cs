using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Foundation;

/// <summary>Checks of lengths at the start of every public method.</summary>
internal static class Shape
{
    /// <summary>Returns the number of whole rows, at least one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Rows(string parameter, int length, int inputs)
    {
        (int rows, int rest) = Math.DivRem(length, inputs);
        if (rest != 0)
        {
            Throw.Argument_NotWholeRows(parameter, length, inputs);
        }

        if (rows == 0)
        {
            Throw.Argument_Empty(parameter);
        }

        return rows;
    }

    /// <summary>Returns rows x columns, which must fit in an int.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Count(string parameter, int rows, int columns)
    {
        long count = (long)rows * columns;
        if (count > int.MaxValue)
        {
            Throw.Argument_TooManyValues(parameter, rows, columns);
        }

        return (int)count;
    }

    /// <summary>Rejects a destination that overlaps another argument.</summary>
    public static void CheckNoOverlap<T>(string parameter, ReadOnlySpan<T> destination, ReadOnlySpan<T> other, string otherParameter)
    {
        if (destination.Overlaps(other))
        {
            Throw.Argument_Overlap(parameter, otherParameter);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckDestination(string parameter, int length, int needed)
    {
        if (length < needed)
        {
            Throw.Argument_DestinationTooShort(parameter, length, needed);
        }
    }
}
