using NeuralNet.Core;
using NeuralNet.Data.Tests.Support;
using static NeuralNet.Data.Tests.Support.Alone;

namespace NeuralNet.Data.Tests;

/// <summary>Null and an empty text are the same missing text: a CSV file has the one, JSON and a database the other.</summary>
public sealed class MissingTextTests
{
    private static readonly RowEncoder<One<string?>> _strict = Column<string?>(e => e.Category(x => x.Value, name: "x"));

    [Theory]
    [MemberData(nameof(EncoderTests.Seeds), MemberType = typeof(EncoderTests))]
    public void Records_with_null_for_empty_texts_give_the_same_bits(int seed)
    {
        RowEncoder<Customer> description = seed == 0 ? Customers.Everything() : Customers.RandomDescription(seed);
        Customer[] records = Customers.Random(seed, 80);
        Customer[] withNull = Array.ConvertAll(records, record => Replaced(record, text => text is "" ? null : text));
        Customer[] withEmpty = Array.ConvertAll(records, record => Replaced(record, text => text ?? ""));
        FittedEncoder<Customer> fitted = description.Fit(withNull);
        double[] rows = fitted.Encode<double>(withNull);

        description.Fit(records).ToJson().Should().Be(fitted.ToJson());
        description.Fit(withEmpty).ToJson().Should().Be(fitted.ToJson());
        foreach (FittedEncoder<Customer> encoder in new[] { fitted, description.FromJson(fitted.ToJson()) })
        {
            encoder.Encode<double>(records).Should().Equal(rows);
            encoder.Encode<double>(withEmpty).Should().Equal(rows);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_missing_category_that_Fit_never_saw_is_unknown_and_said_to_be_missing(string? missing)
    {
        const string Message = "Column '*': the value is missing (null or empty), and no record of the training was without one*";
        _strict.Fit(["a"]).Invoking(it => it.Row(missing)).Should().Throw<RecordException>().WithMessage(Message);
        Column<string?>(e => e.Category(x => x.Value, UnknownCategory.Zeros, name: "x")).Fit(["a"]).Row(missing).Should().Equal(0);
        Column<string?>(e => e.Category(x => x.Value, UnknownCategory.OwnColumn, name: "x")).Fit(["a"]).Row(missing).Should().Equal(0, 1);
        Column<string?>(e => e.Category(x => x.Value, minimumCount: 2, name: "x")).Fit(["a", "a", "b"]).Row(missing).Should().Equal(0, 1);
        RowEncoder<One<string?>> refusing = Column<string?>(e => e.Category(x => x.Value, refuseMissing: true, name: "x"));
        refusing.Invoking(it => it.Fit([missing])).Should().Throw<RecordException>().WithMessage("*null or empty*refuseMissing*");
        refusing.Fit(["a"]).Invoking(it => it.Row(missing)).Should().Throw<RecordException>().WithMessage("*null or empty*refuseMissing*");
        RowEncoder<One<string?>> pair = Column<string?>(e => e.Cross(x => x.Value, x => "y", firstName: "x", secondName: "y"));
        pair.Fit(["a"]).Invoking(it => it.Row(missing)).Should().Throw<RecordException>().WithMessage("*missing (null or empty) with 'y'*");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_missing_level_follows_the_rule_for_missing_ones(string? missing)
    {
        Column<string?>(e => e.Ordered(x => x.Value, ["low", "high"], name: "x"))
            .Invoking(it => it.Fit([missing])).Should().Throw<RecordException>().WithMessage("*no value*Missing.Median*");
        Column<string?>(e => e.Ordered(x => x.Value, ["low", "high"], Missing.Mean, indicator: true, name: "x"))
            .Fit(["low", "high", missing]).Row(missing).Should().Equal(0.5, 1);
        Column<string?>(e => e.Ordered(x => x.Value, ["low", "", "high"], name: "x")).Fit(["low", missing]).Row(missing).Should().Equal(1);
    }

    [Fact]
    public void A_saved_model_gives_the_categories_of_its_training_the_inputs_that_they_had()
    {
        Saved("""["","a"]""").FeatureNames.Should().Equal("x=", "x=a");
        Saved("""["","a"]""").Row("").Should().Equal(1, 0);
        Saved("""["","a"]""").Row(null).Should().Equal(1, 0);
        Saved("""["a",null]""").Row(null).Should().Equal(0, 1);
        Saved("""["a",null]""").Row("").Should().Equal(0, 1);
        Saved("""["","a",null]""").Row("").Should().Equal(1, 0, 0);
        Saved("""["","a",null]""").Row(null).Should().Equal(0, 0, 1);

        static FittedEncoder<One<string?>> Saved(string categories) =>
            _strict.FromJson(_strict.Fit(["a"]).ToJson().Replace("""["a"]""", categories, StringComparison.Ordinal));
    }

    [Fact]
    public void A_saved_model_takes_unknown_categories_for_rare_ones_where_it_did()
    {
        RowEncoder<One<string?>> description = Column<string?>(e => e.Category(x => x.Value, UnknownCategory.OwnColumn, minimumCount: 2, name: "x"));
        string json = description.Fit(["a", "a", "b"]).ToJson();
        json.Should().Contain(""","rare":["b"]""");
        FittedEncoder<One<string?>> saved = description.FromJson(json.Replace(""","rare":["b"]""", "", StringComparison.Ordinal));

        saved.FeatureNames.Should().Equal("x=a", "x is rare");
        saved.Row("never seen").Should().Equal(0, 1);
        Column<string?>(e => e.Category(x => x.Value, minimumCount: 2, name: "x"))
            .Invoking(it => it.FromJson(json.Replace("own column", "refuse", StringComparison.Ordinal)))
            .Should().Throw<ModelFormatException>().WithMessage("*more than its 2*");
    }

    private static Customer Replaced(Customer record, Func<string?, string?> replace) => record with
    {
        Contract = replace(record.Contract),
        Payment = replace(record.Payment),
        Rating = replace(record.Rating),
        Home = new() { City = replace(record.Home.City) },
    };
}
