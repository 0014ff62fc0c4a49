using System.Runtime.CompilerServices;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Persistence;
using NeuralNet.Core.Rates;
using NeuralNet.Core.Training;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <content>To files, and from them.</content>
public sealed partial class Perceptron<T>
{
    private MetricsRecord? _metrics;

    /// <summary>
    /// Saves the network, with the state of its training unless told otherwise: a network that is loaded and trained on then
    /// has the bits of one that never left memory. The file is written beside its final name, flushed to disk and renamed, so
    /// that a reader, and a crash, find either the old file or the new one whole.
    /// </summary>
    /// <remarks>
    /// A progress handler on the thread of Fit may save: a checkpoint. The file has the weights of that epoch, and a training
    /// that resumes it (<see cref="TrainingOptions.Resume"/>) for the epochs that are left ends in the bits of the one that
    /// went on.
    /// </remarks>
    /// <param name="path">The file, such as <c>model.safetensors</c>; one that exists is replaced.</param>
    /// <param name="withState">Whether what the optimizer remembers, and how far the training has come, is saved too. Default true.</param>
    /// <exception cref="ArgumentException">The path is null or empty.</exception>
    /// <exception cref="InvalidOperationException">The network is in a Fit and this is not its progress handler, a weight is NaN or infinite, names and metadata are too long for a file, or what would be written could not be loaded.</exception>
    /// <exception cref="IOException">The file can't be written; an old one is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to; an old file is unchanged.</exception>
    public void Save(string path, bool withState = true) => ModelWriter.Write(path, ToDocument(withState));

    /// <summary>Writes the network as <see cref="Save(string, bool)"/> would, to a stream from its position on.</summary>
    /// <param name="destination">The stream; it stays open.</param>
    /// <param name="withState">Whether the state of the training is written too. Default true.</param>
    /// <exception cref="ArgumentNullException">There is no stream.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="Save(string, bool)"/>.</exception>
    public void Save(Stream destination, bool withState = true)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ModelWriter.Write(destination, ToDocument(withState));
    }

    /// <summary>Saves the network as <see cref="Save(string, bool)"/>. What is saved is fixed when the call returns its task.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <param name="withState">Whether the state of the training is saved too. Default true.</param>
    /// <param name="cancellationToken">Gives up; an old file is unchanged.</param>
    /// <exception cref="ArgumentException">The path is null or empty.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="Save(string, bool)"/>.</exception>
    public Task SaveAsync(string path, bool withState = true, CancellationToken cancellationToken = default) =>
        ModelWriter.WriteAsync(path, ToDocument(withState), cancellationToken);

    /// <summary>Writes the network as <see cref="Save(Stream, bool)"/>. What is written is fixed when the call returns its task.</summary>
    /// <param name="destination">The stream; it stays open.</param>
    /// <param name="withState">Whether the state of the training is written too. Default true.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentNullException">There is no stream.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="Save(string, bool)"/>.</exception>
    public Task SaveAsync(Stream destination, bool withState = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return ModelWriter.WriteAsync(destination, ToDocument(withState), cancellationToken);
    }

    /// <summary>The bytes that <see cref="Save(string, bool)"/> would write.</summary>
    /// <param name="withState">Whether the state of the training is among them. Default true.</param>
    /// <exception cref="InvalidOperationException">As for <see cref="Save(string, bool)"/>.</exception>
    public byte[] ToBytes(bool withState = true) => ModelWriter.ToBytes(ToDocument(withState));

    /// <summary>The network of a file.</summary>
    /// <exception cref="ModelFormatException">The file does not hold what it has to, or a part is missing.</exception>
    internal static Perceptron<T> FromDocument(ModelDocument<T> document, CustomParts parts)
    {
        ModelRecord model = document.Model;
        if (document.Training is not { } training)
        {
            throw new ModelFormatException(
                "The file holds a predictor, without the settings it was trained with. Load it with FrozenPerceptron.Load.");
        }

        model.CheckedLabelTargets();
        if (document.Metrics is { } metrics && !(Counter.Is(metrics.Epochs) && double.IsFinite(metrics.Loss)))
        {
            throw new ModelFormatException(Invariant(
                $"The file has a loss of {metrics.Loss} after {metrics.Epochs} epochs; it must be finite, after 0 to 2^53."));
        }

        T[] weights = document.Values(ModelTensors.Weights, model.Outputs, model.Inputs);
        T[] bias = document.Values(ModelTensors.Bias, model.Outputs);
        PerceptronBuilder<T> description = PerceptronBuilder<T>.FromRecord(model, training, parts)
            .WithAllMetadata(document.Metadata);
        if (document.Has(ModelTensors.InitialWeights))
        {
            T[] initialBias = document.Values(ModelTensors.InitialBias, model.Outputs);
            description = description.WithInitialWeights(
                document.Values(ModelTensors.InitialWeights, model.Outputs, model.Inputs), description.HasBias ? initialBias : []);
        }

        if (description.Loss.OutputActivation.Name != model.Link || description.Loss.CountClasses(model.Outputs) != model.Classes)
        {
            throw new ModelFormatException(
                $"The file has the output activation '{Shown.Text(model.Link)}' and {model.Classes} classes, which are not those of its loss '{description.Loss}': '{description.Loss.OutputActivation}' and {description.Loss.CountClasses(model.Outputs)}.");
        }

        Perceptron<T> network = description.Build();
        network._metrics = document.Metrics;
        network._awaitsBias &= training.AwaitsBias == true;
        network.ReadThreshold(model);
        network.ReadStandardization(document);
        if (document.State is { } state)
        {
            network.ReadState(document, state);
            if (!network._parameters.TryShow(weights, bias))
            {
                throw new ModelFormatException("The weights of the file are not those of its training state. Save without the state, or both as they belong together.");
            }
        }
        else if ((!description.HasBias && bias.AsSpan().ContainsAnyExcept(T.Zero)) || !network._parameters.TrySet(weights, bias))
        {
            throw new ModelFormatException("The weights of the file are none of a network with its settings: a bias where there is none, or too large on the standardized scale.");
        }

        document.RefuseUnread();
        return network;
    }

    private ModelDocument<T> ToDocument(bool withState)
    {
        // Between two epochs all that is saved belongs together; on another thread Fit may be in the middle of one.
        if (_isWriting != 0 && _reportingThread != Environment.CurrentManagedThreadId)
        {
            Throw.InvalidOperation_SavedInTraining();
        }

        if (!_trainer.IsFinite)
        {
            Throw.InvalidOperation_NotFiniteWeights("saving");
        }

        TrainerSnapshot<T>? current = withState ? CurrentSnapshot() : null;
        var document = new ModelDocument<T>
        {
            Model = new()
            {
                Inputs = InputCount,
                Outputs = OutputCount,
                Link = OutputActivation.Name,
                HasCustomLink = Activation.Named(OutputActivation.Name) != OutputActivation,
                Classes = ClassCount,
                Threshold = double.CreateTruncating(_threshold),
                LabelTargets = Description.Loss.LabelTargets is { } targets ? [targets.Low, targets.High] : null,
                FeatureNames = FeatureNames?.ToArray(),
                ClassNames = ClassNames?.ToArray(),
                AwaitsStandardization = _parameters.AwaitsStandardization,
            },
            Training = Description.ToRecord() with { AwaitsBias = AwaitsBias ? true : null },
            State = current is null ? null : ToState(current),
            Metrics = _metrics is null ? null : _metrics with { Epochs = Math.Min(_metrics.Epochs, Counter.Most) },
            Metadata = Metadata,
            Reader = Prove,
        };
        document.Add(ModelTensors.Weights, Weights, OutputCount, InputCount);
        document.Add(ModelTensors.Bias, Bias, OutputCount);
        document.Add(ModelTensors.Baseline, Baseline, OutputCount);
        if (Description.GivenWeights is not null)
        {
            document.Add(ModelTensors.InitialWeights, Description.GivenWeights, OutputCount, InputCount);
            document.Add(ModelTensors.InitialBias, Description.GivenBias ?? new T[OutputCount], OutputCount);
        }

        if (_parameters.Standardization is { } standardization)
        {
            document.Add(ModelTensors.InputMeans, standardization.Means, InputCount);
            document.Add(ModelTensors.InputScales, standardization.Scales, InputCount);
            document.Add(ModelTensors.InverseScales, standardization.InverseScales, InputCount);
        }

        if (current is not null)
        {
            AddState(document, current);
        }

        return document;
    }

    /// <summary>Makes a network of what is about to be written.</summary>
    private void Prove(ModelDocument<T> document) => FromDocument(document, new()
    {
        Loss = Description.Loss, Optimizer = Description.Optimizer, LearningRate = Description.LearningRate,
    });

    // A counter beyond its end stays there in files: no schedule or average tells the difference.
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

    private void ReadThreshold(ModelRecord model)
    {
        T threshold = T.CreateTruncating(model.Threshold);
        if (!T.IsFinite(threshold) || (threshold != T.Zero && (OutputCount != 1 || ClassCount != 2)))
        {
            throw new ModelFormatException(Invariant($"The file has the threshold {model.Threshold}, which does not fit its {OutputCount} output(s) and {ClassCount} classes."));
        }

        _threshold = threshold;
    }

    private void ReadStandardization(ModelDocument<T> document)
    {
        if (document.Model.AwaitsStandardization && !_parameters.AwaitsStandardization)
        {
            throw new ModelFormatException("The file waits for the scales of inputs that its settings do not standardize.");
        }

        if (_parameters.AwaitsStandardization && !document.Model.AwaitsStandardization)
        {
            Standardization<T> standardization = Standardization<T>.TryCreate(
                    document.Values(ModelTensors.InputMeans, InputCount),
                    document.Values(ModelTensors.InputScales, InputCount),
                    document.Values(ModelTensors.InverseScales, InputCount))
                ?? throw new ModelFormatException("The scales of the inputs in the file are not all above 0, or their inverses are not finite.");
            _parameters.StandardizeUnfolded(standardization);
        }
    }

    private void ReadState(ModelDocument<T> document, StateRecord state)
    {
        RunRecord run = state.Run;
        if (!Counter.Is(state.Epochs) || !(state.ForgottenEpochs >= 0 && state.ForgottenEpochs <= state.Epochs)
            || !(run.Epochs >= 0 && run.Epochs <= state.Epochs))
        {
            throw new ModelFormatException(Invariant(
                $"The file has {state.Epochs} epochs, {state.ForgottenEpochs} forgotten ones and {run.Epochs} of the last training; 0 to 2^53 are allowed, and no more of the others than of the first."));
        }

        CheckRun(run);
        _trainer.Epochs = state.Epochs;
        _trainer.ForgottenEpochs = state.ForgottenEpochs;
        ReadClassWeights(document);
        _isResumable = true;
        _run = new()
        {
            Epochs = run.Epochs,
            EarlyStopping = new() { Least = run.ValidationLeast, WithoutGain = run.ValidationWithoutGain, BestEpoch = run.BestEpoch },
            Plateau = new()
            {
                First = run.FirstLoss, Least = run.LeastLoss, WithoutGain = run.WithoutGain, Last = document.Metrics?.Loss,
            },
            Live = run.Live is { } live ? ReadSnapshot(document, ModelTensors.Live, live) : null,
            Best = run.Best is { } best ? ReadSnapshot(document, ModelTensors.Best, best) : null,
        };
        Restore(_run.Best);
        Restore(_run.Live);
        Restore(ReadSnapshot(document, ModelTensors.Current, state.Current));
    }

    private static void CheckRun(RunRecord run)
    {
        if (run.Live is null != run.Best is null || run.BestEpoch > 0 != run.Best is not null)
        {
            throw new ModelFormatException(Invariant(
                $"The file has the best epoch {run.BestEpoch}, and needs live and best weights for one above 0, and neither for 0."));
        }

        if (run.BestEpoch > run.Epochs || run.BestEpoch < 0 || run.ValidationWithoutGain < 0 || run.ValidationWithoutGain > run.Epochs
            || run.WithoutGain < 0 || run.WithoutGain > run.Epochs)
        {
            throw new ModelFormatException(Invariant(
                $"The file has the best epoch {run.BestEpoch}, and {run.ValidationWithoutGain} and {run.WithoutGain} epochs without gain; with {run.Epochs} epochs these lie in [0, {run.Epochs}]."));
        }

        if (double.IsNaN(run.ValidationLeast) || double.IsNaN(run.LeastLoss) || (run.FirstLoss is { } first && !double.IsFinite(first)))
        {
            throw new ModelFormatException(Invariant(
                $"The file has the first loss {run.FirstLoss}, to be finite, and the least {run.LeastLoss} and {run.ValidationLeast}, not to be NaN."));
        }
    }

    /// <summary>The weights of balanced classes; those that were given are in the description.</summary>
    private void ReadClassWeights(ModelDocument<T> document)
    {
        if (!document.Has(ModelTensors.ClassWeights) || !(Description.BalancesClasses || Description.ClassWeights is not null))
        {
            return;
        }

        T[] classWeights = document.Values(ModelTensors.ClassWeights, ClassCount);
        if (Description.ClassWeights is not null)
        {
            if (!classWeights.AsSpan().SequenceEqual(_trainer.SampleWeights.OfClasses))
            {
                throw new ModelFormatException("The class weights in the state of the file are not those of its settings.");
            }

            return;
        }

        foreach (T weight in classWeights)
        {
            if (weight < T.Zero)
            {
                throw new ModelFormatException(Invariant($"A class has the weight {weight} in the file; it must lie in [0, inf)."));
            }
        }

        _trainer.SampleWeights.OfClasses = classWeights;
    }

    /// <summary>Goes to a snapshot of a file, and so proves that it is one.</summary>
    private void Restore(TrainerSnapshot<T>? snapshot)
    {
        if (snapshot is not null && !(_trainer.TryRestore(snapshot) && _trainer.IsFinite))
        {
            throw new ModelFormatException($"What the optimizer '{Description.Optimizer}' remembers in the file is not what it ever writes, or overflows.");
        }
    }

    private TrainerSnapshot<T> ReadSnapshot(ModelDocument<T> document, string prefix, SnapshotRecord record)
    {
        // No memory is taken before the file has shown that it has as much.
        var snapshot = new TrainerSnapshot<T>(
            document.Values(prefix + ModelTensors.Trained, _parameters.Trained.Length),
            document.Values(prefix + ModelTensors.Averaged, _parameters.Averaged.Length),
            document.Values(prefix + ModelTensors.Memory, _trainer.MemoryLength));
        if (!Counter.Is(record.Steps) || !Counter.Is(record.Position) || record.PlateauEpochs < 0)
        {
            throw new ModelFormatException(Invariant(
                $"The file has {record.Steps} steps, {record.Position} rows of an epoch and {record.PlateauEpochs} epochs on a plateau; 0 to 2^53 are allowed."));
        }

        if (!(record.PlateauFactor is >= 0 and <= 1) || double.IsNaN(record.PlateauLeast)
            || !double.IsFinite(record.PartialLoss) || !(record.PartialWeight >= 0))
        {
            throw new ModelFormatException(Invariant(
                $"The file has a rate lowered to {record.PlateauFactor}, of [0, 1], at the loss {record.PlateauLeast}, not to be NaN, and rows of the loss {record.PartialLoss}, to be finite, and the weight {record.PartialWeight}, of [0, inf]."));
        }

        snapshot.Steps = record.Steps;
        snapshot.Plateau = new ReduceOnPlateauState
        {
            Least = record.PlateauLeast,
            EpochsWithoutGain = record.PlateauEpochs,
            Factor = record.PlateauFactor,
        };
        snapshot.Progress = new(record.Position, new(record.PartialLoss, record.PartialWeight));
        return snapshot;
    }
}
