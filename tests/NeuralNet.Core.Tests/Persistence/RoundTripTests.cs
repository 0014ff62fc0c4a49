using System.Collections.Concurrent;
using NeuralNet.Core.FileChecks;

namespace NeuralNet.Core.Tests.Persistence;

/// <summary>Saving and loading random networks on extreme data; the command round-trip of the file checks runs more cases.</summary>
public sealed class RoundTripTests
{
    private const int Networks = 2000;

    [Fact]
    public void Every_finite_network_can_be_saved_loaded_and_trained_on()
    {
        var findings = new ConcurrentBag<string>();
        Parallel.For(0, Networks, number =>
        {
            if (RoundTrip.Finding(number) is { } finding)
            {
                findings.Add($"{number}: {finding}");
            }
        });

        findings.Should().BeEmpty();
    }
}
