using Microsoft.Extensions.AI;
using NeuralNet.Common;
using NeuralNet.Core;
using static System.FormattableString;

namespace NeuralNet.Extensions.AI;

/// <summary>
/// A text classifier: an embedding generator turns a text into a vector, and a one-layer network turns the vector into the probability of
/// each class. Immutable, and safe on as many threads as the generator is.
/// </summary>
/// <remarks>
/// Vectors are passed to the network as the generator returned them, without a copy. The exceptions of the generator pass through. A
/// prediction throws <see cref="InvalidOperationException"/> if the generator returns another number of vectors than of texts, or vectors
/// of another dimension than those of the training, or with NaN or infinity. The classifier does not dispose the generator.
/// </remarks>
public sealed partial class TextClassifier
{
    /// <summary>The largest strength of the default L2 penalty, for up to <see cref="FewTexts"/>.</summary>
    private const double LargestPenalty = 0.0003;

    /// <summary>More texts need a penalty that is smaller in proportion: they determine the weights.</summary>
    private const double FewTexts = 1000;

    private readonly TextEmbedder _embedder;

    private TextClassifier(FrozenPerceptron<float> network, TextEmbedder embedder, TrainingResult<float>? training)
    {
        Network = network;
        ClassNames = network.ClassNames!;
        ModelName = GeneratorModel.Of(network).Name;
        _embedder = embedder;
        Training = training;
    }

    /// <summary>The trained network: its inputs are the numbers of a vector, its metadata names the embedding model.</summary>
    public FrozenPerceptron<float> Network { get; }

    /// <summary>The names of the classes <c>[classes]</c>, in the order of <see cref="TextClass.Probabilities"/>.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The name of the embedding model of the training; null if it was not known.</summary>
    public string? ModelName { get; }

    /// <summary>
    /// The result of the training: losses, the reason for its end, and a message with advice. Null if the network was trained elsewhere, as
    /// after <see cref="Load"/>. Changing its network does not change this classifier.
    /// </summary>
    public TrainingResult<float>? Training { get; }

    /// <summary>Embeds texts and trains a network on their vectors.</summary>
    /// <remarks>
    /// Each different text is embedded once, in calls of at most <see cref="TextClassifierOptions.BatchSize"/> texts, one after the other.
    /// If the call fails or is cancelled, the vectors of complete batches stay in the cache, if there is one, and nothing else. The training
    /// runs on a thread of the pool. <see cref="TextTrainingOptions.Configure"/> explains the default network.
    /// </remarks>
    /// <param name="generator">The embedding generator.</param>
    /// <param name="texts">The texts <c>[rows]</c>; null and empty ones are rejected.</param>
    /// <param name="labels">The name of the class of each text <c>[rows]</c>; at least two different names.</param>
    /// <param name="options">The network, the training, the batches and the cache. Default: the defaults of each.</param>
    /// <param name="progress">Receives the number of embedded texts, then each epoch. Default: none.</param>
    /// <param name="cancellationToken">
    /// Cancels the call, without a result unless <see cref="TextTrainingOptions.KeepCancelled"/> is set.
    /// </param>
    /// <exception cref="ArgumentNullException">generator, texts or labels is null.</exception>
    /// <exception cref="ArgumentException">
    /// There are no texts, or a text is null or empty; lengths differ, a label is null or blank, or all are the same; the cache is for
    /// another generator; or the configured network has another number of inputs or classes, or gives no probabilities.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The generator returned another number of vectors than of texts, or vectors of different dimensions, or with NaN or infinity.
    /// </exception>
    /// <exception cref="TrainingFailedException">The training diverged, or ended with a loss too large to be used.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public static async Task<TextClassifier> FitAsync(
        IEmbeddingGenerator<string, Embedding<float>> generator,
        IReadOnlyList<string> texts,
        IReadOnlyList<string> labels,
        TextTrainingOptions? options = null,
        IProgress<TextTrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new();
        var embedder = new TextEmbedder(generator, options);
        (PerceptronBuilder<float> description, Examples<float> examples, int rows) =
            await PrepareAsync(embedder, texts, labels, options, progress, cancellationToken).ConfigureAwait(false);
        EpochProgress? epochs = progress is null ? null : new(progress, rows);

        // With all vectors in the cache, nothing has left the caller's thread so far, which may be that of a user interface.
        TrainingResult<float> result = await Task.Run(
            () => description.Build().Fit(examples, options.Training, progress: epochs, cancellationToken: cancellationToken),
            cancellationToken).ConfigureAwait(false);
        if (result.StopReason == StopReason.Cancelled && !(options.KeepCancelled && result.Epochs > 0))
        {
            throw new OperationCanceledException(cancellationToken);
        }

        return new(result.EnsureSucceeded().Network.Freeze(), embedder, result);
    }

    /// <summary>
    /// Embeds texts, trains a network for each fold on the other folds and evaluates it on the fold: how well a classifier with these
    /// options predicts new texts. With a cache the vectors are there for the final <see cref="FitAsync"/>.
    /// </summary>
    /// <param name="generator">The embedding generator.</param>
    /// <param name="texts">The texts <c>[rows]</c>; null and empty ones are rejected.</param>
    /// <param name="labels">The name of the class of each text <c>[rows]</c>; at least two different names.</param>
    /// <param name="folds">The folds. Default: <see cref="Folds.Random"/>, five folds with equal shares of each class.</param>
    /// <param name="options">The network, the training, the batches and the cache. Default: the defaults of each.</param>
    /// <param name="progress">Receives the number of embedded texts, but no epochs. Default: none.</param>
    /// <param name="cancellationToken">Cancels the call, without a result.</param>
    /// <returns>The metrics of each fold. The out-of-fold logits belong to the classes in ordinal order of their names.</returns>
    /// <exception cref="ArgumentNullException">generator, texts or labels is null.</exception>
    /// <exception cref="ArgumentException">
    /// <see cref="FitAsync"/> rejects the arguments, or the folds do not match the texts.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The generator returned another number of vectors than of texts, or vectors of different dimensions, or with NaN or infinity.
    /// </exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public static async Task<CrossValidation<ClassificationMetrics>> CrossValidateAsync(
        IEmbeddingGenerator<string, Embedding<float>> generator,
        IReadOnlyList<string> texts,
        IReadOnlyList<string> labels,
        Folds? folds = null,
        TextTrainingOptions? options = null,
        IProgress<TextTrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new();
        (PerceptronBuilder<float> description, Examples<float> examples, _) = await PrepareAsync(
            new TextEmbedder(generator, options), texts, labels, options, progress, cancellationToken).ConfigureAwait(false);
        return await Task.Run(
            () => description.CrossValidateClassifier(examples, folds, options.Training, cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Predicts the class of a text.</summary>
    /// <param name="text">The text, not empty.</param>
    /// <param name="cancellationToken">Cancels the call of the generator.</param>
    /// <exception cref="ArgumentException">The text is null or empty.</exception>
    /// <exception cref="InvalidOperationException">The vector is not one that the network can use.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public async Task<TextClass> PredictAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return (await ClassifyAsync(nameof(text), [text], cancellationToken).ConfigureAwait(false))[0];
    }

    /// <summary>Predicts the class of each text. Each different text is embedded once, in batches.</summary>
    /// <param name="texts">The texts <c>[rows]</c>; null and empty ones are rejected.</param>
    /// <param name="cancellationToken">Cancels the call between two batches, and the current call of the generator.</param>
    /// <returns>The class of each text <c>[rows]</c>, in order.</returns>
    /// <exception cref="ArgumentNullException">texts is null.</exception>
    /// <exception cref="ArgumentException">There are no texts, or a text is null or empty.</exception>
    /// <exception cref="InvalidOperationException">A vector is not one that the network can use.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public async Task<IReadOnlyList<TextClass>> PredictAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken = default) =>
        await ClassifyAsync(nameof(texts), InputCheck.Texts(nameof(texts), texts), cancellationToken).ConfigureAwait(false);

    /// <summary>Evaluates the predictions on texts with known classes, which should not be those of the training.</summary>
    /// <param name="texts">The texts <c>[rows]</c>; null and empty ones are rejected.</param>
    /// <param name="labels">The name of the class of each text <c>[rows]</c>, each in <see cref="ClassNames"/>.</param>
    /// <param name="cancellationToken">Cancels the call between two batches, and the current call of the generator.</param>
    /// <exception cref="ArgumentNullException">texts or labels is null.</exception>
    /// <exception cref="ArgumentException">
    /// There are no texts, a text is null or empty, lengths differ, or a label is not a class of the network.
    /// </exception>
    /// <exception cref="InvalidOperationException">A vector is not one that the network can use.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public async Task<ClassificationMetrics> EvaluateAsync(
        IReadOnlyList<string> texts, IReadOnlyList<string> labels, CancellationToken cancellationToken = default)
    {
        string[] rows = InputCheck.Texts(nameof(texts), texts);
        string[] names = InputCheck.Labels(nameof(labels), labels, rows.Length, ClassNames);
        ReadOnlyMemory<float>[] vectors =
            await _embedder.EmbedAsync(nameof(texts), rows, Network.InputCount, cancellationToken).ConfigureAwait(false);
        return Network.Evaluate(vectors, names);
    }

    /// <summary>Returns the shape of the network and the name of the embedding model.</summary>
    public override string ToString() => $"{Network}, vectors of {ModelName ?? "an unnamed model"}";

    /// <summary>Checks the arguments of a training, embeds the texts and describes the network.</summary>
    private static async Task<(PerceptronBuilder<float> Description, Examples<float> Examples, int Rows)> PrepareAsync(
        TextEmbedder embedder,
        IReadOnlyList<string> texts,
        IReadOnlyList<string> labels,
        TextTrainingOptions options,
        IProgress<TextTrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        string[] rows = InputCheck.Texts(nameof(texts), texts);
        string[] names = InputCheck.Labels(nameof(labels), labels, rows.Length);
        ReadOnlyMemory<float>[] vectors = await embedder.EmbedAsync(nameof(texts), rows, progress, cancellationToken).ConfigureAwait(false);
        PerceptronBuilder<float> description = Describe(vectors[0].Length, names, options);
        return (embedder.Model.AddTo(description), new Examples<float>(vectors, names), rows.Length);
    }

    private static PerceptronBuilder<float> Describe(int inputs, string[] labels, TextTrainingOptions options)
    {
        int classes = labels.Distinct(StringComparer.Ordinal).Count();
        double penalty = LargestPenalty * Math.Min(1, FewTexts / labels.Length);
        PerceptronBuilder<float> description = classes == 2
            ? Perceptron.BinaryClassifier<float>(inputs)
            : Perceptron.Classifier<float>(inputs, classes);
        description = description.WithOptimizer(Optimizer.Lbfgs()).WithPenalty(Penalty.L2(penalty)).WithLearnedClassNames();
        if (options.Configure is not { } configure)
        {
            return description;
        }

        description = configure(description) ?? throw new ArgumentException("Configure returned null. Return a description.", nameof(options));
        if (description.InputCount != inputs)
        {
            throw new ArgumentException(Invariant(
                $"Configure returned a description with {Shown.Count(description.InputCount, "input")}, and the vectors have {inputs} numbers. Keep the number of inputs."), nameof(options));
        }

        return GivesProbabilities(description.Loss.OutputActivation, description.OutputCount) ? description : throw new ArgumentException(
            $"Configure returned a description whose output activation is {description.Loss.OutputActivation}, which gives no probabilities. Use Loss.LogLoss with one output, or Loss.SoftmaxCrossEntropy with one for each class.", nameof(options));
    }

    /// <summary>Checks whether the predictions of a row are probabilities with the sum 1 over the classes.</summary>
    private static bool GivesProbabilities(Activation activation, int outputs) =>
        activation == (outputs == 1 ? Activation.Sigmoid : Activation.Softmax);

    private async Task<TextClass[]> ClassifyAsync(string parameter, string[] texts, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<float>[] vectors =
            await _embedder.EmbedAsync(parameter, texts, Network.InputCount, cancellationToken).ConfigureAwait(false);
        long numbers = (long)vectors.Length * Network.OutputCount;
        if (numbers > Array.MaxLength)
        {
            throw new ArgumentException(Invariant(
                $"{parameter} has {vectors.Length} texts, with {Network.OutputCount} classes {numbers} predictions; at most {Array.MaxLength} fit into one array. Pass fewer texts at a time."), parameter);
        }

        var classes = new int[vectors.Length];
        var predictions = new float[numbers];
        Network.PredictClasses(vectors, classes);
        Network.Predict(vectors, predictions);
        return [.. classes.Select((index, row) => index >= 0
            ? Result(index, predictions.AsSpan(row * Network.OutputCount, Network.OutputCount))
            : throw new InvalidOperationException(Invariant(
                $"The prediction for row {row} of {parameter} is NaN: the numbers of its vector are so large that their sum overflows. Use a generator whose vectors have a length near 1.")))];
    }

    private TextClass Result(int index, ReadOnlySpan<float> predictions)
    {
        float[] probabilities = predictions.Length == 1 ? [1 - predictions[0], predictions[0]] : predictions.ToArray();
        return new TextClass
        {
            Name = ClassNames[index],
            Index = index,
            Probability = probabilities[index],
            Probabilities = Array.AsReadOnly(probabilities),
        };
    }
}
