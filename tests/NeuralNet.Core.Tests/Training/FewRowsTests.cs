using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Training;

/// <summary>
/// A full batch of few rows runs many epochs at once. A progress handler makes it run them one by one, with the same bits.
/// </summary>
public abstract class FewRowsTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Epochs = 300;

    private static readonly Loss[] Losses =
    [
        Loss.LogLoss,
        Loss.HalfSquaredError,
        Loss.HalfSquaredErrorThrough(Activation.Sigmoid),
        Loss.HalfSquaredErrorThrough(Activation.Tanh),
        Loss.HalfSquaredErrorThrough(Activation.ReLU),
        Loss.Hinge,
        Loss.ModifiedHuber,
        Loss.Huber(),
        Loss.Quantile(0.75),
        Loss.Poisson,
    ];

    [Fact]
    public void Epochs_at_once_have_the_bits_of_epochs_one_by_one()
    {
        foreach (Loss loss in Losses)
        {
            for (int rows = 2; rows <= 9; rows++)
            {
                for (int inputs = 1; inputs <= 6; inputs++)
                {
                    foreach (bool hasBias in new[] { true, false })
                    {
                        var reduction = (Reduction)((rows + inputs) % 2);
                        ShouldBeSame(Describe(loss, inputs, hasBias, reduction), rows, new() { Epochs = Epochs });
                    }
                }
            }
        }
    }

    [Fact]
    public void A_training_that_diverges_ends_at_the_same_epoch()
    {
        foreach (double rate in new[] { 1e3, 1e10, 1e30 })
        {
            PerceptronBuilder<T> description = Perceptron.Regressor<T>(3).WithLearningRate(rate);

            TrainingResult<T> result = ShouldBeSame(description, 4, new() { Epochs = Epochs });

            result.StopReason.Should().Be(StopReason.Diverged);
        }
    }

    [Fact]
    public void Trainings_that_need_a_look_after_each_epoch_are_the_same_too()
    {
        PerceptronBuilder<T> description = Describe(Loss.LogLoss, 3, hasBias: true, Reduction.Mean);

        ShouldBeSame(description, 5, new() { Epochs = Epochs, Tolerance = 1e-4 });
        ShouldBeSame(description.WithPenalty(Penalty.L2(0.1)), 5, new() { Epochs = Epochs });
        ShouldBeSame(description.WithOptimizer(Optimizer.Momentum()), 5, new() { Epochs = Epochs });
        ShouldBeSame(description.WithStandardization(), 5, new() { Epochs = Epochs });
        ShouldBeSame(description.WithLearningRate(LearningRate.Exponential(0.1, 0.9)), 5, new() { Epochs = Epochs });
        ShouldBeSame(description.WithClassWeights(1, 3), 5, new() { Epochs = Epochs });
    }

    [Fact]
    public void Resuming_continues_with_the_same_bits()
    {
        PerceptronBuilder<T> description = Describe(Loss.LogLoss, 3, hasBias: true, Reduction.Mean);
        T[] rows = Rows<T>(4, 3);
        int[] labels = [0, 1, 1, 0];
        TrainingOptions part = new() { Epochs = 300, BatchSize = TrainingOptions.FullBatch };
        Perceptron<T> once = description.Build();
        once.Fit(rows, labels, part with { Epochs = 900 });
        Perceptron<T> twice = description.Build();
        twice.Fit(rows, labels, part);
        Perceptron<T> loaded = Perceptron.Load<T>(twice.ToBytes());

        loaded.Fit(rows, labels, part with { Epochs = 600, Resume = true });

        Bits(loaded).Should().Be(Bits(once));
        loaded.CompletedEpochs.Should().Be(900);
        loaded.CompletedSteps.Should().Be(900);
    }

    private static PerceptronBuilder<T> Describe(Loss loss, int inputs, bool hasBias, Reduction reduction)
    {
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(inputs).WithLoss(loss, reduction).WithLearningRate(0.05)
            .WithInitialWeights(InitialWeights.GlorotUniform);
        return hasBias ? description : description.WithoutBias();
    }

    private static TrainingResult<T> ShouldBeSame(PerceptronBuilder<T> description, int rows, TrainingOptions options)
    {
        T[] inputs = Rows<T>(rows, description.InputCount);
        T[] targets = [.. Targets<T>(rows, 1).Select((_, row) => T.CreateTruncating(row % 2))];
        options = options with { BatchSize = TrainingOptions.FullBatch };

        TrainingResult<T> atOnce = description.Build().Fit(inputs, targets, options);
        TrainingResult<T> oneByOne = description.Build().Fit(inputs, targets, options, progress: new ProgressHandler(_ => { }));

        atOnce.StopReason.Should().Be(oneByOne.StopReason);
        atOnce.LossHistory.Should().Equal(oneByOne.LossHistory, "{0}, {1} rows, {2} inputs", description.Loss, rows, description.InputCount);
        Convert.ToHexString(atOnce.Network.ToBytes()).Should().Be(Convert.ToHexString(oneByOne.Network.ToBytes()));
        return atOnce;
    }
}

public sealed class FewRowsTestsInFloat : FewRowsTests<float>;

public sealed class FewRowsTestsInDouble : FewRowsTests<double>;
