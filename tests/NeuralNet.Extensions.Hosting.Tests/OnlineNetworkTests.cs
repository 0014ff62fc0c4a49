using Microsoft.Extensions.Time.Testing;
using NeuralNet.Core;

namespace NeuralNet.Extensions.Hosting.Tests;

/// <summary>What others see of a network that learns, and in which order.</summary>
public sealed class OnlineNetworkTests
{
    [Fact]
    public void The_loss_of_its_examples_is_there_before_a_version_is_current()
    {
        var network = new OnlineNetwork<float>(Perceptron.Regressor<float>(inputs: 1).Build(), null);
        var clock = new Clock();
        var host = new PerceptronHost<float>(Perceptron.Regressor<float>(inputs: 1).Build().Freeze(), new() { TimeProvider = clock });
        network.Learn(new([1, 2], null));
        double? loss = null;
        long learned = 0;
        clock.OnRead = () => (loss, learned) = (network.RecentLoss, network.Learned);

        network.TryPublish(host, out _).Should().BeTrue();

        loss.Should().Be(2, "half the square of a target of 2 that was predicted to be 0");
        learned.Should().Be(1);
    }

    /// <summary>A host reads its clock when it is about to make a model the current one.</summary>
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
