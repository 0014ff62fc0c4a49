using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Training;

/// <summary>Training on the batches of a source, compared with the same batches in memory; and sources that fail.</summary>
public abstract class ExampleSourceTests<T> : RefusalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T[] Weights = [.. LearningTask<T>.AllRows.Select(row => T.CreateTruncating(row * 3 % 8 / 4.0))];

    [Theory]
    [MemberData(nameof(LearningTasks.InBatches), MemberType = typeof(LearningTasks))]
    public void A_source_gives_the_same_bits_as_its_batches_in_memory(TaskKind kind, bool isStandardized, int batchSize)
    {
        var task = new LearningTask<T>(kind);
        var options = new TrainingOptions { Epochs = 3, BatchSize = batchSize, Shuffle = false };
        foreach (T[]? weights in new[] { null, Weights })
        {
            foreach (PerceptronBuilder<T> description in Variants(task, isStandardized))
            {
                TrainingResult<T> streamed = description.Build().Fit(
                    task.Batches(batchSize, weights), new TrainingOptions { Epochs = 3 }, task.Take([4, 5, 6]));
                TrainingResult<T> inMemory = description.Build().Fit(
                    task.Take(LearningTask<T>.AllRows, weights), options, task.Take([4, 5, 6]));

                Bits(streamed.Network).Should().Be(Bits(inMemory.Network));
                Bits(streamed.Network.InputMeans).Should().Be(Bits(inMemory.Network.InputMeans));
                Bits(streamed.Network.InputScales).Should().Be(Bits(inMemory.Network.InputScales));
                streamed.LossHistory.Should().Equal(inMemory.LossHistory);
                streamed.ValidationHistory.Should().Equal(inMemory.ValidationHistory);
                streamed.Network.CompletedEpochs.Should().Be(3);
            }
        }
    }

    [Theory]
    [MemberData(nameof(LearningTasks.All), MemberType = typeof(LearningTasks))]
    public void All_batches_in_one_step_give_the_bits_of_the_full_batch_in_memory(TaskKind kind, bool isStandardized)
    {
        var task = new LearningTask<T>(kind);
        var options = new TrainingOptions { Epochs = 5, BatchSize = TrainingOptions.FullBatch };
        foreach (T[]? weights in new[] { null, Weights })
        {
            foreach (PerceptronBuilder<T> description in Variants(task, isStandardized))
            {
                TrainingResult<T> streamed = description.Build().Fit(task.Batches(7, weights), options);
                TrainingResult<T> inMemory = description.Build().Fit(task.Take(LearningTask<T>.AllRows, weights), options);

                Bits(streamed.Network).Should().Be(Bits(inMemory.Network));
                streamed.LossHistory.Should().Equal(inMemory.LossHistory);
            }
        }
    }

    [Fact]
    public void Batches_may_differ_in_size_and_use_the_same_memory()
    {
        var task = new LearningTask<T>(TaskKind.ManyOutputs);
        int[] sizes = [5, 1, 20, 14];
        T[] inputs = new T[20 * 3];
        T[] targets = new T[20 * 3];
        Perceptron<T> streamed = task.Describe(isStandardized: true).Build();
        Perceptron<T> learned = task.Describe(isStandardized: true).Build();

        streamed.Fit(new RecordingSource<T>(_ => Reused()), new TrainingOptions { Epochs = 1 });
        streamed.Fit(new RecordingSource<T>(_ => Reused()), new TrainingOptions { Epochs = 1 });

        learned.Fit(new RecordingSource<T>(_ => Reused()), new TrainingOptions { Epochs = 1 });
        foreach (Examples<T> batch in Reused())
        {
            learned.Learn(batch);
        }

        Bits(streamed.InputMeans).Should().Be(
            Bits(task.Describe(isStandardized: true).Build().Fit(task.Take(LearningTask<T>.AllRows)).Network.InputMeans));
        streamed.Weights.ShouldBeClose(
            Numbers.ToDoubles(learned.Weights), Numbers.For<T>(0.01, 0.01), 0.01, "the weights, but for the rate of the epoch");

        IEnumerable<Examples<T>> Reused()
        {
            int first = 0;
            foreach (int size in sizes)
            {
                Examples<T> batch = task.Take([.. Enumerable.Range(first, size)]);
                batch.Inputs.Rows.Values.CopyTo(inputs);
                batch.Targets.Span.CopyTo(targets);
                first += size;
                yield return new Examples<T>(inputs.AsMemory(0, size * 3), targets.AsMemory(0, size * 3));
            }
        }
    }

    [Theory]
    [InlineData(false, false, 5)]
    [InlineData(true, false, 6)]
    [InlineData(false, true, 6)]
    [InlineData(true, true, 7)]
    public void A_source_is_enumerated_for_every_epoch_and_first_for_scales_and_classes(
        bool isStandardized, bool isBalanced, int expected)
    {
        var task = new LearningTask<T>(TaskKind.BinaryLabels);
        var source = new RecordingSource<T>(task.Batches(16));
        PerceptronBuilder<T> description = task.Describe(isStandardized);
        Perceptron<T> network = (isBalanced ? description.WithBalancedClasses() : description).Build();
        var told = new List<int>();

        TrainingResult<T> result = network.Fit(
            source, new TrainingOptions { Epochs = 5 }, progress: new ProgressHandler(progress => told.Add(progress.Epoch)));

        source.Enumerations.Should().Be(expected);
        source.Disposals.Should().Be(expected);
        source.Batches.Should().Be(3 * expected);
        told.Should().Equal(1, 2, 3, 4, 5);
        result.StopReason.Should().Be(StopReason.MaxEpochs);
        network.Fit(source, new TrainingOptions { Epochs = 1 });
        source.Enumerations.Should().Be(expected + (isBalanced ? 2 : 1));
    }

    [Fact]
    public void A_bad_batch_is_rejected_with_its_number_row_and_column_and_changes_nothing()
    {
        Examples<T> good = Labelled([0, 1, 2, 1]);
        T[] rows = Rows<T>(4, 2);
        rows[5] = T.PositiveInfinity;

        RefusedBatch(new(rows, Labels(4, 3)), "batches", "batch 1: inputs has Infinity at row 2, column 1", "replace missing values");
        RefusedBatch(new(Rows<T>(4, 2).AsMemory(1), Labels(4, 3)), "batches", "has 7 values", "Pass whole rows");
        RefusedBatch(new(Rows<T>(0, 2), Labels(0, 3)), "batches", "batch 1: inputs is empty");
        RefusedBatch(Labelled([0, 1, 3, 1]), "batches", "batch 1: labels has 3 at row 2", "Number the classes from 0");
        RefusedBatch(new(Rows<T>(4, 2), Labels(5, 3)), "batches", "5 values for 4 rows");
        RefusedBatch(new(Rows<T>(1, 2), Numbers.Of<T>(0.5, 0.5, 0.5)), "batches", "sums to 1.5 at row 0");
        RefusedBatch(null!, "batches", "batches has null as its batch 1", "Leave it out");

        void RefusedBatch(Examples<T> bad, string parameter, params string[] words)
        {
            foreach (PerceptronBuilder<T> description in new[] { Softmax(2, 3), Softmax(2, 3).WithBalancedClasses() })
            {
                Refused<ArgumentException>(description, network => network.Fit([good, bad, good]), parameter, words);
                foreach (PerceptronBuilder<T> each in new[] { description, description.WithStandardization() })
                {
                    UnfittedIsLeftAsItWas<ArgumentException>(each, _ => [good, bad, good]).Message.Should().ContainAll(words);
                }
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_source_that_fails_in_its_first_epoch_changes_nothing(bool throws)
    {
        Examples<T> good = Labelled([0, 1, 2, 1]);
        foreach ((PerceptronBuilder<T> description, int passes) in new[]
        {
            (Softmax(2, 3), 0),
            (Softmax(2, 3).WithStandardization(), 1),
            (Softmax(2, 3).WithBalancedClasses(), 1),
            (Softmax(2, 3).WithBalancedClasses().WithStandardization(), 2),
        })
        {
            UnfittedIsLeftAsItWas<ArgumentException>(description, number => number <= passes ? [good, good] : Bad());
        }

        IEnumerable<Examples<T>> Bad()
        {
            yield return good;
            yield return throws ? throw new ArgumentException("the source's own") : Labelled([0, -1]);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_bad_batch_in_a_later_epoch_keeps_the_weights_after_the_last_complete_one(bool isStandardized)
    {
        int bad = isStandardized ? 4 : 3;
        var task = new LearningTask<T>(TaskKind.SoftmaxLabels);
        Perceptron<T> network = task.Describe(isStandardized).Build();
        var source = new RecordingSource<T>(
            number => number == bad ? [.. task.Batches(7).Take(3), Broken(task)] : task.Batches(7));

        Refused<ArgumentException>(
            () => network.Fit(source, new TrainingOptions { Epochs = 10 }), "batches", "batch 3: inputs has NaN at row 1, column 2");

        Perceptron<T> twin = task.Describe(isStandardized).Build();
        twin.Fit(task.Batches(7), new TrainingOptions { Epochs = 2 });
        ShouldGoOnAs(network, twin, task);
        source.Disposals.Should().Be(bad);
    }

    [Fact]
    public void An_exception_of_the_source_reaches_the_caller_unchanged()
    {
        var task = new LearningTask<T>(TaskKind.OneOutput);
        var exception = new OperationCanceledException("the source's own");
        foreach (int failing in new[] { 1, 2, 4 })
        {
            Perceptron<T> network = task.Describe(isStandardized: true).Build();
            var source = new RecordingSource<T>(number => number == failing ? Failing() : task.Batches(7));

            FluentActions.Invoking(() => network.Fit(source, new TrainingOptions { Epochs = 5 }))
                .Should().ThrowExactly<OperationCanceledException>().Which.Should().BeSameAs(exception);

            source.Disposals.Should().Be(failing);
            Perceptron<T> twin = task.Describe(isStandardized: true).Build();
            if (failing == 4)
            {
                twin.Fit(task.Batches(7), new TrainingOptions { Epochs = 2 });
            }

            ShouldGoOnAs(network, twin, task);
        }

        IEnumerable<Examples<T>> Failing()
        {
            foreach (Examples<T> batch in task.Batches(7).Take(2))
            {
                yield return batch;
            }

            throw exception;
        }
    }

    [Fact]
    public void A_source_must_not_change_the_network_that_reads_it()
    {
        var task = new LearningTask<T>(TaskKind.OneOutput);
        Perceptron<T> network = task.Describe(isStandardized: false).Build();

        Refused<InvalidOperationException>(() => network.Fit(new RecordingSource<T>(_ => Disturbing())), null, "is in a Fit");

        ShouldGoOnAs(network, task.Describe(isStandardized: false).Build(), task);

        IEnumerable<Examples<T>> Disturbing()
        {
            yield return task.Take([1, 2]);
            network.Learn(task.Take([1, 2]));
        }
    }

    [Fact]
    public void An_empty_source_is_rejected()
    {
        Refused<ArgumentException>(
            Regressor(2), network => network.Fit(new List<Examples<T>>()), "batches", "batches is empty", "at least one batch");
        foreach (PerceptronBuilder<T> description in new[] { Softmax(2, 3), Softmax(2, 3).WithBalancedClasses().WithStandardization() })
        {
            UnfittedIsLeftAsItWas<ArgumentException>(description, _ => []);
        }

        Refused<ArgumentNullException>(Regressor(2), network => network.Fit((IEnumerable<Examples<T>>)null!), "batches", "null");
    }

    [Fact]
    public void A_source_that_is_empty_when_enumerated_again_is_rejected()
    {
        string[] words = ["batches is empty when enumerated again", "the same batches each time", "Pass a list"];
        var task = new LearningTask<T>(TaskKind.SoftmaxTargets);
        Perceptron<T> network = task.Describe(isStandardized: false).Build();

        Refused<ArgumentException>(
            () => network.Fit(OnlyOnce(task.Batches(7)), new TrainingOptions { Epochs = 5 }), "batches", words);

        Perceptron<T> twin = task.Describe(isStandardized: false).Build();
        twin.Fit(task.Batches(7), new TrainingOptions { Epochs = 1 });
        ShouldGoOnAs(network, twin, task);
        UnfittedIsLeftAsItWas<ArgumentException>(
            task.Describe(isStandardized: true), number => number == 1 ? task.Batches(7) : []).Message.Should().ContainAll(words);
        task.Describe(isStandardized: false).Build()
            .Fit(OnlyOnce(task.Batches(7)), new TrainingOptions { Epochs = 1 }).Epochs.Should().Be(1, "once is enough for one epoch");
    }

    [Fact]
    public void A_source_of_one_class_is_rejected()
    {
        var one = new Examples<T>(Rows<T>(2, 3), LabelsOf(1, 1));
        var hot = new Examples<T>(Rows<T>(2, 3), Numbers.Of<T>(0, 1, 0, 1));
        var none = new Examples<T>(Rows<T>(1, 3), new int[1], Numbers.Of<T>(0.5));
        PerceptronBuilder<T> description = Perceptron.Classifier<T>(3, 2);

        UnfittedIsLeftAsItWas<ArgumentException>(description, _ => [one, one]).Message.Should().Contain("labels holds one class only (label 1)");
        UnfittedIsLeftAsItWas<ArgumentException>(description.WithStandardization(), _ => [hot, hot]).Message.Should().Contain("targets holds one class only");
        description.Build().Fit([one, none], new TrainingOptions { Epochs = 2 }).Epochs.Should().Be(2);
    }

    [Fact]
    public void A_source_rejects_options_that_need_rows_in_memory() =>
        Refused<ArgumentException>(
            Regressor(3),
            network => network.Fit([new Examples<T>(Rows<T>(2, 3), Targets<T>(2, 1))], new TrainingOptions { BatchSize = 2 }),
            "options",
            "BatchSize is 2",
            "each batch of a source is one step",
            "TrainingOptions.FullBatch");

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Cancelling_within_a_source_keeps_the_steps_so_far(int batches)
    {
        foreach (TaskKind kind in Enum.GetValues<TaskKind>())
        {
            using var cancellation = new CancellationTokenSource();
            var task = new LearningTask<T>(kind);
            Perceptron<T> network = task.Describe(isStandardized: false).Build();
            var source = new RecordingSource<T>(_ => Cancelling(task, batches, cancellation));

            TrainingResult<T> result = network.Fit(source, cancellationToken: cancellation.Token);

            result.StopReason.Should().Be(StopReason.Cancelled);
            result.Epochs.Should().Be(0);
            source.Disposals.Should().Be(1);
            source.Batches.Should().Be(batches + 1);
            Perceptron<T> twin = task.Describe(isStandardized: false).Build();
            foreach (Examples<T> batch in task.Batches(7).Take(batches))
            {
                twin.Learn(batch);
            }

            ShouldGoOnAs(network, twin, task);
        }
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public void Cancelling_while_learning_mean_and_scale_changes_nothing(int pass, bool isBalanced)
    {
        using var cancellation = new CancellationTokenSource();
        var task = new LearningTask<T>(TaskKind.BinaryLabels);
        PerceptronBuilder<T> description = task.Describe(isStandardized: true);
        description = isBalanced ? description.WithBalancedClasses() : description;
        Perceptron<T> network = description.Build();
        var source = new RecordingSource<T>(
            number => number == pass ? Cancelling(task, 2, cancellation) : task.Batches(7));

        TrainingResult<T> result = network.Fit(source, cancellationToken: cancellation.Token);

        result.StopReason.Should().Be(StopReason.Cancelled);
        source.Enumerations.Should().Be(pass);
        network.InputMeans.IsEmpty.Should().BeTrue();
        Refused<InvalidOperationException>(() => network.Learn(task.Take([1, 2])), null, "Call Fit first");
        ShouldGoOnAs(network, description.Build(), task);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void L_BFGS_takes_all_batches_together(bool isStandardized)
    {
        var task = new LearningTask<T>(TaskKind.SoftmaxLabels);
        PerceptronBuilder<T> description = task.Plain.WithOptimizer(Optimizer.Lbfgs()).WithPenalty(Penalty.L2(0.01))
            .WithInitialWeights(InitialWeights.Zeros);
        description = isStandardized ? description.WithStandardization() : description;
        var options = new TrainingOptions { Epochs = 1 };

        Perceptron<T> streamed = description.Build().Fit(task.Batches(7, Weights), options).Network;
        Perceptron<T> inMemory = description.Build().Fit(task.Take(LearningTask<T>.AllRows, Weights), options).Network;

        streamed.Weights.ShouldBeClose(
            Numbers.ToDoubles(inMemory.Weights), Numbers.For<T>(1e-9, 1e-3), Numbers.For<T>(1e-9, 1e-4), "the weights");
    }

    [Fact]
    public void Passive_aggressive_training_goes_through_a_source_row_by_row()
    {
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(3)
            .WithLoss(Loss.EpsilonInsensitive(0.01))
            .WithOptimizer(Optimizer.PassiveAggressive())
            .WithInitialWeights(InitialWeights.Zeros);
        var task = new LearningTask<T>(TaskKind.OneOutput);

        TrainingResult<T> streamed = description.Build().Fit(task.Batches(7, Weights), new TrainingOptions { Epochs = 2 });
        TrainingResult<T> inMemory = description.Build().Fit(
            task.Take(LearningTask<T>.AllRows, Weights), new TrainingOptions { Epochs = 2, Shuffle = false });

        Bits(streamed.Network).Should().Be(Bits(inMemory.Network));
        streamed.LossHistory.Should().Equal(inMemory.LossHistory);
    }

    private static IEnumerable<PerceptronBuilder<T>> Variants(LearningTask<T> task, bool isStandardized)
    {
        yield return task.Describe(isStandardized);
        yield return task.Describe(isStandardized)
            .WithPenalty(Penalty.ElasticNet(0.01)).WithGradientClipping(GradientClipping.ByNorm(0.5)).WithAveraging();
        if (task.Classes > 0)
        {
            yield return task.Describe(isStandardized).WithBalancedClasses();
        }
    }

    private static Examples<T> Labelled(int[] labels) => new(Rows<T>(labels.Length, 2), labels);

    private static Examples<T> Broken(LearningTask<T> task)
    {
        Examples<T> batch = task.Take([1, 2]);
        T[] inputs = batch.Inputs.Rows.Values.ToArray();
        inputs[5] = T.NaN;
        return new(inputs, batch.Labels);
    }

    /// <summary>Each batch only once, over all enumerations.</summary>
    private static RecordingSource<T> OnlyOnce(Examples<T>[] batches)
    {
        var queue = new Queue<Examples<T>>(batches);
        return new RecordingSource<T>(_ => Enumerate());

        IEnumerable<Examples<T>> Enumerate()
        {
            while (queue.TryDequeue(out Examples<T>? batch))
            {
                yield return batch;
            }
        }
    }

    /// <summary>Batches of 7 rows. One batch cancels when it is returned.</summary>
    private static IEnumerable<Examples<T>> Cancelling(LearningTask<T> task, int number, CancellationTokenSource cancellation)
    {
        foreach ((int index, Examples<T> batch) in task.Batches(7).Index())
        {
            if (index == number)
            {
                cancellation.Cancel();
            }

            yield return batch;
        }
    }

    /// <summary>A network that was never fitted can't be told from a new one after a source that failed.</summary>
    private static TException UnfittedIsLeftAsItWas<TException>(
        PerceptronBuilder<T> description, Func<int, IEnumerable<Examples<T>>> source)
        where TException : Exception
    {
        Perceptron<T> network = description.Build();
        Perceptron<T> twin = description.Build();
        var batches = new RecordingSource<T>(source);

        TException exception = FluentActions.Invoking(() => network.Fit(batches))
            .Should().ThrowExactly<TException>().Which;

        batches.Disposals.Should().Be(batches.Enumerations);
        network.CompletedEpochs.Should().Be(0);
        network.InputMeans.IsEmpty.Should().BeTrue();
        Bits(network).Should().Be(Bits(twin));
        if (description.IsStandardized || description.BalancesClasses)
        {
            Refused<InvalidOperationException>(
                () => network.Learn(Rows<T>(2, network.InputCount), [0, 1]), null, "Call Fit first");
        }

        T[] rows = Rows<T>(12, network.InputCount);
        network.Fit(rows, Labels(12, network.ClassCount));
        twin.Fit(rows, Labels(12, network.ClassCount));
        Bits(network).Should().Be(Bits(twin));
        return exception;
    }

    private static void ShouldGoOnAs(Perceptron<T> network, Perceptron<T> twin, LearningTask<T> task)
    {
        network.CompletedEpochs.Should().Be(twin.CompletedEpochs);
        Bits(network).Should().Be(Bits(twin));
        Bits(network.InputMeans).Should().Be(Bits(twin.InputMeans));
        network.Fit(task.Take(LearningTask<T>.AllRows), new TrainingOptions { Epochs = 2 });
        twin.Fit(task.Take(LearningTask<T>.AllRows), new TrainingOptions { Epochs = 2 });
        Bits(network).Should().Be(Bits(twin));
    }
}

public sealed class ExampleSourceTestsInFloat : ExampleSourceTests<float>;

public sealed class ExampleSourceTestsInDouble : ExampleSourceTests<double>;
