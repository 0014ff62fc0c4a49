using System.Reflection;

namespace NeuralNet.Core.Tests.House;

/// <summary>docs/mathematics.md has every formula: each loss, link, optimizer, rate, penalty, start and metric by its name.</summary>
public sealed class MathematicsTests
{
    private static readonly Type[] _choices =
        [typeof(Loss), typeof(Activation), typeof(Optimizer), typeof(LearningRate), typeof(Penalty), typeof(GradientClipping), typeof(InitialWeights)];

    private static readonly Type[] _metrics = [typeof(ClassificationMetrics), typeof(RegressionMetrics), typeof(MultiLabelMetrics)];

    /// <summary>What a user brings, and what is no formula.</summary>
    private static readonly string[] _none = ["From", "None", "Named"];

    public static TheoryData<string> Members =>
    [
        .. _choices.SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Static)
            .Where(member => member is PropertyInfo or MethodInfo { IsSpecialName: false } && !_none.Contains(member.Name))
            .Select(member => $"{type.Name}.{member.Name}")).Distinct(),
        .. _metrics.SelectMany(type => type.GetProperties().Where(property => property.PropertyType == typeof(double) || property.PropertyType == typeof(double?))
            .Select(property => property.Name)).Distinct(),
    ];

    [Theory]
    [MemberData(nameof(Members))]
    public void It_has_its_formula(string member)
    {
        string text = File.ReadAllText(Repository.PathOf("docs", "mathematics.md"));

        text.Should().ContainAny($"`{member}`", $"`{member}(");
    }

    [Fact]
    public void There_are_many()
    {
        Members.Should().HaveCountGreaterThan(50);
    }
}
