namespace NeuralNet.Data.Tests;

public sealed class DataSplitTests
{
    private const int Rounds = 100;

    public static TheoryData<string> Kinds => ["random", "stratified", "grouped", "by time"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_row_is_in_one_part_in_ascending_order(string kind)
    {
        var random = new Random(1);
        for (int round = 0; round < Rounds; round++)
        {
            int[] keys = Keys(random);
            double validation = round % 2 * 0.25;

            DataSplit split = Divide(kind, keys, 0.1 + (0.4 * random.NextDouble()), validation, round);

            split.RowCount.Should().Be(keys.Length);
            split.Train.Concat(split.Validation).Concat(split.Test).Order().Should().Equal(Enumerable.Range(0, keys.Length));
            split.Train.Should().NotBeEmpty().And.BeInAscendingOrder();
            split.Test.Should().NotBeEmpty().And.BeInAscendingOrder();
            split.Validation.Any().Should().Be(validation > 0);
        }
    }

    [Fact]
    public void The_seed_decides_alone_and_the_parts_are_known_on_every_machine()
    {
        DataSplit.Random(10, test: 0.3, seed: 1).Test.Should().Equal(DataSplit.Random(10, test: 0.3, seed: 1).Test);
        DataSplit.Random(1000, seed: 1).Test.Should().NotEqual(DataSplit.Random(1000, seed: 2).Test);
        DataSplit.Random(20).Test.Should().Equal(1, 3, 6, 7);
    }

    [Fact]
    public void A_random_part_does_not_follow_the_order_of_the_rows() =>
        DataSplit.Random(10_000, test: 0.5).Test.Count(row => row < 5_000).Should().BeInRange(2_300, 2_700);

    [Fact]
    public void A_part_has_its_share_of_each_class_and_of_all_rows_to_within_a_row()
    {
        var random = new Random(2);
        for (int round = 0; round < Rounds; round++)
        {
            int[] labels = Keys(random);
            double test = 0.1 + (0.4 * random.NextDouble());

            DataSplit split = DataSplit.Stratified(labels, test, validation: 0.2, seed: round);

            foreach ((int label, int count) in labels.CountBy(label => label))
            {
                split.Test.Count(row => labels[row] == label).Should().BeCloseTo((int)Math.Round(test * count), 1);
                split.Validation.Count(row => labels[row] == label).Should().BeCloseTo((int)Math.Round(0.2 * count), 1);
            }

            Math.Abs(split.Test.Count - (test * labels.Length)).Should().BeLessThan(2);
        }
    }

    [Fact]
    public void Exact_shares_are_kept()
    {
        string[] labels = [.. Enumerable.Range(0, 1000).Select(row => row % 20 == 0 ? "leaves" : "stays")];

        (string[] train, string[] validation, string[] test) = DataSplit.Stratified(labels, test: 0.2, validation: 0.1).Select(labels);

        train.CountBy(label => label).Should().BeEquivalentTo(new Dictionary<string, int> { ["leaves"] = 35, ["stays"] = 665 });
        validation.CountBy(label => label).Should().BeEquivalentTo(new Dictionary<string, int> { ["leaves"] = 5, ["stays"] = 95 });
        test.CountBy(label => label).Should().BeEquivalentTo(new Dictionary<string, int> { ["leaves"] = 10, ["stays"] = 190 });
    }

    [Fact]
    public void Names_of_classes_and_groups_do_not_matter()
    {
        int[] keys = Keys(new Random(3));

        DataSplit.Stratified(keys).Test.Should().Equal(DataSplit.Stratified(keys.Select(key => $"{-key}")).Test);
        DataSplit.Grouped(keys).Test.Should().Equal(DataSplit.Grouped(keys.Select(key => $"{-key}")).Test);
    }

    [Fact]
    public void No_group_is_in_two_parts_and_the_shares_are_right_to_within_a_group()
    {
        var random = new Random(4);
        for (int round = 0; round < Rounds; round++)
        {
            int[] groups = Keys(random);

            DataSplit split = DataSplit.Grouped(groups, test: 0.3, validation: 0.3, seed: round);
            (int[] train, int[] validation, int[] test) = split.Select(groups);

            train.Intersect(test).Should().BeEmpty();
            train.Intersect(validation).Should().BeEmpty();
            validation.Intersect(test).Should().BeEmpty();
            int largest = groups.CountBy(group => group).Max(pair => pair.Value);
            Math.Abs(test.Length - (0.3 * groups.Length)).Should().BeLessThanOrEqualTo(largest);
        }
    }

    [Fact]
    public void Later_times_are_in_later_parts_whatever_the_order_of_the_rows()
    {
        var random = new Random(5);
        for (int round = 0; round < Rounds; round++)
        {
            DateOnly[] times = [.. Keys(random).Select(key => new DateOnly(2026, 1, 1).AddDays(key))];

            (DateOnly[] train, DateOnly[] validation, DateOnly[] test) = DataSplit.ByTime(times, test: 0.3, validation: 0.2).Select(times);

            train.Max().Should().BeBefore(validation.Min());
            validation.Max().Should().BeBefore(test.Min());
        }

        DataSplit.ByTime(Enumerable.Range(0, 10).Reverse(), test: 0.2, validation: 0.1).ToString()
            .Should().Be("7 rows to train, 1 to validate, 2 to test");
        DataSplit.ByTime([3, 1, 4, 2, 5]).Test.Should().Equal(4);
        DataSplit.ByTime([3, 1, 4, 2, (int?)5]).Test.Should().Equal(4);
    }

    [Fact]
    public void Rejects_shares_that_leave_nothing()
    {
        Refused<ArgumentOutOfRangeException>(() => DataSplit.Random(10, test: 0), "test is 0", "(0, 1)");
        Refused<ArgumentOutOfRangeException>(() => DataSplit.Random(10, test: double.NaN), "test is NaN");
        Refused<ArgumentOutOfRangeException>(() => DataSplit.Random(10, test: 0.5, validation: 0.5), "validation is 0.5", "[0, 0.5)");
        Refused<ArgumentOutOfRangeException>(() => DataSplit.Random(-1), "rows");
        Refused<ArgumentException>(() => DataSplit.Random(2), "2 row(s) are too few for 2 parts", "more rows");
        Refused<ArgumentException>(() => DataSplit.Random(0), "0 row(s)");
    }

    [Fact]
    public void Rejects_rows_that_cannot_be_divided()
    {
        Refused<ArgumentException>(() => DataSplit.Stratified(["a", "a", "b"]), "1 row(s) of class 'b'", "2 parts", "Leave out the class");
        Refused<ArgumentException>(() => DataSplit.Stratified(["a", null!]), "labels is null at row 1");
        Refused<ArgumentException>(() => DataSplit.Grouped([1, 1, 2], validation: 0.2), "2 different group(s)", "3 parts", "never divided");
        Refused<ArgumentException>(() => DataSplit.ByTime([1, 1, 1]), "1 different time(s)", "2 parts", "equal times stay together");
        Refused<ArgumentException>(() => DataSplit.ByTime([1, double.NaN]), "no time at row 1");
        Refused<ArgumentException>(() => DataSplit.ByTime([1, double.NaN, (double?)2]), "no time at row 1");
        Refused<ArgumentException>(() => DataSplit.ByTime(new DateTime?[] { DateTime.UnixEpoch, DateTime.MaxValue, null }), "no time at row 2", "null");
        Refused<ArgumentNullException>(() => DataSplit.ByTime((DateTime?[])null!), "times");
        Refused<ArgumentException>(() => DataSplit.Random(5).Select([1, 2]), "items has 2 items", "5 rows");
        Refused<ArgumentNullException>(() => DataSplit.Stratified<string>(null!), "labels");
        Refused<ArgumentNullException>(() => DataSplit.Random(5).Select<int>(null!), "items");
    }

    /// <summary>Keys of which each occurs at least four times.</summary>
    private static int[] Keys(Random random)
    {
        int count = random.Next(4, 12);
        int[] keys = [.. Enumerable.Range(0, 4 * count).Select(row => row % count), .. Enumerable.Range(0, random.Next(100)).Select(_ => random.Next(count))];
        random.Shuffle(keys);
        return keys;
    }

    private static DataSplit Divide(string kind, int[] keys, double test, double validation, long seed) => kind switch
    {
        "random" => DataSplit.Random(keys.Length, test, validation, seed),
        "stratified" => DataSplit.Stratified(keys, test, validation, seed),
        "grouped" => DataSplit.Grouped(keys, test, validation, seed),
        _ => DataSplit.ByTime(keys, test, validation),
    };

    private static void Refused<TException>(Action action, params string[] parts)
        where TException : ArgumentException =>
        action.Should().ThrowExactly<TException>().Which.Message.Should().ContainAll(parts);
}
