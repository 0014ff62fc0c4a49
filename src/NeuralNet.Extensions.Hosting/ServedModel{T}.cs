using System.Diagnostics.Metrics;
using System.Numerics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NeuralNet.Core;

namespace NeuralNet.Extensions.Hosting;

/// <summary>A model of the service with all that belongs to it, made when it is first asked for.</summary>
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
        File = path is null ? null : new ModelFile(path, time);
        FrozenPerceptron<T> first;
        if (setup.Learns)
        {
            OnlineLearningOptions learning = services.GetRequiredService<IOptionsMonitor<OnlineLearningOptions>>().Get(name);
            Perceptron<T> network = FirstNetwork(services);
            first = network.Freeze();
            var online = new OnlineNetwork<T>(network, setup.Parts);
            Learning = new(
                online,
                new PerceptronLearner<T>(online, learning.Capacity),
                learning,
                learning.SavePath is null ? path : Path.GetFullPath(learning.SavePath));
        }
        else
        {
            first = setup.Model ?? RequiredFile().Load(file => FrozenPerceptron.Load<T>(file, setup.Parts));
        }

        Host = new(first, new()
        {
            Name = name,
            TimeProvider = time,
            MeterFactory = services.GetService<IMeterFactory>(),
            MeasuresDuration = Options.MeasuresDuration,
        });
    }

    public string Name { get; }

    public PerceptronOptions Options { get; }

    public PerceptronHost<T> Host { get; }

    public ModelStatus Status { get; } = new();

    /// <summary>The file of the model; null where it comes from code and stays there.</summary>
    public ModelFile? File { get; }

    /// <summary>Null where the model does not learn.</summary>
    public OnlineLearning<T>? Learning { get; }

    public bool IsReloaded => File is not null && Options.ReloadsOnChange;

    /// <summary>Makes the model of a file the current one.</summary>
    public PublishedPerceptron<T> Reload(string path) => Learning is null
        ? Host.Reload(path, _setup.Parts)
        : Learning.Network.Reload(Host, () => Perceptron.Load<T>(path, _setup.Parts));

    public void Dispose() => File?.Dispose();

    private ModelFile RequiredFile() => File ?? throw new OptionsValidationException(
        Name, typeof(PerceptronOptions), [$"The model '{Name}' has no file. Set Path, or hand the model over to AddPerceptron."]);

    /// <summary>The network of the file, or where there is no file the one to begin with.</summary>
    private Perceptron<T> FirstNetwork(IServiceProvider services)
    {
        if (File is not null && (_setup.FirstNetwork is null || System.IO.File.Exists(File.Path)))
        {
            return File.Load(file => Perceptron.Load<T>(file, _setup.Parts));
        }

        return _setup.FirstNetwork?.Invoke(services) ?? throw new OptionsValidationException(
            Name,
            typeof(PerceptronOptions),
            [$"The model '{Name}' is to learn, and has neither a file nor a network to begin with. Set Path, or pass a network to LearnOnline."]);
    }
}
