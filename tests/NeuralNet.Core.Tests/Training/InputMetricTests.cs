using System.Numerics;
using NeuralNet.Core.Training;

namespace NeuralNet.Core.Tests.Training;

/// <summary>The metric of raw inputs is that of standardized ones, seen through the map of their weights.</summary>
public abstract class InputMetricTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Inputs = 2;
    private const int Outputs = 2;
    private const int Count = (Inputs * Outputs) + Outputs;

    // Each input is its mean plus or minus its scale; their roots of the mean square are 5 and 10.
    private static readonly double[] _means = [3, -8];
    private static readonly double[] _scales = [4, 6];
    private static readonly double[] _gradient = [2, -0.5, 1, 0.25, -1.5, 0.75];
    private static readonly double[] _weights = [0.5, -2, 0, 4, 1, -1];

    private static double Distance => Numbers.For<T>(1e-13, 1e-5);

    [Theory]
    [InlineData(0, true, false)]
    [InlineData(0, false, false)]
    [InlineData(0, true, true)]
    [InlineData(0.75, true, false)]
    [InlineData(0.75, false, true)]
    public void The_size_of_a_gradient_is_that_of_standardized_inputs(double strength, bool hasBias, bool sharesUnit)
    {
        double[] means = hasBias ? _means : [0, 0], scales = hasBias ? _scales : [5, 10];
        double[] factors = [1, 3], standardFactors = [1 / (scales[0] * scales[0]), 3 / (scales[1] * scales[1])];
        InputMetric<T> raw = Create(strength, factors, hasBias, sharesUnit), standard = Create(strength, standardFactors, hasBias, sharesUnit);
        Learn(raw);
        raw.Take(Numbers.Of<T>(8, 24), 4, 4);
        standard.Take(Numbers.Of<T>(8, 24), 4, 4);
        raw.Steepness.Should().Be(sharesUnit ? 12 : 8);
        double[] weights = [.. _weights.Select((weight, index) => index < Inputs * Outputs ? weight * scales[index % Inputs] : weight)];

        // Each element alone, so that each is the largest once.
        for (int only = 0; only < Count; only++)
        {
            double[] gradient = [.. _gradient.Select((value, index) => index == only ? 16 * value : index < Inputs * Outputs ? means[index % Inputs] * _gradient[BiasOf(index)] : value)];

            double size = raw.Size(Numbers.Of<T>(gradient), Numbers.Of<T>(_weights));

            double expected = standard.Size(Numbers.Of<T>(Standardized(gradient, means, scales, hasBias)), Numbers.Of<T>(weights));
            size.Should().BeApproximately(expected, Distance * expected, $"{only}");
            (size > 0).Should().Be(hasBias || only < Inputs * Outputs, "without a bias its derivative does not count");
        }

        // By definition, of the first output: its derivatives are 2, or 6 if it shares the unit of the second.
        double of = (sharesUnit ? 6 : 2) + (strength * 1 * 0.5 / scales[0]);
        double[] first = [160, 0, 0, 0, 0, 0];
        raw.Size(Numbers.Of<T>(first), Numbers.Of<T>(_weights)).Should().BeApproximately(160 / scales[0] / of, Distance * 20);
        raw.Size(new T[Count], new T[Count]).Should().Be(0);
        raw.Take(Numbers.Of<T>(0, 0), 4, 4);
        raw.Size(new T[Count], Numbers.Of<T>(_weights)).Should().Be(0, "no row has a derivative");
    }

    /// <summary>A step is A H^-1 A^T of the gradient, with A the map from the weights of standardized inputs, and H the second derivatives there.</summary>
    [Theory]
    [InlineData(0, true, 1)]
    [InlineData(0, false, 1)]
    [InlineData(0, true, 0.25)]
    [InlineData(0.5, true, 0.25)]
    [InlineData(0.5, false, 4)]
    public void A_step_is_that_of_standardized_inputs(double strength, bool hasBias, double divisor)
    {
        double[] means = hasBias ? _means : [0, 0], scales = hasBias ? _scales : [5, 10];
        double[] factors = [1, 3];
        foreach (bool[] isHeld in (bool[][])[[], [false, true, false, false], [true, true, false, true], [false, false, false, false]])
        {
            InputMetric<T> metric = Create(strength, factors, hasBias, sharesUnit: false);
            Learn(metric);
            double share = divisor / 8;
            metric.Take(Numbers.Of<T>(1, 1), divisor, 8);
            T[] step = Numbers.Of<T>(_gradient);

            metric.Precondition(step, isHeld);

            double[] standard = Standardized(_gradient, means, scales, hasBias);
            var expected = new double[Count];
            for (int output = 0; output < Outputs; output++)
            {
                int bias = (Inputs * Outputs) + output;
                expected[bias] = share * _gradient[bias];
                for (int input = 0; input < Inputs; input++)
                {
                    int index = (output * Inputs) + input;
                    double curvature = 1 + (share * strength * factors[input] / (scales[input] * scales[input]));
                    double weight = isHeld.Length > 0 && isHeld[index] ? 0 : share * standard[index] / curvature / scales[input];
                    expected[index] = weight;
                    expected[bias] -= means[input] * weight;
                }
            }

            Numbers.ToDoubles<T>(step).Zip(expected).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < Distance);
        }
    }

    [Fact]
    public void A_change_reaches_as_far_as_it_moves_a_row()
    {
        InputMetric<T> metric = Create(0, [1, 1], hasBias: true, sharesUnit: false);
        metric.Reach(Numbers.Of<T>(1, -2, 0.5, 0, 1.5, 1)).Should().Be(2, "inputs are standardized");
        Learn(metric);

        // A standardized input is at most about 1 from its mean: 3 + 4 and 8 + 6.
        metric.Reach(Numbers.Of<T>(-1, 0, 0, 0, 0, 0)).Should().Be(7);
        metric.Reach(Numbers.Of<T>(-1, 1, 0, 0, 0, 0)).Should().Be(14);
        metric.Reach(Numbers.Of<T>(0, 0, 3, 0, 0, 0)).Should().Be(21);
        metric.Reach(Numbers.Of<T>(0, 0, 0, 0.5, 0, 0)).Should().Be(7);
        metric.Reach(Numbers.Of<T>(0, 0, 0, 0, 0, -4)).Should().Be(4);
    }

    [Fact]
    public void The_bias_of_an_output_loses_the_mean_of_a_raw_input()
    {
        InputMetric<T> metric = Create(0, [1, 1], hasBias: true, sharesUnit: false), plain = Create(0, [1, 1], hasBias: false, sharesUnit: false);
        metric.Offset(1, out _).Should().Be(0, "inputs are standardized");
        Learn(metric);
        Learn(plain);

        (metric.Offset(0, out int first), first).Should().Be((3, 4));
        (metric.Offset(3, out int second), second).Should().Be((-8, 5));
        plain.Offset(0, out _).Should().Be(0);
    }

    [Fact]
    public void Learning_is_cancelled()
    {
        InputMetric<T> metric = Create(0, [1, 1], hasBias: true, sharesUnit: false);

        TryLearn(metric, new CancellationToken(canceled: true)).Should().BeFalse();

        metric.Offset(0, out _).Should().Be(0);
    }

    private static int BiasOf(int index) => (Inputs * Outputs) + (index / Inputs);

    /// <summary>The derivatives by the weights of standardized inputs.</summary>
    private static double[] Standardized(double[] gradient, double[] means, double[] scales, bool hasBias) => [.. gradient.Select((value, index) =>
        index >= Inputs * Outputs ? value : (value - (hasBias ? means[index % Inputs] * gradient[BiasOf(index)] : 0)) / scales[index % Inputs])];

    private static InputMetric<T> Create(double strength, double[] factors, bool hasBias, bool sharesUnit) => new(
        new Parameters<T>(Inputs, Outputs, standardizes: false, averages: false),
        QuadraticProblem.Settings(Penalty.L2(strength), factors, hasBias),
        sharesUnit);

    private static void Learn(InputMetric<T> metric) => TryLearn(metric, default).Should().BeTrue();

    private static bool TryLearn(InputMetric<T> metric, CancellationToken cancellationToken)
    {
        T[] rows = Numbers.Of<T>(7, -2, 7, -14, -1, -2, -1, -14);
        var examples = new Examples<T>(rows, new T[8]);
        return metric.TryLearn(new(new ExampleSpan<T>(examples.Inputs.Rows, examples.Targets.Span, [], 4)), new SampleWeights<T>(default, Outputs), cancellationToken);
    }
}

public sealed class InputMetricTestsInDouble : InputMetricTests<double>;

public sealed class InputMetricTestsInFloat : InputMetricTests<float>;
