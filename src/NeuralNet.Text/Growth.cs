namespace NeuralNet.Text;

/// <summary>Arrays that grow by doubling.</summary>
internal static class Growth
{
    /// <summary>Makes room for more items after those that are used.</summary>
    /// <exception cref="InvalidOperationException">There would be more items than an array has room for.</exception>
    public static void MakeRoom<TItem>(ref TItem[] items, int used, int more)
    {
        long needed = (long)used + more;
        if (needed <= items.Length)
        {
            return;
        }

        if (needed > Array.MaxLength)
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"{needed} values of rows are more than the {Array.MaxLength} that one piece of memory holds. Pass fewer rows at a time, as batches of a source (Fit of an IEnumerable)."));
        }

        Array.Resize(ref items, (int)Math.Min(Math.Max(needed, 2L * items.Length), Array.MaxLength));
    }
}
