using System.Numerics;
using NeuralNet.Core.Serving;
using NeuralNet.Core.Foundation;

namespace NeuralNet.Core;

/// <summary>
/// Holds the current model of a service. Any number of threads read <see cref="Current"/> without a lock, while a learner or a file
/// watcher publishes the next model.
/// </summary>
/// <remarks>
/// <para>A reader sees either the model before a publication or the one after, never a mix. To answer a request with a single model, read
/// <see cref="Current"/> once and keep it.</para>
/// <para>The meter <c>NeuralNet.Core</c> (System.Diagnostics.Metrics) has <c>neuralnet.predictions</c>, <c>neuralnet.examples</c>,
/// <c>neuralnet.loss</c>, <c>neuralnet.reloads</c> by <c>neuralnet.reload.result</c> (success, unchanged, failure),
/// <c>neuralnet.model.age</c> in seconds and, if <see cref="PerceptronHostOptions.MeasuresDuration"/> is set,
/// <c>neuralnet.prediction.duration</c> in seconds. Each is tagged with <c>neuralnet.model.name</c>. Without a listener nothing is
/// allocated.</para>
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class PerceptronHost<T> : IPredictor<T>, IHasModelAge
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Lock _publishing = new();
    private readonly HostMeasurements _measurements;
    private readonly TimeProvider _time;
    private readonly bool _allowsOtherInputs;
    private readonly Action<FrozenPerceptron<T>>? _check;
    private PublishedPerceptron<T> _current;
    private IReadOnlyList<string>? _featureNames;
    private IReadOnlyList<string>? _classNames;

    /// <summary>Creates a host with its first model, version 1.</summary>
    /// <param name="model">The model. Later models must have its shape and names, with <see cref="PerceptronHostOptions.AllowsOtherInputs"/> only outputs and classes.</param>
    /// <param name="options">Name, clock and meter. Default null: the defaults of <see cref="PerceptronHostOptions"/>.</param>
    /// <param name="check">
    /// Refuses a model by throwing: the first one here, each later one in <see cref="Publish"/> and <see cref="Reload(string, CustomParts?)"/>,
    /// before readers see it. Its exception is not caught. It may run on several threads at once. Default null: none.
    /// </param>
    /// <exception cref="ArgumentNullException">The model is null, or a property of the options is null that must not be.</exception>
    public PerceptronHost(FrozenPerceptron<T> model, PerceptronHostOptions? options = null, Action<FrozenPerceptron<T>>? check = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new();
        ArgumentNullException.ThrowIfNull(options.Name);
        ArgumentNullException.ThrowIfNull(options.TimeProvider);
        _time = options.TimeProvider;
        _allowsOtherInputs = options.AllowsOtherInputs;
        _check = check;
        _check?.Invoke(model);
        var meter = HostMeter.Get(options.MeterFactory);
        _measurements = new(meter, options.Name, options.MeasuresDuration);
        KeepNames(model);
        _current = new(model, 1, _time.GetUtcNow(), _measurements, _featureNames, _classNames);
        meter.Add(this);
    }

    /// <summary>The name of the model in the process; empty if it has none.</summary>
    public string Name => _measurements.Name;

    /// <summary>The current model, by a single read of a reference. Publishing another does not change it.</summary>
    public PublishedPerceptron<T> Current => Volatile.Read(ref _current);

    /// <inheritdoc/>
    int IPredictor<T>.InputCount => Current.InputCount;

    /// <inheritdoc/>
    int IPredictor<T>.OutputCount => Current.OutputCount;

    /// <inheritdoc/>
    TimeSpan IHasModelAge.ModelAge => _time.GetUtcNow() - Current.PublishedAt;

    /// <summary>Publishes a model: later reads of <see cref="Current"/> return it. Safe on any thread.</summary>
    /// <param name="model">The model, with the same inputs, outputs, classes and names as the previous one; a model without names takes those of the host.</param>
    /// <param name="examples">The number of examples learned since the last publication, for the meter, [0, inf). Default 0.</param>
    /// <param name="loss">The mean loss of these examples, for the meter. Default null: unknown.</param>
    /// <returns>The publication, with its version.</returns>
    /// <exception cref="ArgumentNullException">The model is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">examples is below 0.</exception>
    /// <exception cref="ArgumentException">The model has another shape or other names than the previous one, which stays.</exception>
    /// <remarks>If the check of the host throws, the previous model stays, and the exception is that of the check.</remarks>
    public PublishedPerceptron<T> Publish(FrozenPerceptron<T> model, long examples = 0, double? loss = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegative(examples);
        PublishedPerceptron<T> published = Replace(model);
        _measurements.Learned(examples, loss);
        return published;
    }

    /// <summary>
    /// Publishes the model in a file, unless it equals the current one in every byte. If this fails, or the check of the host throws, the
    /// current model stays and the meter counts the failure.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="parts">The custom parts that the file names. Default null: none.</param>
    /// <returns>The current publication, new or unchanged.</returns>
    /// <exception cref="ModelFormatException">The file was not written by this library, has another major version or the other type, is corrupt or inconsistent, or needs a custom part that is missing.</exception>
    /// <exception cref="ArgumentException">The path is null or empty, or the model has another shape or other names than the current one.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied, or it is a folder.</exception>
    public PublishedPerceptron<T> Reload(string path, CustomParts? parts = null) =>
        Reload(() => FrozenPerceptron.Load<T>(path, parts));

    /// <summary>
    /// Publishes the model that a function returns, unless it equals the current one in every byte. If the function or the check of the host
    /// throws or the model does not fit, the current model stays, the meter counts the failure, and the exception is rethrown.
    /// </summary>
    /// <param name="load">The function that loads the model.</param>
    /// <returns>The current publication, new or unchanged.</returns>
    /// <exception cref="ArgumentNullException">The function is null or returns null.</exception>
    /// <exception cref="ArgumentException">The model has another shape or other names than the current one.</exception>
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
    void IPredictor<T>.Predict(Rows<T> inputs, Span<T> destination, ReadOnlySpan<T> offsets) => Current.Predict(inputs, destination, offsets);

    /// <inheritdoc/>
    int IPredictor<T>.PredictClass(ReadOnlySpan<T> input) => Current.PredictClass(input);

    /// <inheritdoc/>
    void IPredictor<T>.PredictClasses(Rows<T> inputs, Span<int> destination, ReadOnlySpan<T> offsets) =>
        Current.PredictClasses(inputs, destination, offsets);

    /// <summary>Returns the name and the current publication.</summary>
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
        if (_check is not null)
        {
            // Shape and names first: a check may rely on them. It runs without the lock, because it is code of the caller.
            lock (_publishing)
            {
                CheckFit(model);
            }

            _check(model);
        }

        lock (_publishing)
        {
            CheckFit(model);
            KeepNames(model);
            var published = new PublishedPerceptron<T>(
                model, _current.Version + 1, _time.GetUtcNow(), _measurements, _featureNames, _classNames);
            Volatile.Write(ref _current, published);
            return published;
        }
    }

    /// <summary>Rejects a model that readers of the previous models would misread. A model without names fits any names.</summary>
    private void CheckFit(FrozenPerceptron<T> model)
    {
        FrozenPerceptron<T> current = _current.Model;
        bool hasOtherInputs = !_allowsOtherInputs && model.InputCount != current.InputCount;
        if (hasOtherInputs || model.OutputCount != current.OutputCount || model.ClassCount != current.ClassCount)
        {
            Throw.Argument_OtherShape(
                nameof(model), model.InputCount, model.OutputCount, model.ClassCount, current.InputCount, current.OutputCount, current.ClassCount);
        }

        CheckNames("feature", _allowsOtherInputs ? null : _featureNames, model.FeatureNames);
        CheckNames("class", _classNames, model.ClassNames);
    }

    /// <summary>Keeps the names if a later model has none, because readers still use them.</summary>
    private void KeepNames(FrozenPerceptron<T> model)
    {
        _featureNames = _allowsOtherInputs ? model.FeatureNames : _featureNames ?? model.FeatureNames;
        _classNames ??= model.ClassNames;
    }
}
