using NeuralNet.Data.Tests.Support;

namespace NeuralNet.Data.Tests;

/// <summary>Laws of every description.</summary>
public sealed class EncoderTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_order_of_the_records_of_Fit_changes_no_bit(int seed)
    {
        RowEncoder<Customer> description = seed == 0 ? Customers.Everything() : Customers.RandomDescription(seed);
        Customer[] records = Customers.Random(seed, 60);
        string first = description.Fit(records).ToJson();
        for (int order = 0; order < 5; order++)
        {
            new Random(order).Shuffle(records);
            description.Fit(records).ToJson().Should().Be(first);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Width_names_and_rows_agree(int seed)
    {
        Customer[] records = Customers.Random(seed, 60);
        FittedEncoder<Customer> fitted = (seed == 0 ? Customers.Everything() : Customers.RandomDescription(seed)).Fit(records);

        fitted.FeatureNames.Should().HaveCount(fitted.InputCount).And.OnlyHaveUniqueItems();
        fitted.Encode<double>(records).Should().HaveCount(records.Length * fitted.InputCount).And.OnlyContain(value => double.IsFinite(value));
    }

    [Fact]
    public void More_rows_than_an_array_holds_are_refused_before_they_are_encoded()
    {
        Customer[] records = Customers.Random(0, 60);
        FittedEncoder<Customer> fitted = Customers.Everything().Fit(records);

        fitted.Invoking(encoder => encoder.Encode<float>(new Endless(records[0]))).Should().Throw<ArgumentException>()
            .WithMessage($"records would have 2147483647 rows x {fitted.InputCount} inputs = * values; at most 2147483591 fit into one array. Encode fewer records*");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void One_by_one_and_many_have_the_same_bits(int seed)
    {
        Customer[] records = Customers.Random(seed, 60);
        FittedEncoder<Customer> fitted = (seed == 0 ? Customers.Everything() : Customers.RandomDescription(seed)).Fit(records);
        double[] many = fitted.Encode<double>(records);
        float[] singles = fitted.Encode<float>(records.Where(_ => true));
        double[] together = new double[many.Length];
        fitted.Encode(records.AsSpan(), together.AsSpan());

        together.Should().Equal(many);
        singles.Should().Equal(many.Select(value => (float)value));
        double[] row = new double[fitted.InputCount];
        for (int index = 0; index < records.Length; index++)
        {
            row.AsSpan().Fill(double.NaN);
            fitted.Encode(records[index], row.AsSpan());
            row.Should().Equal(many.AsSpan(index * row.Length, row.Length).ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_saved_and_loaded_state_is_the_same_and_encodes_with_the_same_bits(int seed)
    {
        Customer[] records = Customers.Random(seed, 60);
        RowEncoder<Customer> description = seed == 0 ? Customers.Everything() : Customers.RandomDescription(seed);
        FittedEncoder<Customer> fitted = description.Fit(records);
        FittedEncoder<Customer> loaded = description.FromJson(fitted.ToJson());

        loaded.ToJson().Should().Be(fitted.ToJson());
        loaded.FeatureNames.Should().Equal(fitted.FeatureNames);
        loaded.Encode<double>(records).Select(BitConverter.DoubleToInt64Bits)
            .Should().Equal(fitted.Encode<double>(records).Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public async Task Records_that_arrive_one_by_one_give_the_same_state()
    {
        Customer[] records = Customers.Random(7, 100);
        FittedEncoder<Customer> fitted = await Customers.Everything().FitAsync(Stream(records));

        fitted.ToJson().Should().Be(Customers.Everything().Fit(records).ToJson());
    }

    [Fact]
    public async Task A_canceled_Fit_stops()
    {
        using var source = new CancellationTokenSource();
        Func<Task> fit = () => Customers.Everything().FitAsync(Stream(Customers.Random(7, 100), source.Cancel), source.Token);

        await fit.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void A_description_is_not_changed_by_its_methods()
    {
        RowEncoder<Customer> empty = RowEncoder.For<Customer>();
        RowEncoder<Customer> one = empty.Number(c => c.Visits);
        RowEncoder<Customer> two = one.Category(c => c.Contract);

        empty.ColumnNames.Should().BeEmpty();
        one.ColumnNames.Should().Equal("Visits");
        empty.ToString().Should().Be("no columns");
        two.ToString().Should().Be("number Visits, category Contract");
        two.Fit(Customers.Random(1, 100)).ToString().Should().Be("2 columns, 7 inputs");
    }

    [Fact]
    public void An_encoder_of_one_pass_reads_each_record_once()
    {
        int enumerations = 0;
        IEnumerable<Customer> Once()
        {
            enumerations++;
            foreach (Customer customer in Customers.Random(1, 50))
            {
                yield return customer;
            }
        }

        Customers.Everything().Fit(Once());

        enumerations.Should().Be(1);
    }

    [Fact]
    public void Structs_are_records_too()
    {
        FittedEncoder<(int Count, string Word)> fitted = RowEncoder.For<(int Count, string Word)>()
            .Number(r => r.Count).Category(r => r.Word).Fit([(1, "a"), (2, "b")]);

        fitted.Row((5, "b")).Should().Equal(5, 0, 1);
        fitted.FeatureNames.Should().Equal("Count", "Word=a", "Word=b");
    }

    private static async IAsyncEnumerable<Customer> Stream(Customer[] records, Action? inTheMiddle = null)
    {
        for (int index = 0; index < records.Length; index++)
        {
            await Task.Yield();
            if (index == records.Length / 2)
            {
                inTheMiddle?.Invoke();
            }

            yield return records[index];
        }
    }

    /// <summary>As many times the same record as a collection can count.</summary>
    private sealed class Endless(Customer record) : IReadOnlyCollection<Customer>, ICollection<Customer>
    {
        public int Count => int.MaxValue;

        public bool IsReadOnly => true;

        public IEnumerator<Customer> GetEnumerator() => Enumerable.Repeat(record, Count).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

        public bool Contains(Customer item) => item == record;

        public void Add(Customer item) => throw new NotSupportedException();

        public void Clear() => throw new NotSupportedException();

        public void CopyTo(Customer[] array, int arrayIndex) => throw new NotSupportedException();

        public bool Remove(Customer item) => throw new NotSupportedException();
    }
}
