using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

// The name is a value of each entry, but not part of its text.
#pragma warning disable SYSLIB1015

namespace NeuralNet.Extensions.Hosting;

/// <summary>The log entries of this package.</summary>
/// <remarks>Each has the name of the model as the value <c>name</c>, for filters; the text has the title, because the name may be empty.</remarks>
internal static partial class Log
{
    private const string Category = "NeuralNet.Extensions.Hosting";

    /// <summary>Returns the logger of the services, or a silent one if logging is not registered.</summary>
    public static ILogger Logger(IServiceProvider services) =>
        services.GetService<ILoggerFactory>()?.CreateLogger(Category) ?? NullLogger.Instance;

    /// <summary>Names a model at the start of a sentence.</summary>
    public static string Title(string name) => name.Length == 0 ? "The model without a name" : $"The model '{name}'";

    [LoggerMessage(PerceptronEventIds.Reloaded, LogLevel.Information, "{Model}: loaded {Path}; version {Version} is current.", EventName = nameof(PerceptronEventIds.Reloaded))]
    public static partial void Reloaded(this ILogger logger, string model, string name, string path, long version);

    [LoggerMessage(PerceptronEventIds.ReloadFailed, LogLevel.Error, "{Model}: {Path} was not loaded; version {Version} stays current.", EventName = nameof(PerceptronEventIds.ReloadFailed))]
    public static partial void ReloadFailed(this ILogger logger, Exception error, string model, string name, string path, long version);

    [LoggerMessage(PerceptronEventIds.WatchFailed, LogLevel.Warning, "{Model}: the folders of {Path} can't be watched; the file is polled every {Interval}.", EventName = nameof(PerceptronEventIds.WatchFailed))]
    public static partial void WatchFailed(this ILogger logger, Exception error, string model, string name, string path, TimeSpan interval);

    [LoggerMessage(PerceptronEventIds.Saved, LogLevel.Information, "{Model}: saved to {Path} after {Learned} examples.", EventName = nameof(PerceptronEventIds.Saved))]
    public static partial void Saved(this ILogger logger, string model, string name, string path, long learned);

    [LoggerMessage(PerceptronEventIds.SaveFailed, LogLevel.Error, "{Model}: saving to {Path} failed.", EventName = nameof(PerceptronEventIds.SaveFailed))]
    public static partial void SaveFailed(this ILogger logger, Exception error, string model, string name, string path);

    [LoggerMessage(PerceptronEventIds.ExamplesRefused, LogLevel.Warning, "{Model}: {Count} examples were rejected; the exception is that of the last one.", EventName = nameof(PerceptronEventIds.ExamplesRefused))]
    public static partial void ExamplesRefused(this ILogger logger, Exception error, string model, string name, int count);

    [LoggerMessage(PerceptronEventIds.Diverged, LogLevel.Error, "{Model}: learning diverged and continues from version {Version}; {Forgotten} examples learned since were discarded. Lower the learning rate, or standardize the inputs.", EventName = nameof(PerceptronEventIds.Diverged))]
    public static partial void Diverged(this ILogger logger, string model, string name, long version, long forgotten);

    [LoggerMessage(PerceptronEventIds.LearnedRefused, LogLevel.Error, "{Model}: the check refused what was learned; learning continues from version {Version}, and {Forgotten} examples learned since were discarded.", EventName = nameof(PerceptronEventIds.LearnedRefused))]
    public static partial void LearnedRefused(this ILogger logger, Exception error, string model, string name, long version, long forgotten);

    [LoggerMessage(PerceptronEventIds.LearningResumed, LogLevel.Information, "{Model}: loaded {Path} after {Steps} steps; learning online, {Network}; saves to {SavePath}.", EventName = nameof(PerceptronEventIds.LearningResumed))]
    public static partial void LearningResumed(this ILogger logger, string model, string name, string path, long steps, string network, string savePath);

    [LoggerMessage(EventId = PerceptronEventIds.LearningBeganNew, Message = "{Model}: {Cause}, so it starts with a new network; learning online, {Network}; saves to {SavePath}.", EventName = nameof(PerceptronEventIds.LearningBeganNew))]
    public static partial void LearningBeganNew(this ILogger logger, LogLevel level, string model, string name, string cause, string network, string savePath);

    [LoggerMessage(PerceptronEventIds.HandlerFailed, LogLevel.Error, "{Model}: a handler of ExampleLearned failed for {Count} examples, which were learned; the exception is the last one.", EventName = nameof(PerceptronEventIds.HandlerFailed))]
    public static partial void HandlerFailed(this ILogger logger, Exception error, string model, string name, int count);

    [LoggerMessage(PerceptronEventIds.SavedBeside, LogLevel.Warning, "{Model}: saved to {Beside}, because {Path} holds another file that was not loaded.", EventName = nameof(PerceptronEventIds.SavedBeside))]
    public static partial void SavedBeside(this ILogger logger, string model, string name, string path, string beside);

    [LoggerMessage(PerceptronEventIds.ExamplesDropped, LogLevel.Warning, "{Model}: {Count} waiting examples were not learned, because the shutdown timeout was over.", EventName = nameof(PerceptronEventIds.ExamplesDropped))]
    public static partial void ExamplesDropped(this ILogger logger, string model, string name, int count);

    [LoggerMessage(PerceptronEventIds.Restored, LogLevel.Information, "{Model}: {Path} holds version {Version} again, which stayed current.", EventName = nameof(PerceptronEventIds.Restored))]
    public static partial void Restored(this ILogger logger, string model, string name, string path, long version);
}
