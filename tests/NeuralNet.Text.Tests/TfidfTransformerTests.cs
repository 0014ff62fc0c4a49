using System.Globalization;
using System.Numerics;
using System.Text.Json;
using NeuralNet.Core;
using NeuralNet.Text.Tests.Support;

namespace NeuralNet.Text.Tests;

public abstract class TfidfTransformerTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Columns = 20;
    private static readonly JsonElement _reference = JsonDocument.Parse(File.ReadAllText(References.PathOf("tfidf.json"))).RootElement;
    private static readonly double _precision = typeof(T) == typeof(float) ? 1e-6 : 1e-14;

    [Theory]
    [InlineData("None", RowNorm.None)]
    [InlineData("l1", RowNorm.L1)]
    [InlineData("l2", RowNorm.L2)]
    public void Rows_are_those_of_scikit_learn(string name, RowNorm norm)
    {
        TfidfTransformer<T> transformer = Learned();
        double[] expected = Numbers(name);

        SparseRows<T> rows = transformer.Transform(Counts().Rows, norm).Rows;

        rows.RowStarts.ToArray().Should().Equal(Counts().Rows.RowStarts.ToArray());
        rows.Indices.ToArray().Should().Equal(Counts().Rows.Indices.ToArray());
        Same(rows.Values, expected);
        for (int row = 0; row < rows.Count; row++)
        {
            SparseRow<T> counts = Counts().Rows[row];
            T[] values = counts.Values.ToArray();
            transformer.Apply(counts.Indices, values, norm);
            values.Should().Equal(rows[row].Values.ToArray());
        }
    }

    [Fact]
    public void Factors_are_those_of_scikit_learn()
    {
        TfidfTransformer<T> transformer = Learned();
        transformer.RowCount.Should().Be(40);
        transformer.InputCount.Should().Be(Columns);
        Same(Enumerable.Range(0, Columns).Select(transformer.Factor).ToArray(), Numbers("factors"));
        transformer.Factor(19).Should().Be(T.One, "every row has this column");
        new TfidfTransformer<T>(3).Factor(2).Should().Be(T.One, "there are no rows");
    }

    [Fact]
    public void Batches_in_any_order_give_the_same_bits()
    {
        SparseRows<T> rows = Counts().Rows;
        var transformer = new TfidfTransformer<T>(Columns);
        for (int row = rows.Count - 1; row >= 0; row--)
        {
            transformer.Learn(new([0, rows[row].Indices.Length], rows[row].Indices));
        }

        transformer.RowCount.Should().Be(40);
        Enumerable.Range(0, Columns).Select(transformer.Factor).Should().Equal(Enumerable.Range(0, Columns).Select(Learned().Factor));
    }

    [Fact]
    public void Rows_without_values_have_the_factors()
    {
        TfidfTransformer<T> transformer = Learned();
        SparseRows<T> rows = transformer.Transform(new([0, 0, 2], [3, 7])).Rows;
        rows.Count.Should().Be(2);
        rows[1].Values.ToArray().Should().Equal(transformer.Factor(3), transformer.Factor(7));
        transformer.Transform(default).Rows.Count.Should().Be(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_folded_network_takes_plain_rows(int outputs)
    {
        SparseRowMemory<T> counts = Counts();
        TfidfTransformer<T> transformer = Learned();
        SparseRowMemory<T> weighted = transformer.Transform(counts.Rows);
        int[] labels = [.. Enumerable.Range(0, 40).Select(row => row * 7 % (outputs + 1) % Math.Max(outputs, 2))];
        PerceptronBuilder<T> description = outputs == 1 ? Perceptron.BinaryClassifier<T>(Columns) : Perceptron.Classifier<T>(Columns, outputs);
        Perceptron<T> network = description.WithMetadata("key", "value").Build();
        network.Fit(weighted.Rows, labels, new() { Epochs = 20 });
        T[] before = network.Weights.ToArray();
        T[] expected = new T[40 * outputs];
        network.Predict(weighted.Rows, expected);

        Perceptron<T> folded = transformer.Fold(network);

        T[] actual = new T[40 * outputs];
        folded.Predict(counts.Rows, actual);
        Same(actual, [.. expected.Select(double.CreateChecked)], 20);
        network.Weights.ToArray().Should().Equal(before);
        folded.Bias.ToArray().Should().Equal(network.Bias.ToArray());
        folded.Metadata.Should().Contain("key", "value");
        folded.Weights[outputs * Columns - 5].Should().Be(before[outputs * Columns - 5] * transformer.Factor(Columns - 5));
    }

    [Fact]
    public void Applying_allocates_nothing()
    {
        TfidfTransformer<T> transformer = Learned();
        int[] indices = [1, 5, 9];
        T[] values = [T.One, T.One, T.One];
        Allocation.Of(() => transformer.Apply(indices, values, RowNorm.L2)).Should().Be(0);
    }

    [Fact]
    public void Wrong_arguments_are_rejected()
    {
        FluentActions.Invoking(() => new TfidfTransformer<T>(0)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("inputs");
        TfidfTransformer<T> transformer = Learned();
        foreach (int column in (int[])[-1, Columns])
        {
            FluentActions.Invoking(() => transformer.Factor(column)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("column");
            FluentActions.Invoking(() => transformer.Learn(new([0, 1, 2], [0, column]))).Should().Throw<ArgumentException>().WithMessage($"Row 1 has the column {column}, which is not in*");
            FluentActions.Invoking(() => transformer.Transform(new([0, 1], [column]))).Should().Throw<ArgumentException>().WithParameterName("rows");
            T[] values = [T.One, T.One];
            FluentActions.Invoking(() => transformer.Apply([0, column], values)).Should().Throw<ArgumentException>().WithParameterName("indices");
            values.Should().Equal(T.One, T.One);
        }

        FluentActions.Invoking(() => transformer.Learn(new([0, 2], [4, 4]))).Should().Throw<ArgumentException>().WithMessage("Row 0 has the column 4 after 4*Sort*");
        FluentActions.Invoking(() => transformer.Apply([0], [])).Should().Throw<ArgumentException>().WithParameterName("values");
        FluentActions.Invoking(() => transformer.Fold(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => transformer.Fold(Perceptron.BinaryClassifier<T>(Columns + 1).Build())).Should().Throw<ArgumentException>().WithMessage("The network has 21 inputs*20*");
        transformer.RowCount.Should().Be(40);
    }

    [Fact]
    public void What_would_be_silently_wrong_is_refused()
    {
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(Columns).Build();
        var none = new TfidfTransformer<T>(Columns);
        foreach (Action call in (Action[])[
            () => none.Transform(Counts().Rows), () => none.Apply([0], new T[1]), () => none.Fold(network)])
        {
            FluentActions.Invoking(call).Should().Throw<InvalidOperationException>().WithMessage("*No rows were learned*Call Learn*");
        }

        foreach (Action<TfidfTransformer<T>> scales in (Action<TfidfTransformer<T>>[])[
            transformer => transformer.Transform(Counts().Rows, RowNorm.L2), transformer => transformer.Apply([0], [T.One], RowNorm.L1)])
        {
            TfidfTransformer<T> transformer = Learned();
            transformer.Transform(Counts().Rows);
            transformer.Fold(network);
            scales(transformer);
            FluentActions.Invoking(() => transformer.Fold(network)).Should().Throw<InvalidOperationException>().WithMessage("*after they were weighted*Transform without a norm*");
        }
    }

    [Fact]
    public void Saved_counts_give_the_same_transformer()
    {
        TfidfTransformer<T> transformer = Learned();

        var saved = new TfidfTransformer<T>(transformer.Counts.ToArray(), transformer.RowCount);

        saved.RowCount.Should().Be(transformer.RowCount);
        SparseRowMemory<T> expected = transformer.Transform(Counts().Rows, RowNorm.L2);
        saved.Transform(Counts().Rows, RowNorm.L2).Rows.Values.ToArray().Should().Equal(expected.Rows.Values.ToArray());
        saved.Learn(Counts().Rows);
        transformer.Learn(Counts().Rows);
        saved.Counts.ToArray().Should().Equal(transformer.Counts.ToArray());
        FluentActions.Invoking(() => new TfidfTransformer<T>([], 3)).Should().Throw<ArgumentException>().WithParameterName("counts");
        FluentActions.Invoking(() => new TfidfTransformer<T>([1, 4], 3)).Should().Throw<ArgumentException>().WithMessage("Column 1 has the count 4*[0, 3]*");
        FluentActions.Invoking(() => new TfidfTransformer<T>([1, -1], 3)).Should().Throw<ArgumentException>().WithParameterName("counts");
        FluentActions.Invoking(() => new TfidfTransformer<T>([1], -1)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("rowCount");
    }

    private static TfidfTransformer<T> Learned()
    {
        var transformer = new TfidfTransformer<T>(Columns);
        transformer.Learn(Counts().Rows);
        return transformer;
    }

    private static SparseRowMemory<T> Counts() => new(Integers("row_starts"), Integers("indices"), Numbers("counts").Select(T.CreateChecked).ToArray());

    private static int[] Integers(string name) => [.. _reference.GetProperty(name).EnumerateArray().Select(number => number.GetInt32())];

    private static double[] Numbers(string name) => [.. _reference.GetProperty(name).EnumerateArray().Select(number => double.Parse(number.GetRawText(), CultureInfo.InvariantCulture))];

    private static void Same(ReadOnlySpan<T> actual, double[] expected, double times = 1)
    {
        actual.Length.Should().Be(expected.Length);
        for (int index = 0; index < expected.Length; index++)
        {
            double.CreateChecked(actual[index]).Should().BeApproximately(expected[index], times * _precision * Math.Abs(expected[index]));
        }
    }
}

public sealed class TfidfTransformerTestsInFloat : TfidfTransformerTests<float>;

public sealed class TfidfTransformerTestsInDouble : TfidfTransformerTests<double>;
