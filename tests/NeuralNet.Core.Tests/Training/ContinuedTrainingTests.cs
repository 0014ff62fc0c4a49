using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Training;

/// <summary>Two trainings of five epochs give the bits of one of ten.</summary>
public abstract class ContinuedTrainingTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T[] Weights = [.. LearningTask<T>.AllRows.Select(row => T.CreateTruncating((row * 3 % 8) / 4.0))];

    [Theory]
    [MemberData(nameof(LearningTasks.All), MemberType = typeof(LearningTasks))]
    public void Five_epochs_and_five_more_give_the_bits_of_ten(TaskKind kind, bool isStandardized)
    {
        var task = new LearningTask<T>(kind);
        PerceptronBuilder<T> description = task.Describe(isStandardized);
        PerceptronBuilder<T> full = description
            .WithOptimizer(Optimizer.Adam())
            .WithPenalty(Penalty.ElasticNet(0.01))
            .WithGradientClipping(GradientClipping.ByNorm(1))
            .WithAveraging(firstStep: 12)
            .WithLearningRate(LearningRate.InverseScaling(0.01).WithWarmUp(3).LoweredOnPlateau(0.5, patience: 1));
        full = task.Classes > 0 ? full.WithBalancedClasses() : full;
        Examples<T> examples = task.Take(LearningTask<T>.AllRows, Weights);
        foreach (PerceptronBuilder<T> each in new[] { description, full })
        {
            foreach (int batchSize in new[] { 1, 7, TrainingOptions.FullBatch })
            {
                var options = new TrainingOptions { Epochs = 5, BatchSize = batchSize };
                Perceptron<T> twice = each.Build();

                IReadOnlyList<double> first = twice.Fit(examples, options).LossHistory;
                IReadOnlyList<double> second = twice.Fit(examples, options).LossHistory;
                TrainingResult<T> once = each.Build().Fit(examples, options with { Epochs = 10 });

                Bits(twice).Should().Be(Bits(once.Network));
                first.Concat(second).Should().Equal(once.LossHistory);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Five_epochs_and_five_more_of_a_source_give_the_bits_of_ten(bool isStandardized)
    {
        var task = new LearningTask<T>(TaskKind.SoftmaxLabels);
        Perceptron<T> twice = task.Describe(isStandardized).Build();
        Perceptron<T> once = task.Describe(isStandardized).Build();

        twice.Fit(task.Batches(7, Weights), new TrainingOptions { Epochs = 5 });
        twice.Fit(task.Batches(7, Weights), new TrainingOptions { Epochs = 5 });
        once.Fit(task.Batches(7, Weights), new TrainingOptions { Epochs = 10 });

        Bits(twice).Should().Be(Bits(once));
    }
}

public sealed class ContinuedTrainingTestsInFloat : ContinuedTrainingTests<float>;

public sealed class ContinuedTrainingTestsInDouble : ContinuedTrainingTests<double>;
