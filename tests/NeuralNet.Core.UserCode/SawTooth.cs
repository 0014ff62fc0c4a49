namespace NeuralNet.Core.UserCode;

/// <summary>A user's own learning rate: it falls from rate to a quarter of it within 4 steps, and starts again.</summary>
public static class SawTooth
{
    public static LearningRate Of(double rate) =>
        LearningRate.From(time => rate * (1 - (0.25 * ((time.Step - 1) % 4))), FormattableString.Invariant($"saw-tooth({rate})"));
}
