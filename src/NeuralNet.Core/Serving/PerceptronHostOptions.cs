using System.Diagnostics.Metrics;

namespace NeuralNet.Core;

/// <summary>How a <see cref="PerceptronHost{T}"/> is called and measured. The defaults suit a host that stands alone.</summary>
public sealed class PerceptronHostOptions
{
    /// <summary>The model's name among others of the process, the tag <c>neuralnet.model.name</c> of every measurement. Default empty.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>Where the time of a publication and the age of a model come from. Default the system's clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// Who makes the meter <c>NeuralNet.Core</c>, such as the factory of a service's container. Default null: one meter that
    /// all such hosts of the process share.
    /// </summary>
    public IMeterFactory? MeterFactory { get; init; }

    /// <summary>
    /// Whether each call that predicts is timed, for <c>neuralnet.prediction.duration</c>. Reading the clock twice takes longer
    /// than most predictions, so the default is false.
    /// </summary>
    public bool MeasuresDuration { get; init; }
}
