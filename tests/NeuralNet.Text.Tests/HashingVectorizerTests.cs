using System.Numerics;
using System.Text;
using System.Text.Json;
using NeuralNet.Core;
using NeuralNet.Text.Tests.Support;

namespace NeuralNet.Text.Tests;

public abstract class HashingVectorizerTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void The_column_of_an_ngram_is_the_one_it_is_counted_in()
    {
        var words = new HashingVectorizer<T>(new() { NgramRange = (2, 2) });
        words.Column("cheap watches").Should().Be(words.Row("Cheap, watches!").Indices[0]);
        words.Column("CHEAP watches").Should().Be(words.Column("cheap watches"));
        var cased = new HashingVectorizer<T>(new() { Lowercase = false, Seed = 42, AlternateSign = true });
        cased.Column("Cheap").Should().Be(cased.Row("Cheap").Indices[0]).And.NotBe(cased.Column("cheap"));
        var pieces = new HashingVectorizer<T>(new() { Analyzer = TextAnalyzer.CharacterInWord, NgramRange = (3, 3) });
        pieces.Row("go").Indices.ToArray().Should().BeEquivalentTo([pieces.Column(" go"), pieces.Column("go ")]);
        SparseRow<T> row = words.Row("one two");
        int column = row.Indices[0];
        words.Column("other words").Should().NotBe(column);
        row.Indices[0].Should().Be(column, "the row stays valid");
    }

    [Fact]
    public void Rows_have_the_bits_of_scikit_learn()
    {
        int rows = 0;
        foreach (JsonElement line in HashingReference.OfKind<T>("texts"))
        {
            JsonElement options = line.GetProperty("options");
            var vectorizer = new HashingVectorizer<T>(Options(options));
            for (int text = 0; text < HashingReference.Texts.Length; text++)
            {
                vectorizer.Row(HashingReference.Texts[text]).ShouldBe(line.GetProperty("rows")[text], $"text {text} with {options}");
                rows++;
            }

            SparseRows<T> all = vectorizer.Rows(HashingReference.Texts).Rows;
            all[^1].ShouldBe(line.GetProperty("rows")[all.Count - 1], $"the last text with {options}");
        }

        rows.Should().BeGreaterThan(200);
    }

    [Fact]
    public void The_defaults_are_those_of_scikit_learn()
    {
        var options = new HashingVectorizerOptions();
        options.Should().BeEquivalentTo(new
        {
            InputCount = 1 << 20,
            Seed = 0u,
            AlternateSign = false,
            Analyzer = TextAnalyzer.Word,
            NgramRange = (1, 1),
            Lowercase = true,
            MinWordLength = 2,
            Binary = false,
            Norm = RowNorm.L2,
        });
        new HashingVectorizer<T>().Options.Should().Be(options);
        new HashingVectorizer<T>().InputCount.Should().Be(1 << 20);
    }

    [Fact]
    public void Words_of_a_text_do_not_depend_on_what_separates_them()
    {
        var vectorizer = new HashingVectorizer<T>(new() { NgramRange = (1, 3), Norm = RowNorm.None });
        int[] expected = vectorizer.Row("one two three four").Indices.ToArray();
        expected.Should().HaveCount(4 + 3 + 2);
        foreach (string separator in (string[])["  ", "\n", ", ", " a ", "\u0301", "\U0001F600", "\uD800", "-", "\u00A0"])
        {
            vectorizer.Row(string.Join(separator, "one", "two", "three", "four")).Indices.ToArray().Should().Equal(expected, separator);
        }
    }

    [Fact]
    public void Half_of_a_pair_is_the_replacement_character_of_characters()
    {
        var vectorizer = new HashingVectorizer<T>(new() { Analyzer = TextAnalyzer.Character, NgramRange = (1, 2) });
        int[] expected = vectorizer.Row("a\uFFFDb\uFFFD").Indices.ToArray();
        vectorizer.Row("a\uD800b\uDC00").Indices.ToArray().Should().Equal(expected);
    }

    [Fact]
    public void A_seed_gives_other_columns()
    {
        var vectorizer = new HashingVectorizer<T>(new() { Seed = 42 });
        vectorizer.Row("hello").Indices.ToArray().Should().Equal(Math.Abs((int)MurmurHash3.Hash32("hello", 42)) % (1 << 20));
    }

    [Fact]
    public void Long_texts_are_counted_completely()
    {
        string text = new StringBuilder().Insert(0, "Wörter ", 30_000).ToString();
        SparseRow<T> row = new HashingVectorizer<T>(new() { Norm = RowNorm.None }).Row(text);
        row.Values.ToArray().Should().Equal(T.CreateChecked(30_000));
        row = new HashingVectorizer<T>(new() { Norm = RowNorm.None, Analyzer = TextAnalyzer.CharacterInWord }).Row(text);
        row.Values.ToArray().Sum(double.CreateChecked).Should().Be(8 * 30_000);
    }

    [Fact]
    public void Nothing_is_allocated_for_a_text()
    {
        foreach (TextAnalyzer analyzer in Enum.GetValues<TextAnalyzer>())
        {
            var vectorizer = new HashingVectorizer<T>(new() { Analyzer = analyzer, NgramRange = (1, 2) });
            int columns = 0;
            Allocation.Of(
                () =>
                {
                    foreach (string text in HashingReference.Texts)
                    {
                        columns += vectorizer.Row(text).Indices.Length;
                    }
                },
                calls: 20).Should().Be(0);
            columns.Should().BePositive();
        }
    }

    [Fact]
    public void Wrong_arguments_are_rejected()
    {
        FluentActions.Invoking(() => new HashingVectorizerOptions { InputCount = 0 }).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("InputCount");
        FluentActions.Invoking(() => new HashingVectorizerOptions { MinWordLength = 0 }).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("MinWordLength");
        FluentActions.Invoking(() => new HashingVectorizerOptions { NgramRange = (0, 1) }).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("NgramRange");
        FluentActions.Invoking(() => new HashingVectorizerOptions { NgramRange = (3, 2) }).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*(1, 2)*");
        FluentActions.Invoking(() => new HashingVectorizerOptions { Analyzer = (TextAnalyzer)3 }).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("Analyzer");
        FluentActions.Invoking(() => new HashingVectorizerOptions { Norm = (RowNorm)3 }).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("Norm");
        FluentActions.Invoking(() => new HashingVectorizer<T>().Rows(null!)).Should().Throw<ArgumentNullException>().WithParameterName("texts");
        FluentActions.Invoking(() => new HashingVectorizer<T>().Rows(["one", null!])).Should().Throw<ArgumentException>()
            .WithParameterName("texts").WithMessage("The text of row 1 is null*");
    }

    [Fact]
    public void A_network_tells_texts_apart()
    {
        var vectorizer = new HashingVectorizer<T>(new() { InputCount = 1 << 14 });
        string[] texts = ["cheap watches now", "buy cheap pills", "meeting at noon", "notes of the meeting"];
        SparseRowMemory<T> rows = vectorizer.Rows(texts);
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(vectorizer.InputCount).WithLearningRate(1).Build();
        network.Fit(rows.Rows, [1, 1, 0, 0], new() { BatchSize = 1, Epochs = 50 });

        Assert.Equal(1, network.PredictClass(vectorizer.Row("Cheap! Cheap!")));
        Assert.Equal(0, network.PredictClass(vectorizer.Row("a meeting tomorrow")));
    }

    private static HashingVectorizerOptions Options(JsonElement json)
    {
        var options = new HashingVectorizerOptions();
        foreach (JsonProperty option in json.EnumerateObject())
        {
            options = option.Name switch
            {
                "n_features" => options with { InputCount = option.Value.GetInt32() },
                "ngram_range" => options with { NgramRange = (option.Value[0].GetInt32(), option.Value[1].GetInt32()) },
                "binary" => options with { Binary = option.Value.GetBoolean() },
                "lowercase" => options with { Lowercase = option.Value.GetBoolean() },
                "alternate_sign" => options with { AlternateSign = option.Value.GetBoolean() },
                "norm" => options with { Norm = option.Value.GetString() == "l1" ? RowNorm.L1 : RowNorm.None },
                "token_pattern" => options with { MinWordLength = option.Value.GetString()!.Contains('4', StringComparison.Ordinal) ? 4 : 1 },
                "analyzer" => options with { Analyzer = option.Value.GetString() == "char" ? TextAnalyzer.Character : TextAnalyzer.CharacterInWord },
                _ => throw new InvalidOperationException(option.Name),
            };
        }

        return options;
    }
}

public sealed class HashingVectorizerTestsInFloat : HashingVectorizerTests<float>;

public sealed class HashingVectorizerTestsInDouble : HashingVectorizerTests<double>;
