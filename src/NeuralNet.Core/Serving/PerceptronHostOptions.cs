using System.Diagnostics.Metrics;

namespace NeuralNet.Core;

/// <summary>The name, clock and meter of a <see cref="PerceptronHost{T}"/>. The defaults suit a single host.</summary>
public sealed class PerceptronHostOptions
{
    /// <summary>The name of the model in the process, the tag <c>neuralnet.model.name</c> of each measurement. Default empty.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>The clock for the time of a publication and the age of a model. Default the system clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// The factory of the meter <c>NeuralNet.Core</c>, such as that of a service container. Default null: one meter for all such hosts of
    /// the process.
    /// </summary>
    public IMeterFactory? MeterFactory { get; init; }

    /// <summary>
    /// Whether a model may have other inputs than the one it replaces, in number and names. Only for a host whose callers pass no rows of
    /// their own, such as records that NeuralNet.Data encodes for each model. Outputs, classes and their names stay fixed. Default false.
    /// </summary>
    public bool AllowsOtherInputs { get; init; }

    /// <summary>
    /// Whether calls that predict are timed, for <c>neuralnet.prediction.duration</c>. Default false, because reading the clock twice takes
    /// longer than most predictions.
    /// </summary>
    public bool MeasuresDuration { get; init; }
}
