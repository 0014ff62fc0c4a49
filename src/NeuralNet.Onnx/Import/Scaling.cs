using NeuralNet.Common;
using NeuralNet.Core;
using NeuralNet.Onnx.Schema;
using static System.FormattableString;

namespace NeuralNet.Onnx.Import;

/// <summary>A Scaler of ai.onnx.ml, (x - offset) * scale, as in standardized models before their layer.</summary>
internal sealed class Scaling
{
    private readonly float[] _offset;
    private readonly float[] _scale;

    /// <exception cref="ModelFormatException">An attribute has neither one number nor one for each input.</exception>
    public Scaling(NodeProto node, int inputs)
    {
        _offset = Numbers(node, "offset", inputs);
        _scale = Numbers(node, "scale", inputs);
    }

    /// <summary>
    /// Converts weights <c>[outputs, inputs]</c> and bias <c>[outputs]</c> for scaled inputs (x - offset) * scale to those for the raw
    /// inputs x, in place and in double.
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
            $"The node {node.Title()} has {Shown.Count(values.Length, "value")} of {name}; the layer has {inputs} input(s), so 1 or {inputs} are allowed."));
    }

    /// <summary>Returns the number of an input; a single number applies to every input.</summary>
    private static double At(float[] numbers, int input) => numbers[numbers.Length == 1 ? 0 : input];
}
