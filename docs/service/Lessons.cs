using NeuralNet.Core;
using NeuralNet.Extensions.Hosting;

namespace NeuralNet.Service;

/// <summary>Accepts examples for learning.</summary>
internal static class Lessons
{
    /// <summary>Adds examples to the queue while there is room, and returns how many were added.</summary>
    /// <exception cref="BadHttpRequestException">An example does not fit the model; no example was added.</exception>
    public static int Enqueue(PerceptronLearner<float> learner, FrozenPerceptron<float> model, Example[] examples)
    {
        BadInput.CheckCount("examples", examples.Length);
        string[] names = ClassNames.Of(model);
        int[] labels = [.. examples.Select((example, index) => LabelOf(model, names, example, new("examples", index, examples.Length)))];
        int taken = 0;
        while (taken < examples.Length && learner.TryEnqueue(examples[taken].Row, labels[taken]))
        {
            taken++;
        }

        return taken;
    }

    private static int LabelOf(FrozenPerceptron<float> model, string[] names, Example? example, Place place)
    {
        BadInput.CheckRow(model, example?.Row, place);
        int label = names.IndexOf(example!.Class);
        return label >= 0
            ? label
            : throw new BadHttpRequestException(
                $"{place}: the class is '{example.Class}'; the classes are {string.Join(", ", names)}.");
    }
}
