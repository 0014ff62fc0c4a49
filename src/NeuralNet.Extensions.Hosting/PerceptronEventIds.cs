namespace NeuralNet.Extensions.Hosting;

/// <summary>The event ids of the log category <c>NeuralNet.Extensions.Hosting</c>. They do not change between versions.</summary>
public static class PerceptronEventIds
{
    /// <summary>Information: a changed file was loaded, and its model is current.</summary>
    public const int Reloaded = 1;

    /// <summary>
    /// Error: the file was not loaded, because it is missing, corrupt, of another shape or other names, or refused by the check of models;
    /// the previous model stays current. The exception says why.
    /// </summary>
    public const int ReloadFailed = 2;

    /// <summary>Warning: folders can't be watched; changes are detected only by polling.</summary>
    public const int WatchFailed = 3;

    /// <summary>Information: the learned network was saved.</summary>
    public const int Saved = 4;

    /// <summary>Error: the learned network could not be saved; the next interval retries.</summary>
    public const int SaveFailed = 5;

    /// <summary>Warning: the network rejected examples and was not changed by them. One entry for up to 256 examples.</summary>
    public const int ExamplesRefused = 6;

    /// <summary>Error: learning diverged and continues from the last published version; examples learned since were discarded.</summary>
    public const int Diverged = 7;

    /// <summary>Information: learning continues from the file, after the number of steps that the file had learned.</summary>
    public const int LearningResumed = 8;

    /// <summary>
    /// Warning: the learned network was saved beside the file, with <c>.learned</c> added to the name, because the file at the path was
    /// not loaded and is therefore not overwritten.
    /// </summary>
    public const int SavedBeside = 9;

    /// <summary>Warning: waiting examples were not learned, because the shutdown timeout was over.</summary>
    public const int ExamplesDropped = 10;

    /// <summary>Information: after a file that was not loaded, the file is that of the current model again.</summary>
    public const int Restored = 11;

    /// <summary>
    /// Learning started with a new network. Warning if the model has a path and the file is missing, which is expected only at the
    /// first start. Information if it has no path.
    /// </summary>
    public const int LearningBeganNew = 12;

    /// <summary>
    /// Error: a handler of <see cref="PerceptronLearner{T}.ExampleLearned"/> threw; learning continues. One entry for up to 256
    /// examples.
    /// </summary>
    public const int HandlerFailed = 13;

    /// <summary>
    /// Error: the check of models refused what was learned; learning continues from the last published version, and examples learned since
    /// were discarded.
    /// </summary>
    public const int LearnedRefused = 14;
}
