using Microsoft.ML.OnnxRuntime;

namespace NeuralNet.Core.PeerBenchmarks.Peers;

/// <summary>ONNX Runtime on one thread, reading from and writing to arrays of the caller without a copy.</summary>
internal sealed class OnnxSession : IDisposable
{
    private static readonly string[] _inputNames = ["x"];
    private static readonly string[] _outputNames = ["p"];

    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly OrtValue[][] _inputs;
    private readonly OrtValue[] _output;

    /// <summary>A model of these weights, whose input is in turn each of the blocks of <paramref name="inputs"/>.</summary>
    public OnnxSession(float[] weights, float[] bias, float[] inputs, int rowsPerCall, float[] destination)
    {
        int width = weights.Length / bias.Length;
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
        };
        _session = new InferenceSession(OnnxGraph.OfOneLayer(weights, bias, rowsPerCall), options);
        _inputs = new OrtValue[inputs.Length / (rowsPerCall * width)][];
        for (int block = 0; block < _inputs.Length; block++)
        {
            Memory<float> rows = inputs.AsMemory(block * rowsPerCall * width, rowsPerCall * width);
            _inputs[block] = [OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, rows, [rowsPerCall, width])];
        }

        _output = [OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, destination.AsMemory(), [rowsPerCall, bias.Length])];
    }

    /// <summary>Predicts one block.</summary>
    public void Run(int block = 0) => _session.Run(_runOptions, _inputNames, _inputs[block], _outputNames, _output);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (OrtValue value in _inputs.SelectMany(values => values).Concat(_output))
        {
            value.Dispose();
        }

        _runOptions.Dispose();
        _session.Dispose();
    }
}
