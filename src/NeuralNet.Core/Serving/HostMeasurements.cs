using System.Diagnostics;

namespace NeuralNet.Core.Serving;

/// <summary>Records the measurements of one host, tagged with its name. Without a listener it records nothing.</summary>
internal sealed class HostMeasurements(HostMeter meter, string name, bool measuresDuration)
{
    private readonly KeyValuePair<string, object?> _name = new(HostMeter.NameTag, name);

    public string Name { get; } = name;

    /// <summary>Returns the timestamp before a prediction; 0 if durations are not measured.</summary>
    public long Start() => measuresDuration && meter.Duration.Enabled ? Stopwatch.GetTimestamp() : 0;

    public void Predicted(int rows, long start)
    {
        if (meter.Predictions.Enabled)
        {
            meter.Predictions.Add(rows, _name);
        }

        if (start != 0)
        {
            meter.Duration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, _name);
        }
    }

    public void Learned(long examples, double? loss)
    {
        if (examples > 0 && meter.Examples.Enabled)
        {
            meter.Examples.Add(examples, _name);
        }

        if (loss is { } mean && meter.Loss.Enabled)
        {
            meter.Loss.Record(mean, _name);
        }
    }

    public void Reloaded(string result)
    {
        if (meter.Reloads.Enabled)
        {
            meter.Reloads.Add(1, _name, new(HostMeter.ResultTag, result));
        }
    }
}
