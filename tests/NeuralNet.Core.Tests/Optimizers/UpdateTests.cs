using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Optimizers;
using NeuralNet.Core.Tests.Kernels;
using NeuralNet.Core.UserCode;

namespace NeuralNet.Core.Tests.Optimizers;

public sealed class UpdateSingleTests : UpdateTests<float>;

public sealed class UpdateDoubleTests : UpdateTests<double>;

public abstract class UpdateTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Rate = 0.3;

    private static readonly T _scale = T.CreateTruncating(-0.7);
    private static readonly double _unit = typeof(T) == typeof(float) ? Math.ScaleB(1, -23) : Math.ScaleB(1, -52);

    [Fact]
    public void Gradient_descent_moves_each_weight_by_rate_times_scaled_direction()
    {
        Sgd sgd = default;
        sgd.BeginStep(1, Rate);
        ForEveryLength((weights, direction, offset) =>
        {
            Guarded<T> moved = Guarded<T>.Output(weights, offset);

            Update.Apply(sgd, default(NoGradientTransform), Guarded<T>.Input(direction, 15 - offset).Span, _scale, moved.Span, [], []);

            for (int index = 0; index < weights.Length; index++)
            {
                double step = Rate * double.CreateTruncating(direction[index]) * double.CreateTruncating(_scale);
                IsNear(moved.Span[index], double.CreateTruncating(weights[index]) - step, Math.Abs(step)).Should().BeTrue();
            }

            return moved.IsIntact;
        });
    }

    [Fact]
    public void One_state_for_each_weight_is_read_and_written()
    {
        var ball = new HeavyBall(momentum: 0.9);
        ball.BeginStep(1, Rate);
        ForEveryLength((weights, direction, offset) =>
        {
            T[] velocities = Sample.Uniform<T>(weights.Length, seed: 77);
            Guarded<T> moved = Guarded<T>.Output(weights, offset);
            Guarded<T> first = Guarded<T>.Output(velocities, 15 - offset);

            Update.Apply(ball, default(NoGradientTransform), Guarded<T>.Input(direction, offset / 2).Span, _scale, moved.Span, first.Span, []);

            for (int index = 0; index < weights.Length; index++)
            {
                double gradient = double.CreateTruncating(direction[index]) * double.CreateTruncating(_scale);
                double velocity = (0.9 * double.CreateTruncating(velocities[index])) + gradient;
                IsNear(first.Span[index], velocity, 2).Should().BeTrue();
                IsNear(moved.Span[index], double.CreateTruncating(weights[index]) - (Rate * velocity), 2).Should().BeTrue();
            }

            return moved.IsIntact && first.IsIntact;
        });
    }

    [Fact]
    public void Two_states_for_each_weight_are_kept_apart()
    {
        ForEveryLength((weights, direction, offset) =>
        {
            T[] ones = Sample.Uniform<T>(weights.Length, seed: 77);
            T[] twos = Sample.Uniform<T>(weights.Length, seed: 78);
            Guarded<T> moved = Guarded<T>.Output(weights, offset);
            Guarded<T> first = Guarded<T>.Output(ones, 15 - offset);
            Guarded<T> second = Guarded<T>.Output(twos, offset / 2);

            Update.Apply(
                default(Rotate), default(NoGradientTransform), Guarded<T>.Input(direction, offset).Span, T.One, moved.Span, first.Span, second.Span);

            return moved.IsIntact && first.IsIntact && second.IsIntact &&
                Bits.Same<T>(moved.Span, ones) && Bits.Same<T>(first.Span, twos) && Bits.Same<T>(second.Span, direction);
        });
    }

    private static void ForEveryLength(Func<T[], T[], int, bool> isRight)
    {
        for (int length = 0; length <= 129; length++)
        {
            T[] weights = Sample.Uniform<T>(length, seed: length);
            T[] direction = Sample.Uniform<T>(length, seed: 1000 + length);
            for (int offset = 0; offset < 16; offset += 3)
            {
                isRight(weights, direction, offset).Should().BeTrue("length {0} from {1} must be right", length, offset);
            }
        }
    }

    /// <summary>Within a few roundings of numbers up to the size of the summands.</summary>
    private static bool IsNear(T actual, double expected, double summand) =>
        Math.Abs(double.CreateTruncating(actual) - expected) <= 2 * _unit * (Math.Abs(expected) + summand);

    /// <summary>w := first, first := second, second := gradient</summary>
    private struct Rotate : IOptimizer
    {
        public static int StatesPerWeight => 2;

        public readonly string Name => "rotate";

        public readonly void BeginStep(long stepNumber, double learningRate)
        {
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TLanes Move<TLanes>(
            TLanes weight, TLanes gradient, ref TLanes first, ref TLanes second, out TLanes rate)
            where TLanes : struct, ILanes<TLanes>
        {
            TLanes moved = first;
            rate = moved;
            first = second;
            second = gradient;
            return moved;
        }
    }
}
