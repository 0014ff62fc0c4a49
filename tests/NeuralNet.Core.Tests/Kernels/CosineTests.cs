using NeuralNet.Core.Kernels;
using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.Kernels;

public sealed class CosineTests
{
    [Fact]
    public void The_cosine_is_within_a_unit_of_the_last_place_of_50_digits()
    {
        Dictionary<string, double[]> reference = ReferenceFile.ByName("rates.csv");
        double[] turns = reference["quarter turns"];
        double[] cosines = reference["their cosines"];

        turns.Should().HaveCountGreaterThan(200);
        double[] errors = [.. turns.Zip(cosines, (x, cosine) => Math.Abs(Bits.Steps(cosine, Cosine.OfQuarterTurns(x))))];
        errors.Max().Should().BeLessThanOrEqualTo(1);
    }

    [Fact]
    public void Its_ends_are_exact()
    {
        Cosine.OfQuarterTurns(0).Should().Be(1);
        Cosine.OfQuarterTurns(1).Should().Be(0);
    }

    [Fact]
    public void It_always_decreases()
    {
        double[] cosines = [.. Enumerable.Range(0, 10_001).Select(step => Cosine.OfQuarterTurns(step / 10_000.0))];

        cosines.Should().BeInDescendingOrder();
        cosines.Should().OnlyHaveUniqueItems();
    }
}
