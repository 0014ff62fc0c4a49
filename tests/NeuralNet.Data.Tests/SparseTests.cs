using System.Numerics;
using NeuralNet.Core;
using NeuralNet.Data.Tests.Support;

namespace NeuralNet.Data.Tests;

/// <summary>Sparse rows are the dense ones without their zeros, with the same errors.</summary>
public sealed class SparseTests
{
    private static readonly Customer[] _records = Customers.Random(11, 500);

    [Theory]
    [MemberData(nameof(EncoderTests.Seeds), MemberType = typeof(EncoderTests))]
    public void Sparse_rows_are_the_dense_rows_without_their_zeros(int seed)
    {
        Check<float>(seed);
        Check<double>(seed);
    }

    [Fact]
    public void Counted_sources_and_others_give_the_same_rows()
    {
        FittedEncoder<Customer> fitted = Hashed(Customers.Everything()).Fit(_records);
        SparseRowMemory<float> counted = fitted.EncodeSparse<float>(_records);
        SparseRowMemory<float> others = fitted.EncodeSparse<float>(_records.Where(_ => true));

        others.Rows.RowStarts.ToArray().Should().Equal(counted.Rows.RowStarts.ToArray());
        others.Rows.Indices.ToArray().Should().Equal(counted.Rows.Indices.ToArray());
        others.Rows.Values.ToArray().Should().Equal(counted.Rows.Values.ToArray());
        fitted.EncodeSparse<float>([]).Rows.Count.Should().Be(0);
    }

    [Fact]
    public void A_zero_is_left_out_and_its_sign_is_kept()
    {
        FittedEncoder<One<double?>> fitted = Alone.Column<double?>(e => e.Number(x => x.Value, Missing.Constant(0), indicator: true, name: "x")).Fit([1]);

        Row(0).Should().BeEmpty();
        Row(null).Should().Equal((1, 1f));

        // Below the smallest float.
        Row(1e-60).Should().BeEmpty();
        float.IsNegative(Row(-1e-60).Should().ContainSingle().Subject.Value).Should().BeTrue();

        (int Input, float Value)[] Row(double? value)
        {
            SparseRow<float> row = fitted.EncodeSparse(value, new int[2], new float[2]);
            return [.. row.Indices.ToArray().Zip(row.Values.ToArray())];
        }
    }

    [Fact]
    public void Errors_are_those_of_dense_rows()
    {
        Customer wrong = _records[0] with { Charges = float.NaN };
        FittedEncoder<Customer> fitted = Hashed(Customers.Everything()).Fit(_records);
        foreach (Customer?[] records in (Customer?[][])[[_records[1], wrong], [_records[1], null], [wrong]])
        {
            string expected = fitted.Invoking(it => it.Encode<double>(records!)).Should().Throw<RecordException>().Which.Message;

            fitted.Invoking(it => it.EncodeSparse<double>(records!)).Should().Throw<RecordException>().WithMessage(expected);
        }

        fitted.Invoking(it => it.EncodeSparse(wrong, new int[64], new float[64])).Should().Throw<RecordException>().WithMessage("Column 'Charges': *NaN*");
        fitted.Invoking(it => it.EncodeSparse<float>(null!)).Should().Throw<ArgumentNullException>();
        fitted.Invoking(it => it.EncodeSparse<Half>(_records)).Should().Throw<ArgumentException>().WithMessage("Rows are float or double, not Half.");
        fitted.Invoking(it => it.Encode<Half>(_records)).Should().Throw<ArgumentException>().WithMessage("Rows are float or double, not Half.");
    }

    [Fact]
    public void A_delegate_that_throws_is_named_with_its_row()
    {
        FittedEncoder<string> fitted = RowEncoder.For<string>()
            .HashedCategory(x => x, 8, name: "first").HashedCategory(x => x == "bad" ? throw new InvalidOperationException("broken") : x, 8, name: "second")
            .HashedCategory(x => x, 8, name: "third").Fit(["good"]);

        fitted.Invoking(it => it.EncodeSparse<float>(["good", "bad"])).Should().Throw<RecordException>()
            .WithMessage("Row 1, column 'second': *broken*").WithInnerException<InvalidOperationException>();
        fitted.Invoking(it => it.Encode<float>(["good", "bad"])).Should().Throw<RecordException>().WithMessage("Row 1, column 'second': *broken*");
    }

    [Fact]
    public void Short_memory_is_refused()
    {
        FittedEncoder<Customer> fitted = Hashed(Customers.Everything()).Fit(_records);

        fitted.Invoking(it => it.EncodeSparse(_records[0], new int[it.SparseLength - 1], new float[it.SparseLength])).Should().Throw<ArgumentException>().WithParameterName("indices");
        fitted.Invoking(it => it.EncodeSparse(_records[0], new int[it.SparseLength], new float[it.SparseLength - 1])).Should().Throw<ArgumentException>().WithParameterName("values");
    }

    private static RowEncoder<Customer> Hashed(RowEncoder<Customer> description) =>
        description.HashedCategory(c => c.Home.City, 64, name: "Town").HashedCross([c => c.Payment, c => c.Rating, c => c.Contract], 256, seed: 7);

    private static void Check<T>(int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Customer[] records = Customers.Random(seed, 60);
        RowEncoder<Customer> description = seed == 0 ? Customers.Everything() : Customers.RandomDescription(seed);
        description = seed % 4 == 3 ? description : Hashed(description).Flag(c => c.IsSenior, Missing.Mean, indicator: true, name: "last");
        FittedEncoder<Customer> fitted = description.Fit(records);
        T[] dense = fitted.Encode<T>(records);
        SparseRowMemory<T> sparse = fitted.EncodeSparse<T>(records);
        FittedEncoder<Customer> loaded = description.FromJson(fitted.ToJson());
        int[] indices = new int[fitted.SparseLength];
        T[] values = new T[fitted.SparseLength];

        sparse.Rows.Count.Should().Be(records.Length);
        for (int row = 0; row < records.Length; row++)
        {
            T[] expected = dense[(row * fitted.InputCount)..((row + 1) * fitted.InputCount)];
            Assert.Equal(expected, WrittenOut(sparse.Rows[row], fitted.InputCount));
            Assert.Equal(expected, WrittenOut(loaded.EncodeSparse(records[row], indices, values), fitted.InputCount));
            Assert.Equal(expected, loaded.Encode<T>([records[row]]));
        }

        new Random(seed).Shuffle(records);
        description.Fit(records).ToJson().Should().Be(fitted.ToJson());
    }

    /// <summary>The row with its zeros. Its inputs ascend, and none is 0.</summary>
    private static T[] WrittenOut<T>(SparseRow<T> row, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var dense = new T[width];
        int last = -1;
        for (int place = 0; place < row.Indices.Length; place++)
        {
            Assert.True(row.Indices[place] > last);
            Assert.True(row.Values[place] != T.Zero || T.IsNegative(row.Values[place]));
            last = row.Indices[place];
            dense[last] = row.Values[place];
        }

        return dense;
    }
}
