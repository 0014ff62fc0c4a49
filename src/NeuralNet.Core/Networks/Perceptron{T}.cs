using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Persistence;
using NeuralNet.Core.Training;

namespace NeuralNet.Core;

/// <summary>
/// A trainable one-layer network: weights <c>[outputs x inputs]</c>, bias <c>[outputs]</c> and an output activation, trained in place by
/// back-propagation. Created by <see cref="PerceptronBuilder{T}.Build"/>.
/// </summary>
/// <remarks>
/// <para>Not thread-safe: while a call that learns runs, no other call may run, including <see cref="Freeze"/>. To predict on other
/// threads, use a <see cref="FrozenPerceptron{T}"/>. A progress handler on the thread of Fit runs between two epochs: it may predict,
/// evaluate, freeze and save, but must not change the network.</para>
/// <para>A rejected call changes nothing.
/// <see cref="Fit(Rows{T}, Rows{T}, TrainingOptions, IProgress{TrainingProgress}, CancellationToken)"/> and Learn reject NaN and infinity.
/// Predictions do not check for them: such a row results in NaN or the limit of the output activation.</para>
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed partial class Perceptron<T> : Predictor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Parameters<T> _parameters;
    private Trainer<T> _trainer;
    private string? _noSteps;
    private ExampleChecker<T> _checker;

    internal Perceptron(PerceptronBuilder<T> description)
        : this(description, new Parameters<T>(
            description.InputCount, description.OutputCount, description.IsStandardized, description.FirstAveragedStep is not null, description.HasRunningStandardization, description.CreateBounds()))
    {
    }

    private Perceptron(PerceptronBuilder<T> description, Parameters<T> parameters)
        : base(description.Traits, parameters.Raw, mayAwaitStandardization: parameters.AwaitsFit)
    {
        _parameters = parameters;
        Adopt(description);
        _trainer.SampleWeights.OfClasses = description.ClassWeights?.Select(T.CreateTruncating).ToArray();
        if (description.GivenWeights is not null)
        {
            description.GivenWeights.CopyTo(_parameters.Trained);
            description.GivenBias.CopyTo(_parameters.Trained[(InputCount * OutputCount)..]);
        }
        else
        {
            description.InitialWeights?.Fill(
                _parameters.Trained[..(InputCount * OutputCount)], InputCount, OutputCount, description.Seed);
        }

        _parameters.Confine();
        _parameters.BeginAverage();
        _parameters.Fold();
        if (description.GivenStandardization is { } given && !_parameters.TryStandardize(given))
        {
            Throw.Argument_InitialWeightsOverflow("scales");
        }

        _awaitsBias = description.BeginsAtBestConstant;
        Metadata = description.Metadata;
        _checker = description.CreateChecker(description.ClassNames);
    }

    /// <summary>
    /// The description this network was built from. The first Fit with <see cref="Optimizer.Auto"/> replaces the optimizer by its choice.
    /// </summary>
    public PerceptronBuilder<T> Description { get; private set; }

    /// <summary>The number of epochs completed since the network was built, over all calls of Fit, [0, inf).</summary>
    public long CompletedEpochs => _trainer.Epochs;

    /// <summary>
    /// The number of steps that led to the current weights, by Learn and Fit, each on an example or a batch, [0, inf). Saved with the
    /// training state. 0 after <see cref="SetWeights"/>, and for a network loaded from a file without training state.
    /// </summary>
    public long CompletedSteps => _trainer.Steps;

    /// <inheritdoc/>
    public override ReadOnlySpan<T> Baseline => _parameters.Predicting[(InputCount * OutputCount)..];

    internal override Standardization<T>? Standardization => _parameters.Standardization;

    /// <summary>The same, in memory that later steps do not change.</summary>
    private Standardization<T>? FixedStandardization => _parameters.Running is null ? Standardization : Standardization?.Copy();

    /// <summary>
    /// Sets weights and bias, on the scale of the raw inputs. Resets the optimizer, whose memory belongs to the previous weights.
    /// </summary>
    /// <param name="weights">The weights <c>[outputs x inputs]</c>, row-major, finite.</param>
    /// <param name="bias">The bias <c>[outputs]</c>, finite; empty sets it to 0.</param>
    /// <exception cref="ArgumentException">A length does not fit, a value is NaN or infinite, a value exceeds a quarter of the largest T on the raw or the standardized scale of a network that standardizes its inputs, a weight is outside of its bounds, or a bias is given to a network without one.</exception>
    /// <exception cref="InvalidOperationException">The network standardizes its inputs and was never fitted, or is in a Fit.</exception>
    public void SetWeights(ReadOnlySpan<T> weights, ReadOnlySpan<T> bias = default)
    {
        using Writing writing = BeginWriting();
        WeightCheck.Check(weights, bias, InputCount, OutputCount, Description.HasBias);
        ThrowIfNotStandardizedYet();
        if (_parameters.AwaitsStandardization)
        {
            throw new InvalidOperationException(Throw.NoRowsToStandardize);
        }

        if (_parameters.Bounds is { } bounds && bounds.FindRawOutside(weights) is >= 0 and var outside)
        {
            (T low, T high) = bounds.RawOf(outside);
            Throw.Argument_OutsideOfBounds(
                nameof(weights),
                outside % InputCount,
                outside / InputCount,
                double.CreateTruncating(weights[outside]),
                double.CreateTruncating(low),
                double.CreateTruncating(high));
        }

        if (!_parameters.TrySet(weights, bias))
        {
            Throw.Argument_NotFiniteStandardized(nameof(weights));
        }

        _trainer.Forget();
        ForgetRun();
        _awaitsBias = false;
    }

    /// <summary>
    /// Sets one entry of the user metadata, such as the offset in a stream. The next save stores it together with the weights, and the next
    /// <see cref="Freeze"/> copies it; networks frozen before keep their metadata.
    /// </summary>
    /// <param name="key">The key, not blank. The prefix <c>neuralnet.</c> is reserved for the library.</param>
    /// <param name="value">The value; null removes the key.</param>
    /// <exception cref="ArgumentException">
    /// The key is blank or reserved, the key or the value contains half of a surrogate pair, or the metadata exceeds the limits of a file,
    /// as for <see cref="PerceptronBuilder{T}.WithMetadata"/>. <c>stream.offset</c>, of NeuralNet.Extensions.Hosting, has its own limit.
    /// </exception>
    /// <exception cref="InvalidOperationException">The network is in a Fit.</exception>
    public void SetMetadata(string key, string? value)
    {
        using Writing writing = BeginWriting();
        ModelKeys.CheckOfUser(key, value);
        var metadata = new Dictionary<string, string>(Metadata, StringComparer.Ordinal);
        if (value is null)
        {
            metadata.Remove(key);
        }
        else
        {
            metadata[key] = value;
            ModelKeys.CheckRoom(metadata);
        }

        Metadata = metadata;
    }

    /// <summary>
    /// Returns an immutable copy for any number of threads. Its predictions equal those of this network in every bit.
    /// </summary>
    /// <exception cref="InvalidOperationException">A weight is NaN or infinite because online learning diverged, or the network standardizes its inputs and was never fitted.</exception>
    public FrozenPerceptron<T> Freeze()
    {
        ThrowIfNotStandardizedYet();
        if (!_parameters.AreFinite)
        {
            Throw.InvalidOperation_NotFiniteWeights("freezing");
        }

        return new FrozenPerceptron<T>(Traits, Weights, Bias, Baseline.ToArray(), ThresholdLogit, FixedStandardization, Metadata) { HasOffsets = HasOffsets };
    }

    /// <summary>
    /// Returns an independent copy with the same weights, training state and metadata. The same calls on both produce the same bits. A
    /// progress handler on the thread of Fit may copy the network between two epochs.
    /// </summary>
    /// <exception cref="InvalidOperationException">The network is in a Fit, and the caller is not its progress handler.</exception>
    public Perceptron<T> Clone()
    {
        ThrowIfBetweenSteps();
        var clone = new Perceptron<T>(Description)
        {
            _metrics = _metrics,
            _awaitsBias = _awaitsBias,
            _isResumable = _isResumable,
            _run = _run.Copy(),
            HasOffsets = HasOffsets,
            ThresholdLogit = ThresholdLogit,
            Metadata = Metadata,
        };
        clone._run.Live = _run.Live?.Copy();
        clone._run.Best = _run.Best?.Copy();
        clone.AdoptNames(_checker);
        clone._trainer.SampleWeights.OfClasses = _trainer.SampleWeights.OfClasses;
        clone._trainer.Epochs = _trainer.Epochs;
        clone._trainer.ForgottenEpochs = _trainer.ForgottenEpochs;
        clone._parameters.ContinueScales(_parameters);
        clone._trainer.Restore(CurrentSnapshot());
        clone._parameters.Show(_parameters);
        return clone;
    }

    /// <summary>Returns the description and the number of completed epochs.</summary>
    public override string ToString() => $"{Description}, {CompletedEpochs} epochs";

    /// <summary>Adopts a description, with the trainer of its optimizer.</summary>
    [MemberNotNull(nameof(Description), nameof(_trainer))]
    private void Adopt(PerceptronBuilder<T> description, Trainer<T>? trainer = null)
    {
        Description = description;
        _noSteps = description.Optimizer.Limits.NoSteps;
        _trainer = trainer ?? description.Optimizer.CreateTrainer(description.Loss, _parameters, new TrainerSettings
        {
            HasBias = description.HasBias,
            Reduction = description.Reduction,
            Rate = description.LearningRate.Schedule,
            Targets = description.Loss.Targets.Interval,
            Penalty = description.Penalizes ? description.Penalty : Penalty.None,
            PenaltyFactors = description.Penalizes ? description.PenaltyFactors?.ToArray() : null,
            Clipping = description.Clipping,
            FirstAveragedStep = description.FirstAveragedStep ?? 0,
        });
    }

    private protected override void ThrowIfNotStandardizedYet()
    {
        if (_parameters.AwaitsFit)
        {
            Throw.InvalidOperation_NotStandardizedYet();
        }
    }
}
