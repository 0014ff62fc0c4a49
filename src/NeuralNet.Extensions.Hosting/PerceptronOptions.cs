namespace NeuralNet.Extensions.Hosting;

/// <summary>Where the model of a service comes from, and how its file is watched.</summary>
public sealed class PerceptronOptions
{
    /// <summary>
    /// The file of the model, as <c>FrozenPerceptron&lt;T&gt;.Save</c> or <c>Perceptron&lt;T&gt;.Save</c> writes it; a path that is
    /// not rooted begins at the current folder. Default null: the model is handed over in code.
    /// </summary>
    public string? Path { get; set; }

    /// <summary>
    /// Whether a model that learns has to begin from its file, even where <c>LearnOnline</c> was given a network to begin with: a
    /// service whose file was lost then does not start. Default false. Set it once there is a file to lose. A model that does not
    /// learn needs its file in any case.
    /// </summary>
    public bool RequiresFile { get; set; }

    /// <summary>Whether a file that is replaced is loaded anew. Default true.</summary>
    public bool ReloadOnChange { get; set; } = true;

    /// <summary>
    /// How long a file has to stay as it is before it is loaded, so that one that is being written is not read halfway, (0, 10 s].
    /// Default 200 ms.
    /// </summary>
    public TimeSpan Debounce { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// How often the file is looked at even if nothing tells of a change, since network drives and some mounts tell nothing,
    /// (0, 1 day]. Default 4 s.
    /// </summary>
    public TimeSpan PollingInterval { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>
    /// Whether the operating system is asked to tell of changes. Default true; false where watches are scarce or the file
    /// system has none: then <see cref="PollingInterval"/> alone decides.
    /// </summary>
    public bool WatchesFolders { get; set; } = true;

    /// <summary>Whether each call that predicts is timed, for the meter. Default false.</summary>
    public bool MeasuresDuration { get; set; }
}
