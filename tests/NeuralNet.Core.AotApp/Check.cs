namespace NeuralNet.Core.AotApp;

/// <summary>Counts what does not hold, and says so on the error stream.</summary>
internal static class Check
{
    public static int Failures { get; private set; }

    public static void That(bool holds, string name, string expectation)
    {
        if (!holds)
        {
            Failures++;
            Console.Error.WriteLine($"{name}: expected {expectation}");
        }
    }

    public static void That(bool holds, string name, int row, string expectation)
    {
        if (!holds)
        {
            That(holds, $"{name}, row {row}", expectation);
        }
    }
}
