using System.Numerics;
using System.Text.Json;
using NeuralNet.Core;
using NeuralNet.Text.Tests.Support;

namespace NeuralNet.Text.Tests;

public abstract class FeatureHasherTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Rows_are_those_of_scikit_learn()
    {
        int rows = 0;
        foreach (JsonElement line in HashingReference.OfKind<T>("features"))
        {
            var hasher = new FeatureHasher<T>(line.GetProperty("inputs").GetInt32(), alternateSign: line.GetProperty("alternate_sign").GetBoolean());
            int index = 0;
            foreach (JsonElement record in HashingReference.Data.GetProperty(line.GetProperty("of").GetString()!).EnumerateArray())
            {
                hasher.Begin();
                AddAll(record, hasher);
                hasher.Row().ShouldBe(line.GetProperty("rows")[index], $"row {index} of {hasher.InputCount} columns");
                index++;
                rows++;
            }
        }

        rows.Should().Be(100);
    }

    [Fact]
    public void Many_rows_are_the_rows_of_each()
    {
        JsonElement[] records = [.. HashingReference.Data.GetProperty("events").EnumerateArray()];
        JsonElement expected = HashingReference.OfKind<T>("features").First().GetProperty("rows");

        SparseRows<T> rows = new FeatureHasher<T>().Rows(records, AddAll).Rows;

        rows.Count.Should().Be(records.Length);
        for (int row = 0; row < rows.Count; row++)
        {
            rows[row].ShouldBe(expected[row], $"row {row}");
        }
    }

    [Fact]
    public void The_name_alone_decides_the_column()
    {
        var hasher = new FeatureHasher<T>(seed: 42);
        int Column(Action add)
        {
            hasher.Begin();
            add();
            return hasher.Row().Indices.ToArray().Should().ContainSingle().Which;
        }

        int Expected(string name) => Math.Abs((int)MurmurHash3.Hash32(name, 42)) % (1 << 20);

        Column(() => hasher.Add("ä")).Should().Be(Expected("ä"));
        Column(() => hasher.Add("a", "b")).Should().Be(Expected("a=b"));
        Column(() => hasher.Add("a", null)).Should().Be(Expected("a="));
        Column(() => hasher.Add("a", T.One)).Should().Be(Expected("a"));
        Column(() => hasher.Cross("a", "b", "c", "d")).Should().Be(Expected("a=b&c=d"));
        Column(() => hasher.Cross("a", null, "c", null)).Should().Be(Expected("a=&c="));
    }

    [Fact]
    public void It_says_what_decides_the_columns()
    {
        var hasher = new FeatureHasher<T>(100, 42, alternateSign: true);
        (hasher.InputCount, hasher.Seed, hasher.AlternateSign).Should().Be((100, 42u, true));
        hasher = new();
        (hasher.InputCount, hasher.Seed, hasher.AlternateSign).Should().Be((1 << 20, 0u, false));
    }

    [Fact]
    public void A_row_can_go_on_after_it_was_read()
    {
        var hasher = new FeatureHasher<T>(inputs: 1);
        hasher.Add("one");
        hasher.Row().Values.ToArray().Should().Equal(T.One);
        hasher.Add("two");
        hasher.Row().Values.ToArray().Should().Equal(T.CreateChecked(2));
        hasher.Row().Values.ToArray().Should().Equal(T.CreateChecked(2));
        hasher.Begin();
        hasher.Row().Indices.Length.Should().Be(0);
    }

    [Fact]
    public void The_smallest_hash_has_a_column()
    {
        // |-2^31| has no int; scikit-learn takes 2^31 mod the columns.
        uint seed = SeedOfSmallest();
        MurmurHash3.Hash32(string.Empty, seed).Should().Be(0x80000000);
        var hasher = new FeatureHasher<T>(inputs: 1000, seed, alternateSign: true);
        hasher.Add(string.Empty);
        hasher.Row().Indices.ToArray().Should().Equal(648);
        hasher.Row().Values.ToArray().Should().Equal(-T.One);
    }

    [Fact]
    public void Wrong_arguments_are_rejected_with_the_cure()
    {
        FluentActions.Invoking(() => new FeatureHasher<T>(0)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("inputs");
        var hasher = new FeatureHasher<T>();
        foreach (T value in (T[])[T.NaN, T.PositiveInfinity, T.NegativeInfinity])
        {
            FluentActions.Invoking(() => hasher.Add("price", value)).Should().Throw<ArgumentOutOfRangeException>()
                .WithParameterName("value").WithMessage("The feature 'price' is *Leave it out*");
        }

        hasher.Row().Indices.Length.Should().Be(0);
        FluentActions.Invoking(() => hasher.Rows<int>(null!, (_, _) => { })).Should().Throw<ArgumentNullException>().WithParameterName("records");
        FluentActions.Invoking(() => hasher.Rows([1], null!)).Should().Throw<ArgumentNullException>().WithParameterName("add");
    }

    [Fact]
    public void Nothing_is_allocated_for_a_row()
    {
        var hasher = new FeatureHasher<T>(inputs: 1 << 18);
        string[] names = [.. Enumerable.Range(0, 200).Select(number => $"näme{number}")];
        FrozenPerceptron<T> network = Perceptron.BinaryClassifier<T>(hasher.InputCount).Build().Freeze();
        T sum = T.Zero;
        Allocation.Of(
            () =>
            {
                hasher.Begin();
                foreach (string name in names)
                {
                    hasher.Add(name, "value");
                    hasher.Add(name, T.One);
                }

                hasher.Cross("country", "CH", "hour", "13");
                SparseRow<T> row = hasher.Row();
                sum += network.Predict(row);
            },
            calls: 20).Should().Be(0);
        T.IsFinite(sum).Should().BeTrue();
    }

    [Fact]
    public void A_network_learns_features_and_their_pairs()
    {
        var hasher = new FeatureHasher<T>(inputs: 1 << 12);
        (string First, string Second)[] visits = [("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")];
        SparseRowMemory<T> rows = hasher.Rows(visits, static (visit, row) =>
        {
            row.Add("first", visit.First);
            row.Add("second", visit.Second);
            row.Cross("first", visit.First, "second", visit.Second);
        });

        Perceptron<T> network = Perceptron.BinaryClassifier<T>(hasher.InputCount).WithLearningRate(1).Build();
        network.Fit(rows.Rows, [0, 1, 1, 0], new() { BatchSize = 1, Epochs = 200 });

        int[] classes = new int[4];
        network.PredictClasses(rows.Rows, classes);
        classes.Should().Equal(0, 1, 1, 0);
    }

    /// <summary>Undoes the last steps of the hash of no bytes, each of which can be undone.</summary>
    private static uint SeedOfSmallest()
    {
        uint hash = 0x80000000;
        hash ^= hash >> 16;
        hash *= Inverse(0xC2B2AE35);
        hash ^= (hash >> 13) ^ (hash >> 26);
        hash *= Inverse(0x85EBCA6B);
        return hash ^ (hash >> 16);
    }

    private static uint Inverse(uint odd)
    {
        uint inverse = odd;
        for (int round = 0; round < 5; round++)
        {
            inverse *= 2 - (odd * inverse);
        }

        return inverse;
    }

    private static void AddAll(JsonElement record, FeatureHasher<T> row)
    {
        foreach (JsonElement feature in record.EnumerateArray())
        {
            if (feature.ValueKind == JsonValueKind.String)
            {
                row.Add(feature.GetString());
            }
            else if (feature[1].ValueKind == JsonValueKind.String)
            {
                row.Add(feature[0].GetString(), feature[1].GetString());
            }
            else
            {
                row.Add(feature[0].GetString(), T.CreateChecked(feature[1].GetDouble()));
            }
        }
    }
}

public sealed class FeatureHasherTestsInFloat : FeatureHasherTests<float>;

public sealed class FeatureHasherTestsInDouble : FeatureHasherTests<double>;
