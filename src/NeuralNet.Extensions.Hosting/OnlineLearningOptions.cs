namespace NeuralNet.Extensions.Hosting;

/// <summary>How a model learns while it serves.</summary>
public sealed class OnlineLearningOptions
{
    /// <summary>How many examples may wait to be learned, [1, 10,000,000]. Default 10,000. Memory for them is taken as they come.</summary>
    public int Capacity { get; set; } = 10_000;

    /// <summary>
    /// How often what was learned is published to those who predict, [0, 1 day]. Default 1 s; 0: whenever no example waits, or
    /// 256 have been learned.
    /// </summary>
    public TimeSpan PublishInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How often what was learned is saved, (0, 1 day]. Default 1 min. It is saved besides when the service stops.
    /// </summary>
    public TimeSpan SaveInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Where it is saved. Default null: the file of the model, so that a restarted service goes on where it stopped. Another
    /// file is written, and never read: a restarted service begins from the file of the model again, and writes over what the
    /// one before it learned. No other model of the service may be saved there.
    /// </summary>
    public string? SavePath { get; set; }
}
