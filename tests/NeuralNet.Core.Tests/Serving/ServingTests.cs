using NeuralNet.Core.FileChecks;

namespace NeuralNet.Core.Tests.Serving;

/// <summary>Many readers at once. Runs without other tests, because it measures memory and handles of the whole process.</summary>
[Collection(nameof(ServingTests))]
[CollectionDefinition(nameof(ServingTests), DisableParallelization = true)]
public sealed class ServingTests
{
    [Fact]
    public void Every_prediction_is_that_of_one_version_during_learning_and_reloading()
    {
        ServingReport report = FileChecks.Serving.Observe(readers: 4, TimeSpan.FromSeconds(1));

        report.IsClean.Should().BeTrue("{0}", report);
    }
}
