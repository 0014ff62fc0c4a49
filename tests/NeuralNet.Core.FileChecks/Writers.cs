using System.Globalization;

namespace NeuralNet.Core.FileChecks;

/// <summary>
/// Two threads in two calls that change one network, round after round: memory is safe, and where both calls are guarded one of them is
/// refused whenever they meet, and the network has the bits of one of the two orders, or of one call alone.
/// </summary>
internal static class Writers
{
    private const int Inputs = 5;
    private const int Rows = 40;

    private static readonly float[] _rows = Draw(Rows * Inputs, seed: 1);
    private static readonly int[] _labels = [.. Enumerable.Range(0, Rows).Select(row => row % 3)];
    private static readonly float[] _weights = Draw(3 * Inputs, seed: 2);

    /// <summary>Every public call that changes a network. Those of single rows are not guarded.</summary>
    private static readonly (string Name, bool IsGuarded, Action<Perceptron<float>> Call)[] _calls =
    [
        ("Fit", true, network => network.Fit(_rows, Labels(network), new() { Epochs = 1, BatchSize = 8 })),
        ("Fit, full batch, threads", true, network => network.Fit(_rows, Labels(network), new() { Epochs = 2, BatchSize = TrainingOptions.FullBatch, Threads = 2 })),
        ("Fit of a source", true, network => network.Fit([new Examples<float>(_rows, Labels(network))], new() { Epochs = 1 })),
        ("Learn of a batch", true, network => network.Learn(_rows, Labels(network))),
        ("Learn of one row", false, network => network.Learn(_rows.AsSpan(0, Inputs), 1)),
        ("SetWeights", true, network => network.SetWeights(_weights.AsSpan(0, network.Weights.Length), network.OutputCount == 1 ? [1] : [1, 2, 3])),
        ("SetMetadata", true, network => network.SetMetadata("key", "value")),
    ];

    /// <summary>Runs the rounds, prints what happened to each pair, and says whether all of it was allowed.</summary>
    public static bool Run(int rounds, TextWriter output)
    {
        bool isGood = true;
        for (int first = 0; first < _calls.Length; first++)
        {
            for (int second = first; second < _calls.Length; second++)
            {
                foreach (bool hasOneOutput in new[] { true, false })
                {
                    isGood &= Meet(_calls[first], _calls[second], hasOneOutput, rounds, output);
                }
            }
        }

        return isGood;
    }

    private static bool Meet(
        (string Name, bool IsGuarded, Action<Perceptron<float>> Call) first,
        (string Name, bool IsGuarded, Action<Perceptron<float>> Call) second,
        bool hasOneOutput,
        int rounds,
        TextWriter output)
    {
        Perceptron<float> fitted = Build(hasOneOutput);
        HashSet<string> allowed = Outcomes(hasOneOutput, first.Call, second.Call);
        bool isGuarded = first.IsGuarded && second.IsGuarded;
        int refused = 0;
        int spoilt = 0;
        int failed = 0;
        int arrived = 0;
        using var start = new Barrier(2);
        Perceptron<float> network = fitted;
        var other = new Thread(() =>
        {
            for (int round = 0; round < rounds; round++)
            {
                start.SignalAndWait();
                MeetOther(ref arrived, round);
                Attempt(second.Call, network, ref refused, ref failed);
                start.SignalAndWait();
            }
        });
        other.Start();
        for (int round = 0; round < rounds; round++)
        {
            network = Build(hasOneOutput);
            start.SignalAndWait();
            MeetOther(ref arrived, round);
            Attempt(first.Call, network, ref refused, ref failed);
            start.SignalAndWait();
            spoilt += isGuarded && !allowed.Contains(Bits(network)) ? 1 : 0;
        }

        other.Join();
        bool isGood = failed == 0 && spoilt == 0;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{(isGood ? "ok  " : "FAIL")} {first.Name} / {second.Name}, {(hasOneOutput ? "one output" : "three classes")}: {rounds} rounds, {refused} refused, {failed} failed otherwise, {spoilt} of other bits"));
        return isGood;
    }

    /// <summary>Waits for the other thread awake: one that has to be woken comes when the first is done.</summary>
    private static void MeetOther(ref int arrived, int round)
    {
        Interlocked.Increment(ref arrived);
        var wait = default(SpinWait);
        while (Volatile.Read(ref arrived) < 2 * (round + 1))
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }
    }

    private static void Attempt(Action<Perceptron<float>> call, Perceptron<float> network, ref int refused, ref int failed)
    {
        try
        {
            call(network);
        }
        catch (InvalidOperationException)
        {
            Interlocked.Increment(ref refused);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            Interlocked.Increment(ref failed);
        }
    }

    /// <summary>What two calls may leave that do not mix: those of either order, and of each alone.</summary>
    private static HashSet<string> Outcomes(bool hasOneOutput, Action<Perceptron<float>> first, Action<Perceptron<float>> second)
    {
        var outcomes = new HashSet<string>(StringComparer.Ordinal);
        foreach (Action<Perceptron<float>>[] order in new[] { [first], [second], [first, second], new[] { second, first } })
        {
            Perceptron<float> network = Build(hasOneOutput);
            foreach (Action<Perceptron<float>> call in order)
            {
                call(network);
            }

            outcomes.Add(Bits(network));
        }

        return outcomes;
    }

    private static Perceptron<float> Build(bool hasOneOutput)
    {
        PerceptronBuilder<float> description = hasOneOutput ? Perceptron.BinaryClassifier<float>(Inputs) : Perceptron.Classifier<float>(Inputs, 3);
        Perceptron<float> network = description.WithOptimizer(Optimizer.Adam()).WithStandardization().Build();
        network.Fit(_rows, Labels(network), new() { Epochs = 1 });
        return network;
    }

    private static int[] Labels(Perceptron<float> network) =>
        network.OutputCount == 1 ? [.. _labels.Select(label => Math.Min(label, 1))] : _labels;

    private static string Bits(Perceptron<float> network) => Convert.ToHexString(network.ToBytes());

    private static float[] Draw(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1)];
    }
}
