namespace NeuralNet.Core.Foundation;

/// <summary>Counters that files keep: whole numbers that never come to their end.</summary>
internal static class Counter
{
    /// <summary>2^53: the largest that a double, and any reader of JSON, holds to the last digit. Thousands of years of steps.</summary>
    public const long Most = 1L << 53;

    public static bool Is(long value) => value is >= 0 and <= Most;

    /// <summary>The next number; the last one stays.</summary>
    public static int Next(int value) => value < int.MaxValue ? value + 1 : value;
}
