using System.Numerics;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Training;

namespace NeuralNet.Core.Tests.Training;

/// <summary>Variables of centered and scaled inputs describe the same network as the weights in training.</summary>
public abstract class NewtonBasisTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Inputs = 5;
    private const int Outputs = 2;
    private const int RowCount = 20;

    // Input 3 is far from 0, and inputs 1 and 4 have other units.
    private static readonly double[] _origins = [0, 0, -2, 40, 3];
    private static readonly double[] _units = [1, 1e-6, 1, 3, 1e5];
    private static readonly T[] _rows = Numbers.Of<T>([.. new Random(41).Values(RowCount * Inputs, -1, 1)
        .Select((value, index) => (value + _origins[index % Inputs]) * _units[index % Inputs])]);

    private static double Distance => Numbers.For<T>(1e-11, 1e-4);

    [Theory]
    [InlineData("raw", true)]
    [InlineData("raw", false)]
    [InlineData("standardized", true)]
    public void The_logits_of_the_variables_are_those_of_the_weights(string kind, bool hasBias)
    {
        foreach (bool centers in (bool[])[true, false])
        {
            foreach (int[]? columns in (int[]?[])[null, [1, 3], []])
            {
                Parameters<T> parameters = CreateParameters(kind, hasBias, columns);
                NewtonBasis<T> all = Learned(parameters, hasBias, Inputs);
                NewtonBasis<T> basis = columns is null ? all : all.Select(columns, WidthOf(hasBias, columns.Length));
                int width = WidthOf(hasBias, columns?.Length ?? Inputs);
                var point = new double[Outputs * width];
                var rows = new double[RowCount * width];

                basis.Read(point, centers);
                basis.Convert(Applied(basis), RowCount, areScaled: false, centers, rows);

                for (int row = 0; row < RowCount; row++)
                {
                    for (int output = 0; output < Outputs; output++)
                    {
                        double logit = Enumerable.Range(0, width).Sum(place => rows[(row * width) + place] * point[(output * width) + place]);
                        double expected = LogitOf(parameters, hasBias, row, output);
                        logit.Should().BeApproximately(expected, Distance * 100, $"{kind} {hasBias} {centers} {row} {output}");
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData("raw", true)]
    [InlineData("raw", false)]
    [InlineData("standardized", true)]
    public void What_is_read_is_written_back_and_a_step_moves_it(string kind, bool hasBias)
    {
        foreach (int[]? columns in (int[]?[])[null, [0, 2, 4]])
        {
            Parameters<T> parameters = CreateParameters(kind, hasBias, columns);
            double[] before = Numbers.ToDoubles<T>(parameters.Trained);
            NewtonBasis<T> all = Learned(parameters, hasBias, Inputs);
            int width = WidthOf(hasBias, columns?.Length ?? Inputs);
            NewtonBasis<T> basis = columns is null ? all : all.Select(columns, width);
            var point = new double[Outputs * width];
            basis.Read(point, centers: true);

            basis.Write(point);

            double[] sizes = [.. Enumerable.Range(0, before.Length).Select(index => index < Inputs * Outputs ? Math.Abs(before[index]) : 100)];
            Close(Numbers.ToDoubles<T>(parameters.Trained), before, sizes);
            double[] step = [.. point.Select((value, place) => value == 0 ? 0 : 0.5 - (place % 3))];
            var written = new T[before.Length];
            written.AsSpan().Fill(T.One);
            basis.WriteStep(step, written);
            basis.Write([.. point.Zip(step, (from, by) => from + by)]);
            double[] after = Numbers.ToDoubles<T>(parameters.Trained);
            double[] moved = [.. Numbers.ToDoubles<T>(written).Zip(before, (by, from) => from + by)];
            sizes = [.. Enumerable.Range(0, before.Length).Select(index => index < Inputs * Outputs ? Math.Abs(moved[index]) + Math.Abs(before[index]) : 100)];
            Close(after, moved, sizes);
            after.Should().NotEqual(before);
        }
    }

    /// <summary>Units are powers of two, and a variable of an input is about as large as its standardized number.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Inputs_become_about_as_large_as_1(bool hasBias)
    {
        Parameters<T> parameters = CreateParameters("raw", hasBias, null);
        NewtonBasis<T> basis = Learned(parameters, hasBias, Inputs);
        int width = WidthOf(hasBias, Inputs);
        var rows = new double[RowCount * width];

        basis.Convert(_rows, RowCount, areScaled: false, centers: true, rows);

        for (int input = 0; input < Inputs; input++)
        {
            double[] column = [.. Enumerable.Range(0, RowCount).Select(row => rows[(row * width) + basis.FirstWeight + input])];
            double mean = hasBias ? column.Average() : 0;
            Math.Sqrt(column.Average(value => (value - mean) * (value - mean))).Should().BeInRange(1 - 1e-6, 2);
            Math.Abs(mean).Should().BeLessThan(0.07, "a mean is rounded to an eighth of the unit");
            double.IsPow2(basis.Units[input]).Should().BeTrue();
        }

        rows.Where((_, index) => index % width == 0).Should().OnlyContain(value => !hasBias || value == 1);
        basis.FirstWeight.Should().Be(hasBias ? 1 : 0);
    }

    [Theory]
    [InlineData("raw")]
    [InlineData("standardized")]
    public void Some_inputs_of_a_row_are_those_of_all(string kind)
    {
        Parameters<T> parameters = CreateParameters(kind, hasBias: true, null);
        NewtonBasis<T> basis = Learned(parameters, hasBias: true, Inputs);
        int width = WidthOf(hasBias: true, Inputs);
        var all = new double[RowCount * width];
        basis.Convert(Applied(basis), RowCount, areScaled: false, centers: true, all);
        for (int row = 0; row < RowCount; row++)
        {
            for (int first = 0; first < Inputs; first++)
            {
                for (int count = 0; first + count <= Inputs; count++)
                {
                    var some = new double[count];
                    basis.ConvertSome(_rows.AsSpan(row * Inputs, Inputs), isScaled: false, first, some);
                    some.Should().Equal(all[((row * width) + 1 + first)..((row * width) + 1 + first + count)]);
                }
            }
        }
    }

    /// <summary>Derivatives by inputs that are only scaled, less the mean times that of the bias.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Derivatives_are_centered_with_their_low_numbers(bool hasBias)
    {
        Parameters<T> parameters = CreateParameters("raw", hasBias, null);
        NewtonBasis<T> basis = Learned(parameters, hasBias, Inputs);
        int width = WidthOf(hasBias, Inputs);
        double[] slopes = new Random(43).Values(RowCount * Outputs, -1, 1);
        double[] scaled = Sums(centers: false), centered = Sums(centers: true);
        double[] lows = [.. new Random(44).Values(scaled.Length, -1, 1).Select((low, index) => index % width < Inputs + basis.FirstWeight ? low : 0)];
        double[] highs = [.. scaled.Zip(lows, (sum, low) => sum - low)];

        basis.Center(highs, lows);

        Close(highs, centered, [.. scaled.Select(value => 10 * (1 + Math.Abs(value)))]);

        double[] Sums(bool centers)
        {
            var rows = new double[RowCount * width];
            basis.Convert(_rows, RowCount, areScaled: false, centers, rows);
            return [.. Enumerable.Range(0, Outputs * width).Select(index =>
                Enumerable.Range(0, RowCount).Sum(row => slopes[(index / width * RowCount) + row] * rows[(row * width) + (index % width)]))];
        }
    }

    /// <summary>Bounds are in the units of the variables: a weight at its bound is a variable at its bound, to the last bit.</summary>
    [Theory]
    [InlineData("raw", true)]
    [InlineData("raw", false)]
    [InlineData("standardized", true)]
    public void Bounds_are_those_of_the_variables(string kind, bool hasBias)
    {
        double[] lows = [-1, -3, 0, double.NegativeInfinity, 0.1], highs = [2, 3, 0.7, 5, double.PositiveInfinity];
        double[] bounds = [.. lows, .. lows.Select(value => value - 1), .. highs, .. highs.Select(value => value + 1)];
        foreach (int[]? columns in (int[]?[])[null, [1, 4]])
        {
            Parameters<T> parameters = CreateParameters(kind, hasBias, columns, new(bounds, Inputs * Outputs));
            int width = WidthOf(hasBias, columns?.Length ?? Inputs);
            NewtonBasis<T> all = Learned(parameters, hasBias, Inputs);
            NewtonBasis<T> basis = columns is null ? all : all.Select(columns, width);

            (double[] low, double[] high) = basis.ReadBounds();

            ShouldBePoint(parameters.Bounds!.Low, low, double.NegativeInfinity);
            ShouldBePoint(parameters.Bounds.High, high, double.PositiveInfinity);
            Learned(CreateParameters(kind, hasBias, columns), hasBias, Inputs).ReadBounds().Low.Should().BeEmpty();

            void ShouldBePoint(T[] weights, double[] found, double ofBias)
            {
                var point = new double[Outputs * width];
                parameters.Trained.Clear();
                for (int index = 0; index < weights.Length; index++)
                {
                    parameters.Trained[index] = columns is null || columns.Contains(index % Inputs) ? weights[index] : T.Zero;
                }

                basis.Read(point, centers: false);
                for (int index = 0; index < point.Length; index++)
                {
                    found[index].Should().Be(hasBias && index % width == 0 ? ofBias : point[index]);
                }
            }
        }
    }

    /// <summary>A column counts as a repeat if it is one up to its own rounding, which grows with its distance from 0.</summary>
    [Fact]
    public void The_rank_tolerance_of_an_input_is_at_least_its_rounding()
    {
        foreach (string kind in (string[])["raw", "standardized"])
        {
            NewtonBasis<T> basis = Learned(CreateParameters(kind, hasBias: true, null), hasBias: true, Inputs);

            double[] small = basis.RankTolerances(1e-30);

            small[0].Should().Be(1e-30);
            for (int input = 0; input < Inputs; input++)
            {
                // The spread of numbers between -1 and 1 is about 0.58.
                double rounding = 2 * Numbers.Epsilon<T>() * Math.Sqrt(1 + Math.Pow(_origins[input] / 0.58, 2));
                small[1 + input].Should().BeInRange(0.7 * rounding, 1.4 * rounding, $"{kind} {input}");
            }

            basis.RankTolerances(0.01).Should().OnlyContain(tolerance => tolerance == 0.01);
        }
    }

    [Fact]
    public void Learning_is_cancelled() =>
        TryLearn(new(CreateParameters("raw", hasBias: true, null), hasBias: true, WidthOf(hasBias: true, Inputs)), new CancellationToken(canceled: true)).Should().BeFalse();

    private static int WidthOf(bool hasBias, int inputs) => SquaredRows.WidthOf(Math.Max(1, inputs + (hasBias ? 1 : 0)));

    /// <summary>The rows as a tile gives them to the basis.</summary>
    private static T[] Applied(NewtonBasis<T> basis)
    {
        T[] rows = [.. _rows];
        for (int start = 0; start < rows.Length && basis.OfTile is { } standardization; start += Inputs)
        {
            standardization.Apply(_rows.AsSpan(start, Inputs), rows.AsSpan(start, Inputs));
        }

        return rows;
    }

    private static Parameters<T> CreateParameters(string kind, bool hasBias, int[]? columns, WeightBounds<T>? bounds = null)
    {
        var parameters = new Parameters<T>(Inputs, Outputs, standardizes: kind == "standardized", averages: false, bounds: bounds);
        if (kind == "standardized")
        {
            T[] scales = Numbers.Of<T>([.. _units.Select(unit => 0.58 * unit)]);
            parameters.Standardize(new(Numbers.Of<T>([.. _origins.Zip(_units, (origin, unit) => origin * unit)]), scales, [.. scales.Select(scale => T.One / scale)]));
        }

        double[] weights = new Random(42).Values((Inputs + 1) * Outputs, -1, 1);
        for (int index = 0; index < weights.Length; index++)
        {
            bool isBias = index >= Inputs * Outputs;
            double unit = isBias || kind == "standardized" ? 1 : _units[index % Inputs];
            bool isNot0 = isBias ? hasBias : columns is null || columns.Contains(index % Inputs);
            parameters.Trained[index] = isNot0 ? T.CreateTruncating(weights[index] / unit) : T.Zero;
        }

        return parameters;
    }

    private static NewtonBasis<T> Learned(Parameters<T> parameters, bool hasBias, int inputs)
    {
        var basis = new NewtonBasis<T>(parameters, hasBias, WidthOf(hasBias, inputs));
        TryLearn(basis, default).Should().BeTrue();
        return basis;
    }

    private static bool TryLearn(NewtonBasis<T> basis, CancellationToken cancellationToken)
    {
        var examples = new Examples<T>(_rows, new T[RowCount * Outputs]);
        return basis.TryLearn(new(new ExampleSpan<T>(examples.Inputs.Rows, examples.Targets.Span, [], RowCount)), new SampleWeights<T>(default, Outputs), cancellationToken);
    }

    private static double LogitOf(Parameters<T> parameters, bool hasBias, int row, int output)
    {
        double logit = hasBias ? double.CreateTruncating(parameters.Trained[(Inputs * Outputs) + output]) : 0;
        for (int input = 0; input < Inputs; input++)
        {
            double value = double.CreateTruncating(_rows[(row * Inputs) + input]);
            value = parameters.Standardization is { } standardization
                ? (value - double.CreateTruncating(standardization.Means[input])) / double.CreateTruncating(standardization.Scales[input])
                : value;
            logit += value * double.CreateTruncating(parameters.Trained[(output * Inputs) + input]);
        }

        return logit;
    }

    private static void Close(double[] actual, double[] expected, double[] sizes)
    {
        actual.Should().HaveSameCount(expected);
        for (int index = 0; index < actual.Length; index++)
        {
            actual[index].Should().BeApproximately(expected[index], Distance * sizes[index], $"number {index}");
        }
    }
}

public sealed class NewtonBasisTestsInDouble : NewtonBasisTests<double>;

public sealed class NewtonBasisTestsInFloat : NewtonBasisTests<float>;
