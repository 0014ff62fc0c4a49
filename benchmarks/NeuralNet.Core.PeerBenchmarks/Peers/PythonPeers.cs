using System.Text.Json.Nodes;
using NeuralNet.Core.PeerBenchmarks.Data;

namespace NeuralNet.Core.PeerBenchmarks.Peers;

/// <summary>The peers in processes of their own: started when first asked, one for each library and number of threads.</summary>
internal sealed class PythonPeers : IDisposable
{
    private const string NumPy = "numpy_peer.py";
    private const string ScikitLearn = "sklearn_peer.py";
    private const string PyTorch = "torch_peer.py";
    private const string Liblinear = "liblinear_peer.py";

    private readonly Dictionary<(string Script, int Threads), PythonWorker> _workers = [];
    private readonly Dictionary<(string Script, int Threads), string> _missing = [];

    /// <summary>The libraries that were asked, with their versions.</summary>
    public IEnumerable<string> Versions => _workers.Values.Select(worker => worker.Versions).Distinct();

    /// <summary>A round of NumPy.</summary>
    public Answer AskNumPy(JsonObject request, int threads = 1) => Ask(NumPy, threads, request);

    /// <summary>A round of scikit-learn.</summary>
    public Answer AskScikitLearn(JsonObject request) => Ask(ScikitLearn, 1, request);

    /// <summary>A round of PyTorch.</summary>
    public Answer AskPyTorch(JsonObject request) => Ask(PyTorch, 1, request);

    /// <summary>A round of LIBLINEAR.</summary>
    public Answer AskLiblinear(JsonObject request) => Ask(Liblinear, 1, request);

    /// <summary>A request that names the files of a data set.</summary>
    public static JsonObject Request(string task, DataFiles files) => new()
    {
        ["task"] = task,
        ["x"] = files.Inputs,
        ["y"] = files.Targets,
        ["destination"] = files.Predictions,
        ["inputs"] = files.Width,
    };

    /// <summary>A request that also brings the weights to predict with.</summary>
    public static JsonObject Request(string task, DataFiles files, Weights weights)
    {
        JsonObject request = Request(task, files);
        request["weights"] = new JsonArray([.. weights.Values.Select(value => JsonValue.Create(value))]);
        request["bias"] = new JsonArray([.. weights.Bias.Select(value => JsonValue.Create(value))]);
        return request;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PythonWorker worker in _workers.Values)
        {
            worker.Dispose();
        }
    }

    private Answer Ask(string script, int threads, JsonObject request)
    {
        if (_missing.TryGetValue((script, threads), out string? reason))
        {
            throw new PeerUnavailableException(reason);
        }

        if (!_workers.TryGetValue((script, threads), out PythonWorker? worker))
        {
            try
            {
                worker = new PythonWorker(script, threads);
                _workers.Add((script, threads), worker);
            }
            catch (PeerUnavailableException missing)
            {
                _missing.Add((script, threads), missing.Message);
                throw;
            }
        }

        return new Answer(worker.Ask(request));
    }
}
