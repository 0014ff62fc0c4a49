using System.Numerics;

namespace NeuralNet.Core.Tests.Networks;

/// <summary>User metadata may change between steps, and is saved together with the weights.</summary>
public abstract class PerceptronMetadataTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static PerceptronBuilder<T> Description => Perceptron.BinaryClassifier<T>(inputs: 2).WithMetadata("source", "a stream");

    [Fact]
    public void A_file_has_the_metadata_and_the_weights_of_the_moment_of_the_save()
    {
        Perceptron<T> network = Description.Build();
        var files = new List<byte[]>();
        for (int step = 0; step < 5; step++)
        {
            network.Learn(Row(step), step & 1);
            network.SetMetadata("offset", $"{step}");
            files.Add(network.ToBytes());
        }

        for (int step = 0; step < 5; step++)
        {
            Perceptron<T> again = Perceptron.Load<T>(files[step]);
            again.CompletedSteps.Should().Be(step + 1);
            again.Metadata.Should().BeEquivalentTo(new Dictionary<string, string> { ["source"] = "a stream", ["offset"] = $"{step}" });
            for (int later = step + 1; later < 5; later++)
            {
                again.Learn(Row(later), later & 1);
                again.SetMetadata("offset", $"{later}");
            }

            again.ToBytes().Should().Equal(files[^1]);
        }
    }

    [Fact]
    public void Setting_metadata_does_not_change_earlier_reads_and_frozen_networks()
    {
        Perceptron<T> network = Description.Build();
        IReadOnlyDictionary<string, string> read = network.Metadata;
        FrozenPerceptron<T> frozen = network.Freeze();

        network.SetMetadata("source", "another");

        read["source"].Should().Be("a stream");
        frozen.Metadata["source"].Should().Be("a stream");
        network.Freeze().Metadata["source"].Should().Be("another");
        network.Description.Metadata["source"].Should().Be("a stream", "the description keeps the metadata it was built with");
        network.Description.Build().Metadata["source"].Should().Be("a stream");
    }

    [Fact]
    public void Null_removes_a_key_and_leaves_the_rest_of_the_network_unchanged()
    {
        Perceptron<T> network = Description.Build();
        network.Learn(Row(1), 1);
        byte[] before = network.ToBytes();

        network.SetMetadata("note", "x");
        network.ToBytes().Should().NotEqual(before);
        network.SetMetadata("note", null);
        network.SetMetadata("never there", null);

        network.ToBytes().Should().Equal(before);
    }

    [Fact]
    public void Metadata_that_a_file_can_not_hold_is_rejected_and_changes_nothing()
    {
        Perceptron<T> network = Description.Build();
        byte[] before = network.ToBytes();

        network.Invoking(it => it.SetMetadata("neuralnet.offset", "1")).Should().Throw<ArgumentException>().WithMessage("*library's*");
        network.Invoking(it => it.SetMetadata(" ", "1")).Should().Throw<ArgumentException>();
        network.Invoking(it => it.SetMetadata("offset", "\uD800")).Should().Throw<ArgumentException>().WithMessage("*surrogate*");

        network.ToBytes().Should().Equal(before);
    }

    [Fact]
    public void A_progress_handler_may_save_but_not_set_metadata()
    {
        Perceptron<T> network = Description.Build();
        var saved = new List<Perceptron<T>>();
        Exception? refused = null;
        var handler = new ProgressHandler(_ =>
        {
            saved.Add(Perceptron.Load<T>(network.ToBytes()));
            refused ??= FluentActions.Invoking(() => network.SetMetadata("epoch", "1")).Should().Throw<InvalidOperationException>().Which;
        });

        network.Fit(new[] { Row(0), Row(1), Row(2), Row(3) }.SelectMany(row => row).ToArray(), [0, 1, 0, 1], new() { Epochs = 2, BatchSize = 2 }, handler);

        refused!.Message.Should().Contain("in a Fit");
        network.Metadata.Should().NotContainKey("epoch");
        saved.Select(file => file.CompletedSteps).Should().Equal(2, 4);
    }

    [Fact]
    public void Steps_are_counted_over_Learn_and_Fit_until_weights_are_set()
    {
        Perceptron<T> network = Description.Build();
        network.CompletedSteps.Should().Be(0);

        network.Learn(Row(0), 1);
        network.Learn(Numbers.Of<T>(0, 1, 1, 0), [0, 1]);
        network.CompletedSteps.Should().Be(2);
        network.Fit(Numbers.Of<T>(0, 1, 1, 0, 1, 1), [0, 1, 1], new() { Epochs = 3, BatchSize = 2 });
        network.CompletedSteps.Should().Be(2 + (3 * 2), "three rows are two batches of two");
        Perceptron.Load<T>(network.ToBytes()).CompletedSteps.Should().Be(8);
        Perceptron.Load<T>(network.ToBytes(withState: false)).CompletedSteps.Should().Be(0);

        network.SetWeights(Numbers.Of<T>(1, 1));
        network.CompletedSteps.Should().Be(0);
    }

    private static T[] Row(int step) => Numbers.Of<T>(Math.Sin(step), Math.Cos(step));
}

public sealed class PerceptronMetadataTestsInFloat : PerceptronMetadataTests<float>;

public sealed class PerceptronMetadataTestsInDouble : PerceptronMetadataTests<double>;
