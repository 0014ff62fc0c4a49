using NeuralNet.Core;
using NeuralNet.Onnx.Schema;
using static System.FormattableString;

namespace NeuralNet.Onnx.Import;

/// <summary>A Scaler of ai.onnx.ml, (x - offset) * scale, which standardised models have before their layer.</summary>
internal sealed class Scaling
{
    private readonly double[] _offset;
    private readonly double[] _scale;

    /// <exception cref="ModelFormatException">There are other than one number, or one for each input.</exception>
    public Scaling(NodeProto node, int inputs)
    {
        node.Check(1, 1, "offset", "scale");
        _offset = Numbers(node, "offset", inputs);
        _scale = Numbers(node, "scale", inputs);
    }

    /// <summary>
    /// Weights <c>[outputs, inputs]</c> and bias <c>[outputs]</c> of the raw inputs, in place: of (x - offset) * scale they are
    /// those of x. What rounds is double.
    /// </summary>
    public void Fold(double[] weights, double[] bias)
    {
        int inputs = _scale.Length;
        for (int index = 0; index < weights.Length; index++)
        {
            weights[index] *= _scale[index % inputs];
            bias[index / inputs] -= weights[index] * _offset[index % inputs];
        }
    }

    private static double[] Numbers(NodeProto node, string name, int inputs)
    {
        float[] values = node.Reals(name);
        double[] numbers = new double[inputs];
        for (int index = 0; index < inputs; index++)
        {
            numbers[index] = values.Length == 1 ? values[0]
                : values.Length == inputs ? values[index]
                : throw new ModelFormatException(Invariant(
                    $"The node {node.Title()} has {values.Length} values of {name}; the layer has {inputs} input(s), so that 1 or {inputs} are allowed."));
        }

        return numbers;
    }
}
