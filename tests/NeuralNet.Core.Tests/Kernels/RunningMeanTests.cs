using System.Numerics;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Tests.Support;

namespace NeuralNet.Core.Tests.Kernels;

public sealed class RunningMeanSingleTests : RunningMeanTests<float>;

public sealed class RunningMeanDoubleTests : RunningMeanTests<double>;

public abstract class RunningMeanTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Each_mean_moves_by_its_share_of_the_way_rounded_twice_and_nothing_beside_it_does()
    {
        T share = T.CreateTruncating(0.3);
        for (int length = 0; length <= 129; length++)
        {
            T[] means = Sample.Exponents<T>(length, seed: length, -8, 8);
            T[] values = Sample.Exponents<T>(length, seed: 1000 + length, -8, 8);
            for (int offset = 0; offset < 16; offset += 3)
            {
                Guarded<T> moved = Guarded<T>.Output(means, offset);

                RunningMean.Add(moved.Span, Guarded<T>.Input(values, 15 - offset).Span, share);

                moved.IsIntact.Should().BeTrue();
                for (int index = 0; index < length; index++)
                {
                    Bits.Same(
                        moved.Span[index], T.FusedMultiplyAdd(values[index] - means[index], share, means[index]))
                        .Should().BeTrue("element {0} of {1}", index, length);
                }
            }
        }
    }

    [Fact]
    public void Shares_of_one_by_the_number_make_the_mean_of_all()
    {
        const int Count = 1000;
        T[] values = Sample.Uniform<T>(Count * 7, seed: 3);
        var means = new T[7];
        for (int number = 1; number <= Count; number++)
        {
            RunningMean.Add(means, values.AsSpan((number - 1) * 7, 7), T.One / T.CreateTruncating(number));
        }

        for (int column = 0; column < 7; column++)
        {
            double expected = Enumerable.Range(0, Count).Average(row => double.CreateTruncating(values[(row * 7) + column]));
            means[column].ShouldBeClose(expected, 0, 100 * Numbers.Epsilon<T>(), $"the mean of column {column}");
        }
    }
}
