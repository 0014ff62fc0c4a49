using Microsoft.Extensions.AI;
using NeuralNet.Common;
using NeuralNet.Core;

namespace NeuralNet.Extensions.AI;

/// <summary>The embedding model of a generator, as far as it is known, and its place in the metadata of a network.</summary>
/// <param name="Name">The name of the model; null if it is not known.</param>
/// <param name="Provider">The name of its provider, for messages only: several providers serve the same model.</param>
internal sealed record GeneratorModel(string? Name, string? Provider)
{
    private const string NameKey = "embeddings.model";
    private const string ProviderKey = "embeddings.provider";

    public static GeneratorModel Of(IEmbeddingGenerator<string, Embedding<float>> generator, TextClassifierOptions options)
    {
        var metadata = generator.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;
        return new(options.ModelName ?? NotBlank(metadata?.DefaultModelId), NotBlank(metadata?.ProviderName));
    }

    public static GeneratorModel Of(FrozenPerceptron<float> network) =>
        new(network.Metadata.GetValueOrDefault(NameKey), network.Metadata.GetValueOrDefault(ProviderKey));

    public PerceptronBuilder<float> AddTo(PerceptronBuilder<float> description)
    {
        description = Name is null ? description : description.WithMetadata(NameKey, Name);
        return Provider is null ? description : description.WithMetadata(ProviderKey, Provider);
    }

    /// <summary>Rejects a generator of another model than the one that a network was trained with; a network may not know its model.</summary>
    public void CheckTrainedWith(GeneratorModel trained)
    {
        if (trained.Name is null || trained.Name == Name)
        {
            return;
        }

        string found = Name is null ? "this generator does not name its model" : $"this generator has {this}";
        throw new InvalidOperationException(
            $"The classifier was trained with vectors of {trained}, and {found}. Vectors of different models can't be mixed: use a generator of '{Shown.Text(trained.Name)}', or train a new classifier. If it is the same model, pass its name as ModelName in the options.");
    }

    public override string ToString() =>
        $"the model '{Shown.Text(Name)}'{(Provider is null ? string.Empty : $" of '{Shown.Text(Provider)}'")}";

    private static string? NotBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
