namespace NeuralNet.Core.Foundation;

/// <summary>Counters stored in files: whole numbers that never overflow.</summary>
internal static class Counter
{
    /// <summary>
    /// 2^53: a double, and any JSON reader, represents all whole numbers up to it exactly. Enough for thousands of years of steps.
    /// </summary>
    public const long Most = 1L << 53;

    public static bool Is(long value) => value is >= 0 and <= Most;

    /// <summary>Returns the next number; int.MaxValue stays.</summary>
    public static int Next(int value) => value < int.MaxValue ? value + 1 : value;
}
