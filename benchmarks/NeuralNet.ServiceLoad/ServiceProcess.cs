using System.Collections.Concurrent;
using System.Diagnostics;

namespace NeuralNet.ServiceLoad;

/// <summary>The example service as a process of its own, on a free port of this machine, with a folder for its model.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("service").FullName;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServiceProcess(byte[]? model)
    {
        if (model is not null)
        {
            File.WriteAllBytes(ModelPath, model);
        }

        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "NeuralNet.Service.dll"),
            "--urls", "http://127.0.0.1:0", "--Model:Path", ModelPath, "--Learning:SaveInterval", "00:00:01",
        ];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException("The service did not start.");
        _process.EnableRaisingEvents = true;
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException($"The service ended.\n{Output}"));
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string ModelPath => Path.Combine(_folder, "model.safetensors");

    public string Output => string.Join('\n', _output);

    public int HandleCount
    {
        get
        {
            _process.Refresh();
            return _process.HandleCount;
        }
    }

    /// <summary>The memory of the process that is in use, in bytes.</summary>
    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts the service; done when it answers.</summary>
    /// <param name="model">The file of its model. Default null: there is none, and it trains its own.</param>
    public static async Task<(ServiceProcess Process, HttpClient Client)> StartAsync(byte[]? model = null)
    {
        var process = new ServiceProcess(model);
        try
        {
            Uri address = await process._address.Task.WaitAsync(TimeSpan.FromSeconds(60));
            return (process, new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) });
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks the process to end as a terminal or a container would, and waits for it.</summary>
    public async Task StopAsync()
    {
        if (_process.HasExited)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            _process.Kill();
        }
        else
        {
            using Process kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
        }

        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        int at = line.IndexOf(Listening, StringComparison.Ordinal);
        if (at >= 0)
        {
            _address.TrySetResult(new Uri(line[(at + Listening.Length)..].Trim()));
        }
    }
}
