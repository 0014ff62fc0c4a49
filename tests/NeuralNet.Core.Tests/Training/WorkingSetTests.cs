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

    /// <summary>
    /// The size is the steepest way down that the bounds allow, here by differences of the objective along one weight, as a share of the
    /// derivatives of the rows and its own.
    /// </summary>
    [Fact]
    public void The_size_is_that_of_the_steepest_way_within_bounds()
    {
        const double Magnitude = 4, Unit = 2, Ridge = 0.5, Small = 1.0 / (1 << 20);
        double[] ends = [double.NegativeInfinity, -1, 0, 1, double.PositiveInfinity];
        int found = 0;
        foreach (double share in (double[])[-8, -1.5, -0.5, 0, 0.5, 1.5, 8])
        {
            foreach ((double low, double high) in ends.SelectMany(low => ends.Where(high => high >= low), (low, high) => (low, high)))
            {
                foreach (double weight in new[] { -1, -0.5, 0, 0.5, 1 }.Where(weight => weight >= low && weight <= high))
                {
                    // The penalty of the raw weight is 1, so that of the variable is its unit.
                    double OfObjective(double step) => (share * Unit * step) + (Unit * (Math.Abs(weight + step) - Math.Abs(weight))) + (Ridge * Unit * Unit * ((weight * step) + (step * step / 2)));
                    double slope = (share * Unit) + (Ridge * Unit * Unit * weight);
                    double down = weight > low ? -OfObjective(-Small) / Small : 0, up = weight < high ? -OfObjective(Small) / Small : 0;
                    double steepest = Math.Max(0, Math.Max(down, up));
                    var problem = new Problem(1, [share], [Unit], [weight]) { Magnitude = Magnitude, Ridge = Ridge, Low = low, High = high };

                    double size = problem.Choose();

                    size.Should().BeApproximately(steepest / (Magnitude + Math.Abs(slope)), 1e-5, $"of {share} at {weight} in [{low}, {high}]");
                    problem.Set.Columns.Should().HaveCount(weight != 0 || steepest > 0 ? 1 : 0, $"of {share} at {weight} in [{low}, {high}]");
                    found += size > 1e-5 ? 1 : 0;
                }
            }
        }

        found.Should().BeGreaterThan(50);
    }

    /// <summary>A second choice of a set is that of a new one.</summary>
    [Fact]
    public void A_set_that_is_used_again_forgets_what_it_chose()
    {
        const int Inputs = 100;
        double[] units = [.. Enumerable.Repeat(1.0, Inputs)];
        var steep = new Problem(1, [.. Enumerable.Range(0, Inputs).Select(input => 1.5 + input)], units, new double[Inputs]) { Magnitude = 8 };
        var flat = new Problem(1, [.. Enumerable.Range(0, Inputs).Select(input => input == 40 ? 1.25 : 0.5)], units, new double[Inputs]) { Magnitude = 8 };
        double size = flat.Choose();
        int[] chosen = flat.Set.Columns;
        chosen.Should().Equal(40);

        steep.Choose();
        steep.Set.IsWhole.Should().BeFalse();

        flat.Choose(steep.Set).Should().Be(size);
        flat.Set.Columns.Should().Equal(chosen);
        flat.Set.IsWhole.Should().BeTrue();
    }

    /// <summary>A model without a bias is one whose bias has no derivative: its first input has a penalty like the others.</summary>
    [Fact]
    public void Without_a_bias_the_first_input_is_one_like_the_others()
    {
        foreach (double first in (double[])[0.1, 1.5, -1.5])
        {
            Problem Of(bool hasBias) => new(2, [first, 0.375, 1.5, 0.5, 0.25, -0.375, 0.125, 1.25], [2, 1, 1, 4], [0, 0, 0.5, 0, 0, 0, 0, 0]) { HasBias = hasBias, Magnitude = 8 };
            Problem with = Of(hasBias: true), without = Of(hasBias: false);

            without.Choose().Should().Be(with.Choose());

            without.Set.Columns.Should().Equal(with.Set.Columns);
            without.Set.Columns.Should().Equal(first == 0.1 ? [2, 3] : [0, 2, 3]);
        }
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

        public bool HasBias { get; init; } = true;

        public double Low { get; init; } = double.NaN;

        public double High { get; init; }

        public WorkingSet Set { get; private set; } = null!;

        public double Choose(WorkingSet? set = null)
        {
            int inputs = units.Length, biases = HasBias ? 1 : 0;
            var shape = new CurvatureShape(biases + inputs, outputs, false, false) { IsFlat = true };
            Set = set ?? new(shape, HasBias, SharesUnit);
            var sum = new CurvatureSum(shape, isTriangle: false, null);
            double[] point = new double[outputs * shape.Width], low = new double[point.Length], high = new double[point.Length];
            for (int index = 0; index < shares.Length; index++)
            {
                int input = index % inputs;
                int place = (index / inputs * shape.Width) + biases + input;
                double factor = Factors?[input] ?? 1;
                sum.Gradient[place] = shares[index] * units[input] * (factor == 0 ? 1 : factor);
                (point[place], low[place], high[place]) = (weights[index], Low, High);
            }

            for (int output = 0; output < outputs; output++)
            {
                sum.Magnitudes[output] = Magnitude * (output + 1);
                if (HasBias)
                {
                    sum.Gradient[output * shape.Width] = OfBias;
                }
            }

            // The penalty of the sums is 1: the strength times the divisor.
            Penalty penalty = Ridge == 0 ? Penalty.L1(Strength) : Penalty.ElasticNet(Strength + (Ridge / Divisor), Strength / (Strength + (Ridge / Divisor)));
            bool isBounded = !double.IsNaN(Low);
            return Set.Choose(point, sum, units, QuadraticProblem.Settings(penalty, Factors, HasBias), Divisor, isBounded ? low : [], isBounded ? high : []);
        }
    }
}
