using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace NeuralNet.Core.FileChecks;

/// <summary>
/// The law of files: what was saved is loaded as it was, to the last bit, and goes on alike; and nothing is refused to be saved but
/// weights that are not finite.
/// </summary>
internal static class RoundTrip
{
    private const int MostActs = 3;

    /// <summary>What broke the law in the life of a network; null where nothing did. Even numbers are of float, odd ones of double.</summary>
    public static string? Finding(int number) => number % 2 == 0 ? Of<float>(number) : Of<double>(number);

    public static int Run(int count)
    {
        long started = Stopwatch.GetTimestamp();
        int findings = 0;
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, number =>
        {
            if (Finding(number) is { } finding && Interlocked.Increment(ref findings) <= 20)
            {
                Console.WriteLine($"{number}: {finding}");
            }
        });
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{count} networks, {findings} findings, {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s"));
        return findings == 0 ? 0 : 1;
    }

    private static string? Of<T>(int number)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string done = "built";
        try
        {
            var life = new ExtremeNetwork<T>(number);
            Perceptron<T> network = life.Network;
            Perceptron<T>? twin = null;
            int acts = (number / 2 % MostActs) + 1;
            for (int act = 0; act <= acts; act++)
            {
                (string? finding, twin) = Check(network, life.Parts);
                if (finding is not null)
                {
                    return $"{finding} after {done} of {network}";
                }

                if (act < acts)
                {
                    Action<Perceptron<T>> next = life.NextAct();
                    string outcome = Outcome(next, network);
                    done = $"{done}, {outcome}";
                    if (twin is not null && Outcome(next, twin) is var other && (other != outcome || Bytes(twin) != Bytes(network)))
                    {
                        return $"went another way once loaded, '{other}', after {done} of {network}";
                    }
                }
            }

            return null;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return $"{error.GetType().Name} after {done}: {error}";
        }
    }

    /// <summary>What is wrong, and the network that was loaded; null where there was nothing to load.</summary>
    private static (string? Finding, Perceptron<T>? Loaded) Check<T>(Perceptron<T> network, CustomParts parts)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Perceptron<T>? loaded = null;
        foreach (bool withState in new[] { false, true })
        {
            byte[] bytes;
            try
            {
                bytes = network.ToBytes(withState);
            }
            catch (InvalidOperationException error)
            {
                return (IsOfWeights(error) ? null : $"refused to be saved: {error.Message}", null);
            }

            try
            {
                loaded = Perceptron.Load<T>(bytes, parts);
            }
            catch (ModelFormatException error)
            {
                return ($"could not be loaded: {error.Message}", null);
            }

            // Without its state a network that standardizes is as if its weights had been set, its baseline in the rounding of that.
            byte[] resaved = loaded.ToBytes(withState);
            byte[] expected = withState || network.InputMeans.IsEmpty ? bytes : Perceptron.Load<T>(resaved, parts).ToBytes(withState);
            if (!resaved.AsSpan().SequenceEqual(expected))
            {
                return ($"another file {(withState ? "with" : "without")} its state", null);
            }

            if (!Same(loaded.Weights, network.Weights) || !Same(loaded.Bias, network.Bias) || loaded.ToString() != network.ToString() && withState)
            {
                return ("another network", null);
            }
        }

        if (!network.Clone().ToBytes().AsSpan().SequenceEqual(network.ToBytes()))
        {
            return ("another clone", loaded);
        }

        FrozenPerceptron<T> frozen;
        try
        {
            frozen = network.Freeze();
        }
        catch (InvalidOperationException)
        {
            return (null, loaded);
        }

        byte[] predictor = frozen.ToBytes();
        FrozenPerceptron<T> again = FrozenPerceptron.Load<T>(predictor, parts);
        return (again.ToBytes().AsSpan().SequenceEqual(predictor) && Same(again.Weights, frozen.Weights) && Same(again.Bias, frozen.Bias)
            ? null
            : "another predictor", loaded);
    }

    private static string Outcome<T>(Action<Perceptron<T>> act, Perceptron<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        try
        {
            act(network);
            return "done";
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return error.Message;
        }
    }

    private static string Bytes<T>(Perceptron<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        try
        {
            return Convert.ToHexString(network.ToBytes());
        }
        catch (InvalidOperationException error) when (IsOfWeights(error))
        {
            return "not finite";
        }
    }

    private static bool IsOfWeights(InvalidOperationException error) => error.Message.Contains("no longer finite", StringComparison.Ordinal);

    private static bool Same<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : unmanaged => MemoryMarshal.AsBytes(left).SequenceEqual(MemoryMarshal.AsBytes(right));
}
