using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using NeuralNet.Core.Tests.Contract;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Data;

/// <summary>All forms of rows give the same results.</summary>
public abstract class RowsTests<T> : RefusalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Inputs = 5;

    private delegate void Call(Rows<T> rows);

    /// <summary>Every kind of training, by its name.</summary>
    private static readonly Dictionary<string, (Func<int, PerceptronBuilder<T>> Describe, TrainingOptions Options)> _trainings = new()
    {
        ["row by row"] = (inputs => Perceptron.BinaryClassifier<T>(inputs), new() { Epochs = 3, BatchSize = 1 }),
        ["row by row, in order"] = (inputs => Perceptron.BinaryClassifier<T>(inputs), new() { Epochs = 3, BatchSize = 1, Shuffle = false }),
        ["row by row, standardized"] = (inputs => Perceptron.BinaryClassifier<T>(inputs).WithStandardization(), new() { Epochs = 3, BatchSize = 1 }),
        ["row by row, momentum and L1"] = (
            inputs => Perceptron.BinaryClassifier<T>(inputs).WithOptimizer(Optimizer.Momentum()).WithPenalty(Penalty.L1(0.01)),
            new() { Epochs = 3, BatchSize = 1 }),
        ["batches"] = (inputs => Perceptron.BinaryClassifier<T>(inputs).WithOptimizer(Optimizer.Adam()), new() { Epochs = 3, BatchSize = 32 }),
        ["batches in order"] = (
            inputs => Perceptron.BinaryClassifier<T>(inputs).WithStandardization(), new() { Epochs = 3, BatchSize = 7, Shuffle = false }),
        ["full batch on threads"] = (
            inputs => Perceptron.BinaryClassifier<T>(inputs), new() { Epochs = 4, BatchSize = TrainingOptions.FullBatch, Threads = 3 }),
        ["L-BFGS"] = (inputs => Perceptron.BinaryClassifier<T>(inputs).WithOptimizer(Optimizer.Lbfgs()), new() { Epochs = 8, Threads = 2 }),
        ["L-BFGS, standardized"] = (
            inputs => Perceptron.BinaryClassifier<T>(inputs).WithStandardization().WithOptimizer(Optimizer.Lbfgs()), new() { Epochs = 8 }),
        ["passive-aggressive"] = (
            inputs => Perceptron.BinaryClassifier<T>(inputs).WithLoss(Loss.Hinge).WithOptimizer(Optimizer.PassiveAggressive()),
            new() { Epochs = 2 }),
        ["held out"] = (
            inputs => Perceptron.BinaryClassifier<T>(inputs), new() { Epochs = 5, ValidationFraction = 0.3, Patience = 2 }),
        ["softmax"] = (inputs => Perceptron.Classifier<T>(inputs, classes: 3), new() { Epochs = 3, BatchSize = 16 }),
        ["softmax, balanced"] = (
            inputs => Perceptron.Classifier<T>(inputs, classes: 3).WithBalancedClasses().WithStandardization(), new() { Epochs = 3 }),
    };

    [Theory]
    [InlineData(4)]
    [InlineData(61)]
    [InlineData(1300)]
    public void A_training_gives_the_same_bits_by_rows_in_any_form(int count)
    {
        T[] rows = Rows<T>(count, Inputs);
        T[] weights = Targets<T>(count, 1);
        foreach ((string name, (Func<int, PerceptronBuilder<T>> describe, TrainingOptions options)) in _trainings)
        {
            PerceptronBuilder<T> description = describe(Inputs);
            int[] labels = Labels(count, Math.Max(2, description.OutputCount));
            string expected = Bits(description.Build().Fit(rows, labels, options).Network);
            string weighted = Bits(description.Build().Fit(new Examples<T>(rows, labels, weights), options).Network);

            Each(rows, form => Bits(description.Build().Fit(form, labels, options).Network).Should().Be(expected, name));
            EachMemory(
                rows,
                form => Bits(description.Build().Fit(new Examples<T>(form, labels, weights), options).Network).Should().Be(weighted, name));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_step_and_every_query_give_the_same_bits_by_rows_in_any_form(int outputs)
    {
        PerceptronBuilder<T> description =
            outputs == 1 ? Perceptron.BinaryClassifier<T>(Inputs).WithStandardization() : Perceptron.Classifier<T>(Inputs, outputs);
        T[] rows = Rows<T>(37, Inputs);
        int[] labels = Labels(37, Math.Max(2, outputs));
        T[] weights = Targets<T>(37, 1);
        Perceptron<T> fitted = description.Build().Fit(rows, labels, new() { Epochs = 2 }).Network;
        byte[] file = fitted.ToBytes();

        string[] answers = [];
        Each(rows, form =>
        {
            Perceptron<T> network = Perceptron.Load<T>(file);
            FrozenPerceptron<T> frozen = network.Freeze();
            var numbers = new T[37 * outputs];
            var classes = new int[37];
            List<string> told = [];
            network.Predict(form, numbers);
            told.Add(Bits<T>(numbers));
            frozen.Logits(form, numbers);
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

            network.Learn(form, labels, numbers);
            told.Add(Bits<T>(numbers));
            told.Add(Bits(network));
            answers = answers.Length == 0 ? [.. told] : answers;
            told.Should().Equal(answers);
        });
        answers.Should().NotBeEmpty();
    }

    [Fact]
    public void A_selection_gives_the_same_numbers_by_rows_in_any_form()
    {
        PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(Inputs).WithStandardization();
        T[] rows = Rows<T>(37, Inputs);
        int[] labels = Labels(37, 2);
        T[] weights = Targets<T>(37, 1);
        string[] answers = [];
        EachMemory(rows, form =>
        {
            var examples = new Examples<T>(form, labels, weights);
            string[] told =
            [
                description.MaximumL1Strength(examples).ToString(CultureInfo.InvariantCulture),
                description.CrossValidateClassifier(examples, Folds.Random(3), new() { Epochs = 1 }).Score(fold => fold.LogLoss!.Value).ToString(),
                .. description.FitClassifierPath(examples, [1, 0.1], Penalty.L2, Folds.Random(2), new() { Epochs = 2 })
                    .Points.Select(point => Bits(point.Network.Weights)),
            ];
            answers = answers.Length == 0 ? told : answers;
            told.Should().Equal(answers);
        });
        answers.Should().HaveCount(4);
    }

    [Fact]
    public void Targets_and_labels_of_several_outputs_are_taken_in_any_form()
    {
        PerceptronBuilder<T> regressor = Perceptron.Regressor<T>(Inputs, outputs: 2);
        PerceptronBuilder<T> tagger = Perceptron.BinaryClassifier<T>(Inputs).WithOutputs(2);
        T[] rows = Rows<T>(20, Inputs);
        T[] targets = Targets<T>(20, 2);
        T[] tags = OneHot<T>(20, 2);
        string expected = Bits(regressor.Build().Fit(rows, targets).Network);
        string metrics = regressor.Build().Evaluate(rows, targets).ToString();
        string tagMetrics = tagger.Build().EvaluateMultiLabel(rows, tags).ToString();

        EachOf(targets, 2, form =>
        {
            Bits(regressor.Build().Fit(rows, form).Network).Should().Be(expected);
            regressor.Build().Evaluate(rows, form).ToString().Should().Be(metrics);
        });
        EachOf(tags, 2, form => tagger.Build().EvaluateMultiLabel(rows, form).ToString().Should().Be(tagMetrics));
    }

    [Fact]
    public void Rejects_rows_of_the_wrong_length_by_their_number()
    {
        T[] row = new T[Inputs];
        foreach (Func<Perceptron<T>, Action<RowMemory<T>>> call in Calls())
        {
            Refused(call, new[] { row, new T[4] }, "inputs", "row 1 has 4 values", "5 inputs", "needs 5 values");
            Refused(call, new ReadOnlyMemory<T>[] { row, row, default }, "inputs", "row 2 has 0 values");
            Refused(call, new[] { row, null!, row }, "inputs", "row 1 is null");
            Refused(call, Array.Empty<T[]>(), "inputs", "is empty");
            Refused(call, (T[][]?)null, "inputs", "is empty");
            Refused(call, new T[3, 2], "inputs", "[3 x 2]", "[rows x 5]");
            Refused(call, Tensor.Create(new T[6], [3, 2]), "inputs", "[3 x 2]", "[rows x 5]");
        }
    }

    [Fact]
    public void Rejects_a_value_of_separate_rows_that_is_not_finite_by_row_and_input()
    {
        T[][] rows = [.. Rows<T>(4, Inputs).Chunk(Inputs)];
        rows[2][3] = T.NaN;

        Refused<ArgumentException>(
            Perceptron.BinaryClassifier<T>(Inputs).WithFeatureNames("a", "b", "c", "d", "e"),
            network => network.Fit(rows, Labels(4, 2)),
            "inputs",
            "row 2",
            "'d'");
        Refused<ArgumentException>(
            Perceptron.BinaryClassifier<T>(Inputs), network => network.Learn(rows, Labels(4, 2)), "inputs", "row 2", "column 3");
    }

    [Fact]
    public void A_tensor_must_be_a_dense_matrix()
    {
        Perceptron<T> network = Perceptron.Regressor<T>(2).Build();
        var destination = new T[8];
        Tensor<T> cube = Tensor.Create(new T[8], [2, 2, 2]);
        Tensor<T> transposed = Tensor.PermuteDimensions(Tensor.Create(Rows<T>(2, 3), [2, 3]), [1, 0]);

        network.Invoking(one => one.Predict(cube, destination)).Should().Throw<ArgumentException>().WithMessage("*rank 3*[rows x 2]*");
        network.Invoking(one => one.Predict(transposed, destination)).Should().Throw<ArgumentException>().WithMessage("*not dense*");
        Action strided = () => network.Predict(
            new ReadOnlyTensorSpan<T>(Rows<T>(3, 3), [3, 2], [3, 1]), destination);
        strided.Should().Throw<ArgumentException>().WithMessage("*not dense*ToDenseTensor*");
        Action broadcast = () => network.Predict(new ReadOnlyTensorSpan<T>(new T[1], [1 << 30, 2], [0, 0]), destination);
        broadcast.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_row_that_becomes_shorter_during_a_call_throws()
    {
        T[][] rows = [.. Rows<T>(40, Inputs).Chunk(Inputs)];
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(Inputs).Build();
        var shrink = new ProgressHandler(_ => rows[7] = []);

        network.Invoking(one => one.Fit(rows, Labels(40, 2), new() { Epochs = 3, BatchSize = 1 }, shrink))
            .Should().Throw<ArgumentOutOfRangeException>();
        TensorPrimitives.IsFiniteAll(network.Weights).Should().BeTrue();
    }

    [Fact]
    public void Rejects_a_destination_in_the_memory_of_a_row()
    {
        T[] memory = Rows<T>(4, Inputs);
        ReadOnlyMemory<T>[] rows = [memory.AsMemory(0, Inputs), memory.AsMemory(10, Inputs)];
        Perceptron<T> network = Perceptron.Regressor<T>(Inputs).Build();

        network.Invoking(one => one.Predict(rows, memory.AsSpan(12, 2))).Should().Throw<ArgumentException>().WithMessage("*overlap*");
        network.Invoking(one => one.Learn(rows, [T.One, T.One], memory.AsSpan(2, 2))).Should().Throw<ArgumentException>().WithMessage("*overlap*");
        network.Predict(rows, memory.AsSpan(5, 2));
    }

    [Fact]
    public void Predictions_and_steps_of_separate_rows_allocate_nothing()
    {
        T[][] arrays = [.. Rows<T>(50, Inputs).Chunk(Inputs)];
        ReadOnlyMemory<T>[] memories = [.. arrays.Select(row => (ReadOnlyMemory<T>)row)];
        List<T[]> list = [.. arrays];
        Perceptron<T> network = Perceptron.Classifier<T>(Inputs, classes: 3).Build();
        FrozenPerceptron<T> frozen = network.Freeze();
        var destination = new T[150];
        var classes = new int[50];
        int[] labels = Labels(50, 3);

        Allocation.IsNone(() => frozen.Predict(arrays, destination), "Predict of arrays");
        Allocation.IsNone(() => frozen.Predict(memories, destination), "Predict of memories");
        Allocation.IsNone(() => frozen.Logits(list, destination), "Logits of a list");
        Allocation.IsNone(() => frozen.PredictClasses(memories, classes), "PredictClasses");
        Allocation.IsNone(() => network.Learn(arrays, labels), "Learn");
        Allocation.IsNone(() => network.Learn(memories, labels, destination), "Learn of memories");
    }

    [Theory]
    [InlineData("row by row")]
    [InlineData("batches")]
    [InlineData("full batch on threads")]
    [InlineData("L-BFGS")]
    public void The_numbers_of_separate_rows_are_not_copied(string name)
    {
        (Func<int, PerceptronBuilder<T>> describe, TrainingOptions options) = _trainings[name];
        const int Wide = 300;
        T[][] rows = [.. Rows<T>(2000, Wide).Chunk(Wide)];
        int[] labels = Labels(2000, 2);
        PerceptronBuilder<T> wide = describe(Wide);
        wide.Build().Fit(rows, labels, options);

        long before = GC.GetAllocatedBytesForCurrentThread();
        wide.Build().Fit(rows, labels, options);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(2000 * Wide * 4 / 4);
    }

    [Fact]
    public async Task Every_form_converts_in_an_async_method()
    {
        FrozenPerceptron<T> network = Perceptron.Regressor<T>(2).Build().Freeze();
        var destination = new T[2];
        await Task.Yield();

        network.Predict(new T[4], destination);
        network.Predict(new T[4].AsSpan(), destination);
        network.Predict(new T[4].AsMemory(1, 2).Span, destination);
        network.Predict((ReadOnlyMemory<T>)new T[4], destination);
        network.Predict(new T[4].AsMemory(), destination);
        network.Predict((RowMemory<T>)new T[2, 2], destination);
        network.Predict(RowMemory.Allocate<T>(2, 2), destination);
        network.Predict([T.One, T.Zero], destination);
        network.Predict(new T[2, 2], destination);
        network.Predict(Tensor.Create(new T[4], [2, 2]), destination);
        network.Predict(new[] { new T[2], new T[2] }, destination);
        network.Predict(new List<T[]> { new T[2] }, destination);
        network.Predict(new ReadOnlyMemory<T>[] { new T[2] }, destination);
        network.Predict(new ReadOnlyMemory<T>[] { new T[2] }.AsSpan(), destination);
        destination.Should().Equal(T.Zero, T.Zero);
    }

    [Fact]
    public void Rows_in_one_piece_can_be_enumerated_and_separate_rows_can_not()
    {
        Rows<T> together = Numbers.Of<T>(1, 2, 3);
        var seen = new List<T>();
        foreach (T value in together)
        {
            seen.Add(value);
        }

        seen.Should().Equal(Numbers.Of<T>(1, 2, 3));
        Action apart = () =>
        {
            Rows<T> rows = new[] { new T[1] };
            _ = rows.GetEnumerator();
        };
        apart.Should().Throw<NotSupportedException>().WithMessage("*are separate*");
    }

    private static void Each(T[] rows, Call call) => EachOf(rows, Inputs, call);

    private static void EachOf(T[] values, int columns, Call call)
    {
        T[][] arrays = [.. values.Chunk(columns)];
        call(values);
        call(values.AsSpan());
        call((ReadOnlySpan<T>)values);
        call((ReadOnlyMemory<T>)values);
        call(values.AsMemory());
        call((RowMemory<T>)arrays);
        call([.. values]);
        call(Matrix(values, columns));
        call(Tensor.Create(values, [values.Length / columns, columns]));
        call(Tensor.Create(values, [values.Length / columns, columns]).AsTensorSpan());
        call(Tensor.Create(values, [values.Length / columns, columns]).AsReadOnlyTensorSpan());
        call(arrays);
        call(arrays.ToList());
        call(arrays.Select(row => (ReadOnlyMemory<T>)row).ToArray());
        call(arrays.Select(row => (ReadOnlyMemory<T>)row).ToArray().AsSpan());
    }

    private static void EachMemory(T[] rows, Action<RowMemory<T>> call)
    {
        T[][] arrays = [.. rows.Chunk(Inputs)];
        call(rows);
        call(rows.AsMemory());
        call((ReadOnlyMemory<T>)rows);
        call(Matrix(rows, Inputs));
        call(Tensor.Create(rows, [rows.Length / Inputs, Inputs]));
        call(arrays);
        call(arrays.ToList());
        call(arrays.Select(row => (ReadOnlyMemory<T>)row).ToArray());
    }

    private static Func<Perceptron<T>, Action<RowMemory<T>>>[] Calls() =>
    [
        network => rows => network.Predict(rows.Rows, new T[9]),
        network => rows => network.PredictClasses(rows.Rows, new int[9]),
        network => rows => network.Evaluate(rows.Rows, [0, 1, 0]),
        network => rows => network.Fit(rows.Rows, [0, 1, 0]),
        network => rows => network.Fit(new Examples<T>(rows, LabelsOf(0, 1, 0))),
        network => rows => network.Learn(rows.Rows, [0, 1, 0]),
        network => rows => network.Description.CrossValidateClassifier(new(rows, LabelsOf(0, 1, 0))),
    ];

    private static void Refused(
        Func<Perceptron<T>, Action<RowMemory<T>>> call, RowMemory<T> rows, string parameter, params string[] words) =>
        Refused<ArgumentException>(Perceptron.BinaryClassifier<T>(Inputs), network => call(network)(rows), parameter, words);
}

public sealed class RowsTestsInFloat : RowsTests<float>;

public sealed class RowsTestsInDouble : RowsTests<double>;
