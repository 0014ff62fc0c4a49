using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Numerics;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NeuralNet.Core;

namespace NeuralNet.Extensions.Hosting;

/// <summary>A model of the service with its host, file and learner. It is created when it is first resolved.</summary>
internal sealed class ServedModel<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ModelSetup<T> _setup;

    public ServedModel(IServiceProvider services, string name, ModelSetup<T> setup)
    {
        _setup = setup;
        Name = name;
        Options = services.GetRequiredService<IOptionsMonitor<PerceptronOptions>>().Get(name);
        TimeProvider time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        string? path = Options.Path is null ? null : Path.GetFullPath(Options.Path);
        File = path is null ? null : new ServedFile(path, time);
        RefuseWhatCantServe(path);
        if (setup.Learns && Options.AllowsOtherInputs)
        {
            throw Refused("learns while it serves, and examples that wait would be misread if a file had other inputs. Leave out AllowsOtherInputs, or LearnOnline.");
        }

        FrozenPerceptron<T> first;
        if (setup.Learns)
        {
            OnlineLearningOptions learning = services.GetRequiredService<IOptionsMonitor<OnlineLearningOptions>>().Get(name);
            string? savePath = learning.SavePath is null ? path : Path.GetFullPath(learning.SavePath);
            if (savePath is not null)
            {
                RefuseWhereNothingCanBeSaved(savePath);
                services.GetRequiredService<SavePlaces>().Claim(savePath, name);
            }

            (Perceptron<T> network, bool isOfFile) = FirstNetwork(services);
            first = network.Freeze();
            var online = new OnlineNetwork<T>(network, setup.Parts);
            Learning = new(
                online,
                new PerceptronLearner<T>(online, learning.Capacity, isServed: true),
                learning,
                savePath,
                isOfFile ? online.Steps : null);
        }
        else
        {
            first = setup.Model ?? Load(file => FrozenPerceptron.Load<T>(file, setup.Parts));
        }

        Host = NewHost(first, services.GetService<IMeterFactory>(), time);
    }

    public string Name { get; }

    /// <summary>The model at the start of a sentence.</summary>
    public string Title => Log.Title(Name);

    public PerceptronOptions Options { get; }

    public PerceptronHost<T> Host { get; }

    public ModelStatus Status { get; } = new();

    /// <summary>The file of the model; null if the model was passed in code and has no file.</summary>
    public ServedFile? File { get; }

    /// <summary>The online learning of the model; null if it does not learn.</summary>
    public OnlineLearning<T>? Learning { get; }

    public bool IsReloaded => File is not null && Options.ReloadOnChange;

    /// <summary>Reads a model file.</summary>
    /// <returns>A function that makes the model current, or throws the error of the file.</returns>
    public async Task<Func<PublishedPerceptron<T>>> ReadAsync(Func<Stream> open, CancellationToken cancellationToken)
    {
        if (Learning is not { } learning)
        {
            Func<FrozenPerceptron<T>> model = await OutcomeAsync(
                () => FrozenPerceptron.LoadAsync<T>(open(), _setup.Parts, cancellationToken), cancellationToken).ConfigureAwait(false);
            return () => Host.Reload(model);
        }

        Func<Perceptron<T>> network = await OutcomeAsync(
            () => Perceptron.LoadAsync<T>(open(), _setup.Parts, cancellationToken), cancellationToken).ConfigureAwait(false);
        return () => learning.Network.Reload(Host, network);
    }

    public void Dispose() => File?.Dispose();

    /// <summary>Runs a function, and returns another that returns its result or throws its exception later.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "The exception is thrown later.")]
    private async Task<Func<TModel>> OutcomeAsync<TModel>(Func<Task<TModel>> read, CancellationToken cancellationToken)
    {
        try
        {
            TModel model = await read().ConfigureAwait(false);
            return () => model;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception error)
        {
            var thrown = ExceptionDispatchInfo.Capture(WithName(error));
            return () =>
            {
                thrown.Throw();
                throw thrown.SourceException;
            };
        }
    }

    /// <summary>Adds the name of the file to the exception.</summary>
    private Exception WithName(Exception error)
    {
        if (error is ModelFormatException bad)
        {
            bad.FileName = File!.Path;
        }

        return error;
    }

    private void RefuseWhatCantServe(string? path)
    {
        if (_setup.Model is not null && path is not null)
        {
            throw Refused($"was passed in code, and also has the file '{path}'. Leave one of the two out.");
        }

        if (path is null && Options.RequiresFile)
        {
            throw Refused("must start from a file, because RequiresFile is true, and has no Path. Set Path, or set RequiresFile to false.");
        }

        if (path is not null && Directory.Exists(path))
        {
            throw Refused($"has the Path '{path}', which is a folder. Set Path to a file.");
        }
    }

    private void RefuseWhereNothingCanBeSaved(string savePath)
    {
        if (Directory.Exists(savePath))
        {
            throw Refused($"can't be saved to '{savePath}', which is a folder. Set Path or SavePath to a file.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(savePath)))
        {
            throw Refused($"can't be saved to '{savePath}', because its folder does not exist. Create the folder, or correct the path.");
        }
    }

    /// <summary>Creates the host, unless the check refuses its first model.</summary>
    private PerceptronHost<T> NewHost(FrozenPerceptron<T> first, IMeterFactory? meters, TimeProvider time)
    {
        try
        {
            return new(
                first,
                new()
                {
                    Name = Name,
                    TimeProvider = time,
                    MeterFactory = meters,
                    AllowsOtherInputs = Options.AllowsOtherInputs,
                    MeasuresDuration = Options.MeasuresDuration,
                },
                _setup.Check);
        }
        catch (Exception refusal) when (_setup.Check is not null)
        {
            string source = _setup.Model is not null ? "the model that was passed in code"
                : Learning is { StepsOfFile: null } ? "the network to start with"
                : $"'{File!.Path}'";
            throw new InvalidOperationException($"{Title} can't start: its check refuses {source}. {refusal.Message}", refusal);
        }
    }

    /// <summary>Returns the network of the file, or a new network if there is no file.</summary>
    private (Perceptron<T> Network, bool IsOfFile) FirstNetwork(IServiceProvider services)
    {
        if (_setup.FirstNetwork is not { } make || Options.RequiresFile || File?.IsThere == true)
        {
            return (Load(file => Perceptron.Load<T>(file, _setup.Parts)), true);
        }

        return (make(services) ?? throw Refused("has no network to start with: the function passed to LearnOnline returned null. Return a network."), false);
    }

    private TModel Load<TModel>(Func<Stream, TModel> load)
    {
        if (File is null)
        {
            throw Refused(_setup.Learns
                ? "can't learn, because it has neither a file nor a network to start with. Set Path, or pass a network to LearnOnline."
                : "has no file. Set Path, or pass the model to AddPerceptron.");
        }

        try
        {
            return File.Load(load);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            string why = Options.RequiresFile && _setup.Learns ? ", and RequiresFile is true" : string.Empty;
            string cure = !_setup.Learns ? ", or correct Path"
                : _setup.FirstNetwork is null ? ", correct Path, or pass LearnOnline a network to start with"
                : Options.RequiresFile ? " (a copy, if it was lost), correct Path, or set RequiresFile to false to start with a new network"
                : ", correct Path, or repair or delete the link at the path to start with a new network";
            throw new InvalidOperationException($"{Title} can't start: there is no file '{File.Path}'{why}. Put a model there{cure}.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ModelFormatException)
        {
            string cure = _setup.Learns ? " A model that learns needs the file of a whole network, written by Perceptron<T>.Save." : string.Empty;
            throw new InvalidOperationException($"{Title} can't start: '{File.Path}' can't be loaded. {WithName(error).Message}{cure}", error);
        }
    }

    private OptionsValidationException Refused(string story) => new(Name, typeof(PerceptronOptions), [$"{Title} {story}"]);
}
