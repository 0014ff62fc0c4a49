using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace NeuralNet.Extensions.Hosting.StreamApp;

/// <summary>A model that a service can't read does not count as missing: it is never overwritten.</summary>
internal static class Unreadable
{
    /// <summary>Deploys such a model. Returns 0 if it stays, and a later readable model is loaded.</summary>
    public static async Task<int> RunAsync(TextWriter output)
    {
        string folder = Directory.CreateTempSubdirectory("unreadable").FullName;
        string path = Path.Combine(folder, "model.safetensors");
        string deployed = Path.Combine(folder, "deployed");
        using var over = new CancellationTokenSource();
        try
        {
            byte[] theirs = ExampleStream.NewNetwork().ToBytes();
            await using var service = new SavingService(path);
            await service.StartAsync();
            Task learning = Task.Run(() => service.LearnAsync(over.Token));
            await UntilAsync(() => service.Count(PerceptronEventIds.Saved) > 0);
            File.WriteAllBytes(deployed, theirs);
            File.SetLastWriteTimeUtc(deployed, DateTime.UnixEpoch);
            SetMode(deployed, UnixFileMode.None);
            if (IsReadable(deployed))
            {
                output.WriteLine("This process can read a file of mode 000. Run it without that capability.");
                return 2;
            }

            File.Move(deployed, path, overwrite: true);
            await UntilAsync(() => service.Count(PerceptronEventIds.ReloadFailed) > 0 && service.Count(PerceptronEventIds.SavedBeside) > 10);
            bool isDegraded = await service.HealthAsync() == HealthStatus.Degraded;

            // A save would change its time. Once it is readable it is loaded, and may be overwritten.
            bool isTheirs = File.GetLastWriteTimeUtc(path) == DateTime.UnixEpoch && new FileInfo(path).Length == theirs.Length;
            SetMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            await UntilAsync(() => service.Count(PerceptronEventIds.Reloaded) > 0);
            await over.CancelAsync();
            await learning;
            output.WriteLine($"unreadable model kept: {isTheirs}, degraded: {isDegraded}, loaded once it could be read: True");
            return isTheirs && isDegraded ? 0 : 1;
        }
        finally
        {
            await over.CancelAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var over = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!condition())
        {
            await Task.Delay(1, over.Token);
        }
    }

    private static bool IsReadable(string path)
    {
        try
        {
            File.OpenRead(path).Dispose();
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
