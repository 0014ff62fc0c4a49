using NeuralNet.Core.Kernels;
using NeuralNet.Core.Losses;
using NeuralNet.Core.Training;

namespace NeuralNet.Core.Tests.Training;

/// <summary>A program finds the least loss of its rows, of the straight pieces of all others and of the penalty, and proves it.</summary>
public sealed class KinkProgramTests
{
    private const int RowCount = 16;
    private const double Epsilon = 0.2;
    private const double Level = 0.3;

    [Theory]
    [InlineData("quantile")]
    [InlineData("insensitive")]
    [InlineData("hinge")]
    public void The_loss_is_the_least_of_all_weights_and_its_bound_no_higher(string kind)
    {
        foreach (double ridge in (double[])[0, 1e-3, 0.7])
        {
            foreach (bool isWhole in (bool[])[true, false])
            {
                for (int seed = 0; seed < 2; seed++)
                {
                    Case given = Case.Random(kind, seed) with { Ridge = ridge, IsWhole = isWhole };
                    given = isWhole ? given with { Linear = [0, 0], FarLoss = 0 } : given;

                    given.ShouldBeSolved($"{kind} {ridge} {isWhole} {seed}");
                }
            }
        }
    }

    [Theory]
    [InlineData("quantile", 0)]
    [InlineData("insensitive", 0)]
    [InlineData("hinge", 0)]
    [InlineData("hinge", 0.1)]
    public void A_variable_that_is_dropped_leaves_what_the_others_can_do(string kind, double ridge)
    {
        foreach (bool isWhole in (bool[])[true, false])
        {
            Case given = Case.Random(kind, 5) with { Ridge = ridge, IsWhole = isWhole, IsDropped = [false, true] };
            given = isWhole ? given with { Linear = [0, 0], FarLoss = 0 } : given;

            KinkProgram program = given.ShouldBeSolved($"{kind} {isWhole}");

            program.Point[1].Should().Be(0);
        }
    }

    [Theory]
    [InlineData("quantile")]
    [InlineData("insensitive")]
    [InlineData("hinge")]
    public void A_weight_of_two_is_a_row_twice_and_their_order_does_not_matter(string kind)
    {
        Case single = Case.Random(kind, 9);
        int[] order = [.. Enumerable.Range(0, RowCount).Concat(Enumerable.Range(0, RowCount)).Reverse()];
        Case twice = single with
        {
            Inputs = [.. order.Select(row => single.Inputs[row])],
            Logits = [.. order.Select(row => single.Logits[row])],
            Targets = [.. order.Select(row => single.Targets[row])],
            Weights = [.. order.Select(row => single.Weights[row])],
        };
        Case heavy = single with { Weights = [.. single.Weights.Select(weight => 2 * weight)] };

        KinkProgram expected = heavy.Solve(), found = twice.Solve();

        found.Value.Should().BeApproximately(expected.Value, 1e-10 * expected.Value);
        found.Point[0].Should().BeApproximately(expected.Point[0], 1e-7);
        found.Point[1].Should().BeApproximately(expected.Point[1], 1e-7);
    }

    [Fact]
    public void Rows_that_a_line_separates_cost_nothing_if_nothing_holds_the_weights()
    {
        Case given = Separated();

        KinkProgram program = given.Solve();

        (program.Value, program.Bound).Should().Be((0, 0));
        given.ValueAt(program.Point[0], program.Point[1]).Should().Be(0);
        (given with { Ridge = 0.05 }).ShouldBeSolved("a penalty holds them");
        (given with { IsWhole = false, Linear = [0.1, 0.3], FarLoss = 3 }).ShouldBeSolved("other rows hold them");
    }

    /// <summary>Larger weights would leave the offset of a row behind.</summary>
    [Fact]
    public void Offsets_do_not_grow_with_the_weights()
    {
        // Logits of w and of 2 - w: the only weight without a loss is 1.
        var given = new Case("hinge", [[0, 1], [0, -1]], [0.5, 1.5], [1, 1], [1, 1], [0, 0.5]) { HaveOffsets = true, IsDropped = [true, false] };

        KinkProgram program = given.Solve();

        given.ValueAt(0, program.Point[1]).Should().BeLessThan(1e-12);
        program.Point[1].Should().BeApproximately(1, 1e-9);
    }

    [Fact]
    public void Without_a_row_near_a_kink_the_penalty_decides()
    {
        var given = new Case("quantile", [], [], [], [], [0.5, -1]) { Ridge = 2, IsWhole = false, Linear = [3, -1], FarLoss = 20 };

        KinkProgram program = given.Solve();

        // The derivative of 2 / 2 w^2 + c w is 0 at -c / 2.
        program.Point[0].Should().BeApproximately(-1.5, 1e-12);
        program.Point[1].Should().BeApproximately(0.5, 1e-12);
        program.Value.Should().BeApproximately(20 + (3 * -2) + (-1 * 1.5) + (1.5 * 1.5) + (0.5 * 0.5), 1e-12);
        program.Bound.Should().BeApproximately(program.Value, 1e-9);
    }

    /// <summary>In the direction that only a tiny penalty decides, sums of products have no digits: the rows are read as a triangle.</summary>
    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e-9)]
    public void A_penalty_far_below_the_loss_has_an_optimum_too(double ridge)
    {
        var random = new Random(5);
        double[][] inputs = [.. Enumerable.Range(0, 150).Select(_ => (double[])[1, random.Next(3) - 1, random.NextDouble(), random.NextDouble()])];
        double[] labels = [.. inputs.Select((row, index) => row[1] == 0 ? index % 2 : row[1] > 0 ? 1.0 : 0)];
        var given = new Case("hinge", inputs, new double[inputs.Length], labels, [.. labels.Select(_ => 1.0)], new double[4]) { Ridge = ridge };

        KinkProgram program = given.Solve();

        double[] found = program.Point[..4];
        double value = given.ValueOf(found);
        program.Value.Should().BeApproximately(value, 1e-12 * value);
        program.Bound.Should().BeInRange(value * (1 - 1e-9), value * (1 + 1e-12));
        for (int place = 0; place < 4; place++)
        {
            foreach (double step in (double[])[-0.1, -1e-3, 1e-3, 0.1])
            {
                double[] near = [.. found];
                near[place] += step;
                given.ValueOf(near).Should().BeGreaterThan(value * (1 - 1e-9));
            }
        }
    }

    [Fact]
    public void Variables_that_repeat_one_another_share_the_weight()
    {
        Case single = Case.Random("quantile", 3) with { IsWhole = true, Linear = [0, 0], FarLoss = 0 };
        Case both = single with
        {
            Inputs = [.. single.Inputs.Select(row => (double[])[row[0], row[1], 2 * row[1]])],
            Start = [.. single.Start, 0],
            Linear = [0, 0, 0],
            IsDropped = new bool[3],
        };

        KinkProgram program = both.Solve();

        program.Value.Should().BeApproximately(single.Least(), 1e-9 * program.Value);
        single.ValueAt(program.Point[0], program.Point[1] + (2 * program.Point[2])).Should().BeApproximately(program.Value, 1e-9 * program.Value);
    }

    [Fact]
    public void It_is_cancelled_between_iterations() =>
        Case.Random("hinge", 1).Create().TrySolve(0, new CancellationToken(canceled: true)).Should().BeFalse();

    /// <summary>A variable is dropped if it is a sum of those before it in the rows of all outputs.</summary>
    [Fact]
    public void A_variable_that_repeats_others_in_every_output_is_dropped()
    {
        double[] values = new Random(4).Values(100 * 4, -1, 1);
        double[][] rows = [.. values.Chunk(4)];
        double[][] repeats = [.. rows.Select(row => (double[])[row[0], row[1], row[0] - (2 * row[1]), row[3]])];
        bool[] isDropped = new bool[4], isKept = [true, false, false, false];
        double[] tolerances = [1e-7, 1e-7, 1e-7, 1e-7];
        int width = SquaredRows.WidthOf(4);

        KinkEquations.Drop([Rows(repeats), Rows(repeats)], width, tolerances, isDropped);
        isDropped.Should().Equal(false, false, true, false);
        isDropped = new bool[4];
        KinkEquations.Drop([Rows(repeats), Rows(rows)], width, tolerances, isDropped);
        isDropped.Should().Equal(false, false, false, false);
        KinkEquations.Drop([Rows(rows)], width, [1e-7, 1e-7, 1e-7, 1], isKept);
        isKept.Should().Equal(true, false, false, true);

        KinkRows Rows(double[][] given) => new Case(
            "quantile", given, new double[given.Length], new double[given.Length], [.. given.Select((_, row) => 1.0 + row)], new double[4]).Rows();
    }

    private static Case Separated()
    {
        double[][] inputs = [.. new Random(6).Values(RowCount, -2, 2).Where(value => Math.Abs(value) > 0.1).Select(value => (double[])[1, value])];
        double[] targets = [.. inputs.Select(row => row[1] > 0 ? 1.0 : 0)];
        double[] none = new double[inputs.Length];
        return new("hinge", inputs, none, targets, [.. none.Select(_ => 1.0)], [0, 0]) { IsWhole = true };
    }

    /// <summary>The rows of a program, and its loss by definition.</summary>
    private sealed record Case(string Kind, double[][] Inputs, double[] Logits, double[] Targets, double[] Weights, double[] Start)
    {
        private const double Range = 16;

        public double Ridge { get; init; }

        public bool IsWhole { get; init; } = true;

        public bool HaveOffsets { get; init; }

        public double[] Linear { get; init; } = [.. Start.Select(_ => 0.0)];

        public double FarLoss { get; init; }

        public bool[] IsDropped { get; init; } = new bool[Start.Length];

        private KinkedLoss Loss => (Kind switch
        {
            "quantile" => Core.Loss.Quantile(Level),
            "insensitive" => Core.Loss.EpsilonInsensitive(Epsilon),
            _ => Core.Loss.Hinge,
        }).Kinks!;

        private int Width => SquaredRows.WidthOf(Start.Length);

        public static Case Random(string kind, int seed)
        {
            var random = new Random(seed);
            double[][] inputs = [.. random.Values(RowCount, -2, 2).Select(value => (double[])[1, value])];
            double[] start = random.Values(2, -1, 1);
            double[] targets = [.. inputs.Select(row =>
            {
                double target = row[1] + random.Between(-2, 2);
                return kind == "hinge" ? (target > 0 ? 1.0 : 0) : target;
            })];
            double[] logits = [.. inputs.Select(row => (row[0] * start[0]) + (row[1] * start[1]))];
            return new(kind, inputs, logits, targets, random.Values(RowCount, 0.2, 3), start)
            {
                IsWhole = false, Linear = random.Values(2, -1, 1), FarLoss = 50,
            };
        }

        public KinkRows Rows()
        {
            var search = new KinkSearch(Loss, Width, Inputs.Length);
            search.Begin(double.PositiveInfinity);
            var rows = new KinkRows(search);
            rows.Take([.. Inputs.SelectMany(Wide)], Logits, Targets, Weights, HaveOffsets, new double[Inputs.Length]);
            return rows;
        }

        public KinkProgram Create()
        {
            double[] ridge = Wide([.. Start.Select(_ => Ridge)]);
            return new(Rows(), Loss, Width, Wide(Linear), ridge, Wide(Start), IsDropped, IsWhole);
        }

        public KinkProgram Solve()
        {
            KinkProgram program = Create();
            program.TrySolve(FarLoss, default).Should().BeTrue();
            return program;
        }

        public KinkProgram ShouldBeSolved(string because)
        {
            KinkProgram program = Solve();
            double least = Least();
            program.Value.Should().BeApproximately(least, 1e-9 * least, because);
            ValueAt(program.Point[0], program.Point[1]).Should().BeApproximately(program.Value, 1e-11 * least, because);
            program.Bound.Should().BeInRange(least * (1 - 1e-7), least * (1 + 1e-11), because);
            return program;
        }

        /// <summary>The hinge loss of any number of weights, without other rows.</summary>
        public double ValueOf(double[] weights)
        {
            double value = Ridge / 2 * weights.Sum(weight => weight * weight);
            for (int row = 0; row < Inputs.Length; row++)
            {
                double logit = Inputs[row].Zip(weights, (input, weight) => input * weight).Sum();
                value += Weights[row] * Math.Max(0, 1 - (Targets[row] == 1 ? logit : -logit));
            }

            return value;
        }

        /// <summary>The loss of two weights.</summary>
        public double ValueAt(double first, double second)
        {
            double firstStep = first - Start[0], secondStep = second - Start[1];
            double value = FarLoss + (Linear[0] * firstStep) + (Linear[1] * secondStep) + (Ridge / 2 * ((first * first) + (second * second)));
            for (int row = 0; row < Inputs.Length; row++)
            {
                double logit = Logits[row] + (Inputs[row][0] * firstStep) + (Inputs[row][1] * secondStep);
                double error = logit - Targets[row];
                value += Weights[row] * Kind[0] switch
                {
                    'q' => error > 0 ? (1 - Level) * error : -Level * error,
                    'i' => Math.Max(0, Math.Abs(error) - Epsilon),
                    _ => Math.Max(0, 1 - (Targets[row] == 1 ? logit : -logit)),
                };
            }

            return value;
        }

        /// <summary>The least value, by thirds of an interval of one weight within those of the other.</summary>
        public double Least() => IsDropped[1]
            ? Lowest(first => ValueAt(first, 0))
            : Lowest(second => Lowest(first => ValueAt(first, second)));

        private static double Lowest(Func<double, double> value)
        {
            double low = -Range, high = Range;
            while (high - low > 1e-12)
            {
                double third = (high - low) / 3;
                (low, high) = value(low + third) <= value(high - third) ? (low, high - third) : (low + third, high);
            }

            return value((low + high) / 2);
        }

        private double[] Wide(double[] values) => [.. values, .. new double[Width - values.Length]];
    }
}
