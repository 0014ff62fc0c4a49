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
    public void A_feature_after_the_row_was_returned_is_refused()
    {
        var hasher = new FeatureHasher<T>();
        hasher.Add("price", T.One);
        hasher.Row();
        hasher.Row().Indices.Length.Should().Be(1);
        foreach (Action add in (Action[])[() => hasher.Add("a"), () => hasher.Add("a", "b"), () => hasher.Add("a", T.One), () => hasher.Cross("a", "b", "c", "d")])
        {
            FluentActions.Invoking(add).Should().Throw<InvalidOperationException>().WithMessage("*Call Begin*");
        }

        hasher.Row().Indices.Length.Should().Be(1);
        hasher.Begin();
        hasher.Add("a");
        hasher.Row().Indices.Length.Should().Be(1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(1 << 20)]
    public void The_column_of_a_feature_is_the_one_it_is_added_to(int inputs)
    {
        var hasher = new FeatureHasher<T>(inputs, seed: 42);
        foreach (string name in (string[])["price", "page=shoes", "country=CH&page=hats", "", "über", "a="])
        {
            hasher.Begin();
            hasher.Add(name);
            hasher.Column(name).Should().Be(hasher.Row().Indices[0]);
        }

        hasher.Begin();
        hasher.Add("page", "shoes");
        hasher.Column("page=shoes").Should().Be(hasher.Row().Indices[0]);
        hasher.Begin();
        hasher.Cross("country", "CH", "page", "hats");
        hasher.Column("country=CH&page=hats").Should().Be(hasher.Row().Indices[0]);

        // The hash of this word is -2^31, which has no positive counterpart.
        new FeatureHasher<T>(1 << 18).Column("peerbpce").Should().Be(0);
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
