using Microsoft.ML.OnnxRuntime;

namespace NeuralNet.Onnx.Tests.Support;

/// <summary>A model in ONNX Runtime, the reference for exported models.</summary>
internal sealed class OnnxSession(byte[] model) : IDisposable
{
    private readonly InferenceSession _session = new(model);

    public IReadOnlyList<string> OutputNames => _session.OutputNames;

    public IReadOnlyDictionary<string, string> Properties => _session.ModelMetadata.CustomMetadataMap;

    public string Producer => _session.ModelMetadata.ProducerName;

    /// <summary>Computes one output for the rows <c>[rows x inputs]</c>, with its shape.</summary>
    public TOutput[] Run<T, TOutput>(string output, T[] rows, int inputs, out long[] shape)
        where T : unmanaged
        where TOutput : unmanaged
    {
        using OrtValue value = OrtValue.CreateTensorValueFromMemory(rows, [rows.Length / inputs, inputs]);
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results =
            _session.Run(options, new Dictionary<string, OrtValue> { [_session.InputNames[0]] = value }, [output]);
        shape = results[0].GetTensorTypeAndShape().Shape;
        return results[0].GetTensorDataAsSpan<TOutput>().ToArray();
    }

    public void Dispose() => _session.Dispose();
}
