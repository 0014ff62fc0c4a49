using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Google.Protobuf;
using NeuralNet.Core;
using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx;

/// <summary>Finds the one layer of a graph, and refuses every other graph.</summary>
internal static class OnnxReader
{
    /// <summary>What only an export of this library has beside layer and link: its classes, which are made again from the metadata.</summary>
    private static readonly HashSet<string> _ownOperators = ["Greater", "Cast", "Squeeze", "ArgMax", "Sub", "Concat", "Identity"];

    public static FrozenPerceptron<T> Read<T>(ReadOnlySpan<byte> source)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        try
        {
            ModelProto model = ModelProto.Parser.ParseFrom(source);
            return model.Graph is { } graph
                ? Network<T>(model, new Graph(graph))
                : throw new ModelFormatException("The file has no graph, so it is no ONNX model.");
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new ModelFormatException($"The file is no ONNX model: {error.Message}", error);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or JsonException)
        {
            throw new ModelFormatException($"The graph of the file is none of a network: {error.Message}", error);
        }
    }

    private static FrozenPerceptron<T> Network<T>(ModelProto model, Graph graph)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Dictionary<string, string> metadata = Metadata(model);
        bool isOwn = model.ProducerName == Names.Producer && metadata.ContainsKey(Names.Link);
        NodeProto layer = graph.Layer();
        graph.CheckInput(layer);
        Linear<T> linear = layer.OpType == "Gemm" ? Linear<T>.OfGemm(layer, graph) : Linear<T>.OfMatMul(layer, graph);
        string logits = linear.Output;
        NodeProto[] after = graph.Consumers(logits);
        NodeProto[] links = [.. after.Where(node => Links.Of(node.OpType) is not null)];
        NodeProto[] known = [layer, .. linear.Addition is null ? Array.Empty<NodeProto>() : [linear.Addition], .. links];
        foreach (NodeProto node in graph.Nodes)
        {
            if (!known.Contains(node) && !graph.IsBeforeLayer(node) && node.OpType != "Constant" && !(isOwn && _ownOperators.Contains(node.OpType)))
            {
                throw new ModelFormatException(
                    $"The graph has the operator '{node.OpType}' ('{node.Name}') beside its layer; after Gemm or MatMul and Add there may be one of Sigmoid, Softmax, Tanh, Relu, Softplus, Exp and Identity.");
            }
        }

        Activation link = LinkOf(links, isOwn, metadata, graph, logits);
        return FrozenPerceptron.FromWeights<T>(
            linear.Inputs,
            linear.Weights,
            linear.Bias,
            link,
            isOwn ? Threshold<T>(metadata) : T.Zero,
            isOwn ? NameList(metadata, Names.FeatureNames) : null,
            isOwn ? NameList(metadata, Names.ClassNames) : null);
    }

    private static Activation LinkOf(
        NodeProto[] links, bool isOwn, Dictionary<string, string> metadata, Graph graph, string logits)
    {
        if (isOwn && metadata[Names.Link] == Activation.Step.Name)
        {
            return Activation.Step;
        }

        if (links.Length > 1)
        {
            throw new ModelFormatException($"The graph has {links.Length} links after its layer, '{links[0].OpType}' and '{links[1].OpType}'; one is needed.");
        }

        if (links.Length == 0)
        {
            return graph.IsOutput(logits)
                ? Activation.Identity
                : throw new ModelFormatException($"Neither '{logits}' nor a link after it is an output of the graph.");
        }

        NodeProto link = links[0];
        if (link.Input.Count != 1 || link.Output.Count != 1 || !graph.IsOutput(link.Output[0]))
        {
            throw new ModelFormatException($"The link '{link.OpType}' is to have one input, and one output that is an output of the graph.");
        }

        if (link.OpType == "Softmax" && Attributes.Integer(link, "axis", 1) is not (1 or -1))
        {
            throw new ModelFormatException($"Softmax goes along axis {Attributes.Integer(link, "axis", 1)}; along the outputs, 1 or -1, it is a link.");
        }

        return Links.Of(link.OpType)!;
    }

    private static T Threshold<T>(Dictionary<string, string> metadata)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        !metadata.TryGetValue(Names.ThresholdText, out string? text) ? T.Zero
        : T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T threshold) ? threshold
        : throw new ModelFormatException($"The threshold of the file is '{text}', which is no number.");

    private static string[]? NameList(Dictionary<string, string> metadata, string key) =>
        metadata.TryGetValue(key, out string? text) ? JsonSerializer.Deserialize(text, NamesJson.Default.StringArray) : null;

    private static Dictionary<string, string> Metadata(ModelProto model)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (StringStringEntryProto entry in model.MetadataProps)
        {
            if (!metadata.TryAdd(entry.Key, entry.Value))
            {
                throw new ModelFormatException($"The metadata of the file has '{entry.Key}' twice.");
            }
        }

        return metadata;
    }
}
