namespace NeuralNet.Core.Foundation;

/// <summary>Counters in files: whole numbers that never overflow.</summary>
internal static class Counter
{
    /// <summary>2^53: up to it a double, and any reader of JSON, holds every whole number. Thousands of years of steps.</summary>
    public const long Most = 1L << 53;

    public static bool Is(long value) => value is >= 0 and <= Most;

    /// <summary>The next number; the largest one stays.</summary>
    public static int Next(int value) => value < int.MaxValue ? value + 1 : value;
}
