using NeuralNet.Core;

namespace NeuralNet.Extensions.AI;

/// <summary>Passes the epochs of the training on, after the embedding of all texts.</summary>
internal sealed class EpochProgress(IProgress<TextTrainingProgress> progress, int texts) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) =>
        progress.Report(new TextTrainingProgress { EmbeddedTexts = texts, Texts = texts, Training = value });
}
