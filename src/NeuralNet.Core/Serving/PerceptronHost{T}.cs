using System.Numerics;
using NeuralNet.Core.Serving;
using NeuralNet.Core.Foundation;

namespace NeuralNet.Core;

/// <summary>
/// The place where a service keeps its current model: any number of threads read <see cref="Current"/> without a lock, while a
/// learner, or whoever sees a new file, publishes the next.
/// </summary>
/// <remarks>
/// <para>A reader has the model before a publication or the one after, whole. To answer a request from one model take
/// <see cref="Current"/> once and keep it.</para>
/// <para>The meter <c>NeuralNet.Core</c> (System.Diagnostics.Metrics) has <c>neuralnet.predictions</c>,
/// <c>neuralnet.examples</c>, <c>neuralnet.loss</c>, <c>neuralnet.reloads</c> by <c>neuralnet.reload.result</c> (success, unchanged,
/// failure), <c>neuralnet.model.age</c> in seconds and, where asked for, <c>neuralnet.prediction.duration</c> in seconds; each with
/// <c>neuralnet.model.name</c>. Nothing is allocated where nobody listens.</para>
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class PerceptronHost<T> : IPredictor<T>, IHasModelAge
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Lock _publishing = new();
    private readonly HostMeasurements _measurements;
    private readonly TimeProvider _time;
    private PublishedPerceptron<T> _current;
    private IReadOnlyList<string>? _featureNames;
    private IReadOnlyList<string>? _classNames;

    /// <summary>A host with its first model, version 1.</summary>
    /// <param name="model">The model; its shape and names are those of every later one.</param>
    /// <param name="options">Name, clock and meter. Default null: <see cref="PerceptronHostOptions"/> as it is.</param>
    /// <exception cref="ArgumentNullException">There is no model, or a property of the options is null that may not be.</exception>
    public PerceptronHost(FrozenPerceptron<T> model, PerceptronHostOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new();
        ArgumentNullException.ThrowIfNull(options.Name);
        ArgumentNullException.ThrowIfNull(options.TimeProvider);
        _time = options.TimeProvider;
        var meter = HostMeter.Get(options.MeterFactory);
        _measurements = new(meter, options.Name, options.MeasuresDuration);
        _current = new(model, 1, _time.GetUtcNow(), _measurements);
        KeepNames(model);
        meter.Add(this);
    }

    /// <summary>The model's name among others of the process; empty where it has none.</summary>
    public string Name => _measurements.Name;

    /// <summary>The model of now, by one read of a reference. It stays what it is when another is published.</summary>
    public PublishedPerceptron<T> Current => Volatile.Read(ref _current);

    /// <inheritdoc/>
    int IPredictor<T>.InputCount => Current.InputCount;

    /// <inheritdoc/>
    int IPredictor<T>.OutputCount => Current.OutputCount;

    /// <inheritdoc/>
    TimeSpan IHasModelAge.ModelAge => _time.GetUtcNow() - Current.PublishedAt;

    /// <summary>Makes a model the current one: every <see cref="Current"/> read from now on gives it. Safe on any thread.</summary>
    /// <param name="model">The model, of the same inputs, outputs, classes and names as the one before.</param>
    /// <param name="examples">The examples learned since the last publication, for the meter, [0, inf). Default 0.</param>
    /// <param name="loss">The mean loss of these examples, for the meter. Default null: unknown.</param>
    /// <returns>The publication, with its version.</returns>
    /// <exception cref="ArgumentNullException">There is no model.</exception>
    /// <exception cref="ArgumentOutOfRangeException">examples is below 0.</exception>
    /// <exception cref="ArgumentException">The model does not fit the readers of the one before, which stays.</exception>
    public PublishedPerceptron<T> Publish(FrozenPerceptron<T> model, long examples = 0, double? loss = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegative(examples);
        PublishedPerceptron<T> published = Replace(model);
        _measurements.Learned(examples, loss);
        return published;
    }

    /// <summary>
    /// Publishes the model of a file, unless it is the current one in every byte. Where that fails the current model stays, and
    /// the failure is counted.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="parts">The parts that are a user's own, where the file names some. Default none.</param>
    /// <returns>The current publication, a new one or that of before.</returns>
    /// <exception cref="ModelFormatException">The file was not written by this library, of another major version, of the other type, damaged or contradictory, or a part is missing.</exception>
    /// <exception cref="ArgumentException">The path is null or empty, or the model does not fit the readers of the one before.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public PublishedPerceptron<T> Reload(string path, CustomParts? parts = null) =>
        Reload(() => FrozenPerceptron.Load<T>(path, parts));

    /// <summary>
    /// Publishes what a function gives, unless that is the current model in every byte. Where the function throws, or its model
    /// does not fit, the current one stays, the failure is counted, and the exception goes on.
    /// </summary>
    /// <param name="load">Where the model comes from.</param>
    /// <returns>The current publication, a new one or that of before.</returns>
    /// <exception cref="ArgumentNullException">There is no function, or it gives no model.</exception>
    /// <exception cref="ArgumentException">The model does not fit the readers of the one before.</exception>
    public PublishedPerceptron<T> Reload(Func<FrozenPerceptron<T>> load)
    {
        ArgumentNullException.ThrowIfNull(load);
        try
        {
            FrozenPerceptron<T> model = load();
            ArgumentNullException.ThrowIfNull(model);
            PublishedPerceptron<T> current = Current;
            if (model.ToBytes().AsSpan().SequenceEqual(current.Model.ToBytes()))
            {
                _measurements.Reloaded(HostMeter.Unchanged);
                return current;
            }

            PublishedPerceptron<T> published = Replace(model);
            _measurements.Reloaded(HostMeter.Success);
            return published;
        }
        catch
        {
            _measurements.Reloaded(HostMeter.Failure);
            throw;
        }
    }

    /// <inheritdoc/>
    T IPredictor<T>.Predict(ReadOnlySpan<T> input) => Current.Predict(input);

    /// <inheritdoc/>
    void IPredictor<T>.Predict(Rows<T> inputs, Span<T> destination) => Current.Predict(inputs, destination);

    /// <inheritdoc/>
    int IPredictor<T>.PredictClass(ReadOnlySpan<T> input) => Current.PredictClass(input);

    /// <inheritdoc/>
    void IPredictor<T>.PredictClasses(Rows<T> inputs, Span<int> destination) => Current.PredictClasses(inputs, destination);

    /// <summary>The name and the current publication.</summary>
    public override string ToString() => Name.Length == 0 ? Current.ToString() : $"{Name}, {Current}";

    private static void CheckNames(string kind, IReadOnlyList<string>? known, IReadOnlyList<string>? names)
    {
        for (int index = 0; known is not null && index < names?.Count; index++)
        {
            if (names[index] != known[index])
            {
                Throw.Argument_OtherName("model", kind, index, names[index], known[index]);
            }
        }
    }

    private PublishedPerceptron<T> Replace(FrozenPerceptron<T> model)
    {
        lock (_publishing)
        {
            CheckFit(model);
            var published = new PublishedPerceptron<T>(model, _current.Version + 1, _time.GetUtcNow(), _measurements);
            KeepNames(model);
            Volatile.Write(ref _current, published);
            return published;
        }
    }

    /// <summary>Refuses what readers of the models before would misread. A model without names says nothing against them.</summary>
    private void CheckFit(FrozenPerceptron<T> model)
    {
        FrozenPerceptron<T> current = _current.Model;
        if (model.InputCount != current.InputCount || model.OutputCount != current.OutputCount || model.ClassCount != current.ClassCount)
        {
            Throw.Argument_OtherShape(
                nameof(model), model.InputCount, model.OutputCount, model.ClassCount, current.InputCount, current.OutputCount, current.ClassCount);
        }

        CheckNames("feature", _featureNames, model.FeatureNames);
        CheckNames("class", _classNames, model.ClassNames);
    }

    /// <summary>Names outlive a model that has none: readers go by them still.</summary>
    private void KeepNames(FrozenPerceptron<T> model)
    {
        _featureNames ??= model.FeatureNames;
        _classNames ??= model.ClassNames;
    }
}
