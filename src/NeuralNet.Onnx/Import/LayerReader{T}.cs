using System.Numerics;
using NeuralNet.Core;
using NeuralNet.Onnx.Schema;
using static System.FormattableString;

namespace NeuralNet.Onnx.Import;

/// <summary>
/// Walks a graph from its output to its input, and reads the output activation, the layer and the rows on the way. Other parts of the
/// graph, such as labels, do not affect the predictions.
/// </summary>
internal sealed class LayerReader<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly GraphIndex _graph;

    private LayerReader(GraphIndex graph) => _graph = graph;

    /// <exception cref="ModelFormatException">The graph is not one layer.</exception>
    public static Layer<T> Read(GraphIndex graph) => new LayerReader<T>(graph).Read();

    private Layer<T> Read()
    {
        Source output = _graph.SourceOfOutput(_graph.Output);
        ClassLabels? labels = null;
        if (output.Node is { } map && map.IsOfMachineLearning("ZipMap"))
        {
            map.Check(1, 1, "classlabels_int64s", "classlabels_strings");
            labels = ClassLabels.Read(map, "classlabels_int64s", "classlabels_strings");
            output = _graph.SourceOf(map, 0, output.Place);
        }

        NodeProto? normalizer = null;
        if (output.Node is { } node && node.IsOfMachineLearning("Normalizer"))
        {
            normalizer = node;
            normalizer.Check(1, 1, "norm");
            output = _graph.SourceOf(node, 0, output.Place);
        }

        while (_graph.IsLabel(output) && output.Node is { } cast && cast.Is("Cast"))
        {
            cast.Check(1, 1, "to");
            output = _graph.SourceOf(cast, 0, output.Place);
        }

        Layer<T> layer = ReadLayer(output, labels);
        if (normalizer is not null)
        {
            CheckNormalizer(normalizer, output, layer);
        }

        return layer;
    }

    private Layer<T> ReadLayer(Source output, ClassLabels? labels)
    {
        if (output.Node is { } classifier && classifier.IsOfMachineLearning("LinearClassifier"))
        {
            return Classifier(classifier, output.Place, labels);
        }

        Source logits = Logits(output, out Activation outputActivation);
        Layer<T> layer = Plain(logits, outputActivation);
        int outputs = layer.Bias.Length;
        return labels is null ? layer
            : labels.Texts.Length == outputs ? layer with { ClassNames = labels.Names, IsClassifier = true }
            : throw new ModelFormatException(Invariant($"A ZipMap has {labels.Texts.Length} class labels for {outputs} output(s); one for each is needed."));
    }

    private Layer<T> Plain(Source logits, Activation outputActivation) =>
        logits.Node switch
        {
            { } node when node.IsOfMachineLearning("LinearRegressor") => Regressor(node, logits.Place, outputActivation),
            { } node when node.Is("Gemm") => Gemm(node, logits.Place, outputActivation),
            { } node when node.Is("Add") => Add(node, logits.Place, outputActivation),
            { } node when node.Is("MatMul") => MatMul(node, logits.Place, bias: null, biasName: string.Empty, outputActivation),
            _ => throw new ModelFormatException(
                $"The output depends on {logits}, but a layer is expected there: a Gemm, or a MatMul with or without an Add, followed by nothing, or by Sigmoid, Softmax, Tanh, Relu, Softplus, Exp or the step; or a LinearClassifier or LinearRegressor."),
        };

    private Layer<T> Classifier(NodeProto node, int place, ClassLabels? labels)
    {
        LinearOperator<T> found = LinearOperator<T>.Classifier(node);
        if (labels is not null && !labels.Texts.SequenceEqual(found.Labels!.Texts))
        {
            throw new ModelFormatException($"The node {node.Title()} has other class labels than its ZipMap; both must have the same labels in the same order.");
        }

        return Layer(node, place, found.Weights, found.Bias, "intercepts", found.Link) with { ClassNames = found.Labels!.Names, IsClassifier = true };
    }

    private Layer<T> Regressor(NodeProto node, int place, Activation outputActivation)
    {
        LinearOperator<T> found = LinearOperator<T>.Regressor(node);
        return !ReferenceEquals(outputActivation, Activation.Identity) && !ReferenceEquals(found.Link, Activation.Identity)
            ? throw new ModelFormatException($"The node {node.Title()} has a post_transform and is followed by another output activation; only one of the two is allowed.")
            : Layer(node, place, found.Weights, found.Bias, "intercepts", ReferenceEquals(outputActivation, Activation.Identity) ? found.Link : outputActivation) with { IsClassifier = false };
    }

    /// <summary>
    /// Checks that a Normalizer changes nothing: scikit-learn's exporter divides probabilities by a sum that is already 1.
    /// </summary>
    private static void CheckNormalizer(NodeProto normalizer, Source scores, Layer<T> layer)
    {
        string norm = normalizer.Text("norm", "MAX");
        bool isPair = layer.Bias.Length == 1 && ReferenceEquals(layer.Link, Activation.Sigmoid)
            && scores.Node!.IsOfMachineLearning("LinearClassifier");
        if (norm != "L1" || !(isPair || ReferenceEquals(layer.Link, Activation.Softmax)))
        {
            throw new ModelFormatException(
                $"The node {normalizer.Title()} divides the scores of each row by their norm ({norm.Shown()}), which changes them; only norm = L1 of two probabilities or of a softmax, whose sum is 1, is allowed. Export the raw scores: options={{id(model): {{'raw_scores': True}}}} of skl2onnx.");
        }
    }

    /// <summary>Returns the input of the output activation; the output itself if there is no output activation.</summary>
    private Source Logits(Source output, out Activation outputActivation)
    {
        outputActivation = Activation.Identity;
        if (output.Node is not { } node)
        {
            return output;
        }

        if (node.Is("Cast"))
        {
            outputActivation = Activation.Step;
            return LogitsOfStep(output);
        }

        if (!NodeShape.IsStandard(node.Domain) || OutputActivations.OutputActivationOf(node.OpType) is not { } found)
        {
            return output;
        }

        outputActivation = found;
        if (node.Is("Softmax"))
        {
            node.Check(1, 1, "axis");
            node.Require("axis", node.Integer("axis", -1), -1, 1);
        }
        else
        {
            node.Check(1, 1);
        }

        return _graph.SourceOf(node, 0, output.Place);
    }

    private Source LogitsOfStep(Source output)
    {
        NodeProto cast = output.Node!;
        cast.Check(1, 1, "to");
        Source source = _graph.SourceOf(cast, 0, output.Place);
        if (source.Node is not { } greater || !greater.Is("Greater") || !ElementType.IsReal((int)cast.Integer("to", 0)))
        {
            throw new ModelFormatException(
                $"The node {cast.Title()} converts {source}; here a Cast may only convert a comparison Greater than 0 to a float type (the step).");
        }

        greater.Check(2, 2);
        if (_graph.ConstantOf<T>(greater.Input[1], source.Place) is not { Values: [T zero] } || zero != T.Zero)
        {
            throw new ModelFormatException($"The node {greater.Title()} does not compare with the constant 0; only the step at 0 is allowed.");
        }

        return _graph.SourceOf(greater, 0, source.Place);
    }

    private Layer<T> Gemm(NodeProto node, int place, Activation outputActivation)
    {
        node.Check(2, 3, "alpha", "beta", "transA", "transB");
        node.Require("transA", node.Integer("transA", 0), 0);
        long transposed = node.Integer("transB", 0);
        node.Require("transB", transposed, 0, 1);
        Constant<T> weights = Weights(node, place).Times(node.Real("alpha", 1));
        Constant<T>? bias = null;
        if (node.Input.Count == 3 && node.Input[2].Length > 0)
        {
            bias = ConstantOf(node, 2, place).Times(node.Real("beta", 1));
        }

        return Layer(node, place, transposed == 1 ? weights : weights.Transposed(), bias, bias is null ? string.Empty : node.Input[2], outputActivation);
    }

    private Layer<T> Add(NodeProto node, int place, Activation outputActivation)
    {
        node.Check(2, 2);
        for (int side = 0; side < 2; side++)
        {
            Source product = _graph.SourceOf(node, side, place);
            if (product.Node is { } matMul && matMul.Is("MatMul"))
            {
                return MatMul(matMul, product.Place, ConstantOf(node, 1 - side, place), node.Input[1 - side], outputActivation);
            }
        }

        throw new ModelFormatException($"The node {node.Title()} adds {_graph.SourceOf(node, 0, place)}, and {_graph.SourceOf(node, 1, place)}; only the sum of a constant and a MatMul is allowed.");
    }

    private Layer<T> MatMul(NodeProto node, int place, Constant<T>? bias, string biasName, Activation outputActivation)
    {
        node.Check(2, 2);
        return Layer(node, place, Weights(node, place).Transposed(), bias, biasName, outputActivation);
    }

    private Constant<T> Weights(NodeProto node, int place)
    {
        Constant<T> weights = ConstantOf(node, 1, place);
        return weights.Shape.Length == 2 ? weights : throw new ModelFormatException(
            $"The weights '{node.Input[1].Shown()}' of the node {node.Title()} have the shape {weights.ShapeText}; two dimensions are needed.");
    }

    private Constant<T> ConstantOf(NodeProto node, int input, int place) =>
        _graph.ConstantOf<T>(node.Input[input], place) ?? throw new ModelFormatException(
            $"The node {node.Title()} uses {_graph.SourceOf(node, input, place)}, but needs a constant there: an initializer, or the output of a Constant node.");

    /// <summary>Creates the layer from weights <c>[outputs, inputs]</c> and a bias, with Scalers folded in.</summary>
    private Layer<T> Layer(NodeProto node, int place, Constant<T> weights, Constant<T>? bias, string biasName, Activation outputActivation)
    {
        (int outputs, int inputs) = (weights.Shape[0], weights.Shape[1]);
        List<NodeProto> scalers = CheckInput(_graph.SourceOf(node, 0, place), node, inputs);
        string name = node.Input.Count > 1 ? node.Input[1] : "coefficients";
        T[] values = weights.Values;
        T[] constants = bias is null ? new T[outputs] : Broadcast(bias, biasName, outputs);
        if (scalers.Count > 0)
        {
            double[] folded = Array.ConvertAll(values, double.CreateTruncating);
            double[] foldedBias = Array.ConvertAll(constants, double.CreateTruncating);
            foreach (NodeProto scaler in scalers)
            {
                new Scaling(scaler, inputs).Fold(folded, foldedBias);
            }

            (values, constants) = (Array.ConvertAll(folded, T.CreateTruncating), Array.ConvertAll(foldedBias, T.CreateTruncating));
        }

        return new Layer<T>(inputs, TensorReader.Finite(values, name), TensorReader.Finite(constants, bias is null ? name : biasName), outputActivation);
    }

    /// <summary>Returns the bias <c>[outputs]</c>; a single number is the bias of every output.</summary>
    private static T[] Broadcast(Constant<T> bias, string name, int outputs)
    {
        if (bias.Values is [T one])
        {
            T[] same = new T[outputs];
            same.AsSpan().Fill(one);
            return same;
        }

        return bias.Shape is [int columns] && columns == outputs || bias.Shape is [1, int width] && width == outputs
            ? bias.Values
            : throw new ModelFormatException(Invariant(
                $"The bias '{name.Shown()}' has the shape {bias.ShapeText}; with {outputs} output(s) [{outputs}], [1, {outputs}] or a single number is allowed."));
    }

    /// <summary>
    /// Follows the rows to the input of the graph, which must be as wide as the layer. Returns the Scalers on the way, the nearest to
    /// the layer first.
    /// </summary>
    private List<NodeProto> CheckInput(Source source, NodeProto layer, int inputs)
    {
        var passed = new List<NodeProto>();
        var scalers = new List<NodeProto>();
        while (source.Node is { } node && (node.Is("Cast") || node.Is("Flatten") || node.IsOfMachineLearning("Scaler")))
        {
            if (!NodeShape.IsStandard(node.Domain))
            {
                node.Check(1, 1, "offset", "scale");
                scalers.Add(node);
                source = _graph.SourceOf(node, 0, source.Place);
                continue;
            }

            node.Check(1, 1, node.Is("Cast") ? "to" : "axis");
            passed.Add(node);
            source = _graph.SourceOf(node, 0, source.Place);
        }

        if (scalers.Count > FileLimits.Scalers)
        {
            throw new ModelFormatException(Invariant(
                $"The node {layer.Title()} has {scalers.Count} Scalers before it; at most {FileLimits.Scalers} are allowed. Combine them into one."));
        }

        if (source.Node is not null || _graph.Input(source.Name) is not { } input)
        {
            throw new ModelFormatException(
                $"The node {layer.Title()} takes its rows from {source}; they must be an input of the graph, with no other layer or operator between. Export only the last layer.");
        }

        int type = input.Type?.TensorType?.ElemType ?? 0;
        if (!ElementType.IsReal(type))
        {
            throw new ModelFormatException(
                $"The input '{input.Name.Shown()}' is not a tensor of a float type but of {ElementType.Name(type)}; FLOAT, DOUBLE, FLOAT16 and BFLOAT16 are allowed.");
        }

        TensorShapeProto? shape = input.Type!.TensorType!.Shape;
        if (shape is not null && (shape.Dim.Count != 2 || !Is(shape.Dim[1], inputs)))
        {
            string dimensions = string.Join(", ", shape.Dim.Take(4).Select(Text));
            throw new ModelFormatException(Invariant(
                $"The input '{input.Name.Shown()}' has the shape [{dimensions}{(shape.Dim.Count > 4 ? ", ..." : string.Empty)}]; the layer takes [rows, {inputs}]."));
        }

        // On rows of the right type and width, Cast and Flatten change nothing.
        NodeProto? changes = passed.Find(node => node.Is("Cast")
            ? node.Integer("to", 0) != type
            : shape is null || node.Integer("axis", 1) is not (1 or -1));
        if (changes is not null)
        {
            throw new ModelFormatException(
                $"The node {changes.Title()} changes the input '{input.Name.Shown()}' before the layer; only nodes that leave it unchanged are allowed.");
        }

        return scalers;
    }

    private static bool Is(TensorShapeProto.Types.Dimension dimension, int value) =>
        dimension.ValueCase != TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue || dimension.DimValue == value;

    private static string Text(TensorShapeProto.Types.Dimension dimension) => dimension.ValueCase switch
    {
        TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue => Invariant($"{dimension.DimValue}"),
        TensorShapeProto.Types.Dimension.ValueOneofCase.DimParam => dimension.DimParam.Shown(),
        _ => "?",
    };
}
