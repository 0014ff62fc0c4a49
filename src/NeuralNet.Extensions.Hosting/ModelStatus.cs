namespace NeuralNet.Extensions.Hosting;

/// <summary>What of a model went wrong last and was not mended since, for its health check.</summary>
internal sealed class ModelStatus
{
    private volatile Exception? _reloadFailure;
    private volatile Exception? _saveFailure;
    private volatile Exception? _learningFailure;

    /// <summary>Why the file of the model is not the current one; null where it is.</summary>
    public Exception? ReloadFailure
    {
        get => _reloadFailure;
        set => _reloadFailure = value;
    }

    /// <summary>That learning diverged, and what was learned since the last version is forgotten; null once a version was published or a file loaded.</summary>
    public Exception? LearningFailure
    {
        get => _learningFailure;
        set => _learningFailure = value;
    }

    /// <summary>Why what was learned is not saved; null where it is.</summary>
    public Exception? SaveFailure
    {
        get => _saveFailure;
        set => _saveFailure = value;
    }
}
