namespace NeuralNet.Extensions.Hosting;

/// <summary>What of a model went wrong last and was not mended since, for its health check.</summary>
internal sealed class ModelStatus
{
    private volatile Exception? _reloadFailure;
    private volatile Exception? _saveFailure;

    /// <summary>Why the file of the model is not the current one; null where it is.</summary>
    public Exception? ReloadFailure
    {
        get => _reloadFailure;
        set => _reloadFailure = value;
    }

    /// <summary>Why what was learned is not saved; null where it is.</summary>
    public Exception? SaveFailure
    {
        get => _saveFailure;
        set => _saveFailure = value;
    }
}
