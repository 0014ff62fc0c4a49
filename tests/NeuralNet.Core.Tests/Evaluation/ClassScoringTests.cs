using NeuralNet.Core.Evaluation;

namespace NeuralNet.Core.Tests.Evaluation;

/// <summary>One-versus-rest outputs, whose predictions are no distribution over the classes.</summary>
public sealed class ClassScoringTests
{
    [Fact]
    public void Classes_each_against_the_rest_are_ranked_by_their_logits()
    {
        // The second row has the largest logit at every output; softmax would hide that.
        double[] logits = [1, 0, 0, 3, 2, 2, 0, 1, 0, 0, 0, 1];

        ClassificationMetrics metrics = ClassScoring.ScoreMany<double>([.. logits], [1, 0, 1, 2], default, 3, ScoreKind.Margin, null);

        metrics.RocAuc.Should().BeApproximately((1 + (3.0 / 8) + (2.0 / 3)) / 3, 1e-15);
        metrics.LogLoss.Should().BeNull();
        metrics.BrierScore.Should().BeNull();
        metrics.Accuracy.Should().Be(0.75);
    }

    [Fact]
    public void Names_of_classes_reach_the_confusion_matrix()
    {
        ClassScoring.ScoreMany<double>([1, 0, 0], [1], default, 3, ScoreKind.Margin, ["a", "b", "c"])
            .ConfusionMatrix.ClassNames.Should().Equal("a", "b", "c");
        ClassScoring.ScoreTwo([1], [1], default, 0, ScoreKind.Logit, ["a", "b"])
            .ConfusionMatrix.ClassNames.Should().Equal("a", "b");
    }
}
