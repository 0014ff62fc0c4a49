using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.House;

/// <summary>What docs/guide.md translates from PyTorch's schedulers gives the rates that they gave.</summary>
public sealed class GuideSchedulerTests
{
    private static readonly Dictionary<string, double[]> _reference = ReferenceFile.ByName("schedulers.csv");

    private static readonly (string Name, object Value)[] _settings =
    [
        ("double lr", 0.1), ("double gamma", 0.6), ("int step_size", 4), ("int[] milestones", new[] { 5, 9, 20 }), ("int T_max", 40),
        ("double eta_min", 0.002), ("int T_0", 7), ("double power", 1.5), ("double factor", 0.25), ("int total_iters", 8),
    ];

    public static TheoryData<string, string> Translations =>
    [
        .. Guide.Table("From PyTorch's schedulers")
            .Select(row => (MarkdownTable.Code(row["PyTorch"]), MarkdownTable.Code(row["here"]))),
    ];

    [Theory]
    [MemberData(nameof(Translations))]
    public void A_translation_has_the_same_rates(string theirs, string ours)
    {
        double[] expected = _reference[theirs.Replace(",", string.Empty, StringComparison.Ordinal)];
        Func<object[], object> make = Formula.Compile(
            "LearningRate", [(string.Join(", ", _settings.Select(setting => setting.Name)), $"return {ours};")])[0];
        var rate = (LearningRate)make([.. _settings.Select(setting => setting.Value)]);

        for (int epoch = 0; epoch < expected.Length; epoch++)
        {
            rate.Schedule.At(999, epoch).ShouldBeClose(expected[epoch], 1e-12, 1e-16, $"{theirs} after {epoch} epochs");
        }
    }

    [Fact]
    public void All_that_was_computed_is_compared()
    {
        Translations.Select(row => row.Data.Item1.Replace(",", string.Empty, StringComparison.Ordinal)).Should()
            .BeEquivalentTo(_reference.Keys);
    }
}
