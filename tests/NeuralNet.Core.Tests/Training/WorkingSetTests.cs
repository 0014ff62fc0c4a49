using NeuralNet.Core.Training;

namespace NeuralNet.Core.Tests.Training;

/// <summary>The inputs of an epoch of coordinate descent are those that have a weight, must have one, or by the strong rule may.</summary>
public sealed class WorkingSetTests
{
    /// <summary>A derivative of 1.4 times the penalty is the steepest: those of at least 0.6 times may follow it.</summary>
    [Theory]
    [InlineData(1.4, new[] { 0, 1, 2, 3, 6 })]
    [InlineData(1.6, new[] { 0, 1, 2, 3, 4, 6 })]
    [InlineData(0.9, new[] { 1, 3, 6 })]
    public void Derivatives_are_compared_with_the_penalty_and_the_steepest(double steepest, int[] expected)
    {
        // Shares of the penalty. Input 3 has a weight, and input 6 no penalty.
        double[] shares = [steepest, -1, 0.65, 0.1, 0.45, 0.2, 0.1];
        double[] units = [1, 2, 0.5, 1, 4, 1, 1];
        double[] weights = [0, 0, 0, 0.5, 0, 0, 0];
        var problem = new Problem(1, shares, units, weights) { Factors = [1, 1, 2, 1, 0.5, 1, 0] };

        problem.Choose();

        problem.Set.Columns.Should().Equal(expected);
        problem.Set.IsWhole.Should().BeTrue();
    }

    [Fact]
    public void Any_output_may_need_an_input()
    {
        var problem = new Problem(2, [0.1, 1.5, 0.1, 0.1, 0.4, 0.2, 0.55, 0.1], [1, 1, 1, 1], new double[8]);

        problem.Choose();

        problem.Set.Columns.Should().Equal(1, 2);
    }

    [Fact]
    public void Without_derivatives_there_is_no_input()
    {
        var problem = new Problem(1, [0, 0, 0], [1, 1, 1], [0, 0, 0]);

        problem.Choose().Should().Be(0);

        problem.Set.Columns.Should().BeEmpty();
        problem.Set.IsWhole.Should().BeTrue();
    }

    /// <summary>64 inputs join at most, or as many as have a weight; the steepest, and of equal ones the first.</summary>
    [Theory]
    [InlineData(0, 64)]
    [InlineData(70, 70)]
    public void Of_too_many_inputs_the_steepest_join(int kept, int most)
    {
        const int Inputs = 300;
        double[] shares = [.. Enumerable.Range(0, Inputs).Select(input => input < kept ? 0 : 1.1 + (input % 10 / 10.0))];
        double[] weights = [.. Enumerable.Range(0, Inputs).Select(input => input < kept ? 1.0 : 0)];
        var problem = new Problem(1, shares, [.. Enumerable.Repeat(1.0, Inputs)], weights);
        int[] expected = [.. Enumerable.Range(0, kept), .. Enumerable.Range(kept, Inputs - kept).OrderByDescending(input => input % 10).ThenBy(input => input).Take(most)];

        problem.Choose();

        problem.Set.Columns.Should().Equal(expected.Order());
        problem.Set.IsWhole.Should().BeFalse();
        var few = new Problem(1, [.. shares.Select(share => share > 2 - 1e-9 ? share : share / 2)], [.. Enumerable.Repeat(1.0, Inputs)], weights);
        few.Choose();
        few.Set.IsWhole.Should().BeTrue("at most 30 must join");
    }

    /// <summary>What is left of the derivatives, compared with the derivatives of the rows.</summary>
    [Fact]
    public void The_size_is_what_is_left_of_the_derivatives()
    {
        var problem = new Problem(1, [3, 0.5, 0.25], [1, 1, 2], [0, 0, 0.5]) { Ridge = 2, Magnitude = 8 };

        // Input 0: 3 - 1 of 8 + 3. Input 2: 0.5 + 2 * 4 * 0.5 + 2 of 8 + 4.5, larger.
        problem.Choose().Should().BeApproximately(6.5 / 12.5, 1e-15);
        new Problem(1, [3, 0.5], [1, 1], [0, 0]) { Magnitude = 8 }.Choose().Should().BeApproximately(2.0 / 11, 1e-15);
        new Problem(1, [3, 0.5], [1, 1], [0, 0]) { Magnitude = 8, OfBias = -4 }.Choose().Should().BeApproximately(0.5, 1e-15);
        new Problem(1, [0.5, -1], [1, 1], [0, 1]) { Magnitude = 8 }.Choose().Should().Be(0, "its derivative is the penalty");
        new Problem(1, [0.5, -1], [1, 1], [0, -1]) { Magnitude = 8 }.Choose().Should().BeApproximately(2.0 / 9, 1e-15);
        new Problem(2, [0.5, 3], [1], [0, 0]) { Magnitude = 8, SharesUnit = true }.Choose().Should().BeApproximately(2.0 / 19, 1e-15, "the larger of 8 and 16");
        new Problem(2, [3, 0.5], [1], [0, 0]) { Magnitude = 8, SharesUnit = true }.Choose().Should().BeApproximately(2.0 / 19, 1e-15);
        new Problem(2, [3, 0.5], [1], [0, 0]) { Magnitude = 8 }.Choose().Should().BeApproximately(2.0 / 11, 1e-15);
    }

    /// <summary>A derivative that pushes a weight out of its bounds neither counts nor makes an input join.</summary>
    [Theory]
    [InlineData(3, 0, 0, double.PositiveInfinity, false, 0)]
    [InlineData(-3, 0, 0, double.PositiveInfinity, true, 2.0 / 11)]
    [InlineData(3, 0, double.NegativeInfinity, 0, true, 2.0 / 11)]
    [InlineData(-3, 0, double.NegativeInfinity, 0, false, 0)]
    [InlineData(3, 0, 0, 0, false, 0)]
    [InlineData(3, 0, -1, 1, true, 2.0 / 11)]
    [InlineData(0.5, 0, -1, 1, false, 0)]
    [InlineData(3, 1, 1, 2, true, 0)]
    [InlineData(-3, 1, 1, 2, true, 2.0 / 11)]
    [InlineData(-3, 2, 1, 2, true, 0)]
    [InlineData(3, -1, -2, -1, true, 2.0 / 11)]
    [InlineData(-3, -1, -2, -1, true, 0)]
    [InlineData(3, 2, 1, 2, true, 4.0 / 11)]
    public void Within_bounds_only_the_sides_that_they_allow_count(double share, double weight, double low, double high, bool joins, double size)
    {
        var problem = new Problem(1, [share], [1], [weight]) { Magnitude = 8, Low = low, High = high };

        problem.Choose().Should().BeApproximately(size, 1e-15);

        problem.Set.Columns.Should().HaveCount(joins ? 1 : 0);
    }

    /// <summary>An input without a penalty is kept unless it can't move.</summary>
    [Theory]
    [InlineData(-1, 1, true)]
    [InlineData(0, 1, true)]
    [InlineData(0, 0, false)]
    public void A_fixed_weight_without_a_penalty_is_left_out(double low, double high, bool joins)
    {
        var problem = new Problem(1, [0], [1], [0]) { Factors = [0], Low = low, High = high };

        problem.Choose();

        problem.Set.Columns.Should().HaveCount(joins ? 1 : 0);
    }

    private sealed class Problem(int outputs, double[] shares, double[] units, double[] weights)
    {
        private const double Divisor = 5;
        private const double Strength = 0.2;

        public double[]? Factors { get; init; }

        public double Ridge { get; init; }

        /// <summary>The magnitude of the derivatives of the first output; that of the second is twice as large.</summary>
        public double Magnitude { get; init; } = 1;

        public double OfBias { get; init; }

        public bool SharesUnit { get; init; }

        public double Low { get; init; } = double.NaN;

        public double High { get; init; }

        public WorkingSet Set { get; private set; } = null!;

        public double Choose()
        {
            int inputs = units.Length;
            var shape = new CurvatureShape(inputs + 1, outputs, false, false) { IsFlat = true };
            Set = new(shape, hasBias: true, SharesUnit);
            var sum = new CurvatureSum(shape, isTriangle: false, null);
            double[] point = new double[outputs * shape.Width], low = new double[point.Length], high = new double[point.Length];
            for (int index = 0; index < shares.Length; index++)
            {
                int input = index % inputs;
                int place = (index / inputs * shape.Width) + 1 + input;
                double factor = Factors?[input] ?? 1;
                sum.Gradient[place] = shares[index] * units[input] * (factor == 0 ? 1 : factor);
                (point[place], low[place], high[place]) = (weights[index], Low, High);
            }

            for (int output = 0; output < outputs; output++)
            {
                sum.Magnitudes[output] = Magnitude * (output + 1);
                sum.Gradient[output * shape.Width] = OfBias;
            }

            // The penalty of the sums is 1: the strength times the divisor.
            Penalty penalty = Ridge == 0 ? Penalty.L1(Strength) : Penalty.ElasticNet(Strength + (Ridge / Divisor), Strength / (Strength + (Ridge / Divisor)));
            bool isBounded = !double.IsNaN(Low);
            return Set.Choose(point, sum, units, QuadraticProblem.Settings(penalty, Factors), Divisor, isBounded ? low : [], isBounded ? high : []);
        }
    }
}
