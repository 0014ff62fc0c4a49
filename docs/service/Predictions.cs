using NeuralNet.Core;

namespace NeuralNet.Service;

/// <summary>Computes the predictions of a request.</summary>
internal static class Predictions
{
    /// <summary>Predicts all rows with one version of the model.</summary>
    /// <exception cref="BadHttpRequestException">There are no rows, too many, or one does not fit the model.</exception>
    public static PredictAnswer Of(PublishedPerceptron<float> current, float[][] rows)
    {
        BadInput.CheckCount("rows", rows.Length);
        string[] names = ClassNames.Of(current.Model);
        return new(current.Version, [.. rows.Select((row, index) => Of(current, names, row, new("rows", index, rows.Length)))]);
    }

    private static Prediction Of(PublishedPerceptron<float> current, string[] names, float[] row, Place place)
    {
        FrozenPerceptron<float> model = current.Model;
        BadInput.CheckRow(model, row, place);
        float[] outputs = new float[model.OutputCount];
        current.Predict(row, outputs);
        BadInput.CheckPrediction(outputs, place);

        // One output of two classes is the probability of the second.
        float[] probabilities = outputs is [float second] ? [1 - second, second] : outputs;
        int likeliest = probabilities.IndexOf(probabilities.Max());
        return new(names[likeliest], names.Zip(probabilities).ToDictionary(pair => pair.First, pair => pair.Second));
    }
}
