namespace NeuralNet.Core.UserCode;

/// <summary>A fake model for the unit tests of an app: it predicts the same for every row.</summary>
public sealed class FakePredictor(float prediction) : IPredictor<float>
{
    public int InputCount => 3;

    public int OutputCount => 1;

    public void Predict(Rows<float> inputs, Span<float> destination, ReadOnlySpan<float> offsets = default) => destination.Fill(prediction);

    public void PredictClasses(Rows<float> inputs, Span<int> destination, ReadOnlySpan<float> offsets = default) => destination.Fill(prediction > 0.5f ? 1 : 0);
}
