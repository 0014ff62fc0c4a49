using System.Globalization;
using NeuralNet.Core;

namespace NeuralNet.Service;

/// <summary>The names of the classes for callers: those of the model, or their numbers, from 0, if it has none.</summary>
internal static class ClassNames
{
    public static string[] Of(FrozenPerceptron<float> model) => model.ClassNames is { } names
        ? [.. names]
        : [.. Enumerable.Range(0, model.ClassCount).Select(Number)];

    public static string Number(int label) => label.ToString(CultureInfo.InvariantCulture);
}
