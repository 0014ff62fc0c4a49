using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using NeuralNet.Core;

namespace NeuralNet.Extensions.AI;

/// <content>Files.</content>
public sealed partial class TextClassifier
{
    /// <summary>Creates a classifier of a trained network, for example of a stream, of bytes, or the current model of a service.</summary>
    /// <param name="network">The network, with class names and probabilities, such as the <see cref="Network"/> of a classifier.</param>
    /// <param name="generator">The embedding generator; its model must be that of the training.</param>
    /// <param name="options">The batches, the cache and the name of the generator's model. Default: the defaults of each.</param>
    /// <exception cref="ArgumentNullException">network or generator is null.</exception>
    /// <exception cref="ArgumentException">
    /// The network has no class names or gives no probabilities; or the cache is for another generator.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The network names its embedding model, and that of the generator is another one or not known.
    /// </exception>
    public static TextClassifier FromNetwork(
        FrozenPerceptron<float> network, IEmbeddingGenerator<string, Embedding<float>> generator, TextClassifierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        return IsClassifier(network, out string? error) ? Create(network, generator, options) : throw new ArgumentException(error, nameof(network));
    }

    /// <summary>Loads a classifier that <see cref="Save"/> wrote.</summary>
    /// <remarks>
    /// A generator of another model is refused here, by its name; one whose vectors have another dimension is refused by the first
    /// prediction. A file whose model was not known at the training is accepted with any generator.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="generator">The embedding generator; its model must be that of the training.</param>
    /// <param name="options">The batches, the cache and the name of the generator's model. Default: the defaults of each.</param>
    /// <exception cref="ArgumentNullException">generator is null.</exception>
    /// <exception cref="ArgumentException">The path is null or empty; or the cache is for another generator.</exception>
    /// <exception cref="ModelFormatException">The file is not valid, or it is a network without class names or probabilities.</exception>
    /// <exception cref="InvalidOperationException">
    /// The file names its embedding model, and that of the generator is another one or not known.
    /// </exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static TextClassifier Load(
        string path, IEmbeddingGenerator<string, Embedding<float>> generator, TextClassifierOptions? options = null) =>
        Loaded(FrozenPerceptron.Load<float>(path), path, generator, options);

    /// <summary>Loads a classifier, as <see cref="Load"/> does.</summary>
    /// <inheritdoc cref="Load"/>
    /// <param name="path">The file.</param>
    /// <param name="generator">The embedding generator; its model must be that of the training.</param>
    /// <param name="options">The batches, the cache and the name of the generator's model. Default: the defaults of each.</param>
    /// <param name="cancellationToken">Cancels the load.</param>
    public static async Task<TextClassifier> LoadAsync(
        string path,
        IEmbeddingGenerator<string, Embedding<float>> generator,
        TextClassifierOptions? options = null,
        CancellationToken cancellationToken = default) =>
        Loaded(
            await FrozenPerceptron.LoadAsync<float>(path, cancellationToken: cancellationToken).ConfigureAwait(false), path, generator, options);

    /// <summary>
    /// Saves the network with its class names and the name of the embedding model, in the format of NeuralNet.Core, but not the generator
    /// and no texts. A reader finds either the whole old file or the whole new one. To write to a stream, save the <see cref="Network"/>.
    /// </summary>
    /// <param name="path">The file; an existing file is replaced.</param>
    /// <exception cref="ArgumentException">The path is null or empty.</exception>
    /// <exception cref="IOException">The file can't be written; an existing file stays unchanged.</exception>
    public void Save(string path) => Network.Save(path);

    /// <summary>Saves the classifier, as <see cref="Save"/> does.</summary>
    /// <inheritdoc cref="Save"/>
    /// <param name="path">The file; an existing file is replaced.</param>
    /// <param name="cancellationToken">Cancels the save; an existing file stays unchanged.</param>
    public Task SaveAsync(string path, CancellationToken cancellationToken = default) => Network.SaveAsync(path, cancellationToken);

    private static TextClassifier Loaded(
        FrozenPerceptron<float> network, string path, IEmbeddingGenerator<string, Embedding<float>> generator, TextClassifierOptions? options) =>
        IsClassifier(network, out string? error) ? Create(network, generator, options) : throw new ModelFormatException(error) { FileName = path };

    private static TextClassifier Create(
        FrozenPerceptron<float> network, IEmbeddingGenerator<string, Embedding<float>> generator, TextClassifierOptions? options)
    {
        var embedder = new TextEmbedder(generator, options ?? new());
        embedder.Model.CheckTrainedWith(GeneratorModel.Of(network));
        return new(network, embedder, training: null);
    }

    private static bool IsClassifier(FrozenPerceptron<float> network, [NotNullWhen(false)] out string? error)
    {
        error = network.ClassNames is null ? "The network has no class names, so it is no text classifier. Save one with TextClassifier.Save."
            : GivesProbabilities(network.OutputActivation, network.OutputCount) ? null
            : $"The output activation of the network is {network.OutputActivation}, which gives no probabilities. A text classifier has one output with the sigmoid, or several with softmax.";
        return error is null;
    }
}
