namespace NeuralNet.Extensions.Hosting;

/// <summary>The unresolved failures of a model, for its health check.</summary>
internal sealed class ModelStatus
{
    private volatile Exception? _reloadFailure;
    private volatile Exception? _saveFailure;
    private volatile Exception? _learningFailure;

    /// <summary>The reason why the file of the model is not the current model; null if it is.</summary>
    public Exception? ReloadFailure
    {
        get => _reloadFailure;
        set => _reloadFailure = value;
    }

    /// <summary>Why what was learned is not current: a divergence, or a check that refused it; null once a version was published or a file loaded.</summary>
    public Exception? LearningFailure
    {
        get => _learningFailure;
        set => _learningFailure = value;
    }

    /// <summary>The reason why the learned network is not saved to its file; null if it is.</summary>
    public Exception? SaveFailure
    {
        get => _saveFailure;
        set => _saveFailure = value;
    }
}
