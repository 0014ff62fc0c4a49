using System.Numerics;
using System.Numerics.Tensors;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Data;

/// <summary>Rows as <c>T[,]</c> and as tensors give the same results as rows in a span.</summary>
public abstract class MatrixTests<T> : RefusalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowCount = 40;
    private const int Inputs = 5;
    private const int Classes = 3;

    private static readonly T[] _rows = Rows<T>(RowCount, Inputs);
    private static readonly T[,] _array = Matrix(_rows, Inputs);
    private static readonly int[] _labels = Labels(RowCount, Classes);
    private static readonly T[] _targets = OneHot<T>(RowCount, Classes);
    private static readonly TrainingOptions _options = new() { Epochs = 3, BatchSize = 7 };

    private delegate void MatrixCall(Perceptron<T> network, ReadOnlyTensorSpan<T> rows);

    private static ReadOnlyTensorSpan<T> Tensor => new(_rows, [RowCount, Inputs]);

    [Fact]
    public void Fit_of_a_matrix_gives_the_bits_of_Fit_of_its_rows()
    {
        PerceptronBuilder<T> description = Softmax(Inputs, Classes).WithStandardization();
        Perceptron<T> expected = description.Build().Fit(_rows, _labels, _options).Network;

        Bits(description.Build().Fit(_array, _labels, _options).Network).Should().Be(Bits(expected));
        Bits(description.Build().Fit(Tensor, _labels, _options).Network).Should().Be(Bits(expected));
        Bits(description.Build().Fit(_array, _targets, _options).Network).Should().Be(Bits(expected));
        Bits(description.Build().Fit(Tensor, _targets, _options).Network).Should().Be(Bits(expected));
    }

    [Fact]
    public void Fit_of_a_matrix_passes_on_progress_and_cancellation()
    {
        PerceptronBuilder<T> description = Softmax(Inputs, Classes);
        var calls = new List<Func<IProgress<TrainingProgress>, CancellationToken, TrainingResult<T>>>
        {
            (progress, token) => description.Build().Fit(_array, _labels, _options, progress, token),
            (progress, token) => description.Build().Fit(Tensor, _labels, _options, progress, token),
            (progress, token) => description.Build().Fit(_array, _targets, _options, progress, token),
            (progress, token) => description.Build().Fit(Tensor, _targets, _options, progress, token),
        };
        foreach (Func<IProgress<TrainingProgress>, CancellationToken, TrainingResult<T>> fit in calls)
        {
            using var source = new CancellationTokenSource();
            var told = new List<int>();

            TrainingResult<T> result = fit(
                new ProgressHandler(progress =>
                {
                    told.Add(progress.Epoch);
                    source.Cancel();
                }),
                source.Token);

            told.Should().Equal(1);
            result.StopReason.Should().Be(StopReason.Cancelled);
        }
    }

    [Fact]
    public void Learn_of_a_matrix_gives_the_bits_of_Learn_of_its_rows()
    {
        PerceptronBuilder<T> description = Softmax(Inputs, Classes);
        Perceptron<T> expected = description.Build();
        T[] before = new T[RowCount * Classes];
        expected.Learn(_rows, _labels, before);

        foreach (Action<Perceptron<T>, T[]> learn in new Action<Perceptron<T>, T[]>[]
        {
            (network, destination) => network.Learn(_array, _labels, destination),
            (network, destination) => network.Learn(Tensor, _labels, destination),
            (network, destination) => network.Learn(_array, _targets, destination),
            (network, destination) => network.Learn(Tensor, _targets, destination),
        })
        {
            Perceptron<T> network = description.Build();
            T[] destination = new T[before.Length];
            learn(network, destination);

            Bits(network).Should().Be(Bits(expected));
            Bits<T>(destination).Should().Be(Bits<T>(before));
        }
    }

    [Fact]
    public void Predictions_for_a_matrix_are_those_for_its_rows()
    {
        Perceptron<T> network = Softmax(Inputs, Classes).Build().Fit(_rows, _labels, _options).Network;
        FrozenPerceptron<T> frozen = network.Freeze();

        SameNumbers(
            destination => network.Predict(_rows, destination),
            destination => network.Predict(_array, destination),
            destination => network.Predict(Tensor, destination),
            destination => frozen.Predict(_array, destination),
            destination => frozen.Predict(Tensor, destination));
        SameNumbers(
            destination => network.Logits(_rows, destination),
            destination => network.Logits(_array, destination),
            destination => network.Logits(Tensor, destination),
            destination => frozen.Logits(_array, destination),
            destination => frozen.Logits(Tensor, destination));
        SameClasses(
            destination => network.PredictClasses(_rows, destination),
            destination => network.PredictClasses(_array, destination),
            destination => network.PredictClasses(Tensor, destination),
            destination => frozen.PredictClasses(_array, destination),
            destination => frozen.PredictClasses(Tensor, destination));
    }

    [Fact]
    public void Metrics_of_a_matrix_are_those_of_its_rows()
    {
        Perceptron<T> network = Softmax(Inputs, Classes).Build().Fit(_rows, _labels, _options).Network;
        FrozenPerceptron<T> frozen = network.Freeze();
        ClassificationMetrics classification = network.Evaluate(_rows, _labels);
        T[] soft = Targets<T>(_labels.Length, Classes);
        RegressionMetrics regression = network.Evaluate(_rows, soft);

        network.Evaluate(_array, _labels).Should().BeEquivalentTo(classification);
        network.Evaluate(Tensor, _labels).Should().BeEquivalentTo(classification);
        frozen.Evaluate(_array, _labels).Should().BeEquivalentTo(classification);
        frozen.Evaluate(Tensor, _labels).Should().BeEquivalentTo(classification);
        network.Evaluate(_array, soft).Should().BeEquivalentTo(regression);
        network.Evaluate(Tensor, soft).Should().BeEquivalentTo(regression);
        frozen.Evaluate(_array, soft).Should().BeEquivalentTo(regression);
        frozen.Evaluate(Tensor, soft).Should().BeEquivalentTo(regression);
    }

    [Fact]
    public void Reads_an_array_with_a_lower_bound_other_than_zero()
    {
        var shifted = (T[,])Array.CreateInstance(typeof(T), [RowCount, Inputs], [1, -3]);
        for (int row = 0; row < RowCount; row++)
        {
            for (int column = 0; column < Inputs; column++)
            {
                shifted[row + 1, column - 3] = _array[row, column];
            }
        }

        Perceptron<T> network = Softmax(Inputs, Classes).Build();

        SameNumbers(
            destination => network.Predict(_rows, destination), destination => network.Predict(shifted, destination));
    }

    [Fact]
    public void Rejects_null()
    {
        foreach (Action<Perceptron<T>> call in ArrayCalls(null!))
        {
            Refused<ArgumentNullException>(Softmax(Inputs, Classes), call, "inputs", "cannot be null");
        }
    }

    [Theory]
    [InlineData(Inputs, RowCount)]
    [InlineData(RowCount, Inputs - 1)]
    [InlineData(RowCount, 0)]
    [InlineData(0, 0)]
    public void Rejects_a_matrix_of_another_width_by_its_shape(int rows, int columns)
    {
        string[] words = [$"the shape [{rows} x {columns}]", "has 5 inputs", "Pass [rows x 5]"];

        foreach (Action<Perceptron<T>> call in ArrayCalls(new T[rows, columns]))
        {
            Refused<ArgumentException>(Softmax(Inputs, Classes), call, "inputs", words);
        }

        foreach (MatrixCall call in TensorCalls())
        {
            Refused<ArgumentException>(
                Softmax(Inputs, Classes),
                network => call(network, new ReadOnlyTensorSpan<T>(new T[rows * columns], [rows, columns])),
                "inputs",
                words);
        }
    }

    [Fact]
    public void Rejects_a_tensor_of_another_rank_by_its_shape()
    {
        foreach (MatrixCall call in TensorCalls())
        {
            Refused<ArgumentException>(
                Softmax(Inputs, Classes), network => call(network, default), "inputs", "a tensor of rank 0", "Pass [rows x 5]");
            Refused<ArgumentException>(
                Softmax(Inputs, Classes),
                network => call(network, new ReadOnlyTensorSpan<T>(_rows, [Inputs])),
                "inputs",
                "a tensor of rank 1",
                "Pass [rows x 5]");
            Refused<ArgumentException>(
                Softmax(Inputs, Classes),
                network => call(network, new ReadOnlyTensorSpan<T>(_rows, [2, 4, Inputs])),
                "inputs",
                "a tensor of rank 3",
                "Pass [rows x 5]");
        }
    }

    [Fact]
    public void Rejects_a_matrix_without_rows()
    {
        foreach (Action<Perceptron<T>> call in ArrayCalls(new T[0, Inputs]))
        {
            Refused<ArgumentException>(Softmax(Inputs, Classes), call, "inputs", "inputs is empty", "at least one row");
        }

        foreach (MatrixCall call in TensorCalls())
        {
            Refused<ArgumentException>(
                Softmax(Inputs, Classes),
                network => call(network, new ReadOnlyTensorSpan<T>(_rows, [0, Inputs])),
                "inputs",
                "inputs is empty",
                "at least one row");
        }
    }

    [Fact]
    public void Rejects_a_matrix_that_is_not_dense()
    {
        string[] words = ["not dense", "one after the other in memory", "Copy it first", "ToDenseTensor()"];
        foreach (MatrixCall call in TensorCalls())
        {
            // The left half of a wider matrix, a transposed one, and one row repeated.
            Refused<ArgumentException>(
                Softmax(Inputs, Classes),
                network => call(network, new ReadOnlyTensorSpan<T>(_rows, [RowCount / 2, Inputs], [2 * Inputs, 1])),
                "inputs",
                words);
            Refused<ArgumentException>(
                Softmax(Inputs, Classes),
                network => call(network, new ReadOnlyTensorSpan<T>(_rows, [RowCount, Inputs], [1, RowCount])),
                "inputs",
                words);
            Refused<ArgumentException>(
                Softmax(Inputs, Classes),
                network => call(network, new ReadOnlyTensorSpan<T>(_rows, [RowCount, Inputs], [0, 1])),
                "inputs",
                words);
        }
    }

    [Fact]
    public void Accepts_the_copy_suggested_for_a_transposed_matrix()
    {
        Tensor<T> columns = System.Numerics.Tensors.Tensor.Create(_rows, [RowCount, Inputs]);
        Tensor<T> transposed = System.Numerics.Tensors.Tensor.Transpose(columns);
        Perceptron<T> network = Softmax(RowCount, Classes).Build();
        T[] destination = new T[Inputs * Classes];

        network.Predict(transposed.ToDenseTensor(), destination);

        T[] row = [.. Enumerable.Range(0, RowCount).Select(index => _array[index, 1])];
        T[] prediction = new T[Classes];
        network.Predict(row, prediction);
        destination[Classes..(2 * Classes)].Should().Equal(prediction);
    }

    [Fact]
    public void Rejects_more_values_than_an_int_can_count_by_their_number()
    {
        foreach (MatrixCall call in TensorCalls())
        {
            Refused<ArgumentException>(
                Softmax(Inputs, Classes),
                network => call(network, new ReadOnlyTensorSpan<T>(new T[1], [500_000_000, Inputs], [0, 0])),
                "inputs",
                "500000000 x 5 = 2500000000 values",
                "at most 2147483647",
                "Pass fewer rows at a time");
        }
    }

    [Fact]
    public void Rejects_a_value_of_a_matrix_that_is_not_finite_by_row_and_column()
    {
        T[,] rows = Matrix(_rows, Inputs);
        rows[11, 3] = T.NaN;

        Refused<ArgumentException>(
            Softmax(Inputs, Classes), network => network.Fit(rows, _labels), "inputs", "inputs has NaN at row 11, column 3");
        Refused<ArgumentException>(
            Softmax(Inputs, Classes), network => network.Learn(rows, _labels), "inputs", "inputs has NaN at row 11, column 3");
    }

    private static void SameNumbers(Action<T[]> expected, params Action<T[]>[] calls)
    {
        T[] numbers = new T[RowCount * Classes];
        expected(numbers);
        foreach (Action<T[]> call in calls)
        {
            T[] destination = new T[numbers.Length];
            call(destination);
            Bits<T>(destination).Should().Be(Bits<T>(numbers));
        }
    }

    private static void SameClasses(Action<int[]> expected, params Action<int[]>[] calls)
    {
        int[] classes = new int[RowCount];
        expected(classes);
        foreach (Action<int[]> call in calls)
        {
            int[] destination = new int[RowCount];
            call(destination);
            destination.Should().Equal(classes);
        }
    }

    private static IEnumerable<Action<Perceptron<T>>> ArrayCalls(T[,] rows) =>
    [
        network => network.Fit(rows, _labels),
        network => network.Fit(rows, _targets),
        network => network.Learn(rows, _labels),
        network => network.Learn(rows, _targets),
        network => network.Predict(rows, new T[_targets.Length]),
        network => network.Logits(rows, new T[_targets.Length]),
        network => network.PredictClasses(rows, new int[RowCount]),
        network => network.Evaluate(rows, _labels),
        network => network.Evaluate(rows, _targets),
        network => network.Freeze().Predict(rows, new T[_targets.Length]),
        network => network.Freeze().Logits(rows, new T[_targets.Length]),
        network => network.Freeze().PredictClasses(rows, new int[RowCount]),
        network => network.Freeze().Evaluate(rows, _labels),
        network => network.Freeze().Evaluate(rows, _targets),
    ];

    private static IEnumerable<MatrixCall> TensorCalls() =>
    [
        (network, rows) => network.Fit(rows, _labels),
        (network, rows) => network.Fit(rows, _targets),
        (network, rows) => network.Learn(rows, _labels),
        (network, rows) => network.Learn(rows, _targets),
        (network, rows) => network.Predict(rows, new T[_targets.Length]),
        (network, rows) => network.Logits(rows, new T[_targets.Length]),
        (network, rows) => network.PredictClasses(rows, new int[RowCount]),
        (network, rows) => network.Evaluate(rows, _labels),
        (network, rows) => network.Evaluate(rows, _targets),
        (network, rows) => network.Freeze().Predict(rows, new T[_targets.Length]),
        (network, rows) => network.Freeze().Logits(rows, new T[_targets.Length]),
        (network, rows) => network.Freeze().PredictClasses(rows, new int[RowCount]),
        (network, rows) => network.Freeze().Evaluate(rows, _labels),
        (network, rows) => network.Freeze().Evaluate(rows, _targets),
    ];
}

public sealed class MatrixTestsInFloat : MatrixTests<float>;

public sealed class MatrixTestsInDouble : MatrixTests<double>;
