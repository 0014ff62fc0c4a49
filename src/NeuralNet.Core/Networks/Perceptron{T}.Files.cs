using System.Runtime.CompilerServices;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Persistence;
using NeuralNet.Core.Training;

namespace NeuralNet.Core;

/// <content>Saving, with or without the training state.</content>
public sealed partial class Perceptron<T>
{
    private MetricsRecord? _metrics;

    /// <summary>
    /// Saves the network, with or without its training state. With the state, a loaded network continues training with the same bits as the
    /// network in memory. A progress handler on the thread of Fit may save a checkpoint. Resuming from it
    /// (<see cref="TrainingOptions.Resume"/>) for the remaining epochs produces the same bits as an uninterrupted training.
    /// </summary>
    /// <param name="path">The file, such as <c>model.safetensors</c>; an existing file is replaced.</param>
    /// <param name="withState">Whether the memory of the optimizer and the training progress are saved too. <see cref="Predictor{T}.Save(string)"/> saves them.</param>
    /// <exception cref="ArgumentException">The path is null or empty.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="Predictor{T}.Save(string)"/>.</exception>
    /// <exception cref="IOException">The file can't be written; an existing file stays unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder can't be written to; an existing file stays unchanged.</exception>
    public void Save(string path, bool withState) => ModelWriter.Write(path, ToDocument(withState));

    /// <summary>Writes the same to a stream, from its position on.</summary>
    /// <param name="destination">The stream; it stays open.</param>
    /// <param name="withState">Whether the training state is written too.</param>
    /// <exception cref="ArgumentNullException">The stream is null.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="Predictor{T}.Save(string)"/>.</exception>
    public void Save(Stream destination, bool withState)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ModelWriter.Write(destination, ToDocument(withState));
    }

    /// <summary>Saves as <see cref="Save(string, bool)"/> does. The content is fixed when the call returns its task.</summary>
    /// <param name="path">The file; an existing file is replaced.</param>
    /// <param name="withState">Whether the training state is saved too.</param>
    /// <param name="cancellationToken">Cancels the save; an existing file stays unchanged.</param>
    /// <exception cref="ArgumentException">The path is null or empty.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="Predictor{T}.Save(string)"/>.</exception>
    public Task SaveAsync(string path, bool withState, CancellationToken cancellationToken = default) =>
        ModelWriter.WriteAsync(path, ToDocument(withState), cancellationToken);

    /// <summary>Writes as <see cref="Save(Stream, bool)"/> does. The content is fixed when the call returns its task.</summary>
    /// <param name="destination">The stream; it stays open.</param>
    /// <param name="withState">Whether the training state is written too.</param>
    /// <param name="cancellationToken">Cancels the save.</param>
    /// <exception cref="ArgumentNullException">The stream is null.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="Predictor{T}.Save(string)"/>.</exception>
    public Task SaveAsync(Stream destination, bool withState, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return ModelWriter.WriteAsync(destination, ToDocument(withState), cancellationToken);
    }

    /// <summary>Returns the bytes that <see cref="Save(string, bool)"/> would write.</summary>
    /// <param name="withState">Whether the training state is among them.</param>
    /// <exception cref="InvalidOperationException">As for <see cref="Predictor{T}.Save(string)"/>.</exception>
    public byte[] ToBytes(bool withState) => ModelWriter.ToBytes(ToDocument(withState));

    private protected override ModelDocument<T> ToDocument() => ToDocument(withState: true);

    private ModelDocument<T> ToDocument(bool withState)
    {
        ThrowIfBetweenSteps();
        if (!_trainer.IsFinite)
        {
            Throw.InvalidOperation_NotFiniteWeights("saving");
        }

        TrainerSnapshot<T>? current = withState ? CurrentSnapshot() : null;
        var document = new ModelDocument<T>
        {
            Model = ToRecord(_parameters.AwaitsFit),
            Training = Description.ToRecord(AwaitsBias, Description.LearnsClassNames && ClassNames is null, _parameters.Running?.Weight),
            State = current is null ? null : ToState(current),
            Metrics = _metrics is not { } metrics ? null : new()
            {
                Epochs = Math.Min(metrics.Epochs, Counter.Most), Loss = metrics.Loss, ValidationLoss = metrics.ValidationLoss,
            },
            Metadata = Metadata,
            Reader = Prove,
        };
        AddParameters(document);
        if (Description.GivenWeights is not null)
        {
            document.Add(ModelTensors.InitialWeights, Description.GivenWeights, OutputCount, InputCount);
            document.Add(ModelTensors.InitialBias, Description.GivenBias ?? new T[OutputCount], OutputCount);
        }

        AddScales(document);
        if (Standardization is { } standardization)
        {
            document.Add(ModelTensors.InverseScales, standardization.InverseScales, InputCount);
        }

        if (_parameters.Running is { Weight: > 0 } running)
        {
            document.Add(ModelTensors.RunningErrors, running.Errors, 2, InputCount);
        }

        if (current is not null)
        {
            AddState(document, current);
        }

        return document;
    }

    /// <summary>Proves that the document can be loaded, before it is written.</summary>
    private void Prove(ModelDocument<T> document) => FromDocument(document, new()
    {
        Loss = Description.Loss, Optimizer = Description.Optimizer, LearningRate = Description.LearningRate,
    });

    // Files limit counters to Counter.Most; beyond it no schedule or average changes.
    private StateRecord ToState(TrainerSnapshot<T> current) => new()
    {
        Epochs = Math.Min(_trainer.Epochs, Counter.Most),
        ForgottenEpochs = Math.Min(_trainer.ForgottenEpochs, Counter.Most),
        Current = ToRecord(current),
        Run = new()
        {
            Epochs = _run.Epochs,
            ValidationLeast = _run.EarlyStopping.Least,
            ValidationWithoutGain = _run.EarlyStopping.WithoutGain,
            BestEpoch = _run.EarlyStopping.BestEpoch,
            FirstLoss = _run.Plateau.First,
            LeastLoss = _run.Plateau.Least,
            WithoutGain = _run.Plateau.WithoutGain,
            Live = _run.Live is { } live ? ToRecord(live) : null,
            Best = _run.Live is null ? null : ToRecord(_run.Best!),
        },
    };

    private void AddState(ModelDocument<T> document, TrainerSnapshot<T> current)
    {
        if (_trainer.SampleWeights.OfClasses is { } classWeights)
        {
            document.Add(ModelTensors.ClassWeights, classWeights, ClassCount);
        }

        Add(document, ModelTensors.Current, current);
        if (_run.Live is { } live)
        {
            Add(document, ModelTensors.Live, live);
            Add(document, ModelTensors.Best, _run.Best!);
        }
    }

    private TrainerSnapshot<T> CurrentSnapshot()
    {
        TrainerSnapshot<T> snapshot = _trainer.NewSnapshot();
        _trainer.Snapshot(snapshot);
        return snapshot;
    }

    private static void Add(ModelDocument<T> document, string prefix, TrainerSnapshot<T> snapshot)
    {
        document.Add(prefix + ModelTensors.Trained, snapshot.Trained, [snapshot.Trained.Length]);
        document.Add(prefix + ModelTensors.Averaged, snapshot.Averaged, [snapshot.Averaged.Length]);
        document.Add(prefix + ModelTensors.Memory, snapshot.Memory, [snapshot.Memory.Length]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static SnapshotRecord ToRecord(TrainerSnapshot<T> snapshot) => new()
    {
        Steps = Math.Min(snapshot.Steps, Counter.Most),
        PlateauLeast = snapshot.Plateau.Least,
        PlateauEpochs = snapshot.Plateau.EpochsWithoutGain,
        PlateauFactor = snapshot.Plateau.Factor,
        Position = Math.Min(snapshot.Progress.Position, Counter.Most),
        PartialLoss = snapshot.Progress.Total.Loss,
        PartialWeight = snapshot.Progress.Total.Weight,
    };
}
