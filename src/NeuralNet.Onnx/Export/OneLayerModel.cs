using System.Numerics;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using NeuralNet.Core;
using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx.Export;

/// <summary>Builds the model of a network: a Gemm, the output activation, and for a classifier its decisions.</summary>
internal static class OneLayerModel
{
    /// <summary>The operator set of 2022, supported by ONNX Runtime since 1.12.</summary>
    private const int OperatorSet = 17;

    /// <summary>The version of the file format released with that operator set.</summary>
    private const int IrVersion = 8;

    private const string ProducerName = "NeuralNet.Core";

    /// <summary>Returns the bytes of the file.</summary>
    /// <exception cref="NotSupportedException">The output activation is a custom one.</exception>
    /// <exception cref="InvalidOperationException">The file would be too large.</exception>
    public static byte[] BytesOf<T>(FrozenPerceptron<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckWeights(network.InputCount, network.OutputCount, Unsafe.SizeOf<T>());
        ModelProto model = Create(network);
        if (model.CalculateSize() is < 0 or > FileLimits.Bytes)
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"The numbers and names of the network take more than {FileLimits.Bytes} bytes, the limit of this library for an ONNX file. Use fewer weights or names, or float instead of double."));
        }

        return model.ToByteArray();
    }

    /// <summary>Rejects weights that would make the file too large: a Gemm has all of them, also those that are 0.</summary>
    public static void CheckWeights(int inputs, int outputs, int size)
    {
        long bytes = (((long)inputs * outputs) + outputs) * size;
        if (bytes > FileLimits.Bytes)
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"The {inputs} x {outputs} weights and biases take {bytes} bytes in an ONNX model, which has every weight, also those that are 0; {FileLimits.Bytes} are the limit of this library. Use fewer inputs or outputs, such as features hashed to fewer columns, or float instead of double; or keep the network in its own file, by Save, which leaves out zeros."));
        }
    }

    private static ModelProto Create<T>(FrozenPerceptron<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string version = typeof(FrozenPerceptron).Assembly.GetName().Version?.ToString(3) ?? string.Empty;
        var model = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = ProducerName,
            ProducerVersion = version,
            Graph = GraphOf(network),
            OpsetImport = { new OperatorSetIdProto { Version = OperatorSet } },
        };
        Metadata.Write(model.MetadataProps, network, version);
        return model;
    }

    private static GraphProto GraphOf<T>(FrozenPerceptron<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int type = ElementType.Get<T>();
        (int inputs, int outputs) = (network.InputCount, network.OutputCount);
        var builder = new GraphBuilder(GraphNames.Graph);
        builder.Graph.Input.Add(GraphBuilder.Value(GraphNames.Inputs, type, GraphNames.Rows, inputs));
        builder.Graph.Output.Add(GraphBuilder.Value(GraphNames.Predictions, type, GraphNames.Rows, outputs));
        builder.Constant(GraphNames.Weights, type, network.Weights, outputs, inputs);
        builder.Constant(GraphNames.Bias, type, network.Bias, outputs);
        builder.Node(
            "Gemm",
            GraphNames.Logits,
            [GraphNames.Inputs, GraphNames.Weights, GraphNames.Bias],
            GraphBuilder.Integer("transB", 1));
        AddOutputActivation(builder, network.OutputActivation, type, T.Zero);
        if (network.ClassCount > 0)
        {
            AddDecisions(builder, network, type);
        }

        return builder.Graph;
    }

    private static void AddOutputActivation<T>(GraphBuilder builder, Activation outputActivation, int type, T zero)
        where T : unmanaged
    {
        if (ReferenceEquals(outputActivation, Activation.Step))
        {
            builder.Constant(GraphNames.Zero, type, [zero]);
            builder.Node("Greater", GraphNames.IsAboveZero, [GraphNames.Logits, GraphNames.Zero]);
            builder.Node("Cast", GraphNames.Predictions, [GraphNames.IsAboveZero], GraphBuilder.Integer("to", type));
            return;
        }

        string name = OutputActivations.OperatorOf(outputActivation) ?? throw new NotSupportedException(
            $"The output activation '{outputActivation.Name}' is a custom one, and ONNX has no operator for it. Export the logits with FrozenPerceptron.FromWeights and Activation.Identity, and apply the output activation to the predictions of the model.");
        ReadOnlySpan<AttributeProto> attributes = ReferenceEquals(outputActivation, Activation.Softmax) ? [GraphBuilder.Integer("axis", -1)] : [];
        builder.Node(name, GraphNames.Predictions, [GraphNames.Logits], attributes);
    }

    /// <summary>Adds the class of each row and, depending on the output activation, its labels or the class probabilities.</summary>
    private static void AddDecisions<T>(GraphBuilder builder, FrozenPerceptron<T> network, int type)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool isSigmoid = ReferenceEquals(network.OutputActivation, Activation.Sigmoid);
        builder.Graph.Output.Add(GraphBuilder.Value(GraphNames.Label, ElementType.Int64, GraphNames.Rows));
        if (network.OutputCount == 1)
        {
            builder.Constant(GraphNames.Threshold, type, [network.ThresholdLogit]);
            builder.Constant<long>(GraphNames.OutputAxis, ElementType.Int64, [1], 1);
            builder.Node("Greater", GraphNames.IsAboveThreshold, [GraphNames.Logits, GraphNames.Threshold]);
            builder.Node("Squeeze", GraphNames.IsClassOne, [GraphNames.IsAboveThreshold, GraphNames.OutputAxis]);
            builder.Node("Cast", GraphNames.Label, [GraphNames.IsClassOne], GraphBuilder.Integer("to", ElementType.Int64));
        }
        else
        {
            builder.Node(
                "ArgMax",
                GraphNames.Label,
                [GraphNames.Logits],
                GraphBuilder.Integer("axis", 1),
                GraphBuilder.Integer("keepdims", 0));
        }

        if (isSigmoid && network.OutputCount > 1)
        {
            builder.Graph.Output.Add(GraphBuilder.Value(GraphNames.Labels, ElementType.Bool, GraphNames.Rows, network.OutputCount));
            builder.Constant(GraphNames.Threshold, type, [network.ThresholdLogit]);
            builder.Node("Greater", GraphNames.Labels, [GraphNames.Logits, GraphNames.Threshold]);
        }
        else if (isSigmoid)
        {
            AddProbabilities();
            builder.Constant(GraphNames.One, type, [T.One]);
            builder.Node("Sub", GraphNames.ComplementaryProbability, [GraphNames.One, GraphNames.Predictions]);
            builder.Node(
                "Concat",
                GraphNames.Probabilities,
                [GraphNames.ComplementaryProbability, GraphNames.Predictions],
                GraphBuilder.Integer("axis", 1));
        }
        else if (ReferenceEquals(network.OutputActivation, Activation.Softmax))
        {
            AddProbabilities();
            builder.Node("Identity", GraphNames.Probabilities, [GraphNames.Predictions]);
        }

        void AddProbabilities() => builder.Graph.Output.Add(
            GraphBuilder.Value(GraphNames.Probabilities, type, GraphNames.Rows, network.ClassCount));
    }
}
