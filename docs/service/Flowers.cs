using Microsoft.AspNetCore.Http.HttpResults;
using NeuralNet.Data;

namespace NeuralNet.Service;

/// <summary>Predicts flowers, which the encoder in the file of the model turns into rows.</summary>
internal static class Flowers
{
    /// <summary>Predicts the species of each flower with one version of the model.</summary>
    /// <exception cref="BadHttpRequestException">There are no flowers, too many, or one can't be encoded or predicted.</exception>
    public static Ok<FlowersAnswer> Predict(FlowersRequest request, RecordPredictor<Flower, float> predictor)
    {
        BadInput.CheckCount("flowers", request.Flowers.Length);
        var classes = new RecordClass<float>[request.Flowers.Length];
        try
        {
            predictor.Classify(request.Flowers, classes);
        }
        catch (RecordException error)
        {
            throw BadInput.OfRecord("flowers", error);
        }

        return TypedResults.Ok(new FlowersAnswer(
            classes[0].Version!.Value, [.. classes.Select((it, index) => Species(it, new("flowers", index, classes.Length)))]));
    }

    private static Species Species(RecordClass<float> it, Place place)
    {
        BadInput.CheckPrediction([it.Probability], place);
        return new(it.Name ?? ClassNames.Number(it.Index), it.Probability);
    }
}
