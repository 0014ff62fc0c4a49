using System.Numerics;
using NeuralNet.Core.Training;

namespace NeuralNet.Core.Tests.Training;

/// <summary>A training has no finite optimum if weights that nothing holds take every row farther into its class.</summary>
public abstract class SeparationCheckTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowCount = 150;

    private static readonly double[] _labels = [.. Enumerable.Range(0, RowCount).Select(row => row % 3 == 0 ? 1.0 : 0)];

    // Each of the two inputs tells the classes.
    private static readonly double[] _rows = [.. _labels.SelectMany((label, row) => new[] { (2 * label) - 1, ((2 * label) - 1) * (1 + (row % 5)) })];

    [Theory]
    [InlineData(2e-4, 1e-4, 3, true)]
    [InlineData(1.1e-4, 0, 3, true)]
    [InlineData(1e-4, 1e-5, 3, false)]
    [InlineData(1, 1.1e-4, 3, false)]
    [InlineData(1, 0.5, 8, false)]
    [InlineData(1, 0.5, 16, true)]
    [InlineData(1, 0.5, 17, false)]
    [InlineData(1, 0.5, 64, true)]
    [InlineData(1, 0.5, 96, false)]
    public void It_looks_when_the_gradient_becomes_small_and_now_and_then(double before, double now, long steps, bool isDue)
    {
        Create(Penalty.None).IsLookDue(before, now, steps).Should().Be(isDue);
        Create(Penalty.L2(1), [0, 1]).IsLookDue(before, now, steps).Should().Be(isDue, "a weight has no penalty");
        Create(Penalty.L2(1)).IsLookDue(before, now, steps).Should().BeFalse();
        Create(Penalty.None, loss: Loss.HalfSquaredError).IsLookDue(before, now, steps).Should().BeFalse();
    }

    /// <summary>A mean loss of less than 0.001, with every row in its class.</summary>
    [Theory]
    [InlineData(0.9e-3, 1, true)]
    [InlineData(1.1e-3, 1, false)]
    [InlineData(double.NaN, 1, false)]
    [InlineData(0.9e-3, -1, false)]
    public void Rows_are_separated_at_a_small_loss_if_each_is_in_its_class(double mean, double sign, bool isSeparated)
    {
        T[] trained = Numbers.Of<T>(sign * 9, 0, 0);
        IsSeparated(Create(Penalty.None, trained: trained), _rows, mean).Should().Be(isSeparated);
        IsSeparated(Create(Penalty.None, trained: trained, reduction: Reduction.Sum), _rows, mean * RowCount).Should().Be(isSeparated);
        IsSeparated(Create(Penalty.L2(1), [0, 1], trained: trained), _rows, mean).Should().BeFalse("the penalty may hold what tells the classes");
        IsSeparated(Create(Penalty.None, trained: trained, bounds: [-20, -20, 20, 20]), _rows, mean).Should().BeFalse("bounds may hold it");
        IsSeparated(Create(Penalty.None, trained: trained, loss: Loss.Poisson), _rows, mean).Should().BeFalse("there are no classes");
        for (int wrong = 0; wrong < RowCount; wrong += 7)
        {
            IsSeparated(Create(Penalty.None, trained: trained), Turned(wrong), mean).Should().BeFalse($"row {wrong} is not in its class");
        }
    }

    /// <summary>A step that moves every row forward, and none back.</summary>
    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(-1, 0, false)]
    [InlineData(0, 0.5, true)]
    [InlineData(0, -0.5, false)]
    [InlineData(0.05, 0, false)]
    public void A_loss_falls_without_end_along_a_step_that_moves_no_row_back(double first, double second, bool grows)
    {
        foreach (bool isFlat in (bool[])[true, false])
        {
            Grows(Create(Penalty.None), _rows, first, second, isFlat).Should().Be(grows);
            Grows(Create(Penalty.L2(1)), _rows, first, second, isFlat).Should().BeFalse("every weight has a penalty");
            Grows(Create(Penalty.L2(1), [0, 1]), _rows, first, second, isFlat).Should().Be(grows && first != 0, "the second weight has a penalty");
            Grows(Create(Penalty.L2(1), [1, 0]), _rows, first, second, isFlat).Should().Be(grows && second != 0, "the first weight has a penalty");
            Grows(Create(Penalty.None, bounds: [-1, -1, double.PositiveInfinity, 8]), _rows, first, second, isFlat).Should()
                .Be(grows && first != 0, "the second weight grows towards a bound");
            Grows(Create(Penalty.None, bounds: [double.NegativeInfinity, double.NegativeInfinity, 8, 8]), _rows, first, second, isFlat).Should()
                .BeFalse("both weights grow towards a bound");
            Grows(Create(Penalty.None, loss: Loss.HalfSquaredError), _rows, first, second, isFlat).Should().BeFalse();
        }

        for (int wrong = 0; wrong < RowCount; wrong += 7)
        {
            Grows(Create(Penalty.None), Turned(wrong), first, second, isFlat: false).Should().Be(grows && first == 0, $"row {wrong} moves back");
        }
    }

    /// <summary>A weight that falls is held by its low bound, not by the high one.</summary>
    [Fact]
    public void A_weight_that_falls_is_held_by_its_low_bound()
    {
        double[] mirrored = [.. _rows.Select(value => -value)];

        Grows(Create(Penalty.None, bounds: [double.NegativeInfinity, -8, 1, double.PositiveInfinity]), mirrored, -1, 0, isFlat: true).Should().BeTrue();
        Grows(Create(Penalty.None, bounds: [double.NegativeInfinity, -8, 1, double.PositiveInfinity]), mirrored, 0, -1, isFlat: true).Should().BeFalse();
    }

    /// <summary>At a gradient of 0 other logits may still settle; before, only rounding may move one back.</summary>
    [Theory]
    [InlineData(0.03, true, false)]
    [InlineData(0.2, false, false)]
    public void A_small_move_back_counts_unless_the_gradient_is_0(double back, bool isFlat, bool isSure)
    {
        double[] rows = [.. _rows];
        rows[2 * 3] = -back;

        Grows(Create(Penalty.None), rows, 1, 0, isFlat: true).Should().Be(isFlat);
        Grows(Create(Penalty.None), rows, 1, 0, isFlat: false).Should().Be(isSure);
        rows[2 * 3] = -Numbers.For<T>(1e-10, 1e-4);
        Grows(Create(Penalty.None), rows, 1, 0, isFlat: false).Should().BeTrue("that is rounding");
    }

    /// <summary>The rows, with the first input of one as if it were of the other class.</summary>
    private static double[] Turned(int row) => [.. _rows.Select((value, index) => index == 2 * row ? -value : value)];

    private static SeparationCheck<T> Create(
        Penalty penalty, double[]? factors = null, T[]? trained = null, double[]? bounds = null, Loss? loss = null, Reduction reduction = Reduction.Mean)
    {
        loss ??= Loss.LogLoss;
        var parameters = new Parameters<T>(2, 1, standardizes: false, averages: false, bounds: bounds is null ? null : new(bounds, 2));
        trained?.CopyTo(parameters.Trained);
        TrainerSettings settings = new()
        {
            HasBias = true,
            Reduction = reduction,
            Rate = LearningRate.Constant(1).Schedule,
            Targets = loss.Targets.Interval,
            Penalty = penalty,
            PenaltyFactors = factors,
            Clipping = GradientClipping.None,
            FirstAveragedStep = 0,
        };
        BatchGradient<T> gradient = loss.CreateGradient(parameters, settings);
        return new(gradient, loss.OptimumOf(1), settings);
    }

    private static bool IsSeparated(SeparationCheck<T> check, double[] rows, double objective) =>
        check.IsSeparated(new(Span(new Examples<T>(Numbers.Of<T>(rows), Numbers.Of<T>(_labels)))), objective, RowCount);

    private static bool Grows(SeparationCheck<T> check, double[] rows, double first, double second, bool isFlat) =>
        check.GrowsWithoutEnd(new(Span(new Examples<T>(Numbers.Of<T>(rows), Numbers.Of<T>(_labels)))), Numbers.Of<T>(first, second, 0), isFlat);

    private static ExampleSpan<T> Span(Examples<T> examples) => new(examples.Inputs.Rows, examples.Targets.Span, [], RowCount);
}

public sealed class SeparationCheckTestsInDouble : SeparationCheckTests<double>;

public sealed class SeparationCheckTestsInFloat : SeparationCheckTests<float>;
