using System.Diagnostics;
using System.Globalization;

namespace NeuralNet.Core.FileChecks;

/// <summary>How long each hostile file takes to be refused.</summary>
internal static class HostileTable
{
    private const int Runs = 20;

    public static int Print()
    {
        Console.WriteLine("microseconds  bytes allocated  file");
        foreach (HostileFile file in HostileFiles.All)
        {
            double least = double.PositiveInfinity;
            long allocated = 0;
            string message = string.Empty;
            for (int run = 0; run < Runs; run++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                long start = Stopwatch.GetTimestamp();
                try
                {
                    FrozenPerceptron.Load<float>(file.Bytes);
                }
                catch (ModelFormatException refusal)
                {
                    message = refusal.Message;
                }

                least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalMicroseconds);
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{least,12:F0}  {allocated,15}  {file.Name}: {message}"));
            if (message.Length == 0)
            {
                Console.Error.WriteLine($"'{file.Name}' was not refused.");
                return 1;
            }
        }

        return 0;
    }
}
