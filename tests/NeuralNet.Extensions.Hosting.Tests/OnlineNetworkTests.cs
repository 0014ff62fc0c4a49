using Microsoft.Extensions.Time.Testing;
using NeuralNet.Core;

namespace NeuralNet.Extensions.Hosting.Tests;

/// <summary>The order in which the changes of a learning network become visible.</summary>
public sealed class OnlineNetworkTests
{
    [Fact]
    public void Sets_the_recent_loss_before_a_version_is_current()
    {
        var network = new OnlineNetwork<float>(Perceptron.Regressor<float>(inputs: 1).Build(), null);
        var clock = new Clock();
        var host = new PerceptronHost<float>(Perceptron.Regressor<float>(inputs: 1).Build().Freeze(), new() { TimeProvider = clock });
        network.Learn(new([1, 2], 1, null));
        double? loss = null;
        long learned = 0;
        clock.OnRead = () => (loss, learned) = (network.RecentLoss, network.Learned);

        network.TryPublish(host, out _, out _).Should().BeTrue();

        loss.Should().Be(2, "half the square of a target of 2 that was predicted to be 0");
        learned.Should().Be(1);
    }

    /// <summary>A host reads its clock just before it makes a model current.</summary>
    private sealed class Clock : FakeTimeProvider
    {
        public Action OnRead { get; set; } = static () => { };

        public override DateTimeOffset GetUtcNow()
        {
            OnRead();
            return base.GetUtcNow();
        }
    }
}
