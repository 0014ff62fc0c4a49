using System.Globalization;
using NeuralNet.Core;
using NeuralNet.Data.Tests.Support;

namespace NeuralNet.Data.Tests.State;

/// <summary>A stored state is not trusted, and belongs to one description.</summary>
public sealed class StateTests
{
    private const string Number = """{"version":1,"columns":[{"kind":"number","name":"Age","options":{"missing":"median","indicator":"false","transform":"none"},"learned":{"minimum":1,"maximum":9,"replacement":4}}]}""";
    private const string Category = """{"version":1,"columns":[{"kind":"category","name":"Contract","options":{"unknown":"refuse","minimumCount":"1","maximumCategories":"3","dropFirst":"false","refuseMissing":"true"},"learned":{"categories":["a","b"],"hasRare":false}}]}""";
    private const string Buckets = """{"version":1,"columns":[{"kind":"buckets","name":"Age","options":{"count":"3","refuseMissing":"true"},"learned":{"edges":[1,2],"hasMissing":false}}]}""";

    private static readonly RowEncoder<Customer> _number = RowEncoder.For<Customer>().Number(c => c.Age, Missing.Median);
    private static readonly RowEncoder<Customer> _category = RowEncoder.For<Customer>().Category(c => c.Contract, maximumCategories: 3, refuseMissing: true);
    private static readonly RowEncoder<Customer> _buckets = RowEncoder.For<Customer>().Buckets(c => c.Age, count: 3, refuseMissing: true);

    [Fact]
    public void The_texts_of_these_tests_are_valid()
    {
        _number.FromJson(Number).ToJson().Should().Be(Number);
        _category.FromJson(Category).ToJson().Should().Be(Category);
        _buckets.FromJson(Buckets).ToJson().Should().Be(Buckets);
    }

    [Theory]
    [InlineData("\"version\":1", "\"version\":2", "*'version' is 2*")]
    [InlineData("\"version\":1,", "", "*another property where 'version'*")]
    [InlineData("\"version\":1", "\"version\":\"1\"", "*'version' must be a number*")]
    [InlineData("\"version\":1", "\"version\":1,\"version\":1", "*another property where 'columns'*")]
    [InlineData("\"minimum\":1", "\"minimum\":1e999", "*column 'Age' 'learned' 'minimum' is no finite number*")]
    [InlineData("\"minimum\":1", "\"minimum\":NaN", "*JSON*")]
    [InlineData("\"minimum\":1", "\"minimum\":10", "*'maximum' is 9, outside of [10, *")]
    [InlineData("\"minimum\":1", "\"minimum\":null", "*'minimum' must be a number*")]
    [InlineData("\"replacement\":4", "\"replacement\":9.5", "*column 'Age' 'learned' 'replacement' is 9.5, outside of [1, 9]*")]
    [InlineData("\"replacement\":4", "\"replacement\":4,\"replacement\":4", "*column 'Age' 'learned' has more than its 3*")]
    [InlineData(",\"replacement\":4", "", "*column 'Age' 'learned' has no 'replacement'*")]
    [InlineData("\"replacement\"", "\"surprise\"", "*another property where 'replacement'*")]
    [InlineData("\"kind\":\"number\"", "\"kind\":\"flag\"", "*column 'Age' 'kind' is 'flag'*'number'*")]
    [InlineData("\"name\":\"Age\"", "\"name\":\"Charges\\n\"", "*the file has the column 'Charges\\u000A' at 0, where the description has 'Age'.*")]
    [InlineData("\"missing\":\"median\"", "\"missing\":\"mean\"", "*column 'Age' 'options' 'missing' is 'mean'*'median'*")]
    [InlineData("\"learned\"", "\"lear\\ud800\"", "*")]
    [InlineData("]}", "]} x", "*JSON*")]
    [InlineData("}]}", "},{}]}", "*'columns', item 1, has no 'kind'*")]
    public void A_changed_number_is_rejected_with_its_place(string from, string to, string message) => Rejected(_number, Number, from, to, message);

    [Theory]
    [InlineData("[\"a\",\"b\"]", "[\"b\",\"a\"]", "*column 'Contract' 'learned' 'categories', category 1, is 'a' after 'b'*")]
    [InlineData("[\"a\",\"b\"]", "[\"a\",\"a\"]", "*'a' after 'a'*")]
    [InlineData("[\"a\",\"b\"]", "[]", "*'categories' is empty*")]
    [InlineData("[\"a\",\"b\"]", "[\"a\",\"b\",\"c\",\"d\"]", "*'categories' has 4 items; 3 are possible*")]
    [InlineData("[\"a\",\"b\"]", "[\"a\",null]", "*category 1, is missing*refuses*")]
    [InlineData("[\"a\",\"b\"]", "[\"a\",1]", "*category 1, must be a text*")]
    [InlineData("[\"a\",\"b\"]", "[\"a\",\"\\ud800\"]", "*category 1, has half of a surrogate pair*")]
    [InlineData("[\"a\",\"b\"]", "{}", "*'categories' must be an array*")]
    [InlineData("\"hasRare\":false", "\"hasRare\":true", "*'hasRare' is true*minimumCount*")]
    [InlineData("\"hasRare\":false", "\"hasRare\":0", "*'hasRare' must be true or false*")]
    public void A_changed_category_is_rejected_with_its_place(string from, string to, string message) => Rejected(_category, Category, from, to, message);

    [Theory]
    [InlineData("[\"b\"]", "[]", "*'rare' must have the rare categories*")]
    [InlineData("[\"b\"]", "[\"a\"]", "*'rare' has a category that has an input*")]
    [InlineData("[\"b\"]", "[\"c\",\"b\"]", "*'rare', category 1, is 'b' after 'c'*")]
    [InlineData("\"hasRare\":true", "\"hasRare\":false", "*'rare' must*left out if there are none*")]
    [InlineData("\"rare\"", "\"surprise\"", "*another property where 'rare'*")]
    public void Changed_rare_categories_are_rejected_with_their_place(string from, string to, string message)
    {
        RowEncoder<Customer> description = RowEncoder.For<Customer>().Category(c => c.Contract, UnknownCategory.Zeros, minimumCount: 2);
        Rejected(description, description.Fit([new() { Contract = "a" }, new() { Contract = "a" }, new() { Contract = "b" }]).ToJson(), from, to, message);
    }

    [Theory]
    [InlineData("[1,2]", "[2,1]", "*column 'Age' 'learned' 'edges', edge 1, is 1 after 2*")]
    [InlineData("[1,2]", "[1,2,3]", "*'edges' has 3 items; 2*")]
    [InlineData("\"hasMissing\":false", "\"hasMissing\":true", "*'hasMissing' is true*refuses*")]
    public void Changed_buckets_are_rejected_with_their_place(string from, string to, string message) => Rejected(_buckets, Buckets, from, to, message);

    [Fact]
    public void A_flag_and_a_level_have_their_own_range()
    {
        Customer[] records = Customers.Random(1, 50);
        RowEncoder<Customer> flag = RowEncoder.For<Customer>().Flag(c => c.IsSenior, Missing.Mean);
        RowEncoder<Customer> level = RowEncoder.For<Customer>().Ordered(c => c.Rating, ["low", "middle", "high"], Missing.Mean);

        Rejected(flag, flag.Fit(records).ToJson(), "\"maximum\":1", "\"maximum\":2", "*'maximum' is 2, outside of [0, 1]*");
        Rejected(level, level.Fit(records).ToJson(), "\"maximum\":2", "\"maximum\":3", "*'maximum' is 3, outside of [0, 2]*");
    }

    [Fact]
    public void A_stored_number_without_a_logarithm_is_rejected()
    {
        RowEncoder<Customer> log = RowEncoder.For<Customer>().Number(c => c.Visits, NumberTransform.Log);
        RowEncoder<Customer> clipped = RowEncoder.For<Customer>().Number(c => c.Visits, NumberTransform.ClipToQuantiles(0.25, 0.75).ThenLog());
        Customer[] records = [new() { Visits = -1 }, new() { Visits = 3 }, new() { Visits = 5 }];

        Rejected(log, log.Fit(records[1..]).ToJson(), "\"minimum\":3", "\"minimum\":-1", "*column 'Visits' 'learned' 'minimum' is wrong: *-1*above -1*");
        Rejected(clipped, clipped.Fit(records).ToJson(), "\"low\":1", "\"low\":-1", "*column 'Visits' 'learned' 'low' is -1*above -1*");
        Rejected(clipped, clipped.Fit(records).ToJson(), "\"low\":1", "\"low\":4.5", "*'high' is 4, outside of [4.5, 5]*");
    }

    [Fact]
    public void A_stored_category_that_gives_two_inputs_one_name_is_rejected()
    {
        RowEncoder<Customer> description = RowEncoder.For<Customer>().Category(c => c.Contract).Number(c => c.Visits, name: "Contract=b");
        string json = description.Fit([new() { Contract = "a" }]).ToJson();

        Rejected(description, json, "[\"a\"]", "[\"b\"]", "Two inputs have the name 'Contract=b'*");
    }

    [Fact]
    public void Long_texts_are_rejected()
    {
        Rejected(_category, Category, "\"a\"", $"\"{new string('a', 1001)}\"", "*category 0, has 1001 characters*");
        _number.Invoking(it => it.FromJson(new(' ', (1 << 20) + 1))).Should().Throw<ModelFormatException>().WithMessage("*1048577*");
    }

    [Fact]
    public void Another_description_is_rejected_with_the_first_column_that_differs()
    {
        Customer[] records = Customers.Random(1, 50);
        RowEncoder<Customer> fitted = RowEncoder.For<Customer>().Number(c => c.Visits).Category(c => c.Contract).Flag(c => c.IsSenior, Missing.Mean);
        string json = fitted.Fit(records).ToJson();

        Rejects(RowEncoder.For<Customer>().Category(c => c.Contract).Number(c => c.Visits).Flag(c => c.IsSenior, Missing.Mean), "*the file has the column 'Visits' at 0, where the description has 'Contract'.*");
        Rejects(RowEncoder.For<Customer>().Number(c => c.Visits).Category(c => c.Payment).Flag(c => c.IsSenior, Missing.Mean), "*the file has the column 'Contract' at 1, where the description has 'Payment'.*");
        Rejects(RowEncoder.For<Customer>().Number(c => c.Visits).Category(c => c.Contract, minimumCount: 2).Flag(c => c.IsSenior, Missing.Mean), "*column 'Contract' 'options' 'minimumCount' is '1'*'2'*");
        Rejects(RowEncoder.For<Customer>().Category(c => c.Contract, name: "Visits").Category(c => c.Contract).Flag(c => c.IsSenior, Missing.Mean), "*column 'Visits' 'kind' is 'number'*'category'*");

        void Rejects(RowEncoder<Customer> other, string message) =>
            other.Invoking(it => it.FromJson(json)).Should().Throw<ModelFormatException>().WithMessage(message);
    }

    [Theory]
    [InlineData("abc", "xabc", "the file has the column 'x' at 0, where the description has 'a'")]
    [InlineData("abc", "axbc", "the file has the column 'x' at 1, where the description has 'b'")]
    [InlineData("abc", "abcx", "the file has the column 'x' at 3, which the description does not have")]
    [InlineData("xabc", "abc", "the description has the column 'x' at 0, which the file does not have")]
    [InlineData("axbc", "abc", "the description has the column 'x' at 1, which the file does not have")]
    [InlineData("abcx", "abc", "the description has the column 'x' at 3, which the file does not have")]
    [InlineData("abc", "axc", "the file has the column 'x' at 1, where the description has 'b'")]
    [InlineData("abc", "bac", "the file has the column 'b' at 0, where the description has 'a'")]
    [InlineData("abxc", "ayb", "the file has the column 'y' at 1, where the description has 'b'")]
    public void The_column_that_was_added_left_out_renamed_or_moved_is_named(string described, string stored, string message)
    {
        string json = Described(stored).Fit(Customers.Random(1, 5)).ToJson();

        Described(described).Invoking(it => it.FromJson(json)).Should().Throw<ModelFormatException>()
            .WithMessage($"The stored encoder: {message}. Fit and attach the encoder again, or load the file that belongs to this description.");

        static RowEncoder<Customer> Described(string names) => names.Aggregate(
            RowEncoder.For<Customer>(), (encoder, name) => encoder.Number(c => c.Visits, name: name.ToString()));
    }

    [Fact]
    public void A_description_accepts_a_state_only_if_it_would_learn_the_same()
    {
        Customer[] records = Customers.Random(2, 60);
        RowEncoder<Customer>[] descriptions = [.. Enumerable.Range(0, 40).Select(Customers.RandomDescription)];
        string[] states = [.. descriptions.Select(description => description.Fit(records).ToJson())];
        int others = 0;
        for (int one = 0; one < states.Length; one++)
        {
            for (int other = 0; other < states.Length; other++)
            {
                try
                {
                    descriptions[one].FromJson(states[other]).ToJson().Should().Be(states[one]);
                }
                catch (ModelFormatException exception)
                {
                    exception.Message.Should().Contain("column");
                    others++;
                }
            }
        }

        others.Should().BeGreaterThan(1000);
    }

    [Theory]
    [InlineData("low", "high")]
    [InlineData("low", "middle", "high", "higher")]
    [InlineData("low", "high", "middle")]
    public void Other_levels_are_rejected(params string[] levels)
    {
        string json = RowEncoder.For<Customer>().Ordered(c => c.Rating, ["low", "middle", "high"], Missing.Mean).Fit(Customers.Random(1, 9)).ToJson();

        RowEncoder.For<Customer>().Ordered(c => c.Rating, levels, Missing.Mean).Invoking(it => it.FromJson(json))
            .Should().Throw<ModelFormatException>().WithMessage("*column 'Rating' 'options' 'levels'*");
    }

    [Fact]
    public void A_changed_state_is_rejected_or_usable()
    {
        RowEncoder<Customer> description = Customers.Everything().HashedCategory(c => c.Contract, 16, name: "hashed").HashedCross([c => c.Payment, c => c.Rating], 16);
        Customer[] records = Customers.Random(3, 60);
        string json = description.Fit(records).ToJson();
        int accepted = 0;
        for (int seed = 0; seed < 3000; seed++)
        {
            string changed = Mutation.Of(json, new Random(seed));
            try
            {
                FittedEncoder<Customer> fitted = description.FromJson(changed);
                Assert.Equal(fitted.InputCount, fitted.FeatureNames.Distinct().Count());
                Assert.True(Array.TrueForAll(fitted.Encode<double>([records[0] with { Home = new() { City = "unknown" } }]), double.IsFinite));
                Assert.Equal(fitted.ToJson(), description.FromJson(fitted.ToJson()).ToJson());
                accepted++;
            }
            catch (ModelFormatException)
            {
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Seed {seed}: {changed}"), exception);
            }
        }

        accepted.Should().BeInRange(30, 2900, "both outcomes must occur");
    }

    [Theory]
    [InlineData("[", 1 << 19)]
    [InlineData("[],", 1 << 18)]
    [InlineData("{\"version\":1,\"columns\":[[[[", 1 << 14)]
    [InlineData("\"\\u0041\",", 1 << 17)]
    public void A_hostile_text_takes_no_more_memory_than_a_small_multiple_of_its_size(string part, int times)
    {
        string hostile = "{\"version\":1,\"columns\":[" + string.Concat(Enumerable.Repeat(part, times))[..^1] + "]}";
        hostile = hostile.Length > 1 << 20 ? hostile[..(1 << 20)] : hostile;
        long before = GC.GetAllocatedBytesForCurrentThread();
        _number.Invoking(it => it.FromJson(hostile)).Should().Throw<ModelFormatException>();

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan((64L * hostile.Length) + (1 << 20));
    }

    private static void Rejected(RowEncoder<Customer> description, string json, string from, string to, string message)
    {
        string changed = json.Replace(from, to, StringComparison.Ordinal);
        changed.Should().NotBe(json);
        description.Invoking(it => it.FromJson(changed)).Should().Throw<ModelFormatException>().WithMessage(message);
    }
}
