using System.Diagnostics.CodeAnalysis;
using NeuralNet.Core;
using NeuralNet.Text;

namespace NeuralNet.ClickService;

/// <summary>
/// One network that learns, behind a lock, and immutable copies of it that predict on any thread. The file is loaded at the start, and saved
/// while events arrive and at the stop.
/// </summary>
internal sealed partial class ClickLearner : BackgroundService
{
    private const string FeaturesKey = "clicks.features";

    /// <summary>A hasher has the memory of one row, so each thread that predicts has its own.</summary>
    [ThreadStatic]
    private static FeatureHasher<float>? _hasherOfThread;

    private readonly Lock _learning = new();
    private readonly FeatureHasher<float> _hasher = new(Visit.Columns);
    private readonly ProgressiveClassification _progress = new();
    private readonly ClickOptions _options;
    private readonly ILogger _logger;
    private readonly Perceptron<float> _network;
    private readonly PerceptronHost<float> _host;
    private long _saved;
    private long _published;

    /// <exception cref="ModelFormatException">The file is corrupt.</exception>
    /// <exception cref="InvalidOperationException">The file has another model.</exception>
    public ClickLearner(ClickOptions options, ILogger<ClickLearner> logger)
    {
        (_options, _logger) = (options, logger);
        _network = File.Exists(options.Path) ? Load(options.Path) : New();
        _saved = _published = _network.CompletedSteps;
        _host = new(_network.Freeze(), new() { Name = "clicks" });
    }

    /// <summary>Learns an event at once.</summary>
    /// <exception cref="BadHttpRequestException">A number is out of its interval. Nothing is learned.</exception>
    public EventAnswer Learn(ClickEvent shown)
    {
        lock (_learning)
        {
            shown.Describe(_hasher);
            float before = _network.Learn(_hasher.Row(), shown.Clicked);
            _progress.Add(before, shown.Clicked ? 1 : 0);
            if (_network.CompletedSteps % _options.PublishEvery == 0)
            {
                Publish();
            }

            return new(before, _network.CompletedSteps);
        }
    }

    /// <summary>Predicts with the model published last; learning does not wait for it, nor it for learning.</summary>
    /// <exception cref="BadHttpRequestException">A number is out of its interval.</exception>
    public PredictAnswer Predict(Visit visit)
    {
        FeatureHasher<float> hasher = _hasherOfThread ??= new(Visit.Columns);
        visit.Describe(hasher);
        PublishedPerceptron<float> current = _host.Current;
        return new(current.Predict(hasher.Row()), current.Version);
    }

    public ModelAnswer Describe()
    {
        lock (_learning)
        {
            return new(_host.Current.Version, _network.CompletedSteps, _progress.RowCount > 0 ? _progress.RecentLogLoss : null);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        TrySave();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.SaveInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                TrySave();
            }
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }

    private static Perceptron<float> New()
    {
        Perceptron<float> network = Perceptron.BinaryClassifier<float>(Visit.Columns).WithOptimizer(Optimizer.AdaGrad()).WithLearningRate(0.1).Build();
        network.SetMetadata(FeaturesKey, Visit.Features);
        return network;
    }

    private static Perceptron<float> Load(string path)
    {
        Perceptron<float> network = Perceptron.Load<float>(path);
        return network is { InputCount: Visit.Columns, ClassCount: 2, OutputCount: 1 } && network.Metadata.GetValueOrDefault(FeaturesKey) == Visit.Features
            ? network
            : throw new InvalidOperationException($"The model of {path} was not trained on these features: {Visit.Features}. Remove it to start anew, or set Clicks:Path.");
    }

    private void Publish()
    {
        if (_published != _network.CompletedSteps)
        {
            _host.Publish(_network.Freeze(), _network.CompletedSteps - _published);
            _published = _network.CompletedSteps;
        }
    }

    /// <summary>Publishes and saves. Only the copy is made while learning waits.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "A full disk must not end the learning; the next interval retries.")]
    private void TrySave()
    {
        Perceptron<float> copy;
        lock (_learning)
        {
            if (_saved == _network.CompletedSteps)
            {
                return;
            }

            Publish();
            copy = _network.Clone();
        }

        try
        {
            copy.Save(_options.Path);
            _saved = copy.CompletedSteps;
        }
        catch (Exception error)
        {
            NotSaved(error, _options.Path);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The model could not be saved to {Path}.")]
    private partial void NotSaved(Exception error, string path);
}
