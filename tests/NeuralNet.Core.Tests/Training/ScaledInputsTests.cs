using System.Numerics;
using NeuralNet.Core.Tests.Contract;
using static NeuralNet.Core.Tests.Support.SmallData;
using static NeuralNet.Core.Tests.Support.SparseData;

namespace NeuralNet.Core.Tests.Training;

/// <summary>Standardization that does not center keeps the zeros of sparse rows, and is that of the same dense rows to the bit.</summary>
public abstract class ScaledInputsTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Count = 60;
    private const int Constant = 7;

    [Theory]
    [InlineData(9, 1)]
    [InlineData(131, 1)]
    [InlineData(131, 3)]
    [InlineData(1500, 1)]
    public void Every_training_of_sparse_rows_gives_the_bits_of_dense_rows(int inputs, int outputs)
    {
        T[] rows = Rows(inputs);
        SparseRowMemory<T> sparse = Sparse(rows, inputs);
        int[] labels = Labels(Count, Math.Max(2, outputs));
        T[] weights = [.. Enumerable.Range(0, Count).Select(row => T.CreateTruncating(row % 4))];
        T[] offsets = Targets<T>(Count, outputs, seed: 8);
        foreach ((string name, PerceptronBuilder<T> description, int? batchSize) in Trainings(inputs, outputs))
        {
            foreach (int threads in batchSize is null or TrainingOptions.FullBatch ? (int[])[1, 2, 5] : [1])
            {
                Perceptron<T> dense = description.Build(), actual = description.Build();
                var options = new TrainingOptions { Epochs = 3, BatchSize = batchSize, Threads = threads, ValidationFraction = 0.2 };
                TrainingResult<T> expected = dense.Fit(new Examples<T>(rows, labels, weights) { Offsets = offsets }, options);
                TrainingResult<T> result = actual.Fit(new Examples<T>(sparse, labels, weights) { Offsets = offsets }, options);

                actual.ToBytes().Should().Equal(dense.ToBytes(), $"{name}, {threads} threads");
                result.LossHistory.Should().Equal(expected.LossHistory, name);
                result.ValidationHistory.Should().Equal(expected.ValidationHistory, name);
                T[] predictions = new T[Count * outputs], others = new T[Count * outputs];
                dense.Predict(rows, predictions, offsets);
                actual.Predict(sparse.Rows, others, offsets);
                others.Should().Equal(predictions, name);
            }
        }
    }

    [Theory]
    [InlineData(131)]
    [InlineData(1500)]
    public void Scales_are_the_standard_deviations_of_the_rows(int inputs)
    {
        T[] rows = Rows(inputs);
        T[] weights = [.. Enumerable.Range(0, Count).Select(row => T.CreateTruncating(1 + (row % 3)))];

        Perceptron<T> network = Fitted(Describe(inputs), new Examples<T>(Sparse(rows, inputs), Labels(Count, 2), weights));

        network.InputMeans.IsEmpty.Should().BeTrue();
        double[] shares = Numbers.ToDoubles<T>(weights);
        for (int input = 0; input < inputs; input++)
        {
            double[] values = [.. Enumerable.Range(0, Count).Select(row => double.CreateTruncating(rows[(row * inputs) + input]))];
            double mean = values.Zip(shares, (value, share) => value * share).Sum() / shares.Sum();
            double scale = Math.Sqrt(values.Zip(shares, (value, share) => share * (value - mean) * (value - mean)).Sum() / shares.Sum());
            double expected = scale <= 1e-6 * Math.Abs(mean) ? 1 : scale;
            double.CreateTruncating(network.InputScales[input]).Should().BeApproximately(expected, Numbers.For<T>(1e-9, 1e-6) * expected, $"input {input}");
        }
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("adagrad")]
    public void The_network_is_that_of_rows_that_were_divided_before(string kind)
    {
        const int Inputs = 131;
        T[] rows = Rows(Inputs);
        int[] labels = Labels(Count, 2);
        PerceptronBuilder<T> plain = Perceptron.BinaryClassifier<T>(Inputs).WithOptimizer(kind == "sgd" ? Optimizer.Sgd : Optimizer.AdaGrad());
        Perceptron<T> scaled = plain.WithStandardization(center: false).Build();
        scaled.Fit(Sparse(rows, Inputs).Rows, labels, new() { Epochs = 4 });
        T[] inverses = scaled.Standardization!.InverseScales.ToArray();
        T[] divided = [.. rows.Select((value, index) => value * inverses[index % Inputs])];

        Perceptron<T> before = plain.Build();
        before.Fit(divided, labels, new() { Epochs = 4 });

        scaled.Weights.ToArray().Select((weight, input) => weight == before.Weights[input] * inverses[input]).Should().OnlyContain(isEqual => isEqual);
        scaled.Bias[0].Should().Be(before.Bias[0]);
    }

    [Fact]
    public void A_unit_of_a_power_of_two_changes_no_prediction()
    {
        const int Inputs = 131;
        T[] rows = Rows(Inputs);
        T[] inUnits = [.. rows.Select((value, index) => value * T.CreateTruncating(index % Inputs == Constant ? 1 : Math.ScaleB(1, (index % Inputs % 21) - 10)))];
        foreach (Optimizer optimizer in (Optimizer[])[Optimizer.Sgd, Optimizer.Lbfgs()])
        {
            PerceptronBuilder<T> description = Describe(Inputs).WithOptimizer(optimizer).WithPenalty(Penalty.L2(0.01));
            Perceptron<T> network = Fitted(description, new Examples<T>(Sparse(rows, Inputs), Labels(Count, 2)));
            Perceptron<T> other = Fitted(description, new Examples<T>(Sparse(inUnits, Inputs), Labels(Count, 2)));
            var predictions = new T[Count];
            var others = new T[Count];
            network.Predict(Sparse(rows, Inputs).Rows, predictions);
            other.Predict(Sparse(inUnits, Inputs).Rows, others);
            others.Should().Equal(predictions, optimizer.Name);
        }
    }

    [Theory]
    [InlineData(9, 1)]
    [InlineData(131, 1)]
    [InlineData(1500, 3)]
    public void Learn_gives_the_bits_of_dense_rows_with_given_and_with_learned_scales(int inputs, int outputs)
    {
        T[] rows = Rows(inputs);
        SparseRowMemory<T> sparse = Sparse(rows, inputs);
        int[] labels = Labels(Count, Math.Max(2, outputs));
        double[] scales = [.. Enumerable.Range(0, inputs).Select(input => 0.5 + (input % 7))];
        foreach ((string name, PerceptronBuilder<T> described, _) in Trainings(inputs, outputs).Where(training => training.BatchSize is not null))
        {
            if (!described.Penalty.IsNone)
            {
                continue;
            }

            foreach (bool isGiven in (bool[])[true, false])
            {
                PerceptronBuilder<T> description = isGiven ? described.WithStandardization([], scales) : described;
                Perceptron<T> dense = description.Build(), actual = description.Build();
                if (!isGiven)
                {
                    dense.Fit(rows, labels, new() { Epochs = 1 });
                    actual.Fit(sparse.Rows, labels, new() { Epochs = 1 });
                }

                for (int row = 0; row < Count; row++)
                {
                    dense.Learn(rows.AsSpan(row * inputs, inputs), labels.AsSpan(row, 1));
                    actual.Learn(sparse.Rows[row], labels.AsSpan(row, 1));
                    actual.Weights.SequenceEqual(dense.Weights).Should().BeTrue($"{name}, row {row}");
                }

                actual.ToBytes().Should().Equal(dense.ToBytes(), name);
            }
        }
    }

    [Fact]
    public void Learn_allocates_nothing_and_takes_only_the_columns_of_the_row()
    {
        const int Inputs = 1 << 18;
        double[] scales = new double[Inputs];
        Array.Fill(scales, 2);
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(Inputs).WithOptimizer(Optimizer.AdaGrad()).WithStandardization([], scales).Build();
        int[] indices = [5, 70_000, 200_000];
        T[] values = Numbers.Of<T>(1, 2, 3);

        Allocation.IsNone(() => network.Learn(new SparseRow<T>(indices, values), true), "a step");

        network.Weights.ToArray().Index().Where(weight => weight.Item != T.Zero).Select(weight => weight.Index).Should().Equal(indices);
    }

    [Fact]
    public void A_stream_a_file_and_a_resumed_training_go_on_with_the_same_bits()
    {
        const int Inputs = 131;
        T[] rows = Rows(Inputs);
        SparseRowMemory<T> sparse = Sparse(rows, Inputs);
        int[] labels = Labels(Count, 2);
        PerceptronBuilder<T> description = Describe(Inputs).WithInitialWeights(InitialWeights.Zeros);
        var options = new TrainingOptions { Epochs = 4, BatchSize = 10, Shuffle = false };
        Perceptron<T> once = description.Build(), stream = description.Build(), parts = description.Build();
        Perceptron.Load<T>(parts.ToBytes()).Description.IsCentered.Should().BeFalse("it waits for its scales");

        once.Fit(new Examples<T>(sparse, labels), options);
        stream.Fit(
            Enumerable.Range(0, Count / 10).Select(part => new Examples<T>(sparse[(10 * part)..((10 * part) + 10)], labels.AsMemory(10 * part, 10))),
            options with { BatchSize = null });
        parts.Fit(new Examples<T>(sparse, labels), options with { Epochs = 1 });
        parts = Perceptron.Load<T>(parts.ToBytes());
        parts.Fit(new Examples<T>(sparse, labels), options with { Epochs = 3, Resume = true });

        stream.ToBytes().Should().Equal(once.ToBytes());
        parts.ToBytes().Should().Equal(once.ToBytes());
        parts.Description.ToString().Should().Contain(", scaled");
        FrozenPerceptron<T> frozen = FrozenPerceptron.Load<T>(once.Freeze().ToBytes());
        frozen.InputMeans.IsEmpty.Should().BeTrue();
        frozen.InputScales.ToArray().Should().Equal(once.InputScales.ToArray());
        Perceptron<T> given = Perceptron.Load<T>(Perceptron.BinaryClassifier<T>(2).WithStandardization([], [2.0, 4]).Build().ToBytes());
        given.Description.IsCentered.Should().BeFalse();
        given.InputScales.ToArray().Should().Equal(Numbers.Of<T>(2, 4));
        given.InputMeans.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public void Cross_validation_paths_metrics_and_contributions_are_those_of_dense_rows()
    {
        const int Inputs = 131;
        T[] rows = Rows(Inputs);
        SparseRowMemory<T> sparse = Sparse(rows, Inputs);
        int[] labels = Labels(Count, 2);
        string[] results = [.. new RowMemory<T>[] { rows, sparse }.Select(form =>
        {
            var examples = new Examples<T>(form, labels);
            PerceptronBuilder<T> lasso = Describe(Inputs).WithPenalty(Penalty.L1(0.1)).WithOptimizer(Optimizer.CoordinateDescent);
            Perceptron<T> network = Fitted(Describe(Inputs), examples);
            return string.Join(
                "; ",
                Describe(Inputs).CrossValidateClassifier(examples, Folds.Random(3), new() { Epochs = 3 }).Score(fold => fold.LogLoss!.Value),
                lasso.CrossValidateClassifier(examples, Folds.Random(3)).Score(fold => fold.LogLoss!.Value),
                network.Evaluate(form.Rows, labels));
        })];
        results[1].Should().Be(results[0]);

        Perceptron<T> fitted = Fitted(Describe(Inputs), new Examples<T>(sparse, labels));
        SparseRow<T> row = sparse.Rows[1];
        var contributions = new T[row.Indices.Length];
        fitted.Contributions(row, contributions);
        for (int position = 0; position < contributions.Length; position++)
        {
            contributions[position].Should().Be(row.Values[position] * fitted.Weights[row.Indices[position]]);
        }
    }

    [Fact]
    public void Scaling_needs_no_bias_and_centering_is_refused_with_its_cure()
    {
        const int Inputs = 9;
        SparseRowMemory<T> sparse = Sparse(Rows(Inputs), Inputs);
        PerceptronBuilder<T> plain = Perceptron.BinaryClassifier<T>(Inputs);
        plain.WithoutBias().WithStandardization(center: false).Build().Fit(sparse.Rows, Labels(Count, 2)).Network.Bias[0].Should().Be(T.Zero);
        plain.WithStandardization(center: false).WithoutBias().IsStandardized.Should().BeTrue();
        FluentActions.Invoking(() => plain.WithoutBias().WithStandardization()).Should().Throw<InvalidOperationException>().WithMessage("*center: false*");
        FluentActions.Invoking(() => plain.WithStandardization().WithoutBias()).Should().Throw<InvalidOperationException>().WithMessage("*center: false*");
        FluentActions.Invoking(() => plain.WithStandardization().Build().Fit(sparse.Rows, Labels(Count, 2))).Should().Throw<ArgumentException>()
            .WithMessage("*subtracts a mean*WithStandardization(center: false)*");
        FluentActions.Invoking(() => plain.WithRunningStandardization().Build().Fit(sparse.Rows, Labels(Count, 2))).Should().Throw<ArgumentException>()
            .WithMessage("*running*center: false*WithRunningStandardization*");
        FluentActions.Invoking(() => plain.WithStandardization([], [1.0])).Should().Throw<ArgumentException>().WithParameterName("scales");
    }

    [Fact]
    public void Scales_of_many_columns_take_the_memory_of_the_values()
    {
        const int Inputs = 1 << 18;
        Examples<T>[] batches = [.. Enumerable.Range(0, 30).Select(batch => new Examples<T>(
            new SparseRowMemory<T>(Enumerable.Range(0, 11).ToArray(), Enumerable.Range(0, 10).Select(row => (row * 999) + batch).ToArray()),
            (T[])[.. Enumerable.Range(0, 10).Select(row => T.CreateTruncating(row % 2))]))];
        Perceptron<T> network = Describe(Inputs).Build();
        long before = GC.GetAllocatedBytesForCurrentThread();

        network.Fit(batches, new TrainingOptions { Epochs = 1 });

        // 300 rows written out would take 300 x 2^18 numbers.
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(30L * Inputs * sizeof(double));
    }

    private static PerceptronBuilder<T> Describe(int inputs) =>
        Perceptron.BinaryClassifier<T>(inputs).WithOptimizer(Optimizer.AdaGrad()).WithStandardization(center: false);

    private static Perceptron<T> Fitted(PerceptronBuilder<T> description, Examples<T> examples) =>
        description.Build().Fit(examples, new TrainingOptions { Epochs = 3 }).Network;

    private static IEnumerable<(string Name, PerceptronBuilder<T> Description, int? BatchSize)> Trainings(int inputs, int outputs)
    {
        PerceptronBuilder<T> plain = (outputs == 1 ? Perceptron.BinaryClassifier<T>(inputs) : Perceptron.Classifier<T>(inputs, outputs)).WithStandardization(center: false);
        foreach (Optimizer optimizer in (Optimizer[])[Optimizer.Sgd, Optimizer.AdaGrad(), Optimizer.Ftrl(l1: 0.1)])
        {
            yield return (optimizer.Name, plain.WithOptimizer(optimizer), 1);
            yield return ($"{optimizer.Name}, batches", plain.WithOptimizer(optimizer), 7);
        }

        yield return ("sgd, full batch", plain, TrainingOptions.FullBatch);
        yield return ("lbfgs", plain.WithOptimizer(Optimizer.Lbfgs()).WithPenalty(Penalty.L2(0.01)), null);
        if (outputs == 1)
        {
            yield return ("passive-aggressive", plain.WithLoss(Loss.Hinge).WithOptimizer(Optimizer.PassiveAggressive(0.1)), 1);
            yield return ("dual", plain.WithPenalty(Penalty.L2(0.01)).WithOptimizer(Optimizer.DualCoordinateDescent), null);
        }

        if (inputs <= 131)
        {
            yield return ("newton", plain.WithPenalty(Penalty.L2(0.01)).WithOptimizer(Optimizer.Newton()), null);
            yield return ("lasso", plain.WithPenalty(Penalty.L1(0.01)).WithOptimizer(Optimizer.CoordinateDescent), null);
            if (inputs == 9)
            {
                yield return ("kinks", plain.WithLoss(Loss.Hinge).WithPenalty(Penalty.L2(0.01)).WithOptimizer(Optimizer.Newton()), null);
            }
        }
    }

    /// <summary>Sparse rows in many units, with a column of zeros, one of ones, and one far from 0 with a small spread.</summary>
    private static T[] Rows(int inputs)
    {
        T[] rows = WrittenOut<T>(Count, inputs, perRow: 6);
        var random = new Random(4);
        for (int row = 0; row < Count; row++)
        {
            Span<T> values = rows.AsSpan(row * inputs, inputs);
            for (int input = 0; input < inputs; input++)
            {
                values[input] *= T.CreateTruncating(Math.Pow(10, (input % 5) - 2));
            }

            values[6] = T.Zero;
            values[Constant] = T.One;
            values[8] = T.CreateTruncating(1000 + random.NextDouble());
        }

        return rows;
    }
}

public sealed class ScaledInputsTestsInDouble : ScaledInputsTests<double>;

public sealed class ScaledInputsTestsInFloat : ScaledInputsTests<float>;
