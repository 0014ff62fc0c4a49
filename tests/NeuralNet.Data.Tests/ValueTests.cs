using NeuralNet.Data.Tests.Support;
using static NeuralNet.Data.Tests.Support.Alone;

namespace NeuralNet.Data.Tests;

/// <summary>Each kind of column against values computed by hand.</summary>
public sealed class ValueTests
{
    private static readonly One<double?>[] _numbers = [4, null, 1, 2, 100];

    [Fact]
    public void Numbers_of_every_type_are_themselves()
    {
        Column<int>(e => e.Number(x => x.Value, name: "x")).Fit([1]).Row(-7).Should().Equal(-7);
        Column<float>(e => e.Number(x => x.Value, name: "x")).Fit([1]).Row(0.1f).Should().Equal((double)0.1f);
        Column<decimal>(e => e.Number(x => x.Value, name: "x")).Fit([1]).Row(0.1m).Should().Equal(0.1);
        Column<long?>(e => e.Number(x => x.Value, Missing.Mean, name: "x")).Fit([1, 4, null]).Row(null).Should().Equal(2.5);
        Column<ulong>(e => e.Number(x => x.Value, name: "x")).Fit([1]).Row(ulong.MaxValue).Should().Equal(18446744073709551615.0);
    }

    [Fact]
    public void A_missing_number_is_the_mean_the_median_or_a_constant()
    {
        Column<double?>(e => e.Number(x => x.Value, Missing.Mean, name: "x")).Fit(_numbers).Row(null).Should().Equal(107 / 4.0);
        Column<double?>(e => e.Number(x => x.Value, Missing.Median, name: "x")).Fit(_numbers).Row(null).Should().Equal(3);
        Column<double?>(e => e.Number(x => x.Value, Missing.Median, name: "x")).Fit([4, 1, 100]).Row(null).Should().Equal(4);
        Column<double?>(e => e.Number(x => x.Value, Missing.Constant(-1), name: "x")).Fit([null]).Row(null).Should().Equal(-1);
    }

    [Fact]
    public void An_indicator_says_what_was_missing()
    {
        FittedEncoder<One<double?>> fitted = Column<double?>(e => e.Number(x => x.Value, Missing.Median, indicator: true, name: "x")).Fit(_numbers);

        fitted.FeatureNames.Should().Equal("x", "x is missing");
        fitted.Row(null).Should().Equal(3, 1);
        fitted.Row(5).Should().Equal(5, 0);
    }

    [Fact]
    public void Transforms_clip_first_and_take_the_logarithm_then()
    {
        Column<double>(e => e.Number(x => x.Value, NumberTransform.Log, "x")).Fit([1]).Row(Math.E - 1)[0].Should().BeApproximately(1, 1e-15);
        Column<double>(e => e.Number(x => x.Value, NumberTransform.Log, "x")).Fit([1]).Row(0).Should().Equal(0);
        FittedEncoder<One<double>> clipped = Column<double>(e => e.Number(x => x.Value, NumberTransform.Clip(-1, 2), "x")).Fit([1]);
        clipped.Row(-3).Should().Equal(-1);
        clipped.Row(3).Should().Equal(2);
        clipped.Row(1.5).Should().Equal(1.5);
        FittedEncoder<One<double>> both = Column<double>(e => e.Number(x => x.Value, NumberTransform.Clip(0, 1).ThenLog(), "x")).Fit([1]);
        both.Row(-5).Should().Equal(0);
        both.Row(9)[0].Should().BeApproximately(Math.Log(2), 1e-15);
    }

    [Fact]
    public void Learned_bounds_are_quantiles_as_NumPy_computes_them()
    {
        // numpy.quantile([1, 2, 3, 4, 10], [0.1, 0.9]) is [1.4, 7.6].
        FittedEncoder<One<double>> fitted = Column<double>(e => e.Number(x => x.Value, NumberTransform.ClipToQuantiles(0.1, 0.9), "x")).Fit([3, 1, 10, 4, 2]);

        fitted.Row(-100)[0].Should().BeApproximately(1.4, 1e-15);
        fitted.Row(100)[0].Should().BeApproximately(7.6, 1e-15);
        fitted.Row(5).Should().Equal(5);
    }

    [Fact]
    public void Categories_are_in_ordinal_order_with_the_missing_one_last()
    {
        FittedEncoder<One<string?>> fitted = Column<string?>(e => e.Category(x => x.Value, UnknownCategory.Zeros, name: "x")).Fit(["b", null, "a", "B"]);

        fitted.FeatureNames.Should().Equal("x=B", "x=a", "x=b", "x is missing");
        fitted.Row("a").Should().Equal(0, 1, 0, 0);
        fitted.Row(null).Should().Equal(0, 0, 0, 1);
        fitted.Row("c").Should().Equal(0, 0, 0, 0);
    }

    [Fact]
    public void Rare_categories_share_an_input_and_unknown_ones_are_rare_unless_a_choice_is_given()
    {
        FittedEncoder<One<string?>> fitted = Column<string?>(e => e.Category(x => x.Value, minimumCount: 2, name: "x")).Fit(["a", "b", "a", "c", null, null]);

        fitted.FeatureNames.Should().Equal("x=a", "x is missing", "x is rare");
        fitted.Row("b").Should().Equal(0, 0, 1);
        fitted.Row("never seen").Should().Equal(0, 0, 1);
        fitted.Row(null).Should().Equal(0, 1, 0);
    }

    [Fact]
    public void A_given_choice_for_unknown_categories_counts_beside_rare_ones()
    {
        One<string?>[] records = ["a", "b", "a", "c", null, null];
        FittedEncoder<One<string?>> refuse = Fit(UnknownCategory.Refuse);
        FittedEncoder<One<string?>> zeros = Fit(UnknownCategory.Zeros);
        FittedEncoder<One<string?>> own = Fit(UnknownCategory.OwnColumn);

        refuse.FeatureNames.Should().Equal("x=a", "x is missing", "x is rare");
        refuse.Row("b").Should().Equal(0, 0, 1);
        refuse.Invoking(it => it.Row("never seen")).Should().Throw<RecordException>().WithMessage("*'never seen'*4 categories of the training*");
        zeros.Row("c").Should().Equal(0, 0, 1);
        zeros.Row("never seen").Should().Equal(0, 0, 0);
        own.FeatureNames.Should().Equal("x=a", "x is missing", "x is rare", "x is unknown");
        own.Row("c").Should().Equal(0, 0, 1, 0);
        own.Row("never seen").Should().Equal(0, 0, 0, 1);
        own.Row("").Should().Equal(0, 1, 0, 0);

        FittedEncoder<One<string?>> Fit(UnknownCategory unknown)
        {
            RowEncoder<One<string?>> description = Column<string?>(e => e.Category(x => x.Value, unknown, minimumCount: 2, name: "x"));
            return description.FromJson(description.Fit(records).ToJson());
        }
    }

    [Fact]
    public void Too_many_rare_categories_to_keep_are_refused() =>
        Column<string?>(e => e.Category(x => x.Value, UnknownCategory.Zeros, minimumCount: 2, maximumCategories: 2, name: "x"))
            .Invoking(it => it.Fit(["a", "b", "c"])).Should().Throw<RecordException>().WithMessage("*3 rare categories*allows 2*Leave out unknown*");

    [Fact]
    public void An_unknown_category_has_its_own_input_where_that_is_chosen()
    {
        FittedEncoder<One<string?>> fitted = Column<string?>(e => e.Category(x => x.Value, UnknownCategory.OwnColumn, name: "x")).Fit(["a", "b"]);

        fitted.FeatureNames.Should().Equal("x=a", "x=b", "x is unknown");
        fitted.Row("c").Should().Equal(0, 0, 1);
        fitted.Row(null).Should().Equal(0, 0, 1);
    }

    [Fact]
    public void Without_the_first_category_its_rows_are_zeros()
    {
        FittedEncoder<One<string?>> fitted = Column<string?>(e => e.Category(x => x.Value, dropFirst: true, name: "x")).Fit(["b", "a", null]);

        fitted.FeatureNames.Should().Equal("x=b", "x is missing");
        fitted.Row("a").Should().Equal(0, 0);
        fitted.Row("b").Should().Equal(1, 0);
    }

    [Fact]
    public void Flags_and_levels_are_their_numbers()
    {
        FittedEncoder<One<bool?>> flag = Column<bool?>(e => e.Flag(x => x.Value, Missing.Mean, name: "x")).Fit([true, true, true, false, null]);
        flag.Row(true).Should().Equal(1);
        flag.Row(false).Should().Equal(0);
        flag.Row(null).Should().Equal(0.75);
        Column<bool>(e => e.Flag(x => x.Value, "x")).Fit([true]).Row(false).Should().Equal(0);

        FittedEncoder<One<string?>> levels = Column<string?>(e => e.Ordered(x => x.Value, ["low", "middle", "high"], Missing.Median, name: "x")).Fit(["high", "high", "low", null]);
        levels.Row("low").Should().Equal(0);
        levels.Row("high").Should().Equal(2);
        levels.Row(null).Should().Equal(2);
    }

    [Fact]
    public void Dates_are_the_numbers_of_their_parts()
    {
        const DateParts Parts = DateParts.Year | DateParts.Days | DateParts.MonthCyclic | DateParts.DayOfWeekCyclic | DateParts.Weekend | DateParts.TimeOfDayCyclic;
        FittedEncoder<One<DateTime?>> fitted = Column<DateTime?>(e => e.Date(x => x.Value, Parts, Missing.Mean, indicator: true, name: "d"))
            .Fit([new DateTime(2000, 1, 2), new DateTime(2002, 1, 2), null]);

        fitted.FeatureNames.Should().Equal(
            "d.Year", "d.Days", "d.Month.sin", "d.Month.cos", "d.DayOfWeek.sin", "d.DayOfWeek.cos", "d.Weekend", "d.TimeOfDay.sin", "d.TimeOfDay.cos", "d is missing");
        fitted.Row(new DateTime(2026, 4, 4, 6, 0, 0)).Zip([2026, 9590, 1, 0, Math.Sin(12 * Math.PI / 7), Math.Cos(12 * Math.PI / 7), 1, 1, 0, 0])
            .Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-15);
        fitted.Row(null)[0].Should().Be(2001);
        fitted.Row(null)[^1].Should().Be(1);

        Column<DateOnly>(e => e.Date(x => x.Value, DateParts.DayOfMonthCyclic, name: "d")).Fit([new DateOnly(2026, 1, 1)]).Row(new DateOnly(2024, 2, 1)).Should().Equal(0, 1);
        Column<DateTimeOffset>(e => e.Date(x => x.Value, DateParts.TimeOfDayCyclic, name: "d")).Fit([DateTimeOffset.UnixEpoch])
            .Row(new DateTimeOffset(2024, 2, 1, 12, 0, 0, TimeSpan.FromHours(5))).Should().Equal(0, -1);
        Column<DateTime>(e => e.Date(x => x.Value, DateParts.DayOfYearCyclic, name: "d")).Fit([DateTime.UnixEpoch]).Row(new DateTime(2025, 1, 1)).Should().Equal(0, 1);
    }

    [Fact]
    public void Buckets_have_the_same_number_of_records_and_begin_at_numbers_that_occur()
    {
        FittedEncoder<One<int>> fitted = Column<int>(e => e.Buckets(x => x.Value, count: 4, name: "x")).Fit([.. Enumerable.Range(0, 100)]);

        fitted.FeatureNames.Should().Equal("x<25", "25<=x<50", "50<=x<75", "x>=75");
        fitted.Row(24).Should().Equal(1, 0, 0, 0);
        fitted.Row(25).Should().Equal(0, 1, 0, 0);
        fitted.Row(-5).Should().Equal(1, 0, 0, 0);
        fitted.Row(1000).Should().Equal(0, 0, 0, 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void No_bucket_of_the_records_of_Fit_is_empty(int seed)
    {
        var random = new Random(seed);
        One<double?>[] numbers = [.. Enumerable.Range(0, random.Next(1, 200)).Select(_ => random.Next(9) == 0 ? (double?)null : random.Next(20)).Append(1).Select(value => new One<double?>(value))];
        FittedEncoder<One<double?>> fitted = Column<double?>(e => e.Buckets(x => x.Value, count: random.Next(2, 50), name: "x")).Fit(numbers);
        double[] rows = fitted.Encode<double>(numbers);

        for (int input = 0; input < fitted.InputCount; input++)
        {
            Enumerable.Range(0, numbers.Length).Sum(row => rows[(row * fitted.InputCount) + input]).Should().BePositive();
        }

        rows.Chunk(fitted.InputCount).Should().OnlyContain(row => row.Sum() == 1);
    }

    [Fact]
    public void Equal_numbers_are_one_bucket()
    {
        Column<int>(e => e.Buckets(x => x.Value, name: "x")).Fit([3, 3, 3]).FeatureNames.Should().Equal("any x");
        Column<int>(e => e.Buckets(x => x.Value, count: 2, name: "x")).Fit([0, 1, 1]).FeatureNames.Should().Equal("x<1", "x>=1");
    }

    [Fact]
    public void Pairs_have_an_input_each()
    {
        FittedEncoder<(string? A, string? B)> fitted = RowEncoder.For<(string? A, string? B)>().Cross(r => r.A, r => r.B, UnknownCategory.Zeros)
            .Fit([("b", "x"), ("a", "x"), ("a", null), ("a", "x")]);

        fitted.FeatureNames.Should().Equal("A=a & B=x", "A=a & B is missing", "A=b & B=x");
        fitted.Row(("a", "x")).Should().Equal(1, 0, 0);
        fitted.Row(("a", null)).Should().Equal(0, 1, 0);
        fitted.Row(("b", null)).Should().Equal(0, 0, 0);
    }

    [Theory]
    [MemberData(nameof(EncoderTests.Seeds), MemberType = typeof(EncoderTests))]
    public void The_inputs_of_a_category_sum_to_one_or_to_zero_if_it_is_unknown(int seed)
    {
        Customer[] records = Customers.Random(seed, 40);
        foreach (int minimum in new[] { 1, 3 })
        {
            FittedEncoder<Customer> fitted = RowEncoder.For<Customer>().Category(c => c.Contract, UnknownCategory.Zeros, minimum).Fit(records);
            fitted.Encode<double>(records).Chunk(fitted.InputCount).Should().OnlyContain(row => row.Sum() == 1);
            fitted.Row(new() { Contract = "unknown" }).Sum().Should().Be(0);
        }
    }

    [Fact]
    public void A_negative_zero_is_zero()
    {
        FittedEncoder<One<double?>> fitted = Column<double?>(e => e.Number(x => x.Value, Missing.Median, name: "x")).Fit([-0.0, 0.0, -0.0]);

        double.IsNegative(fitted.Row(null)[0]).Should().BeFalse();
        double.IsNegative(fitted.Row(-0.0)[0]).Should().BeFalse();
    }
}
