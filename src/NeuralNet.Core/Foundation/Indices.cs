namespace NeuralNet.Core.Foundation;

/// <summary>Places in an array.</summary>
internal static class Indices
{
    /// <summary>Where a value stands, rising.</summary>
    public static int[] Of(bool[] values, bool value)
    {
        var found = new List<int>();
        for (int index = 0; index < values.Length; index++)
        {
            if (values[index] == value)
            {
                found.Add(index);
            }
        }

        return [.. found];
    }
}
