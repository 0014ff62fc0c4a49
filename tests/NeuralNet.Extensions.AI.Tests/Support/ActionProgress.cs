namespace NeuralNet.Extensions.AI.Tests.Support;

/// <summary>Runs an action at each report, on the thread that reports.</summary>
internal sealed class ActionProgress(Action<TextTrainingProgress> action) : IProgress<TextTrainingProgress>
{
    public void Report(TextTrainingProgress value) => action(value);
}
