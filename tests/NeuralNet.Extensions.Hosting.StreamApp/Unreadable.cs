using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace NeuralNet.Extensions.Hosting.StreamApp;

/// <summary>A model that a service may not read is no model that is not there: it is never overwritten.</summary>
internal static class Unreadable
{
    /// <summary>Deploys such a model; returns 0 where it stays, and a readable one is loaded after it.</summary>
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
                output.WriteLine("This process may read a file of mode 000. Begin it without that right.");
                return 2;
            }

            File.Move(deployed, path, overwrite: true);
            await UntilAsync(() => service.Count(PerceptronEventIds.ReloadFailed) > 0 && service.Count(PerceptronEventIds.SavedBeside) > 10);
            bool isDegraded = await service.HealthAsync() == HealthStatus.Degraded;

            // A save would give it another time. Once it may be read it is loaded, and may be saved over.
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
