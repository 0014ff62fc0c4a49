using System.Diagnostics;
using System.Globalization;
using NeuralNet.Core;

namespace NeuralNet.Extensions.Hosting.StreamApp;

/// <summary>Models deployed at the moment in which a service saves are loaded, and not overwritten.</summary>
internal static class Racing
{
    /// <summary>The metadata key of the number of a deployed model.</summary>
    private const string Key = "deployed";

    /// <summary>The longest time for a service to load a model.</summary>
    private static readonly TimeSpan _most = TimeSpan.FromSeconds(5);

    /// <summary>Deploys models. Returns 0 if each was loaded and every reader found a whole file.</summary>
    public static async Task<int> RunAsync(int races, TextWriter output)
    {
        string folder = Directory.CreateTempSubdirectory("racing").FullName;
        string path = Path.Combine(folder, "model.safetensors");
        var random = new Random(1);
        using var over = new CancellationTokenSource();
        try
        {
            Network(0).Save(path);
            await using var service = new SavingService(path);
            await service.StartAsync();
            Task learning = Task.Run(() => service.LearnAsync(over.Token));
            Task<int> reading = Task.Run(() => Read(path, over.Token));
            for (int race = 1; race <= races; race++)
            {
                string deployed = Path.Combine(folder, "deployed");
                Network(race).Save(deployed);
                await Task.Delay(random.Next(20));
                File.Move(deployed, path, overwrite: true);
                long start = Stopwatch.GetTimestamp();
                while (service.Current.Model.Metadata[Key] != Text(race))
                {
                    if (Stopwatch.GetElapsedTime(start) > _most)
                    {
                        output.WriteLine(FormattableString.Invariant($"Model {race} was deployed but not loaded within {_most.TotalSeconds} s."));
                        return 1;
                    }

                    await Task.Delay(1);
                }
            }

            await over.CancelAsync();
            await learning;
            int read = await reading;
            output.WriteLine(FormattableString.Invariant(
                $"{races} models deployed and loaded, while {service.Count(PerceptronEventIds.Saved)} saves went to the file and {service.Count(PerceptronEventIds.SavedBeside)} beside it; a reader found a whole file {read} times of {read}"));
            return 0;
        }
        finally
        {
            await over.CancelAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Reads the file continuously; it must exist and be whole.</summary>
    private static int Read(string path, CancellationToken cancellationToken)
    {
        int read = 0;
        for (; !cancellationToken.IsCancellationRequested; read++)
        {
            FrozenPerceptron.Load<float>(path);
        }

        return read;
    }

    private static Perceptron<float> Network(int number)
    {
        Perceptron<float> network = ExampleStream.NewNetwork();
        network.SetMetadata(Key, Text(number));
        return network;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
