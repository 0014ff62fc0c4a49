using System.Globalization;
using NeuralNet.Core;

namespace NeuralNet.Service;

/// <summary>The names of the classes for callers: those of the model, or their numbers, from 0, if it has none.</summary>
internal static class ClassNames
{
    public static string[] Of(FrozenPerceptron<float> model) => model.ClassNames is { } names
        ? [.. names]
        : [.. Enumerable.Range(0, model.ClassCount).Select(label => label.ToString(CultureInfo.InvariantCulture))];

    /// <summary>Rejects a model without classes. Models that replace it later must have the same number of classes.</summary>
    /// <exception cref="InvalidOperationException">The model has no classes.</exception>
    public static void ThrowIfNone(FrozenPerceptron<float> model)
    {
        if (model.ClassCount == 0)
        {
            throw new InvalidOperationException(
                $"The model has no classes ({model}), but this service predicts classes. Put a classifier at Model:Path.");
        }
    }
}
