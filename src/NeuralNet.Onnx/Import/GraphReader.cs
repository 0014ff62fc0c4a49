using System.Numerics;
using System.Text;
using Google.Protobuf;
using NeuralNet.Common;
using NeuralNet.Core;
using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx.Import;

/// <summary>Reads a network from the bytes of a model.</summary>
internal static class GraphReader
{
    /// <summary>The first version whose models declare their operator set.</summary>
    private const long LeastIrVersion = 3;

    /// <summary>The first operator set in which Gemm and Add broadcast as they do today.</summary>
    private const long LeastOperatorSet = 7;

    private static readonly MessageParser<ModelProto> _parser = ModelProto.Parser.WithDiscardUnknownFields(true);

    /// <exception cref="ModelFormatException">The bytes are no ONNX model, or not a model of a single layer.</exception>
    public static FrozenPerceptron<T> Read<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (bytes.Length > FileLimits.Bytes)
        {
            throw new ModelFormatException(FormattableString.Invariant(
                $"There are {bytes.Length} bytes; a model of one layer may have at most {FileLimits.Bytes}."));
        }

        if (WireCensus.Refusal(bytes) is { } refusal)
        {
            throw new ModelFormatException(WhatElse(bytes) ?? refusal);
        }

        ModelProto model = Parse(bytes);
        if (model.Graph is null)
        {
            throw NoModel(model, bytes);
        }

        var graph = new GraphIndex(model.Graph);
        graph.CheckOperators();
        Operators.CheckFunctions(model.Functions);
        CheckVersions(model, bytes);
        var metadata = new Metadata(model.MetadataProps);
        Layer<T> layer = LayerReader<T>.Read(graph);
        int outputs = layer.Bias.Length;
        try
        {
            return FrozenPerceptron.FromWeights<T>(
                layer.Inputs,
                layer.Weights,
                layer.Bias,
                layer.Link,
                metadata.Threshold<T>(),
                metadata.FeatureNames(layer.Inputs),
                metadata.ClassNames(outputs) ?? layer.ClassNames,
                metadata.IsClassifier(outputs) ?? layer.IsClassifier);
        }
        catch (ArgumentException exception)
        {
            // No inner exception: its message has unescaped names of the file.
            const int most = 400;
            throw new ModelFormatException($"The layer of the model is no valid network: {exception.Message.Shown(most)}");
        }
    }

    private static ModelProto Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return _parser.ParseFrom(bytes);
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or DecoderFallbackException)
        {
            throw new ModelFormatException(
                WhatElse(bytes) ?? $"The bytes are no ONNX model, or a damaged one: {exception.Message}", exception);
        }
    }

    /// <summary>Returns a description of bytes in another format; null if they may be a damaged ONNX model.</summary>
    private static string? WhatElse(ReadOnlySpan<byte> bytes)
    {
        const int lengthBytes = sizeof(ulong);
        string? what = bytes.IsEmpty ? "There are 0 bytes: the file is empty. Copy it again."
            : bytes.Length > lengthBytes && bytes[lengthBytes] == (byte)'{' && bytes[lengthBytes - 1] == 0
            ? "The file is a safetensors file, as Perceptron.Load, FrozenPerceptron.Load and FrozenPerceptron.LoadWeights read."
            : ForeignFile.Tell(bytes);
        return what is null ? null : $"The bytes are no ONNX model. {what}";
    }

    private static ModelFormatException NoModel(ModelProto model, ReadOnlySpan<byte> bytes) =>
        new(WhatElse(bytes) ?? FormattableString.Invariant(
            $"The bytes are no ONNX model with a graph and an IR version of {LeastIrVersion} or more; the IR version is {model.IrVersion}."));

    private static void CheckVersions(ModelProto model, ReadOnlySpan<byte> bytes)
    {
        if (model.IrVersion < LeastIrVersion)
        {
            throw NoModel(model, bytes);
        }

        // A model without standard operators need not declare their version.
        long[] versions = [.. model.OpsetImport.Where(set => NodeShape.IsStandard(set.Domain)).Select(set => set.Version)];
        if (versions is not [>= LeastOperatorSet] && (versions.Length > 0 || model.Graph.Node.Any(node => NodeShape.IsStandard(node.Domain))))
        {
            throw new ModelFormatException(FormattableString.Invariant(
                $"The model imports {(versions is [long one] ? $"version {one}" : $"{versions.Length} versions")} of the standard operators; one is needed, {LeastOperatorSet} or later. Export it with a later opset."));
        }
    }
}
