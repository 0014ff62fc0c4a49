using System.Numerics;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Tests.Kernels;

public sealed class RunningMeanSingleTests : RunningMeanTests<float>;

public sealed class RunningMeanDoubleTests : RunningMeanTests<double>;

public abstract class RunningMeanTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Each_mean_moves_by_its_share_and_neighbors_do_not_change()
    {
        T share = T.CreateTruncating(0.3);
        for (int length = 0; length <= 129; length++)
        {
            T[] means = Sample.Exponents<T>(length, seed: length, -8, 8);
            T[] rests = Sample.Exponents<T>(length, seed: 500 + length, -30, -20);
            T[] values = Sample.Exponents<T>(length, seed: 1000 + length, -8, 8);
            for (int offset = 0; offset < 16; offset += 3)
            {
                Guarded<T> moved = Guarded<T>.Output(means, offset);
                Guarded<T> left = Guarded<T>.Output(rests, offset / 2);

                RunningMean.Add(moved.Span, left.Span, Guarded<T>.Input(values, 15 - offset).Span, share);

                moved.IsIntact.Should().BeTrue();
                left.IsIntact.Should().BeTrue();
                for (int index = 0; index < length; index++)
                {
                    T step = T.FusedMultiplyAdd(values[index] - means[index], share, rests[index]);
                    T mean = means[index] + step;
                    Bits.Same(moved.Span[index], mean).Should().BeTrue("mean {0} of {1}", index, length);
                    Bits.Same(left.Span[index], step - (mean - means[index])).Should().BeTrue("rest {0} of {1}", index, length);
                }
            }
        }
    }

    [Fact]
    public void The_rounding_error_of_a_mean_is_kept()
    {
        // Steps of a hundredth of what 1 can show: a thousand of them are ten times that.
        T tiny = T.BitIncrement(T.One) - T.One;
        T[] means = [T.One];
        var rests = new T[1];
        T share = tiny / T.CreateTruncating(100);
        for (int count = 0; count < 1000; count++)
        {
            RunningMean.Add(means, rests, [T.CreateTruncating(2)], share);
        }

        (means[0] - T.One).Should().Be(tiny * T.CreateTruncating(10));
    }

    [Fact]
    public void Shares_of_one_by_the_number_make_the_mean_of_all()
    {
        const int Count = 1000;
        T[] values = Sample.Uniform<T>(Count * 7, seed: 3);
        var means = new T[7];
        var rests = new T[7];
        for (int number = 1; number <= Count; number++)
        {
            RunningMean.Add(means, rests, values.AsSpan((number - 1) * 7, 7), T.One / T.CreateTruncating(number));
        }

        for (int column = 0; column < 7; column++)
        {
            double expected = Enumerable.Range(0, Count).Average(row => double.CreateTruncating(values[(row * 7) + column]));
            means[column].ShouldBeClose(expected, 0, 2 * Numbers.Epsilon<T>(), $"the mean of column {column}");
        }
    }
}
