using NeuralNet.Core.FileChecks;

namespace NeuralNet.Core.Tests.Serving;

/// <summary>Many readers at once, and no other test meanwhile: memory and handles are those of the whole process.</summary>
[Collection(nameof(ServingTests))]
[CollectionDefinition(nameof(ServingTests), DisableParallelization = true)]
public sealed class ServingTests
{
    [Fact]
    public void Every_answer_is_that_of_one_version_while_one_thread_learns_and_one_reloads()
    {
        ServingReport report = FileChecks.Serving.Observe(readers: 4, TimeSpan.FromSeconds(1));

        report.IsClean.Should().BeTrue("{0}", report);
    }
}
