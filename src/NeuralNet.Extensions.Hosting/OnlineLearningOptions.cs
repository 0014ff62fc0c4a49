namespace NeuralNet.Extensions.Hosting;

/// <summary>Options of a model that learns while it serves predictions.</summary>
public sealed class OnlineLearningOptions
{
    /// <summary>
    /// The most examples that may wait in the queue, [1, 10,000,000]. Default 10,000. Memory is allocated as examples arrive.
    /// </summary>
    public int Capacity { get; set; } = 10_000;

    /// <summary>
    /// The interval at which the learned network is published for predictions, [0, 1 day]. Default 1 s. With 0 it is published
    /// whenever the queue is empty, or 256 examples have been learned.
    /// </summary>
    public TimeSpan PublishInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The interval at which the learned network is saved, (0, 1 day]. Default 1 min. It is also saved when the service stops.
    /// </summary>
    public TimeSpan SaveInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The file to save the learned network to. Default null: the file of the model, so a restarted service continues where it
    /// stopped. Any other file is only written, never read: a restarted service starts from the file of the model again and
    /// overwrites the previous save. Two models of a service must not save to the same file.
    /// </summary>
    public string? SavePath { get; set; }
}
