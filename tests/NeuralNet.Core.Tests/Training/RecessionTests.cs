using NeuralNet.Core.Training;

namespace NeuralNet.Core.Tests.Training;

/// <summary>A loss falls without end along a step that moves some logits forward and none back.</summary>
public sealed class RecessionTests
{
    [Fact]
    public void The_largest_moves_of_all_rows_count()
    {
        Recession recession = default(Recession).With(0.5).With(-0.25).With(2).With(-0.125);

        recession.Should().Be(new Recession(2, 0.25));
        recession.WithBack(-3).Should().Be(new Recession(2, 3));
        recession.WithBack(0.1).Should().Be(recession);
    }

    [Theory]
    [InlineData(1, 0, true, true)]
    [InlineData(1, 1e-9, true, true)]
    [InlineData(1, 2e-9, false, true)]
    [InlineData(1, 0.05, false, true)]
    [InlineData(1, 0.06, false, false)]
    [InlineData(4, 0.1, false, true)]
    [InlineData(0.1, 0, true, true)]
    [InlineData(0.09, 0, false, false)]
    [InlineData(100, 1e-7, true, true)]
    [InlineData(0, 0, false, false)]
    public void A_move_back_counts_as_a_share_of_the_move_forward(double forward, double back, bool isSure, bool isNearlySure)
    {
        var recession = new Recession(forward, back);

        recession.IsSure(1e-9).Should().Be(isSure);
        recession.IsNearlySure.Should().Be(isNearlySure);
    }
}
