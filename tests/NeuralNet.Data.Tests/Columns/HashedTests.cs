using System.Globalization;
using NeuralNet.Core;
using NeuralNet.Data.Tests.Support;
using static NeuralNet.Data.Tests.Support.Alone;

namespace NeuralNet.Data.Tests.Columns;

/// <summary>Hashed categories and crosses: which input is 1, what is refused, and what is stored.</summary>
public sealed class HashedTests
{
    private const string State = """{"version":1,"columns":[{"kind":"hashed category","name":"City","options":{"hash":"MurmurHash3","inputs":"1000","seed":"42","refuseMissing":"false"},"learned":{}}]}""";

    private static readonly RowEncoder<One<string?>> _city = Column<string?>(e => e.HashedCategory(x => x.Value, 1000, seed: 42, name: "City"));

    /// <summary>The places were computed by an implementation in Python of the published algorithm.</summary>
    [Theory]
    [InlineData("Bern", 0, 266, 284866)]
    [InlineData("Bern", 42, 147, 734699)]
    [InlineData("bern", 0, 327, 179319)]
    [InlineData("", 0, 22, 884350)]
    [InlineData(null, 0, 22, 884350)]
    [InlineData("ÄÖ 😀", 42, 790, 500454)]
    [InlineData("\ufffd", 0, 847, 975575)]
    [InlineData("i", 0, 548, 60212)]
    [InlineData("I", 0, 724, 19252)]
    public void The_input_of_a_category_is_the_hash_of_its_name_and_text(string? category, uint seed, int ofThousand, int ofDefault)
    {
        Place(e => e.HashedCategory(x => x.Value, 1000, seed, name: "City"), category).Should().Be(ofThousand);
        Place(e => e.HashedCategory(x => x.Value, seed: seed, name: "City"), category).Should().Be(ofDefault);
    }

    [Theory]
    [InlineData(0, 1002443)]
    [InlineData(42, 477505)]
    public void A_category_longer_than_the_stack_has_an_input_too(uint seed, int place) =>
        Place(e => e.HashedCategory(x => x.Value, seed: seed, name: "City"), new('a', 500)).Should().Be(place);

    [Fact]
    public void Texts_of_any_length_have_the_input_of_the_same_text_in_one_piece()
    {
        var random = new Random(3);
        FittedEncoder<string?[]> cross = RowEncoder.For<string?[]>().HashedCross([x => x[0], x => x[1], x => x[2]], names: "a, b, c").Fit([[null, null, null]]);
        FittedEncoder<string> joined = RowEncoder.For<string>().HashedCategory(x => x, name: "a").Fit([""]);
        for (int draw = 0; draw < 500; draw++)
        {
            string?[] parts = [.. Enumerable.Range(0, 3).Select(_ => random.Next(8) == 0 ? null : new string("aé漢"[random.Next(3)], random.Next(300)))];

            Indices(cross, parts).Should().Equal(Indices(joined, $"{parts[0]}&b={parts[1]}&c={parts[2]}"), "lengths {0}", string.Join(' ', parts.Select(part => part?.Length)));
        }
    }

    [Fact]
    public void A_cross_is_the_category_of_the_joined_texts()
    {
        FittedEncoder<Customer> fitted = RowEncoder.For<Customer>()
            .HashedCross([c => c.Contract, c => c.Payment], names: "City, Weekday")
            .HashedCross([c => c.Contract, c => c.Payment, c => c.Rating], names: "City,Weekday,Hour").Fit([new()]);

        Indices(fitted, new() { Contract = "Bern", Payment = "Monday", Rating = "8" }).Should().Equal(311768, (1 << 20) + 140103);
        Indices(fitted, new() { Contract = "", Payment = null })[0].Should().Be(475814);
        Indices(fitted, new() { Contract = "Monday", Payment = "Bern" })[0].Should().NotBe(311768, "the order matters");
    }

    [Fact]
    public void Names_are_the_texts_of_the_delegates()
    {
        RowEncoder<Customer> description = RowEncoder.For<Customer>()
            .HashedCategory(c => c.Home.City, 8)
            .HashedCross([c => c.Contract, c => c.Home.City, ], 8)
            .HashedCross([c => c.Contract, c => c.Payment?.Trim()], 8, names: " Contract , Trimmed");

        description.ColumnNames.Should().Equal("Home.City", "Contract x Home.City", "Contract x Trimmed");
        description.ToString().Should().Be("hashed category Home.City, hashed cross Contract x Home.City, hashed cross Contract x Trimmed");
    }

    [Fact]
    public void Each_column_has_inputs_of_its_own_whose_names_are_different()
    {
        FittedEncoder<Customer> fitted = RowEncoder.For<Customer>().Number(c => c.Visits).HashedCategory(c => c.Contract, 5)
            .Category(c => c.Payment, dropFirst: true).HashedCategory(c => c.Rating, 3).Flag(c => c.IsSenior, Missing.Constant(0)).Fit([new() { Payment = "card" }]);

        fitted.InputCount.Should().Be(10);
        fitted.FeatureNames.Should().Equal(
            "Visits", "Contract#0", "Contract#1", "Contract#2", "Contract#3", "Contract#4", "Rating#0", "Rating#1", "Rating#2", "IsSenior");
        Enumerable.Range(0, 10).Select(input => fitted.FeatureNames[input]).Should().Equal(fitted.FeatureNames);
        fitted.FeatureNames.Invoking(names => names[10]).Should().Throw<ArgumentOutOfRangeException>();
        fitted.FeatureNames.Invoking(names => names[-1]).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Halves_of_surrogate_pairs_count_as_replacement_characters_in_Fit_and_after_it()
    {
        FittedEncoder<One<string?>> fitted = Column<string?>(e => e.HashedCategory(x => x.Value, name: "City")).Fit(["\ud800", new string('a', 5000)]);

        Indices(fitted, "\ud800").Should().Equal(975575);
        Indices(fitted, "\udc00").Should().Equal(975575);
        Indices(fitted, "x\ud800").Should().Equal(Indices(fitted, "x\ufffd"));
    }

    [Fact]
    public void No_culture_changes_an_input_or_a_state()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            // A system without data of cultures has this one too.
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (culture.NumberFormat.NegativeSign, culture.NumberFormat.PositiveSign) = ("0", "0");
            CultureInfo.CurrentCulture = culture;
            Place(e => e.HashedCategory(x => x.Value, name: "City"), "I").Should().Be(19252);
            _city.Fit(["x"]).ToJson().Should().Be(State);
            _city.Fit(["x"]).FeatureNames[999].Should().Be("City#999");
            Column<string?>(e => e.HashedCategory(x => x.Value, 1000, name: "City").Flag(x => x.Value is null, name: "City#-7")).Fit(["x"]).InputCount.Should().Be(1001);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_missing_category_is_one_of_its_own_unless_it_is_refused()
    {
        Column<string?>(e => e.HashedCategory(x => x.Value, refuseMissing: true, name: "City")).Invoking(it => it.Fit(["a", ""]))
            .Should().Throw<RecordException>().WithMessage("Row 1, column 'City': *null or empty*refused*");
        FittedEncoder<Customer> cross = RowEncoder.For<Customer>().HashedCross([c => c.Contract, c => c.Payment], 16, refuseMissing: true)
            .Fit([new() { Contract = "a", Payment = "b" }]);

        cross.Invoking(it => it.EncodeSparse<float>([new() { Contract = "a", Payment = "b" }, new() { Contract = "a" }]))
            .Should().Throw<RecordException>().WithMessage("Row 1, column 'Contract x Payment': *refused*");
        cross.Invoking(it => it.Row(new() { Payment = "b" })).Should().Throw<RecordException>().WithMessage("Column 'Contract x Payment': *refused*");
    }

    [Fact]
    public void Wrong_descriptions_are_refused()
    {
        RowEncoder<Customer> none = RowEncoder.For<Customer>();
        none.Invoking(it => it.HashedCategory(null!, name: "x")).Should().Throw<ArgumentNullException>();
        none.Invoking(it => it.HashedCategory(c => c.Contract, 0)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("inputs");
        none.Invoking(it => it.HashedCategory(c => c.Contract, -1)).Should().Throw<ArgumentOutOfRangeException>();
        none.Invoking(it => it.HashedCategory(c => c.Contract + "x")).Should().Throw<ArgumentException>().WithMessage("*no plain property*name:*");
        none.Invoking(it => it.HashedCategory(c => c.Contract, name: " ")).Should().Throw<ArgumentException>().WithMessage("*blank*");
        none.Invoking(it => it.HashedCross(null!, names: "x")).Should().Throw<ArgumentNullException>();
        none.Invoking(it => it.HashedCross([])).Should().Throw<ArgumentException>().WithMessage("*two categories*there are 0*");
        none.Invoking(it => it.HashedCross([c => c.Contract])).Should().Throw<ArgumentException>().WithMessage("*two categories*there are 1. Pass HashedCategory*");
        none.Invoking(it => it.HashedCross([c => c.Contract, null!])).Should().Throw<ArgumentException>().WithMessage("*is null*");
        none.Invoking(it => it.HashedCross([c => c.Contract, c => c.Payment], 0)).Should().Throw<ArgumentOutOfRangeException>();
        none.Invoking(it => it.HashedCross([c => c.Contract, c => c.Payment], names: "one")).Should().Throw<ArgumentException>().WithMessage("*2 categories has 1 of their names: 'one'*");
        none.Invoking(it => it.HashedCross([c => c.Contract, c => c.Payment], names: "one, ")).Should().Throw<ArgumentException>().WithMessage("*blank*");
        none.Invoking(it => it.HashedCross([c => c.Contract, c => c.Visits.ToString(CultureInfo.InvariantCulture)])).Should().Throw<ArgumentException>().WithMessage("*no plain property*names:*");
    }

    [Fact]
    public void Two_inputs_of_one_name_are_refused()
    {
        RowEncoder<Customer> hashed = RowEncoder.For<Customer>().HashedCategory(c => c.Contract, 8);

        hashed.HashedCategory(c => c.Payment, 8, name: "Contract").Invoking(it => it.Fit([new()])).Should().Throw<InvalidOperationException>().WithMessage("Two inputs have the name 'Contract#0'*");
        hashed.Number(c => c.Visits, name: "Contract#7").Invoking(it => it.Fit([new()])).Should().Throw<InvalidOperationException>().WithMessage("Two inputs have the name 'Contract#7'*");
        foreach (string name in new[] { "Contract#8", "Contract#07", "Contract#+7", "Contract", "Contract#" })
        {
            hashed.Number(c => c.Visits, name: name).Fit([new()]).FeatureNames.Should().OnlyHaveUniqueItems();
        }
    }

    [Theory]
    [InlineData(int.MaxValue, 1)]
    [InlineData(1 << 30, 1 << 30)]
    public void More_inputs_than_a_network_can_have_are_refused(int first, int second)
    {
        RowEncoder<Customer> description = RowEncoder.For<Customer>().HashedCategory(c => c.Contract, first).HashedCategory(c => c.Payment, second);

        description.Invoking(it => it.Fit([new()])).Should().Throw<InvalidOperationException>().WithMessage($"The columns give 214748364? inputs; at most 2147483591*");
    }

    [Fact]
    public void A_state_comes_back_and_one_of_another_hash_or_width_is_refused()
    {
        _city.FromJson(State).ToJson().Should().Be(_city.Fit(["x"]).ToJson()).And.Be(State);
        Refused("\"inputs\":\"1000\"", "\"inputs\":\"2147483648\"", "*column 'City' 'options' 'inputs' is '2147483648', but the description has the value '1000'*");
        Refused("\"inputs\":\"1000\"", "\"inputs\":\"0\"", "*'inputs' is '0'*'1000'*");
        Refused("\"inputs\":\"1000\"", "\"inputs\":1000", "*'inputs' must be a text*");
        Refused("\"seed\":\"42\"", "\"seed\":\"0\"", "*'seed' is '0'*'42'*");
        Refused("MurmurHash3", "FNV", "*'hash' is 'FNV'*'MurmurHash3'*");
        Refused("{}", "{\"inputs\":9}", "*column 'City' 'learned' has more than its 0 properties*");
        Refused("{}", "null", "*'learned' must be an object*");
        Refused("hashed category", "category", "*'kind' is 'category'*'hashed category'*");

        static void Refused(string from, string to, string message)
        {
            State.Should().Contain(from);
            _city.Invoking(it => it.FromJson(State.Replace(from, to, StringComparison.Ordinal))).Should().Throw<ModelFormatException>().WithMessage(message);
        }
    }

    private static int Place(Func<RowEncoder<One<string?>>, RowEncoder<One<string?>>> add, string? category) =>
        Indices(Column(add).Fit(["other"]), category).Should().ContainSingle().Subject;

    private static int[] Indices<TRecord>(FittedEncoder<TRecord> fitted, TRecord record) =>
        fitted.EncodeSparse(record, new int[fitted.SparseLength], new float[fitted.SparseLength]).Indices.ToArray();
}
