using System.Numerics;
using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>
/// Least squares whose coefficients NIST certifies. The digits of a solution are -log10 of the largest relative error of a coefficient, at
/// most 15.
/// </summary>
public sealed class NewtonCertifiedTests
{
    private static readonly Dictionary<string, double[]> _nist = ReferenceFile.ByName("nist.csv");
    private static readonly Dictionary<string, double[]> _exact = ReferenceFile.ByName("nist_exact.csv");

    public static TheoryData<string> Names => [.. _exact.Keys.Where(key => key.EndsWith("/digits", StringComparison.Ordinal)).Select(key => key[..^7])];

    /// <summary>
    /// More digits than the exact solution of the rows in double has, a program reaches by chance. lm does so for filip and wampler2.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Newton_has_the_certified_digits_that_lm_has(string name)
    {
        double least = Math.Min(_nist[$"{name}/digits"][0], _exact[$"{name}/digits"][0]);

        // The digits of the file are rounded to two places.
        Digits(Solve<double>(name), _nist[$"{name}/certified"]).Should().BeGreaterThanOrEqualTo(least - 0.01);
    }

    /// <summary>
    /// The tenth power of filip is apart from the others by 2.6e-10 of its size, the inverse of the condition number. The bias has fewer
    /// digits: it makes up for the rounding of the weights, times the means of the inputs, and is 400 to 1,600 times smaller than the
    /// targets in norris and pontius.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Newton_has_the_digits_of_the_weights_that_exact_arithmetic_finds(string name)
    {
        double[] solution = _exact[$"{name}/solution"];
        double[] found = Solve<double>(name);
        int inputs = _nist[$"{name}/rows"].Length / _nist[$"{name}/targets"].Length;

        Digits(found.AsSpan()[^inputs..], solution.AsSpan()[^inputs..]).Should().BeGreaterThan(name == "filip" ? 13 : 14);
        Digits(found, solution).Should().BeGreaterThan(12.5);
    }

    /// <summary>Powers up to the tenth lose all digits if they are rounded to float, and targets of millions those of weights of 1.</summary>
    [Theory]
    [InlineData("norris", 4.3)]
    [InlineData("pontius", 4.6)]
    [InlineData("noint1", 7)]
    [InlineData("noint2", 7)]
    [InlineData("longley", 4.7)]
    [InlineData("wampler1", 15)]
    [InlineData("wampler2", 4.7)]
    [InlineData("wampler3", 15)]
    [InlineData("wampler4", 15)]
    public void In_float_the_digits_are_those_that_rounding_leaves(string name, double least) =>
        Digits(Solve<float>(name), _nist[$"{name}/certified"]).Should().BeGreaterThanOrEqualTo(least);

    /// <summary>Returns bias, if any, and weights.</summary>
    private static double[] Solve<T>(string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] rows = Numbers.Of<T>(_nist[$"{name}/rows"]);
        T[] targets = Numbers.Of<T>(_nist[$"{name}/targets"]);
        int inputs = rows.Length / targets.Length;
        bool hasBias = _nist[$"{name}/certified"].Length > inputs;
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(inputs).WithOptimizer(Optimizer.Newton(rankTolerance: 1e-10));
        Perceptron<T> network = (hasBias ? description : description.WithoutBias()).Build();

        TrainingResult<T> result = network.Fit(new Examples<T>(rows, targets), new() { Epochs = 20 });

        result.StopReason.Should().Be(StopReason.Converged);
        result.AliasedInputs.Should().BeEmpty();
        return [.. hasBias ? Numbers.ToDoubles(network.Bias) : [], .. Numbers.ToDoubles(network.Weights)];
    }

    private static double Digits(ReadOnlySpan<double> found, ReadOnlySpan<double> solution)
    {
        double digits = 15;
        for (int index = 0; index < solution.Length; index++)
        {
            double error = Math.Abs((found[index] / solution[index]) - 1);
            digits = Math.Min(digits, error == 0 ? 15 : -Math.Log10(error));
        }

        return digits;
    }
}
