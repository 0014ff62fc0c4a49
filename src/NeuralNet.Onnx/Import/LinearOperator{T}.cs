using System.Numerics;
using NeuralNet.Core;
using NeuralNet.Onnx.Schema;
using static System.FormattableString;

namespace NeuralNet.Onnx.Import;

/// <summary>The contents of a LinearClassifier or LinearRegressor, the operators of linear models in ai.onnx.ml.</summary>
/// <param name="Weights">The weights <c>[outputs, inputs]</c>.</param>
/// <param name="Bias">The bias <c>[outputs]</c>.</param>
/// <param name="Link">The output activation of <c>post_transform</c>.</param>
/// <param name="Labels">The class labels; null for a regressor.</param>
internal sealed record LinearOperator<T>(Constant<T> Weights, Constant<T> Bias, Activation Link, ClassLabels? Labels)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const string Coefficients = "coefficients";
    private const string Intercepts = "intercepts";
    private const string PostTransform = "post_transform";

    /// <summary>
    /// Reads a classifier of ai.onnx.ml. For two classes it has one row of coefficients, or two. scikit-learn's exporter writes a row
    /// and its negative; with the sigmoid, or as margins, these two are a network of one output.
    /// </summary>
    /// <exception cref="ModelFormatException">The numbers do not fit together, or an attribute is not supported.</exception>
    public static LinearOperator<T> Classifier(NodeProto node)
    {
        const string integers = "classlabels_ints";
        const string strings = "classlabels_strings";
        const string kind = "multi_class";
        node.Check(1, 1, mostOutputs: 2, integers, strings, Coefficients, Intercepts, kind, PostTransform);

        // The attribute describes the training and does not change the predictions.
        node.Require(kind, node.Integer(kind, 0), 0, 1);
        ClassLabels labels = ClassLabels.Read(node, integers, strings);
        float[] coefficients = node.Reals(Coefficients);
        float[] intercepts = node.Reals(Intercepts);
        int classes = labels.Texts.Length;
        int rows = intercepts.Length > 0 ? intercepts.Length : classes;
        if (classes < 2 || (rows != classes && (rows, classes) != (1, 2)) || coefficients.Length == 0 || coefficients.Length % rows != 0)
        {
            throw new ModelFormatException(Invariant(
                $"The node {node.Title()} has {coefficients.Length} coefficients, {intercepts.Length} intercepts and {classes} class labels; a classifier needs at least two labels, one row of coefficients per label (or one row for two labels), rows of the same length, and one intercept per row or none."));
        }

        Activation outputActivation = OutputActivationOf(node, rows);
        if (rows == 2 && !ReferenceEquals(outputActivation, Activation.Softmax) && IsNegative(coefficients) && (intercepts.Length == 0 || IsNegative(intercepts)))
        {
            coefficients = coefficients[(coefficients.Length / 2)..];
            intercepts = intercepts[(intercepts.Length / 2)..];
            rows = 1;
        }

        return Create(coefficients, intercepts, rows, outputActivation, labels);
    }

    /// <summary>Reads a regressor of ai.onnx.ml.</summary>
    /// <inheritdoc cref="Classifier"/>
    public static LinearOperator<T> Regressor(NodeProto node)
    {
        const string count = "targets";
        node.Check(1, 1, Coefficients, Intercepts, count, PostTransform);
        long targets = node.Integer(count, 1);
        float[] coefficients = node.Reals(Coefficients);
        float[] intercepts = node.Reals(Intercepts);
        if (targets < 1 || coefficients.Length == 0 || coefficients.Length % targets != 0 || (intercepts.Length != 0 && intercepts.Length != targets))
        {
            throw new ModelFormatException(Invariant(
                $"The node {node.Title()} has {coefficients.Length} coefficients, {intercepts.Length} intercepts and targets = {targets}; a regressor needs at least 1 target, one row of coefficients per target, rows of the same length, and one intercept per target or none."));
        }

        Activation outputActivation = OutputActivationOf(node, (int)targets);
        return targets > 1 || !ReferenceEquals(outputActivation, Activation.Sigmoid)
            ? Create(coefficients, intercepts, (int)targets, outputActivation, labels: null)
            : throw new ModelFormatException(
                $"The node {node.Title()} has {PostTransform} = LOGISTIC with one target, which ONNX Runtime ignores, so the meaning is ambiguous. Use NONE, with a Sigmoid after the node if the sigmoid is meant.");
    }

    private static LinearOperator<T> Create(float[] coefficients, float[] intercepts, int rows, Activation outputActivation, ClassLabels? labels) => new(
        new Constant<T>([rows, coefficients.Length / rows], Array.ConvertAll(coefficients, T.CreateTruncating)),
        new Constant<T>([rows], intercepts.Length == 0 ? new T[rows] : Array.ConvertAll(intercepts, T.CreateTruncating)),
        outputActivation,
        labels);

    private static Activation OutputActivationOf(NodeProto node, int rows)
    {
        string name = node.Text(PostTransform, "NONE");
        Activation? outputActivation = name switch
        {
            "NONE" => Activation.Identity,
            "LOGISTIC" => Activation.Sigmoid,
            "SOFTMAX" when rows > 1 => Activation.Softmax,
            _ => null,
        };
        return outputActivation ?? throw new ModelFormatException(
            $"The node {node.Title()} has {PostTransform} = {name.Shown()}{(name == "SOFTMAX" ? " of one row of coefficients" : string.Empty)}, which is no output activation of this library; NONE, LOGISTIC and, with at least two rows of coefficients, SOFTMAX are allowed.");
    }

    /// <summary>Checks whether the first half is the negative of the second.</summary>
    private static bool IsNegative(ReadOnlySpan<float> values)
    {
        int half = values.Length / 2;
        for (int index = 0; index < half; index++)
        {
            if (values[index] != -values[half + index])
            {
                return false;
            }
        }

        return true;
    }
}
