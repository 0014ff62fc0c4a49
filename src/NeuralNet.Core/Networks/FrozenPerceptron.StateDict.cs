using System.Numerics;
using NeuralNet.Common;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Persistence;

namespace NeuralNet.Core;

/// <content>Predictors from weights trained by other libraries.</content>
public static partial class FrozenPerceptron
{
    /// <summary>
    /// Loads the weights of a linear layer from a safetensors file, such as PyTorch's <c>nn.Linear</c>: <c>weight</c>
    /// <c>[outputs, inputs]</c>, and <c>bias</c> <c>[outputs]</c> unless the layer has none, in F64, F32, F16 or BF16. They are
    /// converted to T. Such a file does not contain the output activation.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="outputActivation">The activation that turns logits into predictions, as for <see cref="FromWeights"/>.</param>
    /// <param name="prefix">The prefix of both names, such as <c>classifier.</c> Default empty.</param>
    /// <exception cref="ModelFormatException">The file is not in the safetensors format, has no such layer, or a value is NaN, infinite, or too large for T.</exception>
    /// <exception cref="ArgumentException">The path is null or empty, or the output activation compares outputs and there is only one.</exception>
    /// <exception cref="ArgumentNullException">The output activation or the prefix is null.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied, or it is a folder.</exception>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public static FrozenPerceptron<T> LoadWeights<T>(string path, Activation outputActivation, string prefix = "")
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Throw.IfNotFloatOrDouble<T>();
        return ModelReader.Read(path, file => FromStateDict<T>(file, outputActivation, prefix));
    }

    /// <summary>Loads the same from the bytes of a file.</summary>
    /// <inheritdoc cref="LoadWeights{T}(string, Activation, string)"/>
    /// <param name="source">The bytes of the file.</param>
    /// <param name="outputActivation">The activation that turns logits into predictions.</param>
    /// <param name="prefix">The prefix of both names. Default empty.</param>
    public static FrozenPerceptron<T> LoadWeights<T>(ReadOnlySpan<byte> source, Activation outputActivation, string prefix = "")
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Throw.IfNotFloatOrDouble<T>();
        return FromStateDict<T>(SafetensorsFile.Read(source), outputActivation, prefix);
    }

    private static FrozenPerceptron<T> FromStateDict<T>(SafetensorsFile file, Activation outputActivation, string prefix)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(outputActivation);
        ArgumentNullException.ThrowIfNull(prefix);
        Tensor weight = Find(file, $"{prefix}weight") ?? throw new ModelFormatException(
            $"The file has no tensor '{Shown.Text(prefix)}weight'; it has {Names(file.Header.Tensors)}. Pass the text before 'weight' as prefix.");
        if (weight.Shape is not [> 0, > 0])
        {
            throw new ModelFormatException($"The tensor '{Shown.Text(weight.Name)}' has the shape [{string.Join(", ", weight.Shape)}]; [outputs, inputs] is needed.");
        }

        (int outputs, int inputs) = (weight.Shape[0], weight.Shape[1]);
        T[] bias = new T[outputs];
        if (Find(file, $"{prefix}bias") is { } given)
        {
            if (!given.Shape.SequenceEqual([outputs]))
            {
                throw new ModelFormatException($"The tensor '{Shown.Text(given.Name)}' has the shape [{string.Join(", ", given.Shape)}]; [{outputs}] is needed, as '{Shown.Text(weight.Name)}' has outputs.");
            }

            file.CopyTo<T>(given, bias, allowNonFinite: false);
        }

        T[] weights = new T[weight.Count];
        file.CopyTo<T>(weight, weights, allowNonFinite: false);
        return FromWeights<T>(inputs, weights, bias, outputActivation);
    }

    private static string Names(IReadOnlyList<Tensor> tensors)
    {
        const int most = 10;
        string names = string.Join(", ", tensors.Take(most).Select(tensor => $"'{Shown.Text(tensor.Name)}'"));
        return tensors.Count > most ? FormattableString.Invariant($"{names} and {tensors.Count - most} more") : names;
    }

    private static Tensor? Find(SafetensorsFile file, string name) =>
        file.Header.Tensors.FirstOrDefault(tensor => tensor.Name == name);
}
