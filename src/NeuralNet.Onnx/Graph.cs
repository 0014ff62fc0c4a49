using NeuralNet.Core;
using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx;

/// <summary>What is asked of a graph to find its layer.</summary>
internal sealed class Graph
{
    private readonly GraphProto _graph;
    private readonly Dictionary<string, TensorProto> _constants = new(StringComparer.Ordinal);
    private readonly HashSet<NodeProto> _beforeLayer = [];

    public Graph(GraphProto graph)
    {
        _graph = graph;
        foreach (TensorProto tensor in graph.Initializer)
        {
            Add(tensor.Name, tensor);
        }

        foreach (NodeProto node in graph.Node.Where(node => node.OpType == "Constant"))
        {
            TensorProto? value = node.Attribute.FirstOrDefault(attribute => attribute.Name == "value")?.T;
            if (value is null || node.Output.Count != 1)
            {
                throw new ModelFormatException($"The constant '{node.Name}' is no tensor, or has {node.Output.Count} outputs.");
            }

            Add(node.Output[0], value);
        }
    }

    public IEnumerable<NodeProto> Nodes => _graph.Node;

    /// <summary>The one Gemm or MatMul.</summary>
    public NodeProto Layer()
    {
        NodeProto[] layers = [.. _graph.Node.Where(node => node.OpType is "Gemm" or "MatMul")];
        return layers.Length == 1
            ? layers[0]
            : throw new ModelFormatException(
                $"The graph has {layers.Length} layers (Gemm or MatMul); a network of one is read. Its operators are {string.Join(", ", _graph.Node.Take(20).Select(node => node.OpType))}.");
    }

    /// <summary>Refuses a layer that takes anything but the one input of the graph.</summary>
    public void CheckInput(NodeProto layer)
    {
        string[] inputs = [.. _graph.Input.Select(input => input.Name).Where(name => !_constants.ContainsKey(name))];
        if (inputs.Length != 1)
        {
            throw new ModelFormatException($"The graph has {inputs.Length} inputs; one is needed.");
        }

        string name = layer.Input.Count > 0 ? layer.Input[0] : string.Empty;
        while (name != inputs[0])
        {
            NodeProto? before = _graph.Node.FirstOrDefault(node => node.Output.Contains(name));
            if (before is not { OpType: "Identity", Input.Count: 1 } || !_beforeLayer.Add(before))
            {
                throw new ModelFormatException(
                    $"The layer takes '{name}', which {(before is null ? "nothing gives" : $"the operator '{before.OpType}' gives")}; it is to take the input of the graph, '{inputs[0]}'.");
            }

            name = before.Input[0];
        }
    }

    /// <summary>Whether a node hands the input on to the layer as it is.</summary>
    public bool IsBeforeLayer(NodeProto node) => _beforeLayer.Contains(node);

    public NodeProto[] Consumers(string name) => [.. _graph.Node.Where(node => node.Input.Contains(name))];

    public bool IsOutput(string name) => _graph.Output.Any(output => output.Name == name);

    /// <summary>The constant that a node takes at a place.</summary>
    public TensorProto Constant(NodeProto node, int place) =>
        _constants.TryGetValue(node.Input[place], out TensorProto? tensor)
            ? tensor
            : throw new ModelFormatException(
                $"The operator '{node.OpType}' takes '{node.Input[place]}', which is no constant: weights must be in the file.");

    public bool IsConstant(string name) => _constants.ContainsKey(name);

    private void Add(string name, TensorProto tensor)
    {
        if (!_constants.TryAdd(name, tensor))
        {
            throw new ModelFormatException($"The graph has the constant '{name}' twice.");
        }
    }
}
