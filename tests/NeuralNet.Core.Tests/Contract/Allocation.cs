namespace NeuralNet.Core.Tests.Contract;

/// <summary>Memory that a call takes from the heap.</summary>
internal static class Allocation
{
    private const int Calls = 50;
    private const int Attempts = 20;

    /// <summary>
    /// The call takes none, after a first one. A collection that another thread causes is counted too, and rare; what the call
    /// itself takes comes back in every attempt.
    /// </summary>
    public static void IsNone(Action call, string what)
    {
        call();
        long least = long.MaxValue;
        for (int attempt = 0; attempt < Attempts && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int count = 0; count < Calls; count++)
            {
                call();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Law.Holds(least == 0, $"{what} allocates {least / Calls} bytes");
    }
}
