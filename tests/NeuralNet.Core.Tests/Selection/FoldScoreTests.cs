
namespace NeuralNet.Core.Tests.Selection;

public sealed class FoldScoreTests
{
    [Fact]
    public void A_score_has_the_mean_the_sample_deviation_and_the_standard_error_of_its_folds()
    {
        var score = FoldScore.Compute([2, 4, 4, 4, 5, 5, 7, 9]);

        score.Mean.ShouldBeClose(5, 1e-15, 0, "mean");
        score.StandardDeviation.ShouldBeClose(Math.Sqrt(32.0 / 7), 1e-15, 0, "standard deviation");
        score.StandardError.ShouldBeClose(Math.Sqrt(32.0 / 7 / 8), 1e-15, 0, "standard error");
        score.FoldCount.Should().Be(8);
    }

    [Fact]
    public void Equal_scores_have_their_value_for_a_mean_and_no_deviation() =>
        FoldScore.Compute([.. Enumerable.Repeat(0.1, 10)]).Should().Be(new FoldScore(0.1, 0, 10));

    [Fact]
    public void A_score_is_a_few_words() =>
        new FoldScore(0.95333333, 0.0274, 5).ToString().Should().Be("0.9533, sd 0.0274 over 5 folds");
}
