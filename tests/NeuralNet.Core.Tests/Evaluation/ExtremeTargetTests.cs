using System.Numerics;

namespace NeuralNet.Core.Tests.Evaluation;

/// <summary>
/// Regression metrics work in any unit: squares of large targets do not overflow, and squares of small targets do not vanish.
/// </summary>
public abstract class ExtremeTargetTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly double[] _targets = [1, 2, 4, 8, -3];
    private static readonly double[] _predictions = [1.5, 2, 3, 8.5, -2];

    [Theory]
    [InlineData(-149, -1010)]
    [InlineData(-140, -900)]
    [InlineData(-100, -565)]
    [InlineData(100, 565)]
    [InlineData(121, 1018)]
    public void A_power_of_two_times_all_targets_scales_the_errors_and_leaves_R2(int inFloat, int inDouble)
    {
        double factor = Math.ScaleB(2, typeof(T) == typeof(float) ? inFloat : inDouble);
        RegressionMetrics expected = Metrics(2);

        RegressionMetrics metrics = Metrics(factor);

        metrics.RSquared.Should().Be(expected.RSquared);
        (metrics.RootMeanSquaredError / factor).ShouldBeClose(expected.RootMeanSquaredError / 2, 1e-15, 0, "the RMSE");
        (metrics.MeanAbsoluteError / factor).ShouldBeClose(expected.MeanAbsoluteError / 2, 1e-15, 0, "the MAE");
        ProgressiveRegression progressive = Progressive(factor), unscaled = Progressive(2);
        progressive.RSquared.Should().Be(unscaled.RSquared);
        progressive.RecentRSquared.Should().Be(unscaled.RecentRSquared);
    }

    [Theory]
    [InlineData(1e-170, 1e-30)]
    [InlineData(1e170, 1e30)]
    public void R2_of_extreme_targets_is_that_of_ordinary_targets(double inDouble, double inFloat)
    {
        double factor = typeof(T) == typeof(float) ? inFloat : inDouble;

        Metrics(factor).RSquared.ShouldBeClose(Metrics(1).RSquared, Numbers.For<T>(1e-12, 1e-5), 0, "R2");
        Progressive(factor).RSquared.ShouldBeClose(Progressive(1).RSquared, Numbers.For<T>(1e-12, 1e-5), 0, "R2");
    }

    [Fact]
    public void Parts_of_different_sizes_are_merged_without_loss()
    {
        double large = Numbers.For<T>(1e170, 1e30), small = Numbers.For<T>(1e-170, 1e-30);

        RegressionMetrics.Merge([Metrics(small), Metrics(large)]).RSquared.ShouldBeClose(
            RegressionMetrics.FromPredictions<T>(
                [.. Scaled(_predictions, small), .. Scaled(_predictions, large)], [.. Scaled(_targets, small), .. Scaled(_targets, large)]).RSquared,
            1e-12,
            0,
            "R2");
    }

    private static T[] Scaled(double[] values, double factor) => Numbers.Of<T>([.. values.Select(value => value * factor)]);

    private static RegressionMetrics Metrics(double factor) =>
        RegressionMetrics.FromPredictions<T>(Scaled(_predictions, factor), Scaled(_targets, factor));

    private static ProgressiveRegression Progressive(double factor)
    {
        var progressive = new ProgressiveRegression(halfLife: 3);
        foreach ((T prediction, T target) in Scaled(_predictions, factor).Zip(Scaled(_targets, factor)))
        {
            progressive.Add(double.CreateTruncating(prediction), double.CreateTruncating(target));
        }

        return progressive;
    }
}

public sealed class ExtremeTargetTestsInDouble : ExtremeTargetTests<double>;

public sealed class ExtremeTargetTestsInFloat : ExtremeTargetTests<float>;
