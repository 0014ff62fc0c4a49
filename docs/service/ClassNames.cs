using System.Globalization;
using NeuralNet.Core;

namespace NeuralNet.Service;

/// <summary>What callers call the classes of the model: by their names, and where it has none by their numbers, from 0.</summary>
internal static class ClassNames
{
    public static string[] Of(FrozenPerceptron<float> model) => model.ClassNames is { } names
        ? [.. names]
        : [.. Enumerable.Range(0, model.ClassCount).Select(label => label.ToString(CultureInfo.InvariantCulture))];

    /// <summary>Refuses a model that predicts no classes. Those that replace it later have as many classes as it has.</summary>
    /// <exception cref="InvalidOperationException">The model has no classes.</exception>
    public static void ThrowIfNone(FrozenPerceptron<float> model)
    {
        if (model.ClassCount == 0)
        {
            throw new InvalidOperationException(
                $"The model has no classes ({model}), and this service tells classes. Put a classifier at Model:Path.");
        }
    }
}
