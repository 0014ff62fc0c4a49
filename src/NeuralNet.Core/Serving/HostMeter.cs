using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Serving;

/// <summary>The instruments of one meter, shared by all its hosts.</summary>
internal sealed class HostMeter
{
    public const string NameTag = "neuralnet.model.name";
    public const string ResultTag = "neuralnet.reload.result";
    public const string Success = "success";
    public const string Unchanged = "unchanged";
    public const string Failure = "failure";

    private const string MeterName = "NeuralNet.Core";

    private static readonly ConditionalWeakTable<Meter, HostMeter> _ofMeters = [];
    private static readonly Meter _shared = new(MeterName, Version);

    private readonly List<WeakReference<IHasModelAge>> _hosts = [];

    private HostMeter(Meter meter)
    {
        Predictions = meter.CreateCounter<long>("neuralnet.predictions", "{row}", "Rows predicted.");
        Examples = meter.CreateCounter<long>("neuralnet.examples", "{example}", "Examples learned, as reported on publishing.");
        Loss = meter.CreateGauge<double>("neuralnet.loss", "1", "The mean loss of the examples of the last publication.");
        Reloads = meter.CreateCounter<long>("neuralnet.reloads", "{reload}", "Reloads of a model by result.");
        Duration = meter.CreateHistogram(
            "neuralnet.prediction.duration",
            "s",
            "The duration of a call that predicts.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [5e-8, 1e-7, 2e-7, 5e-7, 1e-6, 2e-6, 5e-6, 1e-5, 1e-4, 1e-3, 1e-2] });
        meter.CreateObservableGauge("neuralnet.model.age", Ages, "s", "The time since the current model was published.");
    }

    public Counter<long> Predictions { get; }

    public Counter<long> Examples { get; }

    public Gauge<double> Loss { get; }

    public Counter<long> Reloads { get; }

    public Histogram<double> Duration { get; }

    private static string Version => typeof(HostMeter).Assembly.GetName().Version!.ToString(3);

    /// <summary>Returns the instruments of the factory's meter, or of the shared meter of the process.</summary>
    public static HostMeter Get(IMeterFactory? factory) =>
        _ofMeters.GetValue(factory?.Create(MeterName, Version) ?? _shared, static meter => new HostMeter(meter));

    /// <summary>Reports the age of a host's model until the host is collected.</summary>
    public void Add(IHasModelAge host)
    {
        lock (_hosts)
        {
            _hosts.RemoveAll(static reference => !reference.TryGetTarget(out _));
            _hosts.Add(new(host));
        }
    }

    private List<Measurement<double>> Ages()
    {
        var ages = new List<Measurement<double>>();
        lock (_hosts)
        {
            foreach (WeakReference<IHasModelAge> reference in _hosts)
            {
                if (reference.TryGetTarget(out IHasModelAge? host))
                {
                    ages.Add(new(host.ModelAge.TotalSeconds, new KeyValuePair<string, object?>(NameTag, host.Name)));
                }
            }
        }

        return ages;
    }
}
