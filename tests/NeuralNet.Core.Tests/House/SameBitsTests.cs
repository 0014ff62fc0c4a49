using System.Globalization;

namespace NeuralNet.Core.Tests.House;

/// <summary>
/// Trainings and predictions have the same bits whatever the processor offers. The runtime's switches take instructions
/// away from a child process, which says what it has left; a committed file stands for all other machines.
/// </summary>
public sealed class SameBitsTests
{
    private const string Regenerate =
        "dotnet run --project tests/NeuralNet.Core.AotApp -- tests/NeuralNet.Core.AotApp/same-bits.txt";

    private static readonly Lazy<Task<SameBitsRun>> DefaultRun = new(() => SameBitsApp.RunAsync());

    [Fact]
    public async Task Trainings_have_the_bits_that_every_other_machine_found()
    {
        string[] committed = await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "same-bits.txt"));

        SameBitsRun run = await DefaultRun.Value;

        run.Fingerprints.Should().HaveCountGreaterThan(100).And.HaveSameCount(committed);
        Differing(run.Fingerprints, committed).Should().BeEmpty(
            "only a change that is meant to change bits may differ; then run: {0}", Regenerate);
    }

    /// <summary>
    /// Without AVX2 there is no fused instruction, and a run takes four times as long. So each of those two has the numbers of one type here;
    /// <c>.ci/run</c> has both with both.
    /// </summary>
    [Theory]
    [InlineData("DOTNET_EnableAVX512", "0", "Vector512", "Vector256", null)]
    [InlineData("DOTNET_PreferredVectorBitWidth", "256", "Vector512", "Vector256", null)]
    [InlineData("DOTNET_EnableAVX2", "0", "Vector256", "Vector128", nameof(Single))]
    [InlineData("DOTNET_EnableHWIntrinsic", "0", "Vector128", null, nameof(Double))]
    public async Task Trainings_have_the_same_bits_without(
        string switchName, string switchValue, string takenAway, string? left, string? only)
    {
        SameBitsRun usual = await DefaultRun.Value;
        Assert.SkipUnless(
            usual.Accelerates(takenAway), $"{takenAway} is not accelerated here, so {switchName} takes nothing away.");

        string[] expected = [.. usual.Fingerprints.Where(line => only is null || line.StartsWith(only, StringComparison.Ordinal))];

        SameBitsRun reduced = await SameBitsApp.RunAsync(switchName, switchValue, only: only);

        reduced.Accelerates(takenAway).Should().BeFalse();
        (left is null || reduced.Accelerates(left)).Should().BeTrue("{0} is to be compared, not what is narrower", left);
        reduced.Fingerprints.Should().HaveCountGreaterThan(100).And.HaveSameCount(expected);
        Differing(reduced.Fingerprints, expected).Should().BeEmpty();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Trainings_have_the_same_bits_on_several_threads(int threads)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lists the threads of a process by name, to see that they are there.");
        SameBitsRun usual = await DefaultRun.Value;

        SameBitsRun shared = await SameBitsApp.RunAsync(threads: threads);

        usual.Facts["Threads"].Should().Be("1");
        shared.Facts["Threads"].Should().Be(threads.ToString(CultureInfo.InvariantCulture));
        shared.Fingerprints.Should().HaveSameCount(usual.Fingerprints);
        Differing(shared.Fingerprints, usual.Fingerprints).Should().BeEmpty();
    }

    /// <summary>All lines in one text: an assertion on a collection would show the first.</summary>
    private static string Differing(string[] fingerprints, string[] expected) =>
        string.Join('\n', fingerprints.Except(expected));
}
