namespace NeuralNet.Core.Tests.Initializers;

/// <summary>The names of initial weights in files.</summary>
public sealed class InitialWeightsNameTests
{
    public static TheoryData<InitialWeights> Rules =>
    [
        InitialWeights.Zeros,
        InitialWeights.GlorotUniform,
        InitialWeights.Uniform(),
        InitialWeights.Uniform(-1.5, 2),
        InitialWeights.Uniform(1e308, 1.5e308),
        InitialWeights.NumPyUniform(0),
        InitialWeights.NumPyUniform(uint.MaxValue, -0.25, 3),
    ];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Finds_a_rule_by_its_printed_name(InitialWeights rule)
    {
        InitialWeights? found = InitialWeights.Named(rule.ToString());

        found.Should().BeOfType(rule.GetType());
        found!.ToString().Should().Be(rule.ToString());
        found.Low.Should().Be(rule.Low);
        found.High.Should().Be(rule.High);
    }

    [Theory]
    [InlineData("ones")]
    [InlineData("zeros(1)")]
    [InlineData("glorot-uniform(1, 2)")]
    [InlineData("uniform")]
    [InlineData("uniform(1)")]
    [InlineData("uniform(a, b)")]
    [InlineData("numpy-uniform(1, 2)")]
    [InlineData("numpy-uniform(1.5, -1, 1)")]
    [InlineData("numpy-uniform(-1, -1, 1)")]
    [InlineData("numpy-uniform(4294967296, -1, 1)")]
    [InlineData("numpy-uniform(1, 2, 3, 4)")]
    public void No_rule_has_another_name(string name) => InitialWeights.Named(name).Should().BeNull();
}
