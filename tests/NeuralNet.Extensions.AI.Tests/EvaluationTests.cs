using NeuralNet.Core;
using NeuralNet.Extensions.AI.Tests.Support;

namespace NeuralNet.Extensions.AI.Tests;

/// <summary>Metrics, cross-validation, and predictions on many threads.</summary>
public sealed class EvaluationTests
{
    private readonly NGramGenerator _generator = new();

    [Fact]
    public async Task An_evaluation_has_the_metrics_of_the_core()
    {
        TextClassifier classifier = await TextClassifier.FitAsync(_generator, Topics.Texts, Topics.Labels);
        string[] wrong = [.. Topics.Labels[..17], "sport"];

        ClassificationMetrics metrics = await classifier.EvaluateAsync(Topics.Texts, wrong);

        metrics.Accuracy.Should().Be(17d / 18);
        metrics.ConfusionMatrix.ClassNames.Should().Equal(classifier.ClassNames);
        metrics.ConfusionMatrix[actual: 2, predicted: 1].Should().Be(1);
    }

    [Fact]
    public async Task A_cross_validation_is_that_of_the_core_on_the_same_vectors()
    {
        ReadOnlyMemory<float>[] vectors = [.. Topics.Texts.Select(text => (ReadOnlyMemory<float>)_generator.Vector(text))];
        CrossValidation<ClassificationMetrics> expected = Perceptron.Classifier<float>(64, 3)
            .WithOptimizer(Optimizer.Lbfgs()).WithPenalty(Penalty.L2(0.1)).WithLearnedClassNames()
            .CrossValidateClassifier(new Examples<float>(vectors, Topics.Labels), Folds.Random(3), new() { Epochs = 5 });

        CrossValidation<ClassificationMetrics> result = await TextClassifier.CrossValidateAsync(
            _generator, Topics.Texts, Topics.Labels, Folds.Random(3),
            new() { Configure = network => network.WithPenalty(Penalty.L2(0.1)), Training = new() { Epochs = 5 } });

        result.Logits.SequenceEqual(expected.Logits).Should().BeTrue();
        result.Folds.Should().HaveCount(3).And.OnlyContain(fold => fold.Epochs <= 5);
    }

    [Fact]
    public async Task Many_threads_predict_the_same()
    {
        TextClassifier classifier = await TextClassifier.FitAsync(_generator, Topics.Texts, Topics.Labels);
        IReadOnlyList<TextClass> expected = await classifier.PredictAsync(Topics.Texts);

        await Parallel.ForAsync(0, 500, async (call, cancellationToken) =>
        {
            int row = call % Topics.Texts.Length;
            TextClass found = await classifier.PredictAsync(Topics.Texts[row], cancellationToken);
            found.Name.Should().Be(expected[row].Name);
            found.Probabilities.Should().Equal(expected[row].Probabilities);
        });
    }
}
