using NeuralNet.Core;

namespace NeuralNet.Service;

/// <summary>Predicts for a request.</summary>
internal static class Predictions
{
    /// <exception cref="BadHttpRequestException">There are no rows, too many, or one does not fit the model.</exception>
    public static PredictAnswer Of(PublishedPerceptron<float> current, float[][] rows)
    {
        BadInput.CheckCount("rows", rows.Length);
        return new(current.Version, [.. rows.Select((row, index) => Of(current, row, index))]);
    }

    private static Prediction Of(PublishedPerceptron<float> current, float[] row, int index)
    {
        FrozenPerceptron<float> model = current.Model;
        BadInput.CheckRow(model, row, "rows", index);
        float[] probabilities = new float[model.Outputs];
        current.Predict(row, probabilities);
        BadInput.CheckPrediction(probabilities, index);
        int likeliest = probabilities.IndexOf(probabilities.Max());
        return new(
            model.ClassNames![likeliest],
            model.ClassNames.Zip(probabilities).ToDictionary(pair => pair.First, pair => pair.Second));
    }
}
