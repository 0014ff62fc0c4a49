using System.Globalization;
using System.Numerics;
using NeuralNet.Core.Tests.Contract;
using NeuralNet.Core.Tests.Losses;
using NeuralNet.Core.Tests.Optimizers;
using static NeuralNet.Core.Tests.Support.SmallData;
using static NeuralNet.Core.Tests.Support.SparseData;

namespace NeuralNet.Core.Tests.Data;

/// <summary>Sparse rows give the bits of the same rows with their zeros, in every call, or are refused.</summary>
public abstract class SparseRowsTests<T> : RefusalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Count = 61;

    private delegate void Call(Perceptron<T> network, SparseRows<T> rows);

    [Theory]
    [MemberData(nameof(SparseTrainings.All), MemberType = typeof(SparseTrainings))]
    public void A_training_gives_the_bits_of_the_rows_with_their_zeros_or_is_refused(string name, int inputs, int outputs)
    {
        Optimizer optimizer = OptimizerCatalog.All.Single(one => one.Name == name);
        int[] batchSizes = optimizer.Limits.BatchSize is { } needed ? [needed] : [1, 7, TrainingOptions.FullBatch];
        if ((optimizer.Name.StartsWith("newton", StringComparison.Ordinal) || optimizer == Optimizer.CoordinateDescent) && inputs > 1000)
        {
            // The second derivatives of Newton take inputs * inputs numbers, sparse or not. Coordinate descent goes over the columns of wide
            // sparse rows, and rounds in another order: SparseCoordinateDescentTests compares the optimum.
            return;
        }

        T[] rows = WrittenOut<T>(Count, inputs, perRow: 6);
        SparseRowMemory<T> sparse = Sparse(rows, inputs);
        int[] labels = Labels(Count, Math.Max(outputs, 2));
        T[] weights = Targets<T>(Count, 1);
        PerceptronBuilder<T> description = Describe(optimizer, inputs, outputs);
        foreach (int batchSize in batchSizes)
        {
            foreach (int threads in (int[])[1, 3])
            {
                var options = new TrainingOptions { Epochs = 3, BatchSize = batchSize, Threads = threads, Shuffle = threads == 1 };
                Perceptron<T> network = description.Build();
                bool isRefused = batchSize != TrainingOptions.FullBatch && !optimizer.IgnoresZeroGradients;
                if (isRefused)
                {
                    FluentActions.Invoking(() => network.Fit(new Examples<T>(sparse, labels, weights), options))
                        .Should().Throw<ArgumentException>().WithParameterName(nameof(inputs)).WithMessage("*AdaGrad*");
                    Bits(network).Should().Be(Bits(description.Build()));
                    continue;
                }

                Perceptron<T> expected = description.Build();
                TrainingResult<T> result = expected.Fit(new Examples<T>(rows, labels, weights), options);
                TrainingResult<T> actual = network.Fit(new Examples<T>(sparse, labels, weights), options);
                Bits(network).Should().Be(Bits(expected));
                actual.LossHistory.Should().Equal(result.LossHistory);
                network.Fit(sparse.Rows, labels, options);
                Bits(network).Should().Be(Bits(expected.Fit(rows, labels, options).Network), "also without weights, and going on");
            }
        }
    }

    [Fact]
    public void Every_loss_gives_the_same_bits()
    {
        const int Inputs = 131;
        T[] rows = WrittenOut<T>(Count, Inputs, perRow: 6);
        SparseRowMemory<T> sparse = Sparse(rows, Inputs);
        foreach (Loss loss in LossCatalog.Everything)
        {
            PerceptronBuilder<T> plain = Perceptron.WithInputs<T>(Inputs).WithOutputs(loss.CouplesOutputs ? 3 : 1).WithLoss(loss);
            foreach (Optimizer optimizer in (Optimizer[])[Optimizer.AdaGrad(), Optimizer.Ftrl(), Optimizer.Lbfgs()])
            {
                PerceptronBuilder<T> description = plain.WithOptimizer(optimizer);
                var options = new TrainingOptions { Epochs = 2, BatchSize = optimizer.Limits.BatchSize ?? 5 };
                Bits(description.Build().Fit(ExamplesOf(sparse), options).Network)
                    .Should().Be(Bits(description.Build().Fit(ExamplesOf(rows), options).Network), $"{loss}, {optimizer}");

                Examples<T> ExamplesOf(RowMemory<T> form) => description.Build().ClassCount is > 0 and var classes
                    ? new(form, Labels(Count, classes))
                    : new(form, Targets<T>(Count, description.OutputCount));
            }
        }
    }

    [Theory]
    [InlineData(9)]
    [InlineData(131)]
    [InlineData(3000)]
    public void Streams_clipped_values_and_offsets_give_the_same_bits(int inputs)
    {
        T[] rows = WrittenOut<T>(Count, inputs, perRow: 5);
        T[] offsets = Targets<T>(Count, 1, seed: 9);
        int[] labels = Labels(Count, 2);
        foreach (Optimizer optimizer in (Optimizer[])[Optimizer.Sgd, Optimizer.AdaGrad(), Optimizer.Lbfgs()])
        {
            PerceptronBuilder<T> description = Describe(optimizer, inputs, 1);
            description = optimizer.UsesLearningRate ? description.WithGradientClipping(GradientClipping.ByValue(0.5)) : description;
            Perceptron<T> expected = description.Build();
            Perceptron<T> network = description.Build();
            var options = new TrainingOptions { Epochs = 3 };
            expected.Fit(Batches(from => rows.AsMemory(from * inputs, Math.Min(10, Count - from) * inputs)), options);
            network.Fit(Batches(from => Sparse(rows[(from * inputs)..(Math.Min(from + 10, Count) * inputs)], inputs)), options);
            Bits(network).Should().Be(Bits(expected), optimizer.Name);
        }

        IEnumerable<Examples<T>> Batches(Func<int, RowMemory<T>> rowsFrom)
        {
            for (int from = 0; from < Count; from += 10)
            {
                int end = Math.Min(from + 10, Count);
                yield return new(rowsFrom(from), labels.AsMemory(from..end)) { Offsets = offsets.AsMemory(from..end) };
            }
        }
    }

    [Theory]
    [InlineData(5, 1)]
    [InlineData(131, 1)]
    [InlineData(3000, 1)]
    [InlineData(131, 3)]
    [InlineData(131, 700)]
    public void Every_query_and_step_gives_the_same_bits(int inputs, int outputs)
    {
        T[] rows = WrittenOut<T>(Count, inputs, perRow: 6);
        SparseRowMemory<T> sparse = Sparse(rows, inputs);
        int[] labels = Labels(Count, Math.Max(2, outputs));
        T[] weights = Targets<T>(Count, 1);
        T[] offsets = Targets<T>(Count, outputs, seed: 8);
        Perceptron<T> fitted = Describe(Optimizer.AdaGrad(), inputs, outputs).Build();
        fitted.Fit(new Examples<T>(rows, labels, weights), new() { Epochs = 2 });

        Answers(sparse.Rows).Should().Equal(Answers(rows));

        List<string> Answers(Rows<T> form)
        {
            Perceptron<T> network = fitted.Clone();
            FrozenPerceptron<T> frozen = network.Freeze();
            var numbers = new T[Count * outputs];
            var classes = new int[Count];
            List<string> told = [];
            network.Predict(form, numbers);
            told.Add(Bits<T>(numbers));
            frozen.Logits(form, numbers, offsets);
            told.Add(Bits<T>(numbers));
            frozen.PredictClasses(form, classes);
            told.Add(string.Join(',', classes));
            told.Add(network.Evaluate(form, labels, weights).ToString());
            if (outputs == 1)
            {
                told.Add(network.ChooseThreshold(form, labels, ThresholdGoal.BestF1, weights).ToString());
                FrozenPerceptron<T> calibrated = frozen.Calibrate(form, labels, weights);
                told.Add($"{Bits(calibrated.Weights)} {Bits(calibrated.Bias)}");
            }

            told.Add(network.Learn(form, labels, numbers).ToString(CultureInfo.InvariantCulture));
            told.Add(Bits<T>(numbers));
            told.Add(Bits(network));
            return told;
        }
    }

    [Theory]
    [InlineData(5, 1)]
    [InlineData(131, 1)]
    [InlineData(131, 3)]
    [InlineData(3000, 1)]
    public void Steps_on_single_rows_give_the_same_bits(int inputs, int outputs)
    {
        T[] rows = WrittenOut<T>(Count, inputs, perRow: 6);
        SparseRows<T> sparse = Sparse(rows, inputs).Rows;
        int[] labels = Labels(Count, Math.Max(2, outputs));
        foreach (Optimizer optimizer in (Optimizer[])[Optimizer.Sgd, Optimizer.AdaGrad(), Optimizer.PassiveAggressive()])
        {
            PerceptronBuilder<T> description = Describe(optimizer, inputs, outputs).WithClassNames([.. "abc"[..Math.Max(2, outputs)].Select(letter => $"{letter}")]);
            Perceptron<T> expected = description.Build();
            Perceptron<T> network = description.Build();
            for (int row = 0; row < Count; row++)
            {
                ReadOnlySpan<T> written = rows.AsSpan(row * inputs, inputs);
                double weight = row % 5 == 4 ? 0 : row % 5 == 3 ? 2 : 1;
                network.Learn(sparse[row], labels[row], weight).Should().Be(expected.Learn(written, labels[row], weight));
                network.PredictClass(sparse[row]).Should().Be(expected.PredictClass(written));
                network.PredictClassName(sparse[row]).Should().Be(expected.PredictClassName(written));
                if (outputs == 1)
                {
                    network.Learn(sparse[row], labels[row] == 1).Should().Be(expected.Learn(written, labels[row] == 1));
                    network.Learn(sparse[row], T.CreateTruncating(labels[row])).Should().Be(expected.Learn(written, T.CreateTruncating(labels[row])));
                    network.Predict(sparse[row]).Should().Be(expected.Predict(written));
                }
            }

            Bits(network).Should().Be(Bits(expected), optimizer.Name);
        }
    }

    [Fact]
    public void A_selection_gives_the_same_numbers()
    {
        const int Inputs = 131;
        PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(Inputs).WithOptimizer(Optimizer.Lbfgs());
        T[] rows = WrittenOut<T>(Count, Inputs, perRow: 6);
        int[] labels = Labels(Count, 2);
        T[] weights = Targets<T>(Count, 1);

        Numbers(Sparse(rows, Inputs)).Should().Equal(Numbers(rows));

        string[] Numbers(RowMemory<T> form)
        {
            var examples = new Examples<T>(form, labels, weights);
            return
            [
                description.MaximumL1Strength(examples).ToString(CultureInfo.InvariantCulture),
                description.CrossValidateClassifier(examples, Folds.Random(3), new() { Epochs = 3 }).Score(fold => fold.LogLoss!.Value).ToString(),
                .. description.FitClassifierPath(examples, [1, 0.1], Penalty.L2, Folds.Random(2), new() { Epochs = 3 })
                    .Points.Select(point => Bits(point.Network.Weights)),
            ];
        }
    }

    [Fact]
    public void Columns_without_values_are_1()
    {
        int[] starts = [0, 2, 2, 5], indices = [0, 99, 3, 4, 70];
        T[] ones = [T.One, T.One, T.One, T.One, T.One];
        int[] labels = [0, 1, 1];
        Perceptron<T> expected = Describe(Optimizer.Sgd, 100, 1).Build();
        Perceptron<T> network = Describe(Optimizer.Sgd, 100, 1).Build();
        expected.Fit(new SparseRows<T>(starts, indices, ones), labels);
        network.Fit(new SparseRows<T>(starts, indices), labels);
        Bits(network).Should().Be(Bits(expected));
        network.Predict(new SparseRow<T>([3, 4, 70])).Should().Be(expected.Predict(new SparseRow<T>([3, 4, 70], ones.AsSpan(0, 3))));
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 2)]
    [InlineData(2, 0)]
    [InlineData(0, 5)]
    [InlineData(4, 1)]
    public void A_part_of_the_rows_is_those_rows(int start, int count)
    {
        foreach (T[] values in (T[][])[[], Numbers.Of<T>(1, 2, 3, 4, 5, 6)])
        {
            var rows = new SparseRowMemory<T>((int[])[0, 2, 2, 3, 3, 6], (int[])[3, 4, 70, 1, 2, 3], values);
            rows.Count.Should().Be(5);

            SparseRowMemory<T> part = rows[start..(start + count)];

            part.Count.Should().Be(count);
            for (int row = 0; row < count; row++)
            {
                part.Rows[row].Indices.ToArray().Should().Equal(rows.Rows[start + row].Indices.ToArray());
                part.Rows[row].Values.ToArray().Should().Equal(rows.Rows[start + row].Values.ToArray());
            }

            if (count > 0)
            {
                new SparseRowMemory<T>(part.Rows.RowStarts.ToArray(), part.Rows.Indices.ToArray(), part.Rows.Values.ToArray())
                    .Count.Should().Be(count, "the part has the layout of all rows");
            }
        }
    }

    [Fact]
    public void A_part_beyond_the_rows_and_starts_that_fall_are_refused()
    {
        var rows = new SparseRowMemory<T>((int[])[0, 1, 2], (int[])[3, 4]);
        foreach ((int start, int count) in (ReadOnlySpan<(int, int)>)[(-1, 1), (3, 0), (0, 3), (2, 1), (0, -1), (1, int.MaxValue)])
        {
            FluentActions.Invoking(() => rows.Slice(start, count)).Should().Throw<ArgumentOutOfRangeException>($"{start} {count}");
        }

        FluentActions.Invoking(() => new SparseRowMemory<T>((int[])[0, 2, 1, 3], (int[])[3, 4, 5])).Should().Throw<ArgumentException>()
            .WithMessage("*row 1 starts at 2, and row 2 at 1*").WithParameterName("rowStarts");
        default(SparseRowMemory<T>).Count.Should().Be(0);
        default(SparseRowMemory<T>)[..0].Count.Should().Be(0);
    }

    [Fact]
    public void A_million_columns_cost_what_is_given()
    {
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(1 << 20).WithOptimizer(Optimizer.AdaGrad()).Build();
        SparseRowMemory<T> rows = new((int[])[0, 2, 3], (int[])[5, 1_000_000, 70_000], (T[])[T.One, T.One, T.One]);
        int[] labels = [1, 0];
        var predictions = new T[2];
        network.Fit(rows.Rows, labels, new() { Epochs = 5, BatchSize = 1 });

        Allocation.IsNone(CallAll, "a call");
        network.Weights.ToArray().Index().Where(weight => weight.Item != T.Zero).Select(weight => weight.Index)
            .Should().Equal(5, 70_000, 1_000_000);

        void CallAll()
        {
            network.Learn(rows.Rows[0], true);
            network.Learn(rows.Rows, labels);
            network.Predict(rows.Rows, predictions);
            network.Predict(rows.Rows[1]);
        }
    }

    [Theory]
    [InlineData(new[] { 0, 3 }, new[] { 1, 4, 7 }, "*row 0*index 7 at position 2*7 inputs*[0, 6]*")]
    [InlineData(new[] { 0, 1, 3 }, new[] { 1, -1, 2 }, "*row 1*index -1 at position 0*")]
    [InlineData(new[] { 0, 1, 3 }, new[] { 1, 4, 2 }, "*row 1*index 2 at position 1, after 4*SparseRow.Sort*")]
    [InlineData(new[] { 0, 1, 3 }, new[] { 1, 4, 4 }, "*row 1*index 4 twice, at positions 0 and 1*SparseRow.Sort*")]
    [InlineData(new[] { 0, 2, 1, 3 }, new[] { 1, 4, 2 }, "*row 1 starts at 2, and row 2 at 1*")]
    [InlineData(new[] { 0, 5, 3 }, new[] { 1, 4, 5 }, "*row 0 starts at 0, and row 1 at 5*")]
    [InlineData(new[] { 0, -1, 3 }, new[] { 1, 4, 5 }, "*row 0 starts at 0, and row 1 at -1*")]
    [InlineData(new[] { 0 }, new int[0], "*empty*")]
    public void Indices_and_row_starts_are_checked_in_every_call(int[] starts, int[] indices, string message)
    {
        Call[] calls =
        [
            (network, rows) => network.Predict(rows, new T[9]),
            (network, rows) => network.PredictClasses(rows, new int[9]),
            (network, rows) => network.Evaluate(rows, LabelsOf(0, 1)),
            (network, rows) => network.Fit(rows, LabelsOf(0, 1)),
            (network, rows) => network.Learn(rows, LabelsOf(0, 1)),
        ];
        foreach (Call call in calls)
        {
            RefusedBy<ArgumentException>(
                Binary(7).WithOptimizer(Optimizer.Sgd), network => call(network, new SparseRows<T>(starts, indices)), message);
        }
    }

    [Fact]
    public void Long_rows_are_checked_to_the_last_index()
    {
        for (int length = 1; length < 40; length++)
        {
            for (int wrong = 1; wrong < length; wrong++)
            {
                int[] indices = [.. Enumerable.Range(0, length)];
                indices[wrong] = indices[wrong - 1];
                FluentActions.Invoking(() => Binary(50).Build().Predict(new SparseRow<T>(indices)))
                    .Should().Throw<ArgumentException>().WithMessage($"*index {wrong - 1} twice, at positions {wrong - 1} and {wrong}*");
            }
        }
    }

    [Fact]
    public void Values_that_are_not_finite_are_named()
    {
        T[] values = [T.One, T.NaN];
        RefusedBy<ArgumentException>(
            Binary(7).WithOptimizer(Optimizer.Sgd),
            network => network.Fit(new SparseRows<T>([0, 1, 2], [3, 6], values), LabelsOf(0, 1)),
            "*NaN at row 1, column 6*");
        RefusedBy<ArgumentException>(
            Binary(7).WithOptimizer(Optimizer.Sgd), network => network.Learn(new SparseRow<T>([3, 6], values), true), "*NaN at row 0, column 6*");
    }

    [Fact]
    public void Lengths_that_contradict_are_refused_at_once()
    {
        T[] two = [T.One, T.One];
        FluentActions.Invoking(() => new SparseRow<T>([1, 2, 3], two).Indices.Length)
            .Should().Throw<ArgumentException>().WithParameterName("values").WithMessage("*2 numbers*3 indices*");
        FluentActions.Invoking(() => new SparseRows<T>([0, 3], [1, 2, 3], two).Count).Should().Throw<ArgumentException>().WithParameterName("values");
        FluentActions.Invoking(() => new SparseRows<T>([0, 2], [1, 2, 3]).Count)
            .Should().Throw<ArgumentException>().WithParameterName("rowStarts").WithMessage("*ends with 2*3 indices*");
        FluentActions.Invoking(() => new SparseRows<T>([1, 3], [1, 2, 3]).Count)
            .Should().Throw<ArgumentException>().WithParameterName("rowStarts").WithMessage("*begins with 1*");
        FluentActions.Invoking(() => new SparseRowMemory<T>(default, default)).Should().Throw<ArgumentException>().WithParameterName("rowStarts");
        FluentActions.Invoking(() => new SparseRows<T>([0, 1], [1])[1].Indices.Length).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => Binary(7).Build().Predict(default(SparseRowMemory<T>).Rows, new T[1]))
            .Should().Throw<ArgumentException>().WithMessage("*empty*");
    }

    [Fact]
    public void What_touches_every_column_is_refused_with_its_cure()
    {
        PerceptronBuilder<T> sgd = Binary(7).WithOptimizer(Optimizer.Sgd);
        (PerceptronBuilder<T> Description, bool IsFitRefused, string Message)[] refused =
        [
            (sgd.WithStandardization(), true, "*standardization*Use WithStandardization(center: false), or pass dense rows*"),
            (sgd.WithPenalty(Penalty.L2(0.1)), false, "*after every call*have paid the penalty*Call Fit*leave out WithPenalty*Optimizer.Ftrl*"),
            (sgd.WithAveraging(), false, "*after every call*in their average*leave out WithAveraging*"),
            (sgd.WithGradientClipping(GradientClipping.ByNorm(1)), true, "*GradientClipping.ByValue*"),
            (sgd.WithOptimizer(Optimizer.Momentum()), true, "*'momentum(0.9)' moves in every step*AdaGrad*"),
        ];
        T[] dense = WrittenOut<T>(2, 7, 4);
        SparseRowMemory<T> rows = Sparse(dense, 7);
        foreach ((PerceptronBuilder<T> description, bool isFitRefused, string message) in refused)
        {
            Perceptron<T> network = description.Build();
            if (isFitRefused)
            {
                FluentActions.Invoking(() => network.Fit(rows.Rows, LabelsOf(0, 1), new() { BatchSize = 1 })).Should().Throw<ArgumentException>().WithMessage(message);
                FluentActions.Invoking(() => network.Fit([new Examples<T>(rows, LabelsOf(0, 1))])).Should().Throw<ArgumentException>().WithMessage(message);
                Bits(network).Should().Be(Bits(description.Build()));
            }

            network.Fit(dense, LabelsOf(0, 1), new() { Epochs = 1 });
            FluentActions.Invoking(() => network.Learn(rows.Rows, LabelsOf(0, 1))).Should().Throw<ArgumentException>().WithMessage(message);
            FluentActions.Invoking(() => network.Learn(rows.Rows[0], true)).Should().Throw<ArgumentException>().WithMessage(message);
        }
    }

    private static PerceptronBuilder<T> Describe(Optimizer optimizer, int inputs, int outputs)
    {
        bool isPassive = optimizer.Limits.NeedsUnitSlopes || optimizer.Limits.IsDual;
        PerceptronBuilder<T> description = outputs == 1 ? Perceptron.BinaryClassifier<T>(inputs)
            : isPassive ? Perceptron.Classifier<T>(inputs, outputs).WithLoss(Loss.Hinge)
            : Perceptron.Classifier<T>(inputs, outputs);
        description = (isPassive ? description.WithLoss(Loss.Hinge) : description).WithOptimizerOf(optimizer);
        return optimizer == Optimizer.CoordinateDescent ? description.WithPenalty(Penalty.L1(0.02)) : description;
    }

    private static void RefusedBy<TException>(PerceptronBuilder<T> description, Action<Perceptron<T>> call, string message)
        where TException : ArgumentException
    {
        Perceptron<T> network = description.Build();
        FluentActions.Invoking(() => call(network)).Should().Throw<TException>().WithMessage(message);
        Bits(network).Should().Be(Bits(description.Build()));
    }
}

public static class SparseTrainings
{
    /// <summary>Every optimizer, one and several outputs, and widths around each number of partial sums.</summary>
    public static TheoryData<string, int, int> All
    {
        get
        {
            TheoryData<string, int, int> all = [];
            foreach (string optimizer in OptimizerCatalog.All.Select(optimizer => optimizer.Name))
            {
                foreach (int inputs in (int[])[1, 4, 9, 17, 40, 70, 131, 3000])
                {
                    all.Add(optimizer, inputs, 1);
                    all.Add(optimizer, inputs, 3);
                }
            }

            return all;
        }
    }
}

public sealed class SparseRowsTestsInFloat : SparseRowsTests<float>;

public sealed class SparseRowsTestsInDouble : SparseRowsTests<double>;
