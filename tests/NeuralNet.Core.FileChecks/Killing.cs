using System.Diagnostics;
using System.Reflection;

namespace NeuralNet.Core.FileChecks;

/// <summary>A save that is killed at any point leaves the old model or the new one.</summary>
internal static class Killing
{
    /// <summary>Large enough for a save to take longer than to notice.</summary>
    private const int Inputs = 200_000;

    private const int LongestMilliseconds = 60;

    /// <summary>Kills processes that save all the time; returns 0 where the file loaded after each.</summary>
    public static int Run(int times)
    {
        string folder = Directory.CreateTempSubdirectory("killing").FullName;
        string path = Path.Combine(folder, "model.safetensors");
        var random = new Random(1);
        var seen = new HashSet<float>();
        try
        {
            Network(0).Save(path);
            for (int time = 0; time < times; time++)
            {
                using Process saving = Start("save", path);
                saving.StandardOutput.ReadLine();
                Thread.Sleep(random.Next(LongestMilliseconds));
                saving.Kill();
                saving.WaitForExit();
                FrozenPerceptron<float> found = FrozenPerceptron.Load<float>(path);
                if (found.Weights.ContainsAnyExcept(found.Weights[0]))
                {
                    Console.Error.WriteLine($"After kill {time} the file holds parts of two models.");
                    return 1;
                }

                seen.Add(found.Weights[0]);
            }

            int left = Directory.GetFiles(folder).Length - 1;
            Console.WriteLine($"{times} saves killed, the file loaded after each: {seen.Count} different models, {left} temporary files left behind");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Saves one model after the other, all weights of each equal, until it is killed.</summary>
    public static int SaveForever(string path)
    {
        Perceptron<float> network = Network(0);
        float[] weights = new float[Inputs];
        for (int number = Environment.ProcessId; ; number++)
        {
            weights.AsSpan().Fill(number);
            network.SetWeights(weights);
            network.Save(path);
            if (number == Environment.ProcessId)
            {
                Console.WriteLine("saving");
            }
        }
    }

    /// <summary>Another process of this program.</summary>
    public static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(
        Environment.ProcessPath ?? "dotnet",
        [.. IsHost ? [Assembly.GetExecutingAssembly().Location] : Array.Empty<string>(), .. arguments])
    {
        RedirectStandardOutput = true,
    })!;

    private static bool IsHost =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "dotnet";

    private static Perceptron<float> Network(int value)
    {
        Perceptron<float> network = Perceptron.Regressor<float>(Inputs).Build();
        float[] weights = new float[Inputs];
        weights.AsSpan().Fill(value);
        network.SetWeights(weights);
        return network;
    }
}
