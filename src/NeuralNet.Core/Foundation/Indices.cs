namespace NeuralNet.Core.Foundation;

/// <summary>Indices of values in an array.</summary>
internal static class Indices
{
    /// <summary>Returns the indices of a value, in ascending order.</summary>
    public static int[] Find(bool[] values, bool value)
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
