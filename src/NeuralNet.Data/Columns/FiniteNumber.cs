namespace NeuralNet.Data.Columns;

/// <summary>The one check of numbers that come from records.</summary>
internal static class FiniteNumber
{
    /// <summary>Turns -0 into 0. Returns what is wrong with the number, and the cure; null if nothing is.</summary>
    public static string? Read(double? read, out double? number)
    {
        // Without it the sorted order of -0 and 0, and so a bit of the result, would depend on the order of the records.
        number = read + 0.0;
        return read is { } value && !double.IsFinite(value) ? Problem.NotFinite(value) : null;
    }
}
