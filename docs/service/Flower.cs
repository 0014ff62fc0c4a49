using NeuralNet.Data;

namespace NeuralNet.Service;

/// <summary>An iris, in centimeters; null where it was not measured.</summary>
internal sealed record Flower(float? SepalLength, float? SepalWidth, float? PetalLength, float? PetalWidth)
{
    /// <summary>The columns of the model. What they learn is in its file.</summary>
    public static RowEncoder<Flower> Columns { get; } = RowEncoder.For<Flower>()
        .Number(flower => flower.SepalLength, Missing.Median, name: "sepal_length_cm")
        .Number(flower => flower.SepalWidth, Missing.Median, name: "sepal_width_cm")
        .Number(flower => flower.PetalLength, Missing.Median, name: "petal_length_cm")
        .Number(flower => flower.PetalWidth, Missing.Median, name: "petal_width_cm");
}
