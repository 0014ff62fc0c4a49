using Microsoft.AspNetCore.Http.HttpResults;
using NeuralNet.Core;
using NeuralNet.Data;

namespace NeuralNet.Service;

/// <summary>Predicts flowers, which the encoder in the file of the model turns into rows.</summary>
internal static class Flowers
{
    /// <summary>Predicts the species of each flower.</summary>
    /// <exception cref="BadHttpRequestException">There are no flowers, too many, or one can't be encoded.</exception>
    public static Ok<FlowersAnswer> Predict(FlowersRequest request, RecordPredictor<Flower, float> predictor, PerceptronHost<float> host)
    {
        BadInput.CheckCount("flowers", request.Flowers.Length);
        int[] classes = new int[request.Flowers.Length];
        try
        {
            predictor.PredictClasses(request.Flowers, classes);
        }
        catch (RecordException error)
        {
            throw new BadHttpRequestException($"'flowers': {error.Message}");
        }

        string[] names = ClassNames.Of(host.Current.Model);
        return TypedResults.Ok(new FlowersAnswer([.. classes.Select(label => names[label])]));
    }
}
