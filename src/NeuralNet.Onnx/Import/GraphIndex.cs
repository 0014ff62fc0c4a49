using System.Numerics;
using NeuralNet.Common;
using NeuralNet.Core;
using NeuralNet.Onnx.Schema;
using static System.FormattableString;

namespace NeuralNet.Onnx.Import;

/// <summary>
/// Finds the node that computes each value of a graph. Every value is computed once, by a node that comes before the nodes that use it,
/// so a walk from the output to the input ends.
/// </summary>
internal sealed class GraphIndex
{
    private const int TensorAttribute = 4;
    private const int FloatAttribute = 1;
    private const int FloatsAttribute = 6;

    private readonly GraphProto _graph;
    private readonly Dictionary<string, int> _makers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorProto> _initializers = new(StringComparer.Ordinal);

    /// <exception cref="ModelFormatException">A value is computed twice.</exception>
    public GraphIndex(GraphProto graph)
    {
        _graph = graph;
        foreach (TensorProto tensor in graph.Initializer)
        {
            ThrowIfTwice(_initializers.TryAdd(tensor.Name, tensor), tensor.Name);
        }

        foreach ((int place, NodeProto node) in graph.Node.Index())
        {
            foreach (string output in node.Output.Where(output => output.Length > 0))
            {
                ThrowIfTwice(!_initializers.ContainsKey(output) && _makers.TryAdd(output, place), output);
            }
        }
    }

    /// <summary>The name of the output that has the predictions.</summary>
    /// <exception cref="ModelFormatException">The output is ambiguous.</exception>
    public string Output => ClearOutput ?? throw new ModelFormatException(Invariant(
        $"The graph has {Shown.Count(_graph.Output.Count, "output")}; one is allowed, one beside the labels of a classifier, or several with one of them named '{GraphNames.Predictions}'."));

    /// <summary>The only output, the one named <c>predictions</c>, or the only one beside labels; null if it is ambiguous.</summary>
    private string? ClearOutput
    {
        get
        {
            string[] names = [.. _graph.Output.Select(output => output.Name)];
            return names is [string only] ? only
                : names.Contains(GraphNames.Predictions) ? GraphNames.Predictions
                : names.Where(name => !IsLabel(SourceOfOutput(name))).ToArray() is [string scores] && names.Length > 1 ? scores
                : null;
        }
    }

    /// <summary>Checks whether a value holds the labels of a classifier, with or without a Cast.</summary>
    public bool IsLabel(Source source)
    {
        while (source.Node is { } cast && cast.Is("Cast") && cast.Input.Count > 0)
        {
            source = SourceOf(cast, 0, source.Place);
        }

        return source.Node is { } node && node.IsOfMachineLearning("LinearClassifier") && node.Output[0] == source.Name;
    }

    /// <summary>
    /// Rejects unsupported operators among all nodes that the output depends on, before other checks, so the error names the operator.
    /// </summary>
    /// <exception cref="ModelFormatException">The graph has an unsupported operator.</exception>
    public void CheckOperators()
    {
        var needed = new SortedSet<int>();
        var values = new Stack<string>(ClearOutput is { } clear ? [clear] : _graph.Output.Select(output => output.Name));
        while (values.TryPop(out string? value))
        {
            if (_makers.TryGetValue(value, out int maker) && needed.Add(maker))
            {
                foreach (string input in _graph.Node[maker].Input)
                {
                    values.Push(input);
                }
            }
        }

        Operators.Check(needed.Select(place => _graph.Node[place]));
    }

    /// <summary>Returns the graph input of a name; null if there is none, or if it has a constant value.</summary>
    public ValueInfoProto? Input(string name) =>
        _initializers.ContainsKey(name) ? null : _graph.Input.FirstOrDefault(input => input.Name == name);

    /// <summary>Returns the source of an output of the graph, skipping Identity nodes.</summary>
    public Source SourceOfOutput(string name) => SourceOf(name, _graph.Node.Count);

    /// <summary>Returns the source of an input of a node, skipping Identity nodes.</summary>
    /// <exception cref="ModelFormatException">The node that computes the value comes after the node that uses it.</exception>
    public Source SourceOf(NodeProto user, int input, int place) => SourceOf(user.Input[input], place);

    /// <summary>Returns a constant; null if the value is not constant.</summary>
    /// <exception cref="ModelFormatException">The constant can't be read.</exception>
    public Constant<T>? ConstantOf<T>(string name, int place)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var transposes = new List<NodeProto>();
        if (TensorOf(ref name, place, transposes) is not { } tensor)
        {
            return null;
        }

        // Two Transposes cancel out, so a long chain of them takes no more memory than one.
        Constant<T> constant = TensorReader.Read<T>(tensor, name);
        foreach (NodeProto transpose in transposes)
        {
            CheckOrder(transpose, constant);
        }

        return transposes.Count % 2 == 0 ? constant : constant.Transposed();
    }

    /// <summary>
    /// Returns the tensor behind a name, and the Transposes between; null if the value is not constant. The name becomes that of the
    /// tensor.
    /// </summary>
    private TensorProto? TensorOf(ref string name, int place, List<NodeProto> transposes)
    {
        TensorProto? tensor;
        while (!_initializers.TryGetValue(name, out tensor))
        {
            Source source = SourceOf(name, place);
            if (source.Node is null ? source.Name == name : !source.Node.Is("Constant") && !source.Node.Is("Transpose"))
            {
                return null;
            }

            (name, place) = (source.Name, source.Place);
            if (source.Node is { } node)
            {
                if (node.Is("Constant"))
                {
                    return ValueOf(node);
                }

                node.Check(1, 1, "perm");
                transposes.Add(node);
                name = node.Input[0];
            }
        }

        return tensor;
    }

    private static void CheckOrder<T>(NodeProto node, Constant<T> constant)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Without perm, Transpose reverses all dimensions.
        AttributeProto? order = node.Attribute.FirstOrDefault();
        if (order is not null && !(constant.Shape.Length == 2 && order.Ints.SequenceEqual([1L, 0])))
        {
            throw new ModelFormatException(
                $"The node {node.Title()} has perm = [{string.Join(", ", order.Ints.Take(4))}] for a constant of {constant.Shape.Length} dimension(s); [1, 0] for two dimensions is allowed.");
        }
    }

    private static TensorProto ValueOf(NodeProto node)
    {
        node.Check(0, 0, "value", "value_float", "value_floats");
        AttributeProto? value = node.Attribute.Count == 1 ? node.Attribute[0] : null;
        return value switch
        {
            { Name: "value", T: { } tensor, Type: TensorAttribute } => tensor,
            { Name: "value_float", Type: FloatAttribute } =>
                new TensorProto { DataType = ElementType.Float, FloatData = { value.F } },
            { Name: "value_floats", Type: FloatsAttribute } =>
                new TensorProto { DataType = ElementType.Float, Dims = { value.Floats.Count }, FloatData = { value.Floats } },
            _ => throw new ModelFormatException(
                $"The node {node.Title()} has no supported value; exactly one of value, value_float and value_floats is needed."),
        };
    }

    private Source SourceOf(string name, int place)
    {
        while (_makers.TryGetValue(name, out int maker))
        {
            NodeProto node = _graph.Node[maker];
            if (maker >= place)
            {
                throw new ModelFormatException(
                    $"The value '{name.Shown()}' is used before the node {node.Title()} computes it; nodes must be in the order in which they run.");
            }

            if (!node.Is("Identity"))
            {
                return new Source(name, node, maker);
            }

            node.Check(1, 1);
            (name, place) = (node.Input[0], maker);
        }

        return new Source(name, null, place);
    }

    private static void ThrowIfTwice(bool isFirst, string name)
    {
        if (!isFirst)
        {
            throw new ModelFormatException($"The graph has the value '{name.Shown()}' twice; once is allowed.");
        }
    }
}
