using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NeuralNet.Core.PeerBenchmarks.Peers;

/// <summary>A Python process that lives as long as the run, so that rounds alternate without starting it anew.</summary>
internal sealed class PythonWorker : IDisposable
{
    private const string Interpreter = "/usr/bin/python3";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;

    /// <summary>Starts a script of this project and waits until it has imported its library.</summary>
    /// <exception cref="PeerUnavailableException">There is no Python, or it doesn't have the library.</exception>
    public PythonWorker(string script, int threads)
    {
        var start = new ProcessStartInfo(Interpreter)
        {
            ArgumentList = { "-u", Path.Combine(AppContext.BaseDirectory, "Python", script) },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string count = threads.ToString(CultureInfo.InvariantCulture);
        start.Environment["OMP_NUM_THREADS"] = count;
        start.Environment["OPENBLAS_NUM_THREADS"] = count;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";

        // They choose kernels for another processor and may slow OpenBLAS down.
        start.Environment.Remove("OPENBLAS_CORETYPE");
        start.Environment.Remove("OPENBLAS_L2_SIZE");
        if (!File.Exists(Interpreter))
        {
            throw new PeerUnavailableException($"This machine has no {Interpreter}.");
        }

        _process = Process.Start(start) ?? throw new PeerUnavailableException($"{Interpreter} did not start.");
        _process.ErrorDataReceived += (_, line) => LastError = string.IsNullOrWhiteSpace(line.Data) ? LastError : line.Data;
        _process.BeginErrorReadLine();
        Versions = Answer()["versions"]!.GetValue<string>();
    }

    /// <summary>The library and its version.</summary>
    public string Versions { get; }

    private string LastError { get; set; } = "It said nothing.";

    /// <summary>Asks for one round of a task.</summary>
    /// <exception cref="PeerUnavailableException">The peer failed, or took too long.</exception>
    public JsonObject Ask(JsonObject request)
    {
        _process.StandardInput.WriteLine(request.ToJsonString());
        _process.StandardInput.Flush();
        JsonObject answer = Answer();
        return answer["error"] is { } error ? throw new PeerUnavailableException($"It failed: {error}.") : answer;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private JsonObject Answer()
    {
        Task<string?> line = _process.StandardOutput.ReadLineAsync();
        if (!line.Wait(Patience))
        {
            _process.Kill();
            throw new PeerUnavailableException($"It gave no answer within {Patience.TotalSeconds} seconds.");
        }

        if (line.Result is not { } text)
        {
            _process.WaitForExit();
            throw new PeerUnavailableException($"Its process ended: {LastError}.");
        }

        return JsonSerializer.Deserialize<JsonObject>(text)!;
    }
}
