using System.Globalization;
using System.Reflection;
using NeuralNet.Core.Tests.Kernels;

namespace NeuralNet.Core.Tests.House;

/// <summary>docs/mathematics.md has every formula: each loss, link, optimizer, rate, penalty, start and metric by its name.</summary>
public sealed class MathematicsTests
{
    private static readonly Type[] _choices =
    [
        typeof(Loss), typeof(Activation), typeof(Optimizer), typeof(LearningRate), typeof(Penalty), typeof(GradientClipping),
        typeof(InitialWeights), typeof(ThresholdGoal), typeof(Folds), typeof(LaneMath),
    ];

    private static readonly Type[] _metrics =
    [
        typeof(ClassificationMetrics), typeof(RegressionMetrics), typeof(MultiLabelMetrics), typeof(ProgressiveClassification),
        typeof(ProgressiveRegression),
    ];

    private static readonly Type[] _formulaTypes = [typeof(double), typeof(double?), typeof(PrecisionRecallF1)];

    /// <summary>What a user brings, and what is no formula.</summary>
    private static readonly string[] _none = ["From", "None", "Named", "HalfLife", "DecisionAt"];

    public static TheoryData<string> Members =>
    [
        .. _choices.SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Static)
            .Where(member => member is PropertyInfo or MethodInfo { IsSpecialName: false } && !_none.Contains(member.Name))
            .Select(member => $"{type.Name}.{member.Name}")).Distinct(),
        .. _metrics.SelectMany(type => type.GetProperties()
            .Where(property => _formulaTypes.Contains(property.PropertyType) && !_none.Contains(property.Name))
            .Select(property => property.Name)).Distinct(),
        nameof(CalibrationBin.MeanPrediction), nameof(CalibrationBin.ShareOfClass1), nameof(FeatureWeight.StandardizedWeight),
    ];

    [Theory]
    [MemberData(nameof(Members))]
    public void It_has_its_formula(string member)
    {
        string text = File.ReadAllText(Mathematics.Path);

        text.Should().ContainAny($"`{member}`", $"`{member}(");
    }

    [Theory]
    [InlineData("Links", typeof(Activation))]
    [InlineData("Losses", typeof(Loss))]
    [InlineData("Optimizers", typeof(Optimizer))]
    [InlineData("Learning rates", typeof(LearningRate))]
    [InlineData("Initial weights", typeof(InitialWeights))]
    [InlineData("Threshold", typeof(ThresholdGoal))]
    public void A_table_has_a_row_for_each_member_and_no_other(string heading, Type family)
    {
        MarkdownTable.Read(Mathematics.Path, heading).Select(row => MarkdownTable.Code(row["member"])).Should()
            .BeEquivalentTo(Factory.Of(family).Where(factory => !factory.IsUsers).Select(factory => factory.Name));
    }

    [Fact]
    public void The_errors_of_functions_are_those_that_are_tested()
    {
        MethodInfo test = typeof(LaneMathSweepTests).GetMethod(nameof(LaneMathSweepTests.A_function_is_within_two_units_of_the_last_place))!;

        MarkdownTable.Read(Mathematics.Path, "Arithmetic").Select(row => (MarkdownTable.Code(row["member"]), Bound(row["`float`"]))).Should()
            .BeEquivalentTo(test.GetCustomAttributes<InlineDataAttribute>().Select(tested => ($"LaneMath.{tested.Data[0]}", (double)tested.Data[1]!)));

        static double Bound(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void There_are_many()
    {
        Members.Should().HaveCountGreaterThan(70);
    }
}
