using System.Numerics;
using System.Numerics.Tensors;
using NeuralNet.Core.Tests.Optimizers;
using NeuralNet.Core.UserCode;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Networks;

/// <summary>Learning and predicting allocate nothing, for all kinds of networks.</summary>
public abstract class AllocationTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Calls = 10_000;
    private const int BatchRows = 4;

    [Theory]
    [MemberData(nameof(AllocationCases.Trainings), MemberType = typeof(AllocationCases))]
    public void Ten_thousand_steps_allocate_nothing(string loss, string optimizer, int inputs, int outputs, bool isStandardized)
    {
        PerceptronBuilder<T> description = Describe(loss, inputs, outputs).WithOptimizer(AllocationCases.Optimizers[optimizer]);
        Perceptron<T> network = (isStandardized ? description.WithStandardization() : description).Build();
        T[] rows = Rows<T>(BatchRows, inputs);
        T[] targets = TargetsFor(loss, BatchRows, outputs);
        T[] destination = new T[BatchRows * outputs];
        network.Fit(rows, targets, new TrainingOptions { Epochs = 1 });

        AllocatedBy(() => network.Learn(rows, targets, destination)).Should().Be(0);
        if (outputs == 1)
        {
            AllocatedBy(() => network.Learn(rows.AsSpan(0, inputs), targets[0])).Should().Be(0);
        }

        if (network.ClassCount > 0)
        {
            int[] labels = Labels(BatchRows, network.ClassCount);
            AllocatedBy(() => network.Learn(rows, labels)).Should().Be(0);
            AllocatedBy(() => network.Learn(rows.AsSpan(0, inputs), labels[1])).Should().Be(0);
        }

        TensorPrimitives.IsFiniteAll(network.Weights).Should().BeTrue("a diverged network would test nothing");
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Sample_weights_and_class_weights_allocate_nothing(bool isStandardized, bool isBalanced)
    {
        T[] rows = Rows<T>(BatchRows, 3);
        T[] weights = Targets<T>(BatchRows, 1);
        double[] classWeights = [1, 2, 3];
        foreach (PerceptronBuilder<T> plain in new[] { Describe("log loss", 3, 1), Describe("softmax cross-entropy", 3, 3) })
        {
            PerceptronBuilder<T> description = isBalanced
                ? plain.WithBalancedClasses()
                : plain.WithClassWeights(classWeights.AsSpan(0, plain.Build().ClassCount));
            Perceptron<T> network = (isStandardized ? description.WithStandardization() : description).Build();
            int[] labels = Labels(BatchRows, network.ClassCount);
            var examples = new Examples<T>(rows, labels, weights);
            T[] destination = new T[BatchRows * network.OutputCount];
            network.Fit(examples, new TrainingOptions { Epochs = 1 });

            AllocatedBy(() => network.Learn(examples, destination)).Should().Be(0);
            AllocatedBy(() => network.Learn(rows, labels)).Should().Be(0);
            AllocatedBy(() => network.Learn(rows.AsSpan(0, 3), 1, 0.5)).Should().Be(0);
            if (network.OutputCount == 1)
            {
                AllocatedBy(() => network.Learn(rows.AsSpan(0, 3), T.One, 2.5)).Should().Be(0);
            }
        }
    }

    [Theory]
    [MemberData(nameof(OptimizerCases.Names), MemberType = typeof(OptimizerCases))]
    public void Ten_thousand_steps_of_every_optimizer_with_every_option_allocate_nothing(string optimizer)
    {
        const int Inputs = 33;
        foreach (int outputs in new[] { 1, 3 })
        {
            Perceptron<T> network = AllocationCases.WithEverything(
                Perceptron.WithInputs<T>(Inputs).WithOutputs(outputs).WithLoss(Loss.EpsilonInsensitive()),
                OptimizerCases.All[optimizer]).Build();
            bool usesBatches = network.Description.Optimizer.UsesLearningRate;
            int rowCount = usesBatches ? BatchRows : 1;
            T[] rows = Rows<T>(rowCount, Inputs);
            T[] targets = Targets<T>(rowCount, outputs);
            var options = new TrainingOptions { Epochs = 1, BatchSize = usesBatches ? null : 1 };
            network.Fit(Rows<T>(BatchRows, Inputs), Targets<T>(BatchRows, outputs), options);

            AllocatedBy(() => network.Learn(rows, targets)).Should().Be(0);
            if (outputs == 1)
            {
                AllocatedBy(() => network.Learn(rows.AsSpan(0, Inputs), targets[0])).Should().Be(0);
            }

            TensorPrimitives.IsFiniteAll(network.Weights).Should().BeTrue("a diverged network would test nothing");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(TrainingOptions.FullBatch)]
    public void Epochs_with_weights_and_validation_allocate_only_their_histories(int batchSize)
    {
        T[] weights = Targets<T>(20, 1);
        var examples = new Examples<T>(Rows<T>(20, 3), Labels(20, 3), weights);
        Perceptron<T> network = Describe("softmax cross-entropy", 3, 3).WithBalancedClasses().WithStandardization().Build();
        network.Fit(examples, new TrainingOptions { Epochs = 1, BatchSize = batchSize });

        long ten = AllocatedByFit(epochs: 10);
        long thousand = AllocatedByFit(epochs: 1000);

        (thousand - ten).Should().BeLessThanOrEqualTo(2 * (1000 - 10) * sizeof(double));

        long AllocatedByFit(int epochs)
        {
            var options = new TrainingOptions { Epochs = epochs, BatchSize = batchSize, Patience = 5000 };
            return Measured(() => network.Fit(examples, options, examples));
        }
    }

    [Fact]
    public void A_source_of_a_thousand_batches_allocates_no_more_than_one_of_ten_besides_its_batches()
    {
        Perceptron<T> network = Describe("softmax cross-entropy", 3, 3).WithBalancedClasses().WithStandardization().Build();
        Fit(10);

        long training = AllocatedByFit(1000) - AllocatedByFit(10);
        long batches = AllocatedByBatches(1000) - AllocatedByBatches(10);

        batches.Should().BeGreaterThan(990 * 100 * 3 * sizeof(float));
        training.Should().BeInRange(
            3 * batches, (3 * batches) + 500, "the source is read for the classes and two epochs; a sum for each level of the tree");

        long AllocatedByFit(int count) => Measured(() => Fit(count));

        void Fit(int count) => network.Fit(Batches(count), new TrainingOptions { Epochs = 2 });

        static long AllocatedByBatches(int count) => Measured(() =>
        {
            foreach (Examples<T> batch in Batches(count))
            {
                _ = batch;
            }
        });

        static IEnumerable<Examples<T>> Batches(int count)
        {
            for (int batch = 0; batch < count; batch++)
            {
                T[] inputs = new T[100 * 3];
                inputs.AsSpan().Fill(T.CreateTruncating(batch % 5));
                int[] labels = new int[100];
                labels.AsSpan(0, 40).Fill(1);
                yield return new Examples<T>(inputs, labels);
            }
        }
    }

    [Theory]
    [MemberData(nameof(OptimizerCases.Names), MemberType = typeof(OptimizerCases))]
    public void A_thousand_epochs_of_every_optimizer_allocate_no_more_than_ten_except_the_loss_history(string optimizer)
    {
        T[] rows = Rows<T>(20, 3);
        T[] targets = Targets<T>(20, 1);
        Perceptron<T> network = AllocationCases.WithEverything(
            Perceptron.WithInputs<T>(3).WithLoss(Loss.EpsilonInsensitive()), OptimizerCases.All[optimizer]).Build();
        network.Fit(rows, targets, new TrainingOptions { Epochs = 1 });

        long ten = Measured(() => network.Fit(rows, targets, new TrainingOptions { Epochs = 10, BatchSize = OptimizerCases.BatchSize(optimizer) }));
        long thousand = Measured(() => network.Fit(rows, targets, new TrainingOptions { Epochs = 1000, BatchSize = OptimizerCases.BatchSize(optimizer) }));

        (thousand - ten).Should().BeLessThanOrEqualTo((1000 - 10) * sizeof(double));
    }

    [Theory]
    [MemberData(nameof(AllocationCases.Shapes), MemberType = typeof(AllocationCases))]
    public void Ten_thousand_predictions_allocate_nothing(string loss, int inputs, int outputs)
    {
        Perceptron<T> network = Describe(loss, inputs, outputs).WithInitialWeights(InitialWeights.GlorotUniform).Build();
        FrozenPerceptron<T> frozen = network.Freeze();
        T[] rows = Rows<T>(BatchRows, inputs);
        T[] row = rows[..inputs];
        T[] destination = new T[BatchRows * outputs];
        int[] classes = new int[BatchRows];

        AllocatedBy(() => frozen.TryCheck(row, out _)).Should().Be(0);
        AllocatedBy(() => network.Predict(rows, destination)).Should().Be(0);
        AllocatedBy(() => frozen.Predict(rows, destination)).Should().Be(0);
        AllocatedBy(() => network.Logits(rows, destination)).Should().Be(0);
        AllocatedBy(() => frozen.Logits(rows, destination)).Should().Be(0);
        T[] contributions = new T[outputs * inputs];
        AllocatedBy(() => network.Contributions(row, contributions)).Should().Be(0);
        AllocatedBy(() => frozen.Contributions(row, contributions)).Should().Be(0);
        if (outputs == 1)
        {
            AllocatedBy(() => network.Predict(row)).Should().Be(0);
            AllocatedBy(() => frozen.Predict(row)).Should().Be(0);
            AllocatedBy(() => network.Logit(row)).Should().Be(0);
            AllocatedBy(() => frozen.Logit(row)).Should().Be(0);
        }

        if (network.ClassCount > 0)
        {
            AllocatedBy(() => network.PredictClass(row)).Should().Be(0);
            AllocatedBy(() => frozen.PredictClass(row)).Should().Be(0);
            AllocatedBy(() => network.PredictClasses(rows, classes)).Should().Be(0);
            AllocatedBy(() => frozen.PredictClasses(rows, classes)).Should().Be(0);
        }

        if (loss is "log loss" or "delta rule, tanh")
        {
            bool[] labels = new bool[BatchRows * outputs];
            AllocatedBy(() => network.PredictMultiLabel(rows, labels)).Should().Be(0);
            AllocatedBy(() => frozen.PredictMultiLabel(rows, labels)).Should().Be(0);
        }
    }

    [Fact]
    public void Matrices_allocate_nothing()
    {
        Perceptron<T> network = Describe("softmax cross-entropy", 3, 3).Build();
        FrozenPerceptron<T> frozen = network.Freeze();
        T[] rows = Rows<T>(BatchRows, 3);
        T[,] matrix = Matrix(rows, 3);
        int[] labels = Labels(BatchRows, 3);
        int[] classes = new int[BatchRows];
        T[] destination = new T[BatchRows * 3];

        AllocatedBy(() => network.Learn(matrix, labels, destination)).Should().Be(0);
        AllocatedBy(() => network.Learn(new ReadOnlyTensorSpan<T>(rows, [BatchRows, 3]), labels)).Should().Be(0);
        AllocatedBy(() => network.Predict(matrix, destination)).Should().Be(0);
        AllocatedBy(() => frozen.Predict(matrix, destination)).Should().Be(0);
        AllocatedBy(() => frozen.Predict(new ReadOnlyTensorSpan<T>(rows, [BatchRows, 3]), destination)).Should().Be(0);
        AllocatedBy(() => frozen.PredictClasses(matrix, classes)).Should().Be(0);
    }

    [Fact]
    public void Adding_to_progressive_metrics_allocates_nothing()
    {
        var classification = new ProgressiveClassification();
        var classes = new ProgressiveClassification(classes: 3);
        var regression = new ProgressiveRegression();
        T half = T.CreateTruncating(0.5);
        T[] predictions = [half, half, T.Zero];

        AllocatedBy(() => classification.Add(half, 1)).Should().Be(0);
        AllocatedBy(() => classes.Add(predictions, 1)).Should().Be(0);
        AllocatedBy(() => regression.Add(0.5, 1)).Should().Be(0);
    }

    [Theory]
    [InlineData("log loss", 1, 1)]
    [InlineData("log loss", 1, 7)]
    [InlineData("softmax cross-entropy", 3, 1)]
    [InlineData("softmax cross-entropy", 3, TrainingOptions.FullBatch)]
    [InlineData("user's log-cosh", 3, 7)]
    public void A_thousand_epochs_allocate_no_more_than_ten_except_the_loss_history(string loss, int outputs, int batchSize)
    {
        T[] rows = Rows<T>(20, 3);
        T[] targets = TargetsFor(loss, 20, outputs);
        Perceptron<T> network = Describe(loss, 3, outputs)
            .WithOptimizer(AllocationCases.Optimizers["user's heavy ball"])
            .WithStandardization()
            .Build();
        network.Fit(rows, targets, new TrainingOptions { Epochs = 1, BatchSize = batchSize });

        long ten = AllocatedByFit(epochs: 10);
        long thousand = AllocatedByFit(epochs: 1000);

        (thousand - ten).Should().BeLessThanOrEqualTo((1000 - 10) * sizeof(double));

        long AllocatedByFit(int epochs)
        {
            var options = new TrainingOptions { Epochs = epochs, BatchSize = batchSize };
            return Measured(() => network.Fit(rows, targets, options));
        }
    }

    /// <summary>The rate is low enough for squared error of 785 inputs not to diverge.</summary>
    private static PerceptronBuilder<T> Describe(string loss, int inputs, int outputs) =>
        Perceptron.WithInputs<T>(inputs).WithOutputs(outputs).WithLoss(AllocationCases.Losses[loss]).WithLearningRate(1e-4);

    private static T[] TargetsFor(string loss, int rows, int outputs) =>
        AllocationCases.Losses[loss].CouplesOutputs ? OneHot<T>(rows, outputs) : Targets<T>(rows, outputs);

    private static long AllocatedBy(Action call)
    {
        call();
        return Measured(() =>
        {
            for (int count = 0; count < Calls; count++)
            {
                call();
            }
        });
    }

    /// <summary>
    /// Returns the smallest of several measurements, or 0 at the first 0. A garbage collection caused by another thread takes the
    /// allocation buffer of this thread, and the runtime counts its unused rest as allocated. Allocations of the work itself appear in
    /// every measurement.
    /// </summary>
    private static long Measured(Action work)
    {
        const int Attempts = 20;
        long least = long.MaxValue;
        for (int attempt = 0; attempt < Attempts && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}

[Collection(AllocationsAlone.Name)]
public sealed class AllocationTestsInFloat : AllocationTests<float>;

[Collection(AllocationsAlone.Name)]
public sealed class AllocationTestsInDouble : AllocationTests<double>;

/// <summary>Runs without other tests, because their garbage collections disturb the measurement.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AllocationsAlone
{
    public const string Name = "allocation";
}

public static class AllocationCases
{
    /// <summary>Adds penalty, clipping, averaging and a schedule with warm-up and plateaus, if the optimizer supports them.</summary>
    internal static PerceptronBuilder<T> WithEverything<T>(PerceptronBuilder<T> description, Optimizer optimizer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        description = description.WithOptimizer(optimizer).WithStandardization().WithAveraging(firstStep: 5);
        return !optimizer.UsesLearningRate ? description : description
            .WithLearningRate(LearningRate.InverseScaling(1e-3, 0.3, RateUnit.Step).WithWarmUp(3).LoweredOnPlateau())
            .WithPenalty(Penalty.ElasticNet(1e-3))
            .WithGradientClipping(GradientClipping.ByNorm(0.5));
    }

    public static IReadOnlyDictionary<string, Loss> Losses { get; } = new Dictionary<string, Loss>
    {
        ["log loss"] = Loss.LogLoss,
        ["softmax cross-entropy"] = Loss.SoftmaxCrossEntropy,
        ["half squared error"] = Loss.HalfSquaredError,
        ["delta rule, sigmoid"] = Loss.HalfSquaredErrorThrough(Activation.Sigmoid),
        ["delta rule, tanh"] = Loss.HalfSquaredErrorThrough(Activation.Tanh),
        ["user's log-cosh"] = Loss.From(default(LogCosh), Activation.Identity),
    };

    public static IReadOnlyDictionary<string, Optimizer> Optimizers { get; } = new Dictionary<string, Optimizer>
    {
        ["sgd"] = Optimizer.Sgd,
        ["user's heavy ball"] = Optimizer.From(new HeavyBall(0.5)),
    };

    public static TheoryData<string, int, int> Shapes
    {
        get
        {
            var data = new TheoryData<string, int, int>();
            foreach (string loss in Losses.Keys)
            {
                foreach (int inputs in new[] { 3, 785 })
                {
                    foreach (int outputs in Losses[loss].CouplesOutputs ? [3] : new[] { 1, 3 })
                    {
                        data.Add(loss, inputs, outputs);
                    }
                }
            }

            return data;
        }
    }

    public static TheoryData<string, string, int, int, bool> Trainings
    {
        get
        {
            var data = new TheoryData<string, string, int, int, bool>();
            foreach (TheoryDataRow<string, int, int> shape in Shapes)
            {
                foreach (string optimizer in Optimizers.Keys)
                {
                    foreach (bool isStandardized in new[] { false, true })
                    {
                        data.Add(shape.Data.Item1, optimizer, shape.Data.Item2, shape.Data.Item3, isStandardized);
                    }
                }
            }

            return data;
        }
    }
}
