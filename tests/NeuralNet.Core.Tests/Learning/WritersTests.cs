using NeuralNet.Core.FileChecks;

namespace NeuralNet.Core.Tests.Learning;

public sealed class WritersTests
{
    [Fact]
    public void Of_two_calls_that_change_a_network_at_once_one_is_refused_and_nothing_mixes()
    {
        using var report = new StringWriter();

        Writers.Run(rounds: 40, report).Should().BeTrue(report.ToString());
    }
}
