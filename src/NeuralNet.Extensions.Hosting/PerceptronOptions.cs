namespace NeuralNet.Extensions.Hosting;

/// <summary>Options of a served model: its file, and how the file is watched.</summary>
public sealed class PerceptronOptions
{
    /// <summary>
    /// The file of the model, as written by <c>FrozenPerceptron&lt;T&gt;.Save</c> or <c>Perceptron&lt;T&gt;.Save</c>. A relative path
    /// starts at the current folder. Default null: the model is passed in code.
    /// </summary>
    public string? Path { get; set; }

    /// <summary>
    /// Whether a model that learns must start from its file, even if <c>LearnOnline</c> was passed a network to start with. If true, a
    /// service whose file is missing does not start. Default false; set it to true once the file exists. A model that does not learn
    /// always needs its file.
    /// </summary>
    public bool RequiresFile { get; set; }

    /// <summary>Whether the file is reloaded when it changes. Default true.</summary>
    public bool ReloadOnChange { get; set; } = true;

    /// <summary>
    /// How long the file must stay unchanged before it is loaded, so a file that is still being written is not read, (0, 10 s].
    /// Default 200 ms.
    /// </summary>
    public TimeSpan Debounce { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// The interval at which the file is checked even if no change is reported, because network drives and some mounts report none,
    /// (0, 1 day]. Default 4 s.
    /// </summary>
    public TimeSpan PollingInterval { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>
    /// Whether the operating system is asked to report changes. Default true. Set it to false if watches are scarce or the file
    /// system has none; the file is then checked only every <see cref="PollingInterval"/>.
    /// </summary>
    public bool WatchesFolders { get; set; } = true;

    /// <summary>
    /// Whether a reloaded file may have other inputs than the model before it, for callers that pass records instead of rows; see
    /// <see cref="NeuralNet.Core.PerceptronHostOptions.AllowsOtherInputs"/>. Not for a model that learns while it serves. Default false.
    /// </summary>
    public bool AllowsOtherInputs { get; set; }

    /// <summary>Whether the duration of each predicting call is measured for the meter. Default false.</summary>
    public bool MeasuresDuration { get; set; }
}
