using Microsoft.Extensions.AI;
using NeuralNet.Core;
using NeuralNet.Extensions.AI.Tests.Support;

namespace NeuralNet.Extensions.AI.Tests;

/// <summary>Every wrong argument and every wrong answer of the generator is rejected, with the row and the cure.</summary>
public sealed class BadInputTests
{
    private static readonly string[] _names = ["a", "b"];
    private readonly NGramGenerator _generator = new();

    public static TheoryData<string[], string[], string> BadArguments => new()
    {
        { [], [], "texts is empty. Pass one or more texts.*" },
        { ["a", null!], _names, "texts has null at row 1*Leave out such rows*" },
        { ["", "b"], _names, "texts has an empty text at row 0*Leave out such rows*" },
        { ["a", "b", "c"], _names, "labels has 2 names for 3 texts. Pass one for each text.*" },
        { ["a", "b"], ["a", null!], "labels has null at row 1. Name the class*" },
        { ["a", "b"], [" ", "b"], "labels has a blank name at row 0. Name the class*" },
        { ["a", "b"], ["a\n", "a\n"], "labels has only the class 'a\\u000A'. Pass texts of two or more classes*" },
    };

    public static TheoryData<Func<Embedding<float>[], IEnumerable<Embedding<float>>>, string> BadAnswers => new()
    {
        { vectors => vectors[..^1], "The generator returned 3 vectors for 4 texts.*lower BatchSize*" },
        { vectors => [.. vectors, vectors[0]], "The generator returned 5 vectors for 4 texts.*" },
        { vectors => Replace(vectors, 2, null!), "The generator returned no vector, or an empty one, for row 2 of texts.*" },
        { vectors => Replace(vectors, 2, new Embedding<float>(default)), "*or an empty one, for row 2 of texts.*" },
        { vectors => Replace(vectors, 1, new Embedding<float>(new float[3])), "The vector of row 1 of texts has 3 numbers instead of 64, as the vectors before it.*one dimension*" },
        { vectors => Replace(vectors, 3, With(7, float.NaN)), "The vector of row 3 of texts has NaN at column 7; numbers must be finite.*" },
        { vectors => Replace(vectors, 0, With(63, float.NegativeInfinity)), "The vector of row 0 of texts has -Infinity at column 63*" },
    };

    [Theory]
    [MemberData(nameof(BadArguments), DisableDiscoveryEnumeration = true)]
    public async Task Bad_texts_and_labels_are_rejected_before_anything_is_embedded(string[] texts, string[] labels, string message)
    {
        Func<Task> fit = () => TextClassifier.FitAsync(_generator, texts, labels);
        Func<Task> validate = () => TextClassifier.CrossValidateAsync(_generator, texts, labels);

        (await fit.Should().ThrowAsync<ArgumentException>()).WithMessage(message);
        (await validate.Should().ThrowAsync<ArgumentException>()).WithMessage(message);
        _generator.Calls.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(BadAnswers), DisableDiscoveryEnumeration = true)]
    public async Task Bad_answers_of_the_generator_are_rejected(
        Func<Embedding<float>[], IEnumerable<Embedding<float>>> change, string message)
    {
        var generator = new NGramGenerator { Change = change };
        var cache = new EmbeddingCache(generator, capacity: 10);

        Func<Task> fit = () => TextClassifier.FitAsync(generator, ["a", "b", "c", "d"], ["x", "y", "x", "y"], new() { Cache = cache });

        (await fit.Should().ThrowAsync<InvalidOperationException>()).WithMessage(message);
        cache.Count.Should().Be(0);
    }

    [Fact]
    public async Task Rows_are_those_of_the_caller_in_later_batches_and_among_equal_texts()
    {
        var generator = new NGramGenerator { Change = vectors => vectors.Length == 1 ? [With(5, float.NaN)] : vectors };

        Func<Task> fit = () => TextClassifier.FitAsync(generator, ["a", "a", "b", "c"], ["x", "x", "y", "y"], new() { BatchSize = 2 });

        (await fit.Should().ThrowAsync<InvalidOperationException>()).WithMessage("The vector of row 3 of texts has NaN at column 5*");
    }

    [Fact]
    public async Task An_exception_of_the_generator_passes_through_and_complete_batches_stay_in_the_cache()
    {
        bool isBroken = true;
        var error = new HttpRequestException("429");
        var generator = new NGramGenerator { OnCall = call => { if (isBroken && call == 2) { throw error; } } };
        var cache = new EmbeddingCache(generator, capacity: 100);
        TextTrainingOptions options = new() { Cache = cache, BatchSize = 5 };

        Func<Task<TextClassifier>> fit = () => TextClassifier.FitAsync(generator, Topics.Texts, Topics.Labels, options);

        (await fit.Should().ThrowAsync<HttpRequestException>()).Which.Should().BeSameAs(error);
        cache.Count.Should().Be(10);
        isBroken = false;
        TextClassifier classifier = await fit();
        generator.Calls.Skip(3).SelectMany(call => call).Should().Equal(Topics.Texts[10..]);
        (await classifier.EvaluateAsync(Topics.Texts, Topics.Labels)).Accuracy.Should().Be(1);
    }

    [Fact]
    public async Task Bad_predictions_and_evaluations_are_rejected_before_anything_is_embedded()
    {
        TextClassifier classifier = TextClassifier.FromNetwork(
            FrozenPerceptron.FromWeights<float>(64, new float[128], new float[2], Activation.Softmax, classNames: _names), _generator);
        Func<Task>[] calls =
        [
            () => classifier.PredictAsync((string)null!), () => classifier.PredictAsync(string.Empty),
            () => classifier.PredictAsync((string[])null!), () => classifier.PredictAsync([]), () => classifier.PredictAsync(["a", null!]),
            () => classifier.EvaluateAsync(null!, _names), () => classifier.EvaluateAsync(_names, null!), () => classifier.EvaluateAsync(_names, ["a"]),
        ];
        Func<Task> unknown = () => classifier.EvaluateAsync(_names, ["a", "c"]);
        Func<Task> missing = () => classifier.EvaluateAsync(_names, [null!, "b"]);

        foreach (Func<Task> call in calls)
        {
            await call.Should().ThrowAsync<ArgumentException>();
        }

        (await unknown.Should().ThrowAsync<ArgumentException>())
            .WithMessage("labels has 'c' at row 1, which is not one of the 2 classes of this network ('a', 'b'). Leave out such rows*");
        (await missing.Should().ThrowAsync<ArgumentException>()).WithMessage("labels has null at row 0*");
        _generator.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task A_prediction_that_overflows_is_rejected()
    {
        var generator = new NGramGenerator(dimension: 2) { Change = _ => [new(new float[] { float.MaxValue, float.MaxValue })] };
        TextClassifier classifier = TextClassifier.FromNetwork(
            FrozenPerceptron.FromWeights<float>(2, [4f, -4f], [0f], Activation.Sigmoid, classNames: _names), generator);

        Func<Task> predict = () => classifier.PredictAsync("large");

        (await predict.Should().ThrowAsync<InvalidOperationException>()).WithMessage("The prediction for row 0 of text is NaN*length near 1*");
    }

    [Fact]
    public async Task A_description_that_does_not_fit_is_rejected()
    {
        (Func<PerceptronBuilder<float>, PerceptronBuilder<float>> Configure, string Message)[] cases =
        [
            (_ => null!, "Configure returned null*"),
            (_ => Perceptron.BinaryClassifier<float>(3), "Configure returned a description with 3 inputs, and the vectors have 64 numbers*"),
            (network => network.WithLoss(Loss.Hinge), "*output activation is identity, which gives no probabilities. Use Loss.LogLoss*"),
        ];
        foreach ((Func<PerceptronBuilder<float>, PerceptronBuilder<float>> configure, string message) in cases)
        {
            Func<Task> fit = () => TextClassifier.FitAsync(_generator, Topics.TwoTexts, Topics.TwoLabels, new() { Configure = configure });

            (await fit.Should().ThrowAsync<ArgumentException>()).WithMessage(message);
        }
    }

    [Fact]
    public async Task A_training_that_failed_is_reported()
    {
        TextTrainingOptions options = new()
        {
            Configure = network => network.WithOptimizer(Optimizer.Sgd).WithLearningRate(1e30).WithPenalty(Penalty.None),
            Training = new() { Epochs = 20, BatchSize = 1 },
        };
        var generator = new NGramGenerator { Change = vectors => vectors.Select(vector => new Embedding<float>(vector.Vector.ToArray().Select(value => value * 1e20f).ToArray())) };

        Func<Task> fit = () => TextClassifier.FitAsync(generator, Topics.Texts, Topics.Labels, options);

        await fit.Should().ThrowAsync<TrainingFailedException>();
    }

    [Fact]
    public async Task Null_and_wrong_options_are_rejected()
    {
        Func<Task> noGenerator = () => TextClassifier.FitAsync(null!, Topics.Texts, Topics.Labels);
        Func<Task> noTexts = () => TextClassifier.FitAsync(_generator, null!, Topics.Labels);
        Func<Task> noLabels = () => TextClassifier.FitAsync(_generator, Topics.Texts, null!);
        Action noBatch = () => _ = new TextClassifierOptions { BatchSize = 0 };
        Action noName = () => _ = new TextClassifierOptions { ModelName = " " };

        (await noGenerator.Should().ThrowAsync<ArgumentNullException>()).WithParameterName("generator");
        (await noTexts.Should().ThrowAsync<ArgumentNullException>()).WithParameterName("texts");
        (await noLabels.Should().ThrowAsync<ArgumentNullException>()).WithParameterName("labels");
        noBatch.Should().Throw<ArgumentOutOfRangeException>().WithMessage("BatchSize is 0; it must be 1 or more*");
        noName.Should().Throw<ArgumentException>().WithMessage("ModelName is blank*");
    }

    private static Embedding<float>[] Replace(Embedding<float>[] vectors, int index, Embedding<float> vector) =>
        [.. vectors[..index], vector, .. vectors[(index + 1)..]];

    private static Embedding<float> With(int column, float value)
    {
        var vector = new float[64];
        vector[column] = value;
        return new(vector);
    }
}
