using System.Numerics;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>
/// Every law holds for every pair of a loss and an optimizer, and is shown to tell a network that breaks it.
/// </summary>
public abstract class ContractTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [MemberData(nameof(ContractLaws.Names), MemberType = typeof(ContractLaws))]
    public void Every_pair_of_loss_and_optimizer_keeps_the_law(string law)
    {
        Check<T> check = Checks<T>.Named(law);
        string[] broken = [.. Pair.Possible.Select(check.BrokenBy).OfType<string>()];

        broken.Should().BeEmpty($"{broken.Length} of {Pair.Possible.Count} pairs break it");
    }

    [Theory]
    [MemberData(nameof(ContractLaws.Names), MemberType = typeof(ContractLaws))]
    public void A_wrong_twin_breaks_the_law(string law)
    {
        Check<T> check = Checks<T>.Named(law);

        Pair.Possible.Any(pair => check.BrokenByTwin(pair) is not null).Should().BeTrue("a check that can't fail is none");
    }
}

public sealed class ContractTestsInDouble : ContractTests<double>;

public sealed class ContractTestsInFloat : ContractTests<float>;

public static class ContractLaws
{
    public static TheoryData<string> Names { get; } = [.. Checks<double>.All.Select(check => check.Name)];
}
