
namespace NeuralNet.Core.Tests.Selection;

public sealed class FoldScoreTests
{
    [Fact]
    public void Computes_mean_sample_deviation_and_standard_error()
    {
        var score = FoldScore.Compute([2, 4, 4, 4, 5, 5, 7, 9]);

        score.Mean.ShouldBeClose(5, 1e-15, 0, "mean");
        score.StandardDeviation.ShouldBeClose(Math.Sqrt(32.0 / 7), 1e-15, 0, "standard deviation");
        score.StandardError.ShouldBeClose(Math.Sqrt(32.0 / 7 / 8), 1e-15, 0, "standard error");
        score.FoldCount.Should().Be(8);
    }

    [Fact]
    public void Equal_scores_have_no_deviation() =>
        FoldScore.Compute([.. Enumerable.Repeat(0.1, 10)]).Should().Be(new FoldScore(0.1, 0, 10));

    [Fact]
    public void ToString_is_short() =>
        new FoldScore(0.95333333, 0.0274, 5).ToString().Should().Be("0.9533, sd 0.0274 over 5 folds");
}
