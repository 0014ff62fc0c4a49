namespace NeuralNet.Text.Tests.Support;

internal static class Allocation
{
    /// <summary>
    /// The smallest of several measurements, or 0 at the first 0. A garbage collection caused by another thread takes the allocation buffer
    /// of this thread, and the runtime counts its unused rest as allocated. What the calls allocate is in every measurement.
    /// </summary>
    public static long Of(Action action, int calls = 500)
    {
        const int Attempts = 20;
        long least = long.MaxValue;
        action();
        for (int attempt = 0; attempt < Attempts && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int call = 0; call < calls; call++)
            {
                action();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
