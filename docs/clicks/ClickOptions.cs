namespace NeuralNet.ClickService;

/// <summary>The section <c>Clicks</c> of the configuration.</summary>
internal sealed class ClickOptions
{
    /// <summary>The file of the model.</summary>
    public string Path { get; set; } = System.IO.Path.Combine(AppContext.BaseDirectory, "clicks.safetensors");

    /// <summary>After how many events predictions use what was learned. A publication copies all weights, 1 MB.</summary>
    public int PublishEvery { get; set; } = 1000;

    /// <summary>How often what was learned is published and saved. A killed process loses the events since the last save.</summary>
    public TimeSpan SaveInterval { get; set; } = TimeSpan.FromSeconds(10);
}
