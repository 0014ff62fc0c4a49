using System.Diagnostics.Metrics;

namespace NeuralNet.Core.Tests.Serving;

/// <summary>The measurements of a host by the meter NeuralNet.Core, which cost nothing without a listener.</summary>
public sealed class PerceptronHostMetricsTests : IDisposable
{
    private const int Calls = 10_000;

    private readonly Factory _factory = new();
    private readonly List<(string Instrument, double Value, Dictionary<string, object?> Tags)> _heard = [];
    private MeterListener? _listener;

    public void Dispose()
    {
        _listener?.Dispose();
        _factory.Dispose();
    }

    [Fact]
    public void Counts_predicted_rows_by_the_name_of_the_model()
    {
        PerceptronHost<float> host = Host();
        Listen();

        host.Current.Predict([1]);
        host.Current.Predict([1, 2, 3], new float[3]);
        host.Current.PredictClass([1]);
        host.Current.PredictClasses([1, 2], new int[2]);
        host.Current.Model.Predict([1]);

        Values("neuralnet.predictions").Should().Equal(1, 3, 1, 2);
        Heard.Should().AllSatisfy(heard => heard.Tags.Should().Equal(new Dictionary<string, object?> { ["neuralnet.model.name"] = "spam" }));
    }

    [Fact]
    public void Counts_a_row_of_several_inputs_once()
    {
        var host = new PerceptronHost<float>(
            FrozenPerceptron.FromWeights<float>(3, [1, 2, 3], [], Activation.Sigmoid), new() { Name = "spam", MeterFactory = _factory });
        Listen();

        host.Current.Predict(new float[6], new float[2]);
        host.Current.PredictClasses(new float[9], new int[3]);

        Values("neuralnet.predictions").Should().Equal(2, 3);
    }

    [Fact]
    public void Publishing_reports_examples_and_loss()
    {
        PerceptronHost<float> host = Host();
        Listen();

        host.Publish(Model(2), examples: 7, loss: 0.25);
        host.Publish(Model(3));

        Values("neuralnet.examples").Should().Equal(7);
        Values("neuralnet.loss").Should().Equal(0.25);
    }

    [Fact]
    public void Counts_reloads_by_result()
    {
        PerceptronHost<float> host = Host();
        Listen();

        host.Reload(() => Model(2));
        host.Reload(() => Model(2));
        host.Invoking(it => it.Reload(() => throw new ModelFormatException("bad"))).Should().Throw<ModelFormatException>();

        Values("neuralnet.reloads").Should().Equal(1, 1, 1);
        Heard.Select(heard => heard.Tags["neuralnet.reload.result"]).Should().Equal("success", "unchanged", "failure");
    }

    [Fact]
    public void Reports_the_age_of_each_model_by_its_clock()
    {
        var clock = new Clock();
        PerceptronHost<float> host = Host(new() { Name = "spam", MeterFactory = _factory, TimeProvider = clock });
        PerceptronHost<float> other = Host(new() { Name = "eggs", MeterFactory = _factory, TimeProvider = clock });
        Listen();
        clock.Now += TimeSpan.FromSeconds(5);
        other.Publish(Model(2));
        clock.Now += TimeSpan.FromSeconds(2);

        _listener!.RecordObservableInstruments();

        Values("neuralnet.model.age").Should().Equal(7, 2);
        Heard.Select(heard => heard.Tags["neuralnet.model.name"]).Should().Equal("spam", "eggs");
        GC.KeepAlive(host);
    }

    [Fact]
    public void Measures_the_duration_of_a_call_only_on_request()
    {
        PerceptronHost<float> host = Host();
        PerceptronHost<float> timed = Host(new() { MeterFactory = _factory, MeasuresDuration = true });
        Listen();

        host.Current.Predict([1]);
        timed.Current.Predict([1]);

        Values("neuralnet.prediction.duration").Should().ContainSingle().Which.Should().BeInRange(0, 60);
    }

    [Fact]
    public void Hosts_of_a_process_share_one_meter()
    {
        var host = new PerceptronHost<float>(Model(1), new() { Name = "shared" });
        var other = new PerceptronHost<double>(FrozenPerceptron.FromWeights<double>(1, [1], [], Activation.Sigmoid), new() { Name = "shared too" });
        Listen(ofFactory: false);

        host.Current.Predict([1]);
        other.Current.Predict([1]);

        // The listener also hears other tests that run at the same time.
        Heard.Select(heard => heard.Tags["neuralnet.model.name"]).Should().Contain("shared").And.Contain("shared too");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Predictions_without_a_listener_allocate_nothing(bool measuresDuration)
    {
        PerceptronHost<float> host = Host(new() { MeterFactory = _factory, MeasuresDuration = measuresDuration });

        AllocatedBy(host).Should().Be(0);
    }

    [Fact]
    public void Predictions_with_a_listener_allocate_nothing()
    {
        PerceptronHost<float> host = Host(new() { MeterFactory = _factory, MeasuresDuration = true });
        using var listener = new MeterListener { InstrumentPublished = (instrument, it) => it.EnableMeasurementEvents(instrument) };
        long rows = 0;
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => rows += value);
        listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => { });
        listener.Start();

        AllocatedBy(host).Should().Be(0);

        rows.Should().BeGreaterThan(Calls);
    }

    private static long AllocatedBy(PerceptronHost<float> host)
    {
        float[] rows = [1, 2];
        int[] classes = new int[2];
        float[] destination = new float[2];
        long least = long.MaxValue;

        // The first calls are compiled, and the runtime may compile them again.
        for (int attempt = 0; attempt < 5 && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int call = 0; call < Calls; call++)
            {
                PublishedPerceptron<float> current = host.Current;
                current.Predict(rows.AsSpan(0, 1));
                current.Predict(rows, destination);
                current.PredictClass(rows.AsSpan(0, 1));
                current.PredictClasses(rows, classes);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static FrozenPerceptron<float> Model(float weight) => FrozenPerceptron.FromWeights<float>(1, [weight], [], Activation.Sigmoid);

    private PerceptronHost<float> Host(PerceptronHostOptions? options = null) =>
        new(Model(1), options ?? new() { Name = "spam", MeterFactory = _factory });

    /// <summary>The measurements heard so far; other threads may add more meanwhile.</summary>
    private (string Instrument, double Value, Dictionary<string, object?> Tags)[] Heard
    {
        get
        {
            lock (_heard)
            {
                return [.. _heard];
            }
        }
    }

    private IEnumerable<double> Values(string instrument) => Heard.Where(heard => heard.Instrument == instrument).Select(heard => heard.Value);

    private void Listen(bool ofFactory = true)
    {
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, it) =>
            {
                if (ofFactory ? instrument.Meter == _factory.Meter : instrument.Meter is { Name: "NeuralNet.Core", Scope: null })
                {
                    it.EnableMeasurementEvents(instrument);
                }
            },
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.Start();
    }

    private void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_heard)
        {
            _heard.Add((instrument.Name, value, tags.ToArray().ToDictionary()));
        }
    }

    private sealed class Factory : IMeterFactory
    {
        public Meter? Meter { get; private set; }

        public Meter Create(MeterOptions options) => Meter ??= new Meter(options.Name, options.Version, null, scope: this);

        public void Dispose() => Meter?.Dispose();
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
