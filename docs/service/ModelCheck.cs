using NeuralNet.Core;

namespace NeuralNet.Service;

/// <summary>Refuses models that this service can't serve, before one of them answers a request.</summary>
internal static class ModelCheck
{
    /// <exception cref="InvalidOperationException">The model has no classes.</exception>
    /// <exception cref="ModelFormatException">The model has no columns in its file, or other ones than <see cref="Flower.Columns"/>.</exception>
    public static void ThrowIfUnfit(FrozenPerceptron<float> model)
    {
        if (model.ClassCount == 0)
        {
            throw new InvalidOperationException(
                $"The model has no classes ({model}), but this service predicts classes. Put a classifier at Model:Path.");
        }

        Flower.Columns.Load(model);
    }
}
