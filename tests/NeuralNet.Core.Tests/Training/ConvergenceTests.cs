using NeuralNet.Core.Training;

namespace NeuralNet.Core.Tests.Training;

/// <summary>Tests when the loss has stopped falling. The losses are exact binary numbers, so a gain can equal the tolerance.</summary>
public sealed class ConvergenceTests
{
    [Fact]
    public void A_gain_equal_to_the_tolerance_does_not_count() =>
        EpochsUntilReached(tolerance: 0.25, patience: 2, 4, 3.75, 3.5, 3.25).Should().Be(3);

    [Fact]
    public void A_gain_above_the_tolerance_counts() =>
        EpochsUntilReached(tolerance: 0.25, patience: 2, 4, 3.5, 3, 2.5).Should().BeNull();

    [Fact]
    public void A_constant_loss_has_converged() =>
        EpochsUntilReached(tolerance: 0, patience: 2, 4, 4, 4, 4).Should().Be(3);

    [Fact]
    public void A_loss_above_that_of_the_first_epoch_has_not_converged() =>
        EpochsUntilReached(tolerance: 0.25, patience: 2, 4, 4.5, 4.5, 5, 4.25).Should().BeNull();

    [Fact]
    public void Without_a_tolerance_there_is_no_plateau() =>
        EpochsUntilReached(tolerance: null, patience: 1, 4, 4, 4, 4).Should().BeNull();

    private static int? EpochsUntilReached(double? tolerance, int patience, params double[] losses)
    {
        var options = new TrainingOptions { Tolerance = tolerance, Patience = patience };
        var plateau = new Convergence();
        for (int epoch = 1; epoch <= losses.Length; epoch++)
        {
            plateau.Observe(losses[epoch - 1], options);
            if (plateau.IsOver(options))
            {
                return epoch;
            }
        }

        return null;
    }
}
