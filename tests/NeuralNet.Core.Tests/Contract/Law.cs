using System.Numerics;
using System.Runtime.InteropServices;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>Comparisons that name what differs. They cost little, for they run thousands of times.</summary>
internal static class Law
{
    public static void Holds(bool condition, string what)
    {
        if (!condition)
        {
            throw new BrokenLawException(what);
        }
    }

    public static void SameBits<T>(ReadOnlySpan<T> actual, ReadOnlySpan<T> expected, string what)
        where T : unmanaged
    {
        if (!MemoryMarshal.AsBytes(actual).SequenceEqual(MemoryMarshal.AsBytes(expected)))
        {
            throw new BrokenLawException($"{what}: {Text(actual)} and not {Text(expected)}");
        }
    }

    public static void SameBits<T>(IPredictor<T> actual, IPredictor<T> expected, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SameBits(actual.Weights, expected.Weights, $"{what}, weights");
        SameBits(actual.Bias, expected.Bias, $"{what}, bias");
    }

    public static void DifferentBits<T>(IPredictor<T> actual, IPredictor<T> other, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Holds(
        !MemoryMarshal.AsBytes(actual.Weights).SequenceEqual(MemoryMarshal.AsBytes(other.Weights))
            || !MemoryMarshal.AsBytes(actual.Bias).SequenceEqual(MemoryMarshal.AsBytes(other.Bias)),
        what);

    /// <summary>Each number is within the tolerance, times its size where that is above 1.</summary>
    public static void Close<T>(ReadOnlySpan<T> actual, ReadOnlySpan<T> expected, double tolerance, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Holds(actual.Length == expected.Length, $"{what}: {actual.Length} numbers and not {expected.Length}");
        for (int index = 0; index < actual.Length; index++)
        {
            double number = double.CreateTruncating(expected[index]);
            double distance = Math.Abs(double.CreateTruncating(actual[index]) - number);

            // Written so that NaN is far from everything.
            if (!(distance <= tolerance * Math.Max(1, Math.Abs(number))))
            {
                throw new BrokenLawException($"{what} [{index}]: {actual[index]} and not {expected[index]}");
            }
        }
    }

    public static void Close<T>(IPredictor<T> actual, IPredictor<T> expected, double tolerance, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Close(actual.Weights, expected.Weights, tolerance, $"{what}, weights");
        Close(actual.Bias, expected.Bias, tolerance, $"{what}, bias");
    }

    /// <summary>The call is refused with an exception of the type, or of one derived from it.</summary>
    public static TException Refuses<TException>(Action call, string what)
        where TException : Exception
    {
        try
        {
            call();
        }
        catch (TException exception)
        {
            return exception;
        }

        throw new BrokenLawException($"{what} is not refused");
    }

    private static string Text<T>(ReadOnlySpan<T> values)
        where T : unmanaged => $"[{string.Join(", ", values.ToArray())}]";
}
