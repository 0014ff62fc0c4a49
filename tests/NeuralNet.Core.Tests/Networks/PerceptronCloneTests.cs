using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Networks;

/// <summary>
/// A clone continues as its original does, and neither changes the other. The round-trip law of files also clones random networks.
/// </summary>
public sealed class PerceptronCloneTests
{
    private static readonly float[] _rows = Rows<float>(40, 3);
    private static readonly int[] _labels = Labels(40, 2);

    public static TheoryData<string> Optimizers => ["sgd", "adam", "lbfgs", "averaged", "standardized", "balanced"];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_clone_continues_with_the_bits_of_its_original(string kind)
    {
        Perceptron<float> network = Described(kind).Build();
        network.Fit(_rows, _labels, new() { Epochs = 4, ValidationFraction = 0.25 });
        Perceptron<float> clone = network.Clone();

        clone.ToBytes().Should().Equal(network.ToBytes());
        byte[] before = network.ToBytes();
        Continue(clone);
        network.ToBytes().Should().Equal(before, "a clone is independent");
        Continue(network);
        clone.ToBytes().Should().Equal(network.ToBytes());
        clone.CompletedEpochs.Should().Be(network.CompletedEpochs);
    }

    [Fact]
    public void A_clone_keeps_threshold_metadata_and_names()
    {
        Perceptron<float> network = Described("sgd").WithLearnedClassNames().Build();
        string[] names = [.. _labels.Select(label => label == 0 ? "stays" : "leaves")];
        network.Fit(_rows, names, new() { Epochs = 1 });
        network.SetThreshold(0.75);
        network.SetMetadata("data", "2026");

        Perceptron<float> clone = network.Clone();

        clone.ClassNames.Should().Equal("leaves", "stays");
        clone.ThresholdLogit.Should().Be(network.ThresholdLogit);
        clone.Metadata.Should().ContainKey("data");
        clone.Learn(_rows.AsSpan(0, 3), "stays").Should().Be(network.Learn(_rows.AsSpan(0, 3), "stays"));
    }

    [Fact]
    public void Only_the_progress_handler_may_clone_during_Fit()
    {
        Perceptron<float> network = Described("sgd").Build();
        byte[]? cloned = null;
        byte[]? saved = null;
        Exception? elsewhere = null;
        network.Fit(
            _rows,
            _labels,
            new() { Epochs = 2 },
            new Support.ProgressHandler(_ =>
            {
                cloned ??= network.Clone().ToBytes();
                saved ??= network.ToBytes();
                var thread = new Thread(() => elsewhere = Record.Exception(() => network.Clone()));
                thread.Start();
                thread.Join();
            }));

        cloned.Should().Equal(saved);
        elsewhere.Should().BeOfType<InvalidOperationException>();
    }

    private static void Continue(Perceptron<float> network)
    {
        network.Fit(_rows, _labels, new() { Epochs = 3, Resume = true, ValidationFraction = 0.25 });
        if (network.CanStep(out _))
        {
            network.Learn(_rows, _labels);
        }
    }

    private static PerceptronBuilder<float> Described(string kind)
    {
        PerceptronBuilder<float> plain = Perceptron.BinaryClassifier<float>(3);
        return kind switch
        {
            "adam" => plain.WithOptimizer(Optimizer.Adam()),
            "lbfgs" => plain.WithOptimizer(Optimizer.Lbfgs()).WithPenalty(Penalty.L2(0.1)),
            "averaged" => plain.WithAveraging(),
            "standardized" => plain.WithStandardization().WithLearningRate(LearningRate.Constant(0.1).LoweredOnPlateau()),
            "balanced" => plain.WithBalancedClasses(),
            _ => plain,
        };
    }
}
