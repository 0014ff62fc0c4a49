using System.Numerics;
using NeuralNet.Core.Training;

namespace NeuralNet.Core.Tests.Training;

/// <summary>The sums of losses and derivatives are those of the rows, one after the other, by definition.</summary>
public abstract class CurvaturePassTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowCount = 150;
    private const int Inputs = 3;
    private const double Distance = 1e-11;

    // Row 9 has no weight, and no numbers.
    private const int Nothing = 9;

    private static readonly T[] _rows = Numbers.Of<T>([.. new Random(61).Values(RowCount * Inputs, -1, 1)
        .Select((value, index) => index / Inputs == Nothing ? double.PositiveInfinity : index % Inputs == 1 ? 100 * (value + 2) : value)]);

    private static readonly T[] _weights = Numbers.Of<T>([.. new Random(62).Values(RowCount, 0.1, 1.9).Select((value, row) => row == Nothing ? 0 : value)]);

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
                var given = new Problem(kind, outputs, hasBias, isPlain);
                Expected expected = given.Expect();
                foreach (CurvatureOrder order in given.Orders)
                {
                    CurvatureSum sum = given.Sum(order);

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
        new Problem("log-loss", 1, hasBias: true, isPlain: true).TrySum(CurvatureOrder.Second, new CancellationToken(canceled: true)).Should().BeNull();

    private static void Close(ReadOnlySpan<double> actual, double[] expected, string because)
    {
        actual.Length.Should().Be(expected.Length);
        for (int index = 0; index < actual.Length; index++)
        {
            actual[index].Should().BeApproximately(expected[index], Distance * RowCount, $"number {index} of {because}");
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
            _shape = CurvatureShape.Of(Inputs, hasBias, outputs, _loss.Curvature!);
            _basis = new(_parameters, hasBias, _shape.Width);
            _basis.TryLearn(new(Examples()), _gradient.SampleWeights, default).Should().BeTrue();
        }

        public IEnumerable<CurvatureOrder> Orders => _shape.IsShared
            ? [CurvatureOrder.First, CurvatureOrder.Refined, CurvatureOrder.Second, CurvatureOrder.Triangle]
            : [CurvatureOrder.First, CurvatureOrder.Second];

        private int Width => _shape.Width;

        public CurvatureSum Sum(CurvatureOrder order) => TrySum(order, default)!;

        public CurvatureSum? TrySum(CurvatureOrder order, CancellationToken cancellationToken) =>
            new CurvaturePass<T>(_gradient, _loss.Curvature!, _basis, _shape, Reduction.Mean, order == CurvatureOrder.Triangle)
                .Sum(new(Examples()), order, null, null, cancellationToken);

        public Expected Expect()
        {
            double loss = 0, sumOfWeights = 0;
            double[] magnitudes = new double[_outputs], gradient = new double[_outputs * Width], right = new double[_outputs * Width];
            var matrices = new double[_outputs, _outputs][];
            foreach (int row in _isPlain ? Enumerable.Range(0, RowCount).Where(row => row != Nothing) : _order.Where(row => row != Nothing))
            {
                double weight = _isPlain ? 1 : double.CreateTruncating(_weights[row]);
                double[] variables = new double[Width], logits = new double[_outputs];
                _basis.Convert(_rows.AsSpan(row * Inputs, Inputs), 1, centers: true, variables);
                for (int output = 0; output < _outputs; output++)
                {
                    logits[output] = double.CreateTruncating(_parameters.Trained[(Inputs * _outputs) + output])
                        + (_isPlain ? 0 : double.CreateTruncating(_offsets[(row * _outputs) + output]));
                    for (int input = 0; input < Inputs; input++)
                    {
                        logits[output] += double.CreateTruncating(_parameters.Trained[(output * Inputs) + input]) * double.CreateTruncating(_rows[(row * Inputs) + input]);
                    }
                }

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
                            found[(matrix * _shape.Square) + index].Should().BeApproximately(expected[output, other][index], Distance * RowCount, $"{output} {other} {index}");
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
                    product.Should().BeApproximately(of, Distance * RowCount, $"{left} {right}");
                }
            }
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
