namespace NeuralNet.Core.Tests.Support;

/// <summary>Progress that is handled where it is reported: <see cref="Progress{T}"/> would hand it to another thread.</summary>
internal sealed class ProgressHandler(Action<TrainingProgress> handler) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => handler(value);
}
