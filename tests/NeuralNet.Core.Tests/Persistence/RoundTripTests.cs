using System.Collections.Concurrent;
using NeuralNet.Core.FileChecks;

namespace NeuralNet.Core.Tests.Persistence;

/// <summary>The law of files over random networks on extreme data; the command round-trip of the file checks runs it over more.</summary>
public sealed class RoundTripTests
{
    private const int Networks = 2000;

    [Fact]
    public void What_is_saved_is_loaded_as_it_was_and_goes_on_alike_and_only_what_is_not_finite_is_refused()
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
