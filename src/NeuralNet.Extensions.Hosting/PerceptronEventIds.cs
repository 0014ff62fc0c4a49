namespace NeuralNet.Extensions.Hosting;

/// <summary>The event ids of what this package logs, in the category <c>NeuralNet.Extensions.Hosting</c>. They do not change.</summary>
public static class PerceptronEventIds
{
    /// <summary>Information: a changed file was loaded, and its model is the current one.</summary>
    public const int Reloaded = 1;

    /// <summary>Error: a changed file is bad or gone; the model of before stays.</summary>
    public const int ReloadFailed = 2;

    /// <summary>Warning: folders can't be watched; polling alone sees changes.</summary>
    public const int WatchFailed = 3;

    /// <summary>Information: what was learned has been saved.</summary>
    public const int Saved = 4;

    /// <summary>Error: what was learned could not be saved; it is tried again after the next interval.</summary>
    public const int SaveFailed = 5;

    /// <summary>Warning: examples were refused by the network, which has not changed; one entry for as many as were learned at a time.</summary>
    public const int ExamplesRefused = 6;

    /// <summary>Error: learning diverged, and goes on from what was last published; what was learned since is forgotten.</summary>
    public const int Diverged = 7;

    /// <summary>Information: learning goes on from the file, which tells how many steps it has learned.</summary>
    public const int LearningResumed = 8;

    /// <summary>
    /// Warning: what was learned was saved beside the file, under its name with <c>.learned</c>, since the file is another's and was
    /// not loaded; it is not overwritten.
    /// </summary>
    public const int SavedBeside = 9;

    /// <summary>Warning: examples that waited were not learned, since the time for stopping was over.</summary>
    public const int ExamplesDropped = 10;

    /// <summary>Information: the file was bad or gone, and is again that of the current model.</summary>
    public const int Restored = 11;

    /// <summary>
    /// Learning began new. Warning where the model has a path and there is no file: that is right at the first start alone.
    /// Information where it has none.
    /// </summary>
    public const int LearningBeganNew = 12;

    /// <summary>
    /// Error: a handler of <see cref="PerceptronLearner{T}.ExampleLearned"/> threw; learning goes on. One entry for as many examples as
    /// were learned at a time.
    /// </summary>
    public const int HandlerFailed = 13;
}
