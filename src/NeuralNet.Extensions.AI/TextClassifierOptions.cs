using static System.FormattableString;

namespace NeuralNet.Extensions.AI;

/// <summary>How a <see cref="TextClassifier"/> calls its embedding generator. The defaults suit most generators.</summary>
/// <remarks>
/// The options of each call of the generator, such as a smaller number of dimensions, belong to the generator: set them with
/// <c>ConfigureOptions</c> of the package Microsoft.Extensions.AI, or in its constructor.
/// </remarks>
public class TextClassifierOptions
{
    /// <summary>The largest number of texts in one call of the generator, [1, inf). Default 64.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int BatchSize
    {
        get;
        init
        {
            if (value < 1)
            {
                throw new ArgumentOutOfRangeException(nameof(BatchSize), value, Invariant(
                    $"BatchSize is {value}; it must be 1 or more, and no more than the generator takes in one call."));
            }

            field = value;
        }
    } = 64;

    /// <summary>
    /// The vectors of texts embedded before, of the same generator. Trainings, predictions and evaluations take vectors from it and add
    /// new ones. Default null: every call embeds its texts, each different text once.
    /// </summary>
    public EmbeddingCache? Cache { get; init; }

    /// <summary>
    /// The name of the generator's embedding model, such as <c>text-embedding-3-small</c>; it is saved in the file, and a file of another
    /// model is refused. Default null: the model that the generator names in its metadata, if it names one.
    /// </summary>
    /// <exception cref="ArgumentException">Blank.</exception>
    public string? ModelName
    {
        get;
        init
        {
            if (value is not null && string.IsNullOrWhiteSpace(value))
            {
                throw new ArgumentException("ModelName is blank. Name the embedding model, or leave it null.", nameof(ModelName));
            }

            field = value;
        }
    }
}
