using System.Numerics;
using NeuralNet.Core.Losses;
using NeuralNet.Core.Training;

namespace NeuralNet.Core.Tests.Training;

/// <summary>The sums of losses and derivatives are those of the rows, one after the other, by definition.</summary>
public abstract class CurvaturePassTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowCount = 150;
    private const int Inputs = 3;
    private const double Distance = 1e-11;
    private const int Exponent = 3;

    // Row 9 has no weight, and no numbers.
    private const int Nothing = 9;

    private static readonly T[] _rows = Numbers.Of<T>([.. new Random(61).Values(RowCount * Inputs, -1, 1)
        .Select((value, index) => index / Inputs == Nothing ? double.PositiveInfinity : index % Inputs == 1 ? 100 * (value + 2) : value)]);

    private static readonly T[] _weights = Numbers.Of<T>([.. new Random(62).Values(RowCount, 0.1, 1.9).Select((value, row) => row == Nothing ? 0 : Math.ScaleB(value, Exponent))]);

    [Theory]
    [InlineData("squared", 1)]
    [InlineData("squared", 2)]
    [InlineData("log-loss", 1)]
    [InlineData("log-loss", 3)]
    [InlineData("poisson", 2)]
    [InlineData("softmax", 3)]
    public void Sums_are_those_of_each_row(string kind, int outputs)
    {
        foreach (bool hasBias in (bool[])[true, false])
        {
            foreach (bool isPlain in (bool[])[true, false])
            {
                // For a mean the largest weight becomes one between 1 and 2. A sum takes weights as they are.
                var given = new Problem(kind, outputs, hasBias, isPlain);
                Expected expected = given.Expect(isPlain ? 1 : Math.ScaleB(1, hasBias ? -Exponent : 0));
                foreach (CurvatureOrder order in given.Orders)
                {
                    CurvatureSum sum = given.Sum(order, hasBias ? Reduction.Mean : Reduction.Sum);

                    string because = $"{order} {hasBias} {isPlain}";
                    sum.Total.Loss.Should().BeApproximately(expected.Loss, Distance * expected.Loss, because);
                    sum.Total.Weight.Should().BeApproximately(expected.Weight, Distance * expected.Weight, because);
                    Close(sum.Magnitudes, expected.Magnitudes, because);
                    Close(sum.Gradient, expected.Gradient, because);
                    if (order == CurvatureOrder.Second)
                    {
                        given.ShouldBeMatrices(sum.Curvature, expected.Matrices);
                    }
                    else if (order == CurvatureOrder.Triangle)
                    {
                        given.ShouldBeTriangle(sum.Curvature, expected);
                    }
                }
            }
        }
    }

    [Fact]
    public void A_pass_is_cancelled() =>
        new Problem("log-loss", 1, hasBias: true, isPlain: true).TrySum(CurvatureOrder.Second, Reduction.Mean, new CancellationToken(canceled: true)).Should().BeNull();

    [Theory]
    [InlineData("squared", 2)]
    [InlineData("softmax", 3)]
    public void All_sums_are_scaled(string kind, int outputs)
    {
        CurvatureOrder order = kind == "squared" ? CurvatureOrder.Refined : CurvatureOrder.Second;
        CurvatureSum sum = new Problem(kind, outputs, hasBias: true, isPlain: false).Sum(order, Reduction.Sum);
        BatchTotal total = sum.Total;
        double[] before = Numbers();

        sum.Scale(0.25);

        Numbers().Should().Equal(before.Select(value => value / 4));
        sum.Total.Should().Be(new BatchTotal(total.Loss / 4, total.Weight / 4));

        double[] Numbers() => [.. sum.Gradient, .. sum.GradientLows, .. sum.Magnitudes, .. sum.Curvature];
    }

    /// <summary>The sums of all rows are those of some of them and of the others.</summary>
    [Theory]
    [InlineData("squared", 2)]
    [InlineData("log-loss", 2)]
    [InlineData("softmax", 3)]
    public void Sums_of_parts_add_up(string kind, int outputs)
    {
        var given = new Problem(kind, outputs, hasBias: true, isPlain: true);
        Expected expected = given.Expect(1);
        foreach (CurvatureOrder order in given.Orders.Where(order => order != CurvatureOrder.Refined))
        {
            CurvatureSum sum = given.SumPart(order, 0, 70);

            sum.Add(given.SumPart(order, 70, 30));
            sum.Add(given.SumPart(order, 100, RowCount - 1 - 100));

            sum.Total.Loss.Should().BeApproximately(expected.Loss, Distance * expected.Loss);
            sum.Total.Weight.Should().Be(expected.Weight);
            Close(sum.Magnitudes, expected.Magnitudes, "magnitudes");
            Close(sum.Gradient, expected.Gradient, "gradient");
            if (order == CurvatureOrder.Second)
            {
                given.ShouldBeMatrices(sum.Curvature, expected.Matrices);
            }
            else if (order == CurvatureOrder.Triangle)
            {
                given.ShouldBeTriangle(sum.Curvature, expected);
            }
        }
    }

    /// <summary>Rows near a kink are kept in their order, and the derivatives are those of the others.</summary>
    [Fact]
    public void Rows_near_a_kink_are_kept_in_their_order()
    {
        foreach (bool isPlain in (bool[])[true, false])
        {
            var given = new Problem("quantile", 2, hasBias: true, isPlain);

            CurvatureSum sum = given.SumKinks(reach: 0.5);

            given.ShouldBeKinks(sum, 0.5);
        }
    }

    private static void Close(ReadOnlySpan<double> actual, double[] expected, string because)
    {
        actual.Length.Should().Be(expected.Length);
        for (int index = 0; index < actual.Length; index++)
        {
            actual[index].Should().BeApproximately(expected[index], Distance * RowCount * 10, $"number {index} of {because}");
        }
    }

    /// <summary>The sums of the rows by definition.</summary>
    private sealed record Expected(double Loss, double Weight, double[] Magnitudes, double[] Gradient, double[,][] Matrices, double[] Right);

    private sealed class Problem
    {
        private readonly string _kind;
        private readonly int _outputs;
        private readonly bool _isPlain;
        private readonly Loss _loss;
        private readonly Parameters<T> _parameters;
        private readonly BatchGradient<T> _gradient;
        private readonly NewtonBasis<T> _basis;
        private readonly CurvatureShape _shape;
        private readonly T[] _targets;
        private readonly T[] _offsets;
        private readonly int[] _order;

        public Problem(string kind, int outputs, bool hasBias, bool isPlain)
        {
            (_kind, _outputs, _isPlain) = (kind, outputs, isPlain);
            _loss = kind switch
            {
                "squared" => Loss.HalfSquaredError,
                "log-loss" => Loss.LogLoss,
                "poisson" => Loss.Poisson,
                "quantile" => Loss.Quantile(0.3),
                _ => Loss.SoftmaxCrossEntropy,
            };
            var random = new Random(63);
            double[] targets = random.Values(RowCount * outputs, 0, 1);
            _targets = Numbers.Of<T>(kind == "softmax"
                ? [.. Enumerable.Range(0, RowCount).SelectMany(row => Draw.OneHot(outputs, row % outputs))]
                : kind == "log-loss" ? [.. targets.Select(value => Math.Round(value))] : targets);
            _offsets = Numbers.Of<T>(random.Values(RowCount * outputs, -1, 1));
            _order = [Nothing, .. Enumerable.Range(0, RowCount).Where(row => row % 4 != 3 && row != Nothing).Reverse()];
            _parameters = new(Inputs, outputs, standardizes: false, averages: false);
            double[] weights = random.Values((Inputs + 1) * outputs, -1, 1);
            for (int index = 0; index < weights.Length; index++)
            {
                double unit = index < Inputs * outputs ? (index % Inputs == 1 ? 0.01 : 1) : hasBias ? 1 : 0;
                _parameters.Trained[index] = T.CreateTruncating(weights[index] * unit);
            }

            _gradient = _loss.CreateGradient(_parameters, QuadraticProblem.Settings(Penalty.None, null, hasBias));
            _shape = CurvatureShape.Of(Inputs, hasBias, outputs, _loss.Curvature ?? new SmoothedKinks(_loss.Kinks!));
            _basis = new(_parameters, hasBias, _shape.Width);
            _basis.TryLearn(new(Examples()), _gradient.SampleWeights, default).Should().BeTrue();
            for (int index = 0; index < _targets.Length && kind == "quantile"; index++)
            {
                bool isRow = index / outputs != Nothing;
                _targets[index] = isRow ? T.CreateTruncating(LogitsOf(index / outputs)[index % outputs] + random.Between(-1, 1)) : T.Zero;
            }
        }

        public IEnumerable<CurvatureOrder> Orders => _shape.IsShared
            ? [CurvatureOrder.First, CurvatureOrder.Refined, CurvatureOrder.Second, CurvatureOrder.Triangle]
            : [CurvatureOrder.First, CurvatureOrder.Second];

        private int Width => _shape.Width;

        /// <summary>The rows that count, in their order.</summary>
        private IEnumerable<int> Taken => (_isPlain ? Enumerable.Range(0, RowCount) : _order).Where(row => row != Nothing);

        /// <summary>Sums twice, of which the second one must not have what is left of the first.</summary>
        public CurvatureSum Sum(CurvatureOrder order, Reduction reduction)
        {
            var pass = new CurvaturePass<T>(_gradient, _loss.Curvature!, _basis, _shape, reduction, order == CurvatureOrder.Triangle);
            pass.Sum(new(Examples()), order, null, null, default).Should().NotBeNull();
            CurvatureSum sum = pass.Sum(new(Examples()), order, null, null, default)!;
            pass.Exponent.Should().Be(reduction == Reduction.Mean && !_isPlain ? Exponent : 0);
            return sum;
        }

        public CurvatureSum? TrySum(CurvatureOrder order, Reduction reduction, CancellationToken cancellationToken) =>
            new CurvaturePass<T>(_gradient, _loss.Curvature!, _basis, _shape, reduction, order == CurvatureOrder.Triangle)
                .Sum(new(Examples()), order, null, null, cancellationToken);

        /// <summary>Sums some of the plain rows.</summary>
        public CurvatureSum SumPart(CurvatureOrder order, int start, int count)
        {
            var examples = new Examples<T>(_rows, _targets);
            ExampleSpan<T> part = new(examples.Inputs.Rows, examples.Targets.Span, [], RowCount) { Order = Taken.Skip(start).Take(count).ToArray() };
            return new CurvaturePass<T>(_gradient, _loss.Curvature!, _basis, _shape, Reduction.Sum, order == CurvatureOrder.Triangle).Sum(new(part), order, null, null, default)!;
        }

        public CurvatureSum SumKinks(double reach)
        {
            var search = new KinkSearch(_loss.Kinks!, Width, RowCount * _outputs);
            var pass = new CurvaturePass<T>(_gradient, new SmoothedKinks(_loss.Kinks!), _basis, _shape, Reduction.Sum, isTriangle: false, search);
            search.Begin(reach);
            pass.Sum(new(Examples()), CurvatureOrder.Kinks, null, null, default).Should().NotBeNull();
            search.Begin(reach);
            return pass.Sum(new(Examples()), CurvatureOrder.Kinks, null, null, default)!;
        }

        public void ShouldBeKinks(CurvatureSum sum, double reach)
        {
            for (int output = 0; output < _outputs; output++)
            {
                double far = 0, distance = 0;
                var gradient = new double[Width];
                var targets = new List<double>();
                foreach (int row in Taken)
                {
                    double weight = WeightOf(row), error = LogitsOf(row)[output] - double.CreateTruncating(_targets[(row * _outputs) + output]);
                    double[] variables = VariablesOf(row);
                    distance += weight * Math.Abs(error);
                    if (Math.Abs(error) <= reach)
                    {
                        targets.Add(double.CreateTruncating(_targets[(row * _outputs) + output]));
                        continue;
                    }

                    far += weight * error * (error > 0 ? 0.7 : -0.3);
                    for (int place = 0; place < Width; place++)
                    {
                        gradient[place] += weight * variables[place] * (error > 0 ? 0.7 : -0.3);
                    }
                }

                KinkRows kinks = sum.Kinks[output];
                kinks.Targets.ToArray().Should().Equal(targets);
                targets.Count.Should().BeInRange(RowCount / 5, 4 * RowCount / 5);
                kinks.FarLoss.Should().BeApproximately(far, Distance * RowCount);
                kinks.Distance.Should().BeApproximately(distance, Distance * RowCount * 10);
                kinks.HaveOffsets.Should().Be(!_isPlain);
                Close(sum.Gradient.Slice(output * Width, Width), gradient, $"output {output}");
            }
        }

        public Expected Expect(double factor)
        {
            double loss = 0, sumOfWeights = 0;
            double[] magnitudes = new double[_outputs], gradient = new double[_outputs * Width], right = new double[_outputs * Width];
            var matrices = new double[_outputs, _outputs][];
            foreach (int row in Taken)
            {
                double weight = factor * WeightOf(row);
                double[] variables = VariablesOf(row), logits = LogitsOf(row);
                double[] targets = Numbers.ToDoubles<T>(_targets.AsSpan(row * _outputs, _outputs)), slopes = new double[_outputs];
                loss += weight * (_loss.CouplesOutputs ? _loss.Evaluate<double>(logits, targets, slopes)
                    : Enumerable.Range(0, _outputs).Sum(output => _loss.Evaluate<double>([logits[output]], [targets[output]], slopes.AsSpan(output, 1))));
                sumOfWeights += weight;
                double[] shares = [.. logits.Select(Math.Exp)];
                double total = shares.Sum();
                for (int output = 0; output < _outputs; output++)
                {
                    magnitudes[output] += weight * Math.Abs(slopes[output]);
                    for (int other = 0; other < _outputs; other++)
                    {
                        double curvature = _loss.CouplesOutputs ? shares[output] / total * ((output == other ? 1 : 0) - (shares[other] / total))
                            : output != other ? 0
                            : _kind == "poisson" ? shares[output]
                            : _kind == "log-loss" ? shares[output] / (1 + shares[output]) / (1 + shares[output])
                            : 1;
                        matrices[output, other] ??= new double[Width * Width];
                        for (int index = 0; index < Width * Width; index++)
                        {
                            matrices[output, other][index] += weight * curvature * variables[index / Width] * variables[index % Width];
                        }
                    }

                    for (int place = 0; place < Width; place++)
                    {
                        gradient[(output * Width) + place] += weight * slopes[output] * variables[place];
                        right[(output * Width) + place] += weight * (targets[output] - logits[output]) * variables[place];
                    }
                }
            }

            return new(loss, sumOfWeights, magnitudes, gradient, matrices, right);
        }

        /// <summary>The upper triangles, in the order of the shape.</summary>
        public void ShouldBeMatrices(ReadOnlySpan<double> found, double[,][] expected)
        {
            int matrix = 0;
            for (int output = 0; output < (_shape.IsShared ? 1 : _outputs); output++)
            {
                for (int other = output; other < (_shape.IsCoupled ? _outputs : output + 1); other++)
                {
                    for (int index = 0; index < _shape.Square; index++)
                    {
                        if (index % Width >= index / Width)
                        {
                            found[(matrix * _shape.Square) + index].Should().BeApproximately(expected[output, other][index], Distance * RowCount * 10, $"{output} {other} {index}");
                        }
                    }

                    matrix++;
                }
            }
        }

        /// <summary>The squares of the triangle are those of the rows, and its products with the right sides too.</summary>
        public void ShouldBeTriangle(ReadOnlySpan<double> found, Expected expected)
        {
            double[] triangle = found.ToArray();
            int width = _shape.TriangleWidth;
            for (int left = 0; left < _shape.Variables; left++)
            {
                for (int right = left; right < width; right++)
                {
                    double product = Enumerable.Range(0, _shape.Variables).Sum(row => triangle[(row * width) + left] * triangle[(row * width) + right]);
                    double of = right < _shape.Variables ? expected.Matrices[0, 0][(left * Width) + right] : expected.Right[((right - _shape.Variables) * Width) + left];
                    product.Should().BeApproximately(of, Distance * RowCount * 10, $"{left} {right}");
                }
            }
        }

        private double WeightOf(int row) => _isPlain ? 1 : double.CreateTruncating(_weights[row]);

        private double[] VariablesOf(int row)
        {
            var variables = new double[Width];
            _basis.Convert(_rows.AsSpan(row * Inputs, Inputs), 1, areScaled: false, centers: true, variables);
            return variables;
        }

        private double[] LogitsOf(int row)
        {
            var logits = new double[_outputs];
            for (int output = 0; output < _outputs; output++)
            {
                logits[output] = double.CreateTruncating(_parameters.Trained[(Inputs * _outputs) + output])
                    + (_isPlain ? 0 : double.CreateTruncating(_offsets[(row * _outputs) + output]));
                for (int input = 0; input < Inputs; input++)
                {
                    logits[output] += double.CreateTruncating(_parameters.Trained[(output * Inputs) + input]) * double.CreateTruncating(_rows[(row * Inputs) + input]);
                }
            }

            return logits;
        }

        /// <summary>All rows as they are, with the one without numbers left out, or some of them in another order, with weights and offsets.</summary>
        private ExampleSpan<T> Examples()
        {
            var examples = new Examples<T>(_rows, _targets);
            return _isPlain
                ? new(examples.Inputs.Rows, examples.Targets.Span, [], RowCount) { Order = Enumerable.Range(0, RowCount).Where(row => row != Nothing).ToArray() }
                : new(examples.Inputs.Rows, examples.Targets.Span, [], RowCount) { Order = _order, Weights = _weights, Offsets = _offsets };
        }
    }
}

public sealed class CurvaturePassTestsInDouble : CurvaturePassTests<double>;

public sealed class CurvaturePassTestsInFloat : CurvaturePassTests<float>;
