using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Tests.Kernels;

public sealed class SplitMix64Tests
{
    [Fact]
    public void Seed_and_stream_zero_give_the_published_sequence_from_state_zero()
    {
        var random = new SplitMix64(0, 0);

        new[] { random.Next(), random.Next(), random.Next(), random.Next(), random.Next() }.Should().Equal(
            0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F, 0xF88BB8A8724C81EC, 0x1B39896A51A8749B);
    }

    [Fact]
    public void The_stream_sets_the_state_by_an_odd_factor()
    {
        // The published sequence from state 1234567, reached through the stream number that the factor takes there.
        const ulong Factor = 0xD1342543DE82EF95;
        ulong inverse = Factor;
        for (int step = 0; step < 6; step++)
        {
            inverse *= 2 - (Factor * inverse);
        }

        var random = new SplitMix64(0, 1234567 * inverse);

        new[] { random.Next(), random.Next(), random.Next(), random.Next(), random.Next() }.Should().Equal(
            6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821);
    }

    [Fact]
    public void Neighboring_seeds_and_streams_share_no_numbers()
    {
        var seen = new HashSet<ulong>();
        for (ulong seed = 0; seed < 30; seed++)
        {
            for (ulong stream = 0; stream < 30; stream++)
            {
                var random = new SplitMix64(seed, stream);
                for (int draw = 0; draw < 30; draw++)
                {
                    seen.Add(random.Next()).Should().BeTrue();
                }
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100)]
    public void Every_number_below_a_bound_is_as_likely_as_the_others(int bound)
    {
        const int Expected = 1000;
        var random = new SplitMix64(1, 2);
        var counts = new int[bound];
        for (int draw = 0; draw < bound * Expected; draw++)
        {
            counts[random.Next(bound)]++;
        }

        // Five standard deviations of a binomial count.
        counts.Should().AllSatisfy(count => count.Should().BeCloseTo(Expected, 160));
    }

    [Fact]
    public void The_largest_bound_is_reached_on_both_ends()
    {
        var random = new SplitMix64(3, 4);
        int[] draws = [.. Enumerable.Range(0, 10_000).Select(_ => random.Next(int.MaxValue))];

        draws.Min().Should().BeInRange(0, int.MaxValue / 1000);
        draws.Max().Should().BeInRange(int.MaxValue - (int.MaxValue / 1000), int.MaxValue - 1);
    }

    [Fact]
    public void Fractions_lie_in_zero_to_one_on_the_grid_of_53_bits_with_mean_and_variance_of_the_uniform()
    {
        var random = new SplitMix64(5, 6);
        double[] draws = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextDouble())];

        draws.Should().OnlyContain(draw => draw >= 0 && draw < 1);
        draws.Should().OnlyContain(draw => double.IsInteger(Math.ScaleB(draw, 53)));
        draws.Any(draw => !double.IsInteger(Math.ScaleB(draw, 52))).Should().BeTrue();
        draws.Average().Should().BeApproximately(0.5, 0.005);
        draws.Average(draw => (draw - 0.5) * (draw - 0.5)).Should().BeApproximately(1.0 / 12, 0.002);
    }
}
