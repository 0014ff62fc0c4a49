using System.Numerics;
using NeuralNet.Core.Activations;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Persistence;
using NeuralNet.Core.Prediction;
using NeuralNet.Core.Training;

namespace NeuralNet.Core;

/// <summary>
/// A one-layer network that learns: weights <c>[outputs x inputs]</c>, bias <c>[outputs]</c> and an output activation, trained in place by
/// back-propagation. Made by <see cref="PerceptronBuilder{T}.Build"/>.
/// </summary>
/// <remarks>
/// <para>One thread at a time: while a call that learns runs, no other call may, <see cref="Freeze"/> included. To predict
/// on other threads hand them a <see cref="FrozenPerceptron{T}"/>. A progress handler that is called on the thread of Fit
/// stands between two epochs: it may predict, evaluate, freeze and save, and must not change the network.</para>
/// <para>A call that is refused has changed nothing. <see cref="Fit(Rows{T}, Rows{T}, TrainingOptions, IProgress{TrainingProgress}, CancellationToken)"/>
/// and Learn refuse NaN and infinity; predictions do not look: such a row gives NaN or the limit of the output activation.</para>
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed partial class Perceptron<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Parameters<T> _parameters;
    private readonly Trainer<T> _trainer;
    private readonly OutputFunction<T> _activation;
    private readonly string? _noSteps;
    private readonly ExampleChecker<T> _checker;

    internal Perceptron(PerceptronBuilder<T> description)
    {
        Description = description;
        _parameters = new Parameters<T>(
            description.InputCount, description.OutputCount, description.IsStandardized, description.FirstAveragedStep is not null);
        _activation = description.Loss.OutputActivation.Bind<T>();
        var settings = new TrainerSettings
        {
            HasBias = description.HasBias,
            Reduction = description.Reduction,
            Rate = description.LearningRate.Schedule,
            Targets = description.Loss.Targets.Interval,
            Penalty = description.Penalty,
            Clipping = description.Clipping,
            FirstAveragedStep = description.FirstAveragedStep ?? 0,
        };
        _noSteps = description.Optimizer.Limits.NoSteps;
        _trainer = description.Optimizer.CreateTrainer(description.Loss, _parameters, settings);
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

        _parameters.BeginAverage();
        _parameters.Fold();
        _awaitsBias = description.BeginsAtBestConstant;
        Metadata = description.Metadata;
        _checker = description.CreateChecker();
    }

    /// <summary>The description this network was built from.</summary>
    public PerceptronBuilder<T> Description { get; }

    /// <summary>The numbers in a row, [1, inf).</summary>
    public int InputCount => Description.InputCount;

    /// <summary>The outputs of a row, [1, inf).</summary>
    public int OutputCount => Description.OutputCount;

    /// <summary>
    /// The classes a classifier tells apart: 2 for one output, otherwise as many as outputs; 0 where the loss is one of
    /// regression.
    /// </summary>
    public int ClassCount => Description.Loss.CountClasses(OutputCount);

    /// <summary>The names of the inputs <c>[inputs]</c>; null where none were given.</summary>
    public IReadOnlyList<string>? FeatureNames => Description.FeatureNames;

    /// <summary>The names of the classes <c>[classes]</c>, in the order of the labels; null where none were given.</summary>
    public IReadOnlyList<string>? ClassNames => Description.ClassNames;

    /// <summary>
    /// What is known of the network besides, and kept in its files: at first that of the <see cref="Description"/>, then what
    /// <see cref="SetMetadata"/> made of it.
    /// </summary>
    public IReadOnlyDictionary<string, string> Metadata { get; private set; }

    /// <summary>The activation that predictions pass through.</summary>
    public Activation OutputActivation => Description.Loss.OutputActivation;

    /// <summary>
    /// The weights <c>[outputs x inputs]</c>, row-major, on the scale of the raw inputs (before the first Fit of a network
    /// that standardizes them: the initial weights). A view, not a copy.
    /// </summary>
    public ReadOnlySpan<T> Weights => _parameters.Weights;

    /// <summary>The bias <c>[outputs]</c> on the scale of the raw inputs; 0 where the network has none. A view, not a copy.</summary>
    public ReadOnlySpan<T> Bias => _parameters.Bias;

    /// <summary>
    /// The mean of each input <c>[inputs]</c> over the rows of the first Fit; empty where inputs are not standardized, or
    /// not yet.
    /// </summary>
    public ReadOnlySpan<T> InputMeans => _parameters.Standardization is { } standardization ? standardization.Means : default;

    /// <summary>
    /// The standard deviation of each input <c>[inputs]</c> over the rows of the first Fit, (0, inf), 1 for a constant
    /// input; empty where inputs are not standardized, or not yet. A weight times its scale is the weight of the
    /// standardized input, comparable between inputs.
    /// </summary>
    public ReadOnlySpan<T> InputScales => _parameters.Standardization is { } standardization ? standardization.Scales : default;

    /// <summary>The epochs completed since the network was built, over all calls of Fit.</summary>
    public long CompletedEpochs => _trainer.Epochs;

    /// <summary>
    /// The steps that led to the weights as they are, each on an example or a batch, by Learn and Fit; files keep the number. 0 after
    /// <see cref="SetWeights"/>, and of a network whose file was saved without the state of its training.
    /// </summary>
    public long CompletedSteps => _trainer.Steps;

    private Predictor<T> Predictor
    {
        get
        {
            ThrowIfNotStandardizedYet();
            return new(Weights, Bias, InputCount, _activation);
        }
    }

    /// <summary>
    /// Sets weights and bias, on the scale of the raw inputs. The optimizer begins anew: what it remembers belongs to the way
    /// to other weights.
    /// </summary>
    /// <param name="weights">The weights <c>[outputs x inputs]</c>, row-major, finite.</param>
    /// <param name="bias">The bias <c>[outputs]</c>, finite; empty sets it to 0.</param>
    /// <exception cref="ArgumentException">A length does not fit, a value is NaN or infinite, or on a network that standardizes above a quarter of the largest T on either scale, or a bias is given to a network without one.</exception>
    /// <exception cref="InvalidOperationException">The network standardizes its inputs and was never fitted, or it is in a Fit.</exception>
    public void SetWeights(ReadOnlySpan<T> weights, ReadOnlySpan<T> bias = default)
    {
        using Writing writing = BeginWriting();
        WeightCheck.Check(weights, bias, InputCount, OutputCount, Description.HasBias);
        ThrowIfNotStandardizedYet();
        if (!_parameters.TrySet(weights, bias))
        {
            Throw.Argument_NotFiniteStandardized(nameof(weights));
        }

        _trainer.Forget();
        ForgetRun();
        _awaitsBias = false;
    }

    /// <summary>
    /// Changes one thing of what is known of the network, such as how far into a stream it has learned. The next save has it in one
    /// piece with the weights, and the next <see cref="Freeze"/> too; what was frozen before keeps what it had.
    /// </summary>
    /// <param name="key">The key, not blank, and not beginning with <c>neuralnet.</c>, which is the library's.</param>
    /// <param name="value">The value; null takes the key away.</param>
    /// <exception cref="ArgumentException">
    /// The key is blank or the library's, or either has half of a surrogate pair; or there would be more than a file has room for, as for
    /// <see cref="PerceptronBuilder{T}.WithMetadata"/>. <c>stream.offset</c>, of NeuralNet.Extensions.Hosting, has room of its own.
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
    /// An immutable copy for any number of threads, with predictions equal to this network's in every bit.
    /// </summary>
    /// <exception cref="InvalidOperationException">A weight is NaN or infinite: online learning diverged. Or the network standardizes its inputs and was never fitted.</exception>
    public FrozenPerceptron<T> Freeze()
    {
        ThrowIfNotStandardizedYet();
        if (!_parameters.AreFinite)
        {
            Throw.InvalidOperation_NotFiniteWeights("freezing");
        }

        return new FrozenPerceptron<T>(
            Weights,
            Bias.ToArray(),
            Baseline.ToArray(),
            InputCount,
            ClassCount,
            _threshold,
            Description.Loss.LabelTargets,
            OutputActivation,
            _activation)
        {
            Standardization = _parameters.Standardization,
            FeatureNames = FeatureNames,
            ClassNames = ClassNames,
            Metadata = Metadata,
        };
    }

    /// <summary>The description, and how far the training has come.</summary>
    public override string ToString() => $"{Description}, {CompletedEpochs} epochs";

    private void ThrowIfNotStandardizedYet()
    {
        if (_parameters.AwaitsStandardization)
        {
            Throw.InvalidOperation_NotStandardizedYet();
        }
    }
}
