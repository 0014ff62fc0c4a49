using NeuralNet.Common;
using NeuralNet.Core.Persistence;
using NeuralNet.Core.Rates;
using NeuralNet.Core.Training;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <content>Loading from files.</content>
public sealed partial class Perceptron<T>
{
    /// <summary>Creates the network from a file.</summary>
    /// <exception cref="ModelFormatException">The file is incomplete or invalid, or a custom part is missing.</exception>
    internal static Perceptron<T> FromDocument(ModelDocument<T> document, CustomParts parts)
    {
        ModelRecord model = document.Model;
        if (document.Training is not { } training)
        {
            throw new ModelFormatException(
                "The file holds a predictor, without the settings it was trained with. Load it with FrozenPerceptron.Load.");
        }

        model.CheckedLabelTargets();
        document.Metrics?.Check();
        T[] weights = document.Values(ModelTensors.Weights, model.Outputs, model.Inputs);
        T[] bias = document.Values(ModelTensors.Bias, model.Outputs);
        PerceptronBuilder<T> description = PerceptronBuilder<T>.FromRecord(model, training, parts, () => StandardizationOf(document, model.Inputs, document.Has(ModelTensors.InputMeans)))
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
        network.HasOffsets = model.HasOffsets == true;
        network.ThresholdLogit = model.CheckedThreshold<T>();
        network.ReadStandardization(document, training);
        if (!model.AwaitsStandardization && network._parameters.Bounds?.FindRawOutside(weights) >= 0)
        {
            throw OutsideOfBounds();
        }

        if (document.State is { } state)
        {
            network.ReadState(document, state);
            if (!network._parameters.TryShow(weights, bias))
            {
                throw new ModelFormatException("The weights of the file do not match its training state. Save both together, or save without the state.");
            }
        }
        else if ((!description.HasBias && bias.AsSpan().ContainsAnyExcept(T.Zero)) || !network._parameters.TrySet(weights, bias))
        {
            throw new ModelFormatException("The weights of the file do not fit its settings: there is a bias in a network without one, or they are too large on the standardized scale.");
        }

        document.RefuseUnread();
        return network;
    }

    private void ReadStandardization(ModelDocument<T> document, TrainingRecord training)
    {
        if (document.Model.AwaitsStandardization && !_parameters.AwaitsFit)
        {
            throw new ModelFormatException("The file expects scales of the inputs from a first Fit, but its settings do not standardize inputs.");
        }

        double rows = training.RunningWeight ?? 0;
        if ((training.RunningWeight is not null && _parameters.Running is null) || !(rows >= 0 && double.IsFinite(rows)))
        {
            throw new ModelFormatException(Invariant($"The file has running means of rows with the weight {rows}; only a network whose standardization runs has them, and the weight is finite and 0 or more."));
        }

        if (_parameters.Running is { } running)
        {
            if (rows > 0)
            {
                Standardization<T> standardization = StandardizationOf(document, InputCount, centers: true);
                if (!running.TryStart(standardization, rows, document.Values(ModelTensors.RunningErrors, 2, InputCount)))
                {
                    throw new ModelFormatException("The running scales of the inputs in the file are below 0.");
                }

                _parameters.Standardize(standardization);
            }
        }
        else if (_parameters.AwaitsStandardization && !document.Model.AwaitsStandardization)
        {
            _parameters.Standardize(StandardizationOf(document, InputCount, Description.IsCentered));
        }
    }

    private static Standardization<T> StandardizationOf(ModelDocument<T> document, int inputs, bool centers) => Standardization<T>.TryCreate(
            centers ? document.Values(ModelTensors.InputMeans, inputs) : null,
            document.Values(ModelTensors.InputScales, inputs),
            document.Values(ModelTensors.InverseScales, inputs))
        ?? throw new ModelFormatException("The scales of the inputs in the file are not all above 0, or their inverses are not finite.");

    private void ReadState(ModelDocument<T> document, StateRecord state)
    {
        state.Check();
        RunRecord run = state.Run;
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

    /// <summary>Reads the weights of balanced classes. Given class weights are part of the description.</summary>
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

    /// <summary>Restores a snapshot of a file, which proves that it is valid.</summary>
    private void Restore(TrainerSnapshot<T>? snapshot)
    {
        if (snapshot is not null && !_parameters.AwaitsStandardization && _parameters.Bounds?.FindOutside(snapshot.Trained) >= 0)
        {
            throw OutsideOfBounds();
        }

        if (snapshot is not null && !(_trainer.TryRestore(snapshot) && _trainer.IsFinite))
        {
            throw new ModelFormatException($"What the optimizer '{Description.Optimizer}' remembers in the file is not what it ever writes, or overflows.");
        }
    }

    private static ModelFormatException OutsideOfBounds() =>
        new("The file has a weight outside of its bounds, which no training leaves.");

    private TrainerSnapshot<T> ReadSnapshot(ModelDocument<T> document, string prefix, SnapshotRecord record)
    {
        record.Check();

        // Values checks the length of the data before it allocates memory.
        var snapshot = new TrainerSnapshot<T>(
            document.Values(prefix + ModelTensors.Trained, _parameters.Trained.Length),
            document.Values(prefix + ModelTensors.Averaged, _parameters.Averaged.Length),
            document.Values(prefix + ModelTensors.Memory, _trainer.MemoryLength));
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
