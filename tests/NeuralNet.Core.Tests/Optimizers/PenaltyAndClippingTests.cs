using System.Numerics;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Optimizers;
using NeuralNet.Core.Tests.Kernels;

namespace NeuralNet.Core.Tests.Optimizers;

public sealed class PenaltyAndClippingSingleTests : PenaltyAndClippingTests<float>;

public sealed class PenaltyAndClippingDoubleTests : PenaltyAndClippingTests<double>;

public abstract class PenaltyAndClippingTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Infinite = double.PositiveInfinity;

    [Fact]
    public void Without_a_transform_nothing_changes_a_bit()
    {
        NoGradientTransform none = default;
        foreach (T value in Sample.Anything<T>(200, seed: 1))
        {
            Same(none.Before(Lane(value), Lane(T.Pi)), value);
            Same(none.Decayed(Lane(value)), value);
            Same(none.After(Lane(value), Lane(T.Pi)), value);
        }
    }

    [Fact]
    public void L2_is_added_after_clipping_by_value()
    {
        T l2 = T.CreateTruncating(0.1);
        T limit = T.CreateTruncating(0.5);
        var transform = new PenaltyAndClipping(l1: 0, l2: 0.1, kept: 1, largest: 0.5);
        T[] gradients = Sample.Uniform<T>(200, seed: 1);
        T[] weights = Sample.Uniform<T>(200, seed: 2);
        for (int index = 0; index < gradients.Length; index++)
        {
            Same(
                transform.Before(Lane(gradients[index]), Lane(weights[index])),
                T.FusedMultiplyAdd(l2, weights[index], T.Clamp(gradients[index], -limit, limit)));
        }
    }

    [Fact]
    public void Infinite_gradients_stay_without_a_limit_and_NaN_always_does()
    {
        var unlimited = new PenaltyAndClipping(0, 0, 1, Infinite);
        Same(unlimited.Before(Lane(T.NegativeInfinity), Lane(T.One)), T.NegativeInfinity);
        Same(unlimited.Before(Lane(T.NaN), Lane(T.One)), T.NaN);
        Same(new PenaltyAndClipping(0, 0, 1, 1).Before(Lane(T.NaN), Lane(T.One)), T.NaN);
    }

    [Fact]
    public void A_weight_decays_to_the_share_that_is_kept()
    {
        var transform = new PenaltyAndClipping(0, 0, 0.75, Infinite);
        foreach (T weight in Sample.Uniform<T>(100, seed: 3))
        {
            Same(transform.Decayed(Lane(weight)), weight * T.CreateTruncating(0.75));
        }
    }

    [Fact]
    public void L1_moves_a_weight_towards_0_by_strength_times_rate_and_not_beyond()
    {
        var transform = new PenaltyAndClipping(l1: 0.5, l2: 0, kept: 1, Infinite);
        T reach = T.CreateTruncating(0.5) * T.CreateTruncating(0.25);
        foreach (T weight in Sample.Uniform<T>(500, seed: 4))
        {
            T expected = T.Abs(weight) <= reach ? T.Zero : T.CopySign(T.Abs(weight) - reach, weight);
            Same(transform.After(Lane(weight), Lane(T.CreateTruncating(0.25))), expected);
        }

        transform.After(Lane(T.NaN), Lane(T.One)).Value.Should().Be(T.NaN);
    }

    [Fact]
    public void Without_L1_a_weight_does_not_change_after_the_step()
    {
        var transform = new PenaltyAndClipping(0, 0.1, 0.5, 2);
        foreach (T weight in Sample.Exponents<T>(200, seed: 5, -30, 30))
        {
            Same(transform.After(Lane(weight), Lane(T.Pi)), weight);
        }
    }

    private static Scalar<T> Lane(T value) => new(value);

    private static void Same(Scalar<T> actual, T expected) => Bits.Same(actual.Value, expected).Should().BeTrue(
        "{0} is to be {1}", actual.Value, expected);
}
