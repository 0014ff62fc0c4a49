using System.Numerics;
using NeuralNet.Core.Tests.References;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Training;

/// <summary>Weights of classes are weights of rows; balanced ones are those of scikit-learn.</summary>
public abstract class ClassWeightTests<T> : RefusalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly double[] ByClass = [0.75, 3.5, 0.125];

    private static readonly Dictionary<string, double[]> Reference = ReferenceFile.ByName("class_weights.csv");

    [Theory]
    [MemberData(nameof(LearningTasks.Classifiers), MemberType = typeof(LearningTasks))]
    public void Class_weights_give_the_same_bits_as_row_weights(TaskKind kind, bool isStandardized)
    {
        var task = new LearningTask<T>(kind);
        T[] ofRows = [.. LearningTask<T>.AllRows.Select(row => T.CreateTruncating(0.5 + (row % 4)))];
        T[] product = [.. ofRows.Zip(task.Labels, (weight, label) => weight * T.CreateTruncating(ByClass[label]))];
        foreach (int batchSize in new[] { 1, 7, TrainingOptions.FullBatch })
        {
            var options = new TrainingOptions { Epochs = 3, BatchSize = batchSize };
            PerceptronBuilder<T> description = task.Describe(isStandardized);

            TrainingResult<T> byClass = description.WithClassWeights(ByClass.AsSpan(0, task.Classes)).Build()
                .Fit(task.Take(LearningTask<T>.AllRows, ofRows), options, validation: task.Take([1, 2, 3]));
            TrainingResult<T> byRow = description.Build().Fit(
                task.Take(LearningTask<T>.AllRows, product),
                options,
                validation: task.Take([1, 2, 3], [.. task.Labels[1..4].Select(label => T.CreateTruncating(ByClass[label]))]));

            Bits(byClass.Network).Should().Be(Bits(byRow.Network));
            Bits(byClass.Network.InputMeans).Should().Be(Bits(byRow.Network.InputMeans));
            byClass.LossHistory.Should().Equal(byRow.LossHistory);
            byClass.ValidationHistory.Should().Equal(byRow.ValidationHistory);
        }
    }

    [Theory]
    [MemberData(nameof(LearningTasks.Classifiers), MemberType = typeof(LearningTasks))]
    public void Learn_weighs_classes_as_Fit_does(TaskKind kind, bool isStandardized)
    {
        var task = new LearningTask<T>(kind);
        PerceptronBuilder<T> description = task.Describe(isStandardized)
            .WithClassWeights(ByClass.AsSpan(0, task.Classes))
            .WithLearningRate(0.002);
        Perceptron<T> fitted = description.Build();
        Perceptron<T> learned = description.Build();
        Examples<T> all = task.Take(LearningTask<T>.AllRows);
        var options = new TrainingOptions { Epochs = 1, BatchSize = 7, Shuffle = false };
        fitted.Fit(all, options);
        learned.Fit(all, options);

        fitted.Fit(all, options);
        foreach (Examples<T> batch in task.Batches(7))
        {
            if (task.HasLabels)
            {
                learned.Learn(batch.Inputs.Rows, batch.Labels.Span);
            }
            else
            {
                learned.Learn(batch.Inputs.Rows, batch.Targets.Span);
            }
        }

        Bits(learned).Should().Be(Bits(fitted));
        if (task.Outputs == 1)
        {
            fitted.Fit(all, options with { BatchSize = 1 });
            foreach (int row in LearningTask<T>.AllRows)
            {
                learned.Learn(task.Input(row), task.Target(row)[0]);
            }

            Bits(learned).Should().Be(Bits(fitted));
        }
    }

    [Theory]
    [InlineData("two classes")]
    [InlineData("one row of one")]
    [InlineData("three classes")]
    [InlineData("already balanced")]
    [InlineData("seven classes")]
    public void Balanced_classes_have_exactly_the_weights_of_scikit_learn(string name)
    {
        int[] labels = [.. Reference[$"{name}/labels"].Select(label => (int)label)];
        int classes = labels.Max() + 1;
        T[] rows = Rows<T>(labels.Length, 2);
        PerceptronBuilder<T> description = classes == 2 ? Perceptron.BinaryClassifier<T>(2) : Perceptron.Classifier<T>(2, classes);
        var options = new TrainingOptions { Epochs = 2, BatchSize = 4 };

        TrainingResult<T> balanced = description.WithBalancedClasses().Build().Fit(rows, labels, options);
        TrainingResult<T> weighted =
            description.WithClassWeights(Reference[$"{name}/weights"]).Build().Fit(rows, labels, options);

        Bits(balanced.Network).Should().Be(Bits(weighted.Network));
        balanced.LossHistory.Should().Equal(weighted.LossHistory);
    }

    [Fact]
    public void Classes_without_rows_are_not_balanced()
    {
        T[] rows = Rows<T>(6, 2);
        int[] labels = [0, 2, 2, 2, 2, 2];
        var options = new TrainingOptions { Epochs = 2, BatchSize = 2 };

        TrainingResult<T> balanced = Perceptron.Classifier<T>(2, 4).WithBalancedClasses().Build().Fit(rows, labels, options);

        Bits(balanced.Network).Should().Be(Bits(
            Perceptron.Classifier<T>(2, 4).WithClassWeights(3, 1, 0.6, 1).Build().Fit(rows, labels, options).Network));
    }

    [Theory]
    [MemberData(nameof(LearningTasks.Classifiers), MemberType = typeof(LearningTasks))]
    public void Balanced_classes_count_rows_by_their_weights(TaskKind kind, bool isStandardized)
    {
        var task = new LearningTask<T>(kind);
        int[] times = [.. LearningTask<T>.AllRows.Select(row => row % 3)];
        int[] repeated = [.. LearningTask<T>.AllRows.SelectMany(row => Enumerable.Repeat(row, times[row]))];
        PerceptronBuilder<T> description = task.Describe(isStandardized).WithBalancedClasses();
        var options = new TrainingOptions { Epochs = 20, BatchSize = TrainingOptions.FullBatch };

        Perceptron<T> weighted = description.Build()
            .Fit(task.Take(LearningTask<T>.AllRows, [.. times.Select(T.CreateTruncating)]), options).Network;
        Perceptron<T> twin = description.Build().Fit(task.Take(repeated), options).Network;

        weighted.Weights.ShouldBeClose(
            Numbers.ToDoubles(twin.Weights), Numbers.For<T>(1e-11, 2e-4), Numbers.For<T>(1e-12, 1e-5), "the weights");
    }

    [Theory]
    [MemberData(nameof(LearningTasks.Classifiers), MemberType = typeof(LearningTasks))]
    public void Each_Fit_balances_the_classes_by_its_own_training_rows(TaskKind kind, bool isStandardized)
    {
        var task = new LearningTask<T>(kind);
        var options = new TrainingOptions { Epochs = 2, ValidationFraction = 0.3 };
        PerceptronBuilder<T> description = task.Describe(isStandardized);
        (int[] training, _) = Core.Training.Holdout.Split(task.Labels, 0.3, description.Seed);
        int[] some = [.. LearningTask<T>.AllRows.Skip(9)];

        Perceptron<T> balanced = description.WithBalancedClasses().Build();
        balanced.Fit(task.Take(LearningTask<T>.AllRows), options);
        string first = Bits(balanced);
        balanced.Fit(task.Take(some), options with { ValidationFraction = null });

        Perceptron<T> twin = description.WithClassWeights(Balanced(training)).Build();
        twin.Fit(task.Take(LearningTask<T>.AllRows), options);
        first.Should().Be(Bits(twin));
        balanced.CompletedEpochs.Should().Be(4);
        Bits(balanced).Should().NotBe(Bits(twin.Fit(task.Take(some), options with { ValidationFraction = null }).Network));

        double[] Balanced(int[] rows) => [.. Enumerable.Range(0, task.Classes)
            .Select(label => (double)rows.Length / (task.Classes * rows.Count(row => task.Labels[row] == label)))];
    }

    [Fact]
    public void Learn_is_rejected_before_the_first_Fit_has_balanced_the_classes()
    {
        string[] words = ["balances its classes", "first Fit", "Call Fit first", "WithClassWeights"];
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(2).WithBalancedClasses().Build();
        T[] rows = Rows<T>(4, 2);
        int[] labels = Labels(4, 2);
        Action[] calls =
        [
            () => network.Learn(rows.AsSpan(0, 2), T.One),
            () => network.Learn(rows.AsSpan(0, 2), 1),
            () => network.Learn(rows, labels),
            () => network.Learn(new Examples<T>(rows, labels)),
        ];

        RefusedAll();
        network.Fit(rows, labels, cancellationToken: new CancellationToken(canceled: true));
        RefusedAll();
        Refused<ArgumentException>(() => network.Fit(rows, [1, 1, 1, 1]), "labels", "one class only");
        RefusedAll();
        Numbers.ToDoubles(network.Weights).Should().OnlyContain(weight => weight == 0);

        network.Fit(rows, labels);
        foreach (Action call in calls)
        {
            call();
        }

        void RefusedAll()
        {
            foreach (Action call in calls)
            {
                Refused<InvalidOperationException>(call, null, words);
            }
        }
    }

    [Fact]
    public void Regression_rejects_class_weights()
    {
        PerceptronBuilder<T> regressor = Perceptron.Regressor<T>(3);
        string[] words = ["needs classes", "'half-squared-error'", "1 output(s)", "Call WithLoss first", "BinaryClassifier"];

        Refused<InvalidOperationException>(() => regressor.WithClassWeights(1, 2), null, [nameof(regressor.WithClassWeights), .. words]);
        Refused<InvalidOperationException>(() => regressor.WithBalancedClasses(), null, [nameof(regressor.WithBalancedClasses), .. words]);
    }

    [Fact]
    public void A_class_of_weight_0_does_not_count_as_a_class()
    {
        PerceptronBuilder<T> description = Binary(3).WithClassWeights(0, 1);

        RefusedUnfitted(description, network => network.Fit(Rows<T>(4, 3), [0, 1, 0, 1]), "labels", "one class only", "label 1");
        RefusedUnfitted(
            description, network => network.Fit(Rows<T>(4, 3), Numbers.Of<T>(0, 1, 0, 1)), "targets", "one class only");
        RefusedUnfitted(
            description,
            network => network.Fit(new Examples<T>(Rows<T>(2, 3), LabelsOf(0, 1), Numbers.Of<T>(1, 0))),
            "sampleWeights",
            "times the weights of their classes",
            "Give at least one row a weight above 0");
        RefusedUnfitted(
            description,
            network => network.Fit([new Examples<T>(Rows<T>(2, 3), LabelsOf(0, 1), Numbers.Of<T>(1, 0))]),
            "sampleWeights",
            "times the weights of their classes");
        RefusedUnfitted(
            description,
            network => network.Fit(
                new Examples<T>(Rows<T>(2, 3), LabelsOf(0, 1)), validation: new Examples<T>(Rows<T>(1, 3), new int[1])),
            "validation",
            "times the weights of their classes");
    }

    [Fact]
    public void Rows_of_weight_0_do_not_count_as_a_second_class() =>
        Refused<ArgumentException>(
            Softmax(3, 3),
            network => network.Fit(new Examples<T>(Rows<T>(4, 3), LabelsOf(0, 1, 2, 1), Numbers.Of<T>(0, 1, 0, 2))),
            "labels",
            "one class only (label 1)");

    [Fact]
    public void Class_weights_are_rejected_if_targets_may_mark_several_classes()
    {
        PerceptronBuilder<T> description = Perceptron.MultiLabelClassifier<T>(3, 2);
        string[] words = ["may mark several classes of a row", "2 outputs", "Pass int labels", "leave out WithClassWeights"];

        RefusedUnfitted(
            description.WithClassWeights(1, 2), network => network.Fit(Rows<T>(2, 3), Numbers.Of<T>(1, 1, 0, 0)), "targets", words);
        RefusedUnfitted(
            description.WithBalancedClasses(), network => network.Learn(Rows<T>(2, 3), Numbers.Of<T>(1, 1, 0, 0)), "targets", words);
        description.WithClassWeights(1, 2).Build().Fit(Rows<T>(4, 3), Labels(4, 2)).StopReason.Should().Be(StopReason.MaxEpochs);
    }

    private static void RefusedUnfitted(
        PerceptronBuilder<T> description, Action<Perceptron<T>> call, string? parameter, params string[] words)
    {
        foreach (PerceptronBuilder<T> each in new[] { description, description.WithStandardization() })
        {
            Perceptron<T> network = each.Build();

            Refused<ArgumentException>(() => call(network), parameter, words);

            network.CompletedEpochs.Should().Be(0);
            network.InputMeans.IsEmpty.Should().BeTrue();
            Bits(network).Should().Be(Bits(each.Build()));
        }
    }
}

public sealed class ClassWeightTestsInFloat : ClassWeightTests<float>;

public sealed class ClassWeightTestsInDouble : ClassWeightTests<double>;
