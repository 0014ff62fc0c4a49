using NeuralNet.Data;

namespace NeuralNet.Service;

/// <summary>An iris, in centimeters; null where it was not measured.</summary>
internal sealed record Flower(float? SepalLength, float? SepalWidth, float? PetalLength, float? PetalWidth)
{
    /// <summary>
    /// The columns of the model, with the names that the fields have in JSON, so that an error names the field of the caller. What they learn is
    /// in the file of the model.
    /// </summary>
    public static RowEncoder<Flower> Columns { get; } = RowEncoder.For<Flower>()
        .Number(flower => flower.SepalLength, Missing.Median, name: "sepalLength")
        .Number(flower => flower.SepalWidth, Missing.Median, name: "sepalWidth")
        .Number(flower => flower.PetalLength, Missing.Median, name: "petalLength")
        .Number(flower => flower.PetalWidth, Missing.Median, name: "petalWidth");
}
