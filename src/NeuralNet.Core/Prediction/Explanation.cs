using System.Diagnostics;
using System.Numerics;
using System.Numerics.Tensors;
using NeuralNet.Core.Foundation;

namespace NeuralNet.Core.Prediction;

/// <summary>Explains logits by the inputs. Without means or scales, it uses the raw inputs.</summary>
internal static class Explanation
{
    /// <summary>Computes destination[o, i] = weights[o, i] * (input[i] - means[i]).</summary>
    public static void Contributions<T>(
        ReadOnlySpan<T> input, ReadOnlySpan<T> weights, ReadOnlySpan<T> means, int inputs, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (input.Length != inputs)
        {
            Throw.Argument_WrongLength(nameof(input), input.Length, inputs, "one row");
        }

        Shape.CheckDestination(nameof(destination), destination.Length, weights.Length);
        Shape.CheckNoOverlap(nameof(destination), destination[..weights.Length], input, nameof(input));

        // The space of the first output holds the distances from the means, so this output is written last.
        ReadOnlySpan<T> distances = input;
        if (!means.IsEmpty)
        {
            TensorPrimitives.Subtract(input, means, destination);
            distances = destination[..inputs];
        }

        for (int start = weights.Length - inputs; start >= 0; start -= inputs)
        {
            TensorPrimitives.Multiply(distances, weights.Slice(start, inputs), destination[start..]);
        }
    }

    /// <summary>Computes the same for the columns of a sparse row, in their order: destination[o, p] is that of column p of the row.</summary>
    public static void Contributions<T>(
        SparseRow<T> input, ReadOnlySpan<T> weights, ReadOnlySpan<T> means, int inputs, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Rows<T> row = input;
        row.Count(nameof(input), inputs);
        ReadOnlySpan<int> indices = input.Indices;
        int count = Shape.Count(nameof(destination), weights.Length / inputs, indices.Length);
        Shape.CheckDestination(nameof(destination), destination.Length, count);
        row.CheckNoOverlap(nameof(destination), destination[..count], nameof(input));
        for (int start = 0, place = 0; place < count; start += inputs)
        {
            for (int position = 0; position < indices.Length; position++, place++)
            {
                int index = indices[position];
                T value = input.Values.IsEmpty ? T.One : input.Values[position];
                destination[place] = (means.IsEmpty ? value : value - means[index]) * weights[start + index];
            }
        }
    }

    /// <summary>Returns the inputs, sorted by the magnitude of their weights for one output times their scales.</summary>
    public static IReadOnlyList<FeatureWeight> Ranking<T>(
        ReadOnlySpan<T> weights, ReadOnlySpan<T> scales, int outputs, int output, IReadOnlyList<string>? names)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if ((uint)output >= (uint)outputs)
        {
            Throw.ArgumentOutOfRange_NoSuchOutput(nameof(output), output, outputs);
        }

        int inputs = weights.Length / outputs;
        Debug.Assert(scales.IsEmpty || scales.Length == inputs, "There is a scale for each input.");
        var features = new FeatureWeight[inputs];
        for (int input = 0; input < inputs; input++)
        {
            double weight = double.CreateTruncating(weights[(output * inputs) + input]);
            double scale = scales.IsEmpty ? 1 : double.CreateTruncating(scales[input]);
            features[input] = new FeatureWeight(input, names?[input], weight, weight * scale);
        }

        Array.Sort(features, LargestFirst);
        return Array.AsReadOnly(features);
    }

    private static int LargestFirst(FeatureWeight left, FeatureWeight right)
    {
        int order = Math.Abs(right.StandardizedWeight).CompareTo(Math.Abs(left.StandardizedWeight));
        return order != 0 ? order : left.Index.CompareTo(right.Index);
    }
}
