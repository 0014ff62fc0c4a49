using NeuralNet.Core;
using NeuralNet.Onnx.Schema;
using static System.FormattableString;

namespace NeuralNet.Onnx.Import;

/// <summary>A Scaler of ai.onnx.ml, (x - offset) * scale, which standardized models have before their layer.</summary>
internal sealed class Scaling
{
    private readonly float[] _offset;
    private readonly float[] _scale;

    /// <exception cref="ModelFormatException">There are other than one number, or one for each input.</exception>
    public Scaling(NodeProto node, int inputs)
    {
        _offset = Numbers(node, "offset", inputs);
        _scale = Numbers(node, "scale", inputs);
    }

    /// <summary>
    /// Weights <c>[outputs, inputs]</c> and bias <c>[outputs]</c> of the raw inputs, in place: of (x - offset) * scale they are
    /// those of x. What rounds is double.
    /// </summary>
    public void Fold(double[] weights, double[] bias)
    {
        int inputs = weights.Length / bias.Length;
        for (int output = 0; output < bias.Length; output++)
        {
            for (int input = 0; input < inputs; input++)
            {
                ref double weight = ref weights[(output * inputs) + input];
                weight *= At(_scale, input);
                bias[output] -= weight * At(_offset, input);
            }
        }
    }

    private static float[] Numbers(NodeProto node, string name, int inputs)
    {
        float[] values = node.Reals(name);
        return values.Length == 1 || values.Length == inputs ? values : throw new ModelFormatException(Invariant(
            $"The node {node.Title()} has {values.Length} values of {name}; the layer has {inputs} input(s), so that 1 or {inputs} are allowed."));
    }

    /// <summary>One number is that of every input.</summary>
    private static double At(float[] numbers, int input) => numbers[numbers.Length == 1 ? 0 : input];
}
