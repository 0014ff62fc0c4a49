using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using NeuralNet.Core;
using NeuralNet.Text.Tests.Support;

namespace NeuralNet.Text.Tests;

public abstract class SvmLightTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void A_file_of_scikit_learn_is_read_as_it_reads_it()
    {
        JsonElement expected = JsonDocument.Parse(File.ReadAllText(References.PathOf("svmlight.json"))).RootElement;

        SvmLightFile<T> read = SvmLight.ReadAll<T>(References.PathOf("svmlight.txt"), firstIndex: 1);

        read.InputCount.Should().Be(expected.GetProperty("indices").EnumerateArray().Max(index => index.GetInt32()) + 1);
        read.Examples.HasLabels.Should().BeFalse();
        read.Targets.ToArray().Should().Equal(Numbers("labels"));
        SparseRows<T> rows = read.Rows.Rows;
        rows.RowStarts.ToArray().Should().Equal(expected.GetProperty("row_starts").EnumerateArray().Select(start => start.GetInt32()));
        rows.Indices.ToArray().Should().Equal(expected.GetProperty("indices").EnumerateArray().Select(index => index.GetInt32()));
        rows.Values.ToArray().Should().Equal(Numbers("values"));

        IEnumerable<T> Numbers(string name) => expected.GetProperty(name).EnumerateArray().Select(number => T.Parse(number.GetRawText(), CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("1 1:0.5 3:2\n-1 2:1\n")]
    [InlineData("1 1:0.5 3:2\n-1 2:1")]
    [InlineData("# a comment\n\n  +1\t1:.5   3:2.  # another 7:8\r\n\r\n \t\n-1.0 2:1e0\r\n")]
    [InlineData("\uFEFF+1 1:5E-1 3:+2 \n-1 2:1.000\n#")]
    [InlineData("1 0001:0.50 3:2\n-1 2:1 #")]
    public void Spaces_comments_and_forms_of_numbers_do_not_matter(string text)
    {
        foreach (SvmLightLabels labels in (SvmLightLabels[])[SvmLightLabels.Numbers, SvmLightLabels.Signs])
        {
            SvmLightFile<T> read = Read(text, new() { Labels = labels });
            read.InputCount.Should().Be(3);
            SparseRows<T> rows = read.Rows.Rows;
            rows.RowStarts.ToArray().Should().Equal(0, 2, 3);
            rows.Indices.ToArray().Should().Equal(0, 2, 1);
            rows.Values.ToArray().Should().Equal(Numbers(0.5, 2, 1));
            if (labels == SvmLightLabels.Numbers)
            {
                read.Targets.ToArray().Should().Equal(Numbers(1, -1));
            }
            else
            {
                read.Examples.HasLabels.Should().BeTrue();
                read.Signs.ToArray().Should().Equal(true, false);
            }
        }
    }

    [Fact]
    public void Columns_from_0_are_one_less()
    {
        SvmLightFile<T> read = SvmLight.ReadAll<T>(Bytes("2 0:1 7:2\n0\n2147483647 3:1"), firstIndex: 0, new() { Labels = SvmLightLabels.Classes });
        read.InputCount.Should().Be(8);
        read.Classes.ToArray().Should().Equal(2, 0, 2147483647);
        read.Examples.Labels.ToArray().Should().Equal(2, 0, 2147483647);
        read.Rows.Rows.Indices.ToArray().Should().Equal(0, 7, 3);
        SvmLight.ReadAll<T>(Bytes("2 2147483646:1"), firstIndex: 0).InputCount.Should().Be(int.MaxValue);
        SvmLight.ReadAll<T>(Bytes("2 2147483647:1"), firstIndex: 1).InputCount.Should().Be(int.MaxValue);
        SvmLight.ReadAll<T>(Bytes("2 7:1"), firstIndex: 0, new() { InputCount = 9 }).InputCount.Should().Be(9);
        SvmLight.ReadAll<T>(Bytes("2\n3"), firstIndex: 0).InputCount.Should().Be(0);
        SvmLight.ReadAll<T>(Bytes("\n#"), firstIndex: 0).Rows.Rows.Count.Should().Be(0);
    }

    [Fact]
    public void Any_number_is_the_nearest()
    {
        var random = new Random(1);
        List<string> numbers =
        [
            "0", "-0", "16777217", "16777219", "33554434", "-33554438", "9007199254740993", "9007199254740992", "123456789012345678", "999999999999999999",
            "1234567890123456789012", "0.000000000000000001", "0.1", ".1", "1.", "0.30000001192092896", "0.3000000268220901", "4.35", "1e-30", "1E+30", "5e-1",
            "00000000000000000000000001", "0.100000000000000000000000000", "8388608.5", "8388609.5", "1.00000017881393432", "1.00000005960464478",
        ];
        for (int round = 0; round < 20_000; round++)
        {
            int digits = random.Next(1, 20);
            string number = string.Concat(Enumerable.Range(0, digits).Select(_ => (char)('0' + random.Next(10))));
            int point = random.Next(-1, digits + 1);
            numbers.Add((random.Next(2) == 0 ? "-" : string.Empty) + (point < 0 ? number : number.Insert(point, ".")));
        }

        SvmLightFile<T> read = Read(string.Join('\n', numbers));

        T[] targets = read.Targets.ToArray();
        for (int row = 0; row < targets.Length; row++)
        {
            T expected = T.Parse(numbers[row], NumberStyles.Float, CultureInfo.InvariantCulture);
            Assert.True(targets[row] == expected && T.IsNegative(targets[row]) == T.IsNegative(expected), numbers[row]);
        }
    }

    [Theory]
    [InlineData("1 1:1 x", 1, 7, "*'x' is no column with its value*")]
    [InlineData("1 1:1\n1 abc:1", 2, 3, "*'abc:1' is no column*")]
    [InlineData("1 :1", 1, 3, "*':1' is no column*")]
    [InlineData("1 +1:1", 1, 3, "*'+1:1' is no column*")]
    [InlineData("1 1.0:1", 1, 3, "*'1.0:1' is no column*")]
    [InlineData("1 1 :1", 1, 3, "*'1' is no column*")]
    [InlineData("1 0:1", 1, 3, "*index 0 is below the first one, 1*firstIndex: 0*")]
    [InlineData("1 -3:1", 1, 3, "*index -3 is below the first one*")]
    [InlineData("1 5:1 3:1", 1, 7, "*index 3 follows 5. Sort*")]
    [InlineData("1 5:1 5:1", 1, 7, "*index 5 is there twice*")]
    [InlineData("1 5:1 4294967301:1", 1, 7, "*index 4294967301 is beyond the last possible one, 2147483647*")]
    [InlineData("1 18446744073709551617:1", 1, 3, "*index 18446744073709551617 is beyond*")]
    [InlineData("1 99999999999999999999999999999999999999:1", 1, 3, "*is beyond*")]
    [InlineData("1 1:1,5", 1, 5, "*'1,5' is no number, since it has a comma*point*")]
    [InlineData("1,5 1:1", 1, 1, "*comma*one label*")]
    [InlineData("1 1:nan", 1, 5, "*'nan' is not finite*")]
    [InlineData("1 1:NaN", 1, 5, "*'NaN' is not finite*")]
    [InlineData("1 1:-inf", 1, 5, "*'-inf' is not finite*")]
    [InlineData("1 1:Infinity", 1, 5, "*not finite*")]
    [InlineData("1 1:1e999", 1, 5, "*'1e999' is not finite*")]
    [InlineData("nan 1:1", 1, 1, "*'nan' is not finite*")]
    [InlineData("1 1:", 1, 5, "*no value*")]
    [InlineData("1 1: 5", 1, 5, "*no value*")]
    [InlineData("1 1:1:1", 1, 5, "*'1:1' is no number*")]
    [InlineData("1 1:1-", 1, 5, "*'1-' is no number*")]
    [InlineData("1 1:1\0", 1, 5, "*'1\\u0000' is no number*")]
    [InlineData("1 1:-", 1, 5, "*'-' is no number*")]
    [InlineData("1 1:.", 1, 5, "*'.' is no number*")]
    [InlineData("1 1:0x10", 1, 5, "*no number*")]
    [InlineData("\n\n  1:1 2:1", 3, 3, "*begins with '1:1' instead of a label*")]
    [InlineData("name 1:1", 1, 1, "*'name' is no number*")]
    [InlineData("1 qid:3 1:1", 1, 3, "*query id*IgnoreQueryIds*")]
    [InlineData("1 1:1 qid:3", 1, 7, "*'qid:3' is no column*")]
    [InlineData("1 1:1\u20282:1", 1, 5, "*'1\\u20282:1' is no number*")]
    public void Malformed_text_is_rejected_with_its_place(string text, long line, int position, string message)
    {
        foreach (string end in (string[])["", "\n", "\r\n1 1:1\n"])
        {
            SvmLightException error = FluentActions.Invoking(() => Read(text + end)).Should().Throw<SvmLightException>()
                .WithMessage(FormattableString.Invariant($"Line {line}, position {position}: {message}")).Which;
            (error.LineNumber, error.LinePosition).Should().Be((line, position));
        }
    }

    [Fact]
    public void Options_limit_what_is_accepted()
    {
        Refused("1 11:1", new() { InputCount = 10 }, "*index 11 is beyond the 10 columns, the last of which is 10. Raise InputCount*");
        Refused("-1 1:1", new() { Labels = SvmLightLabels.Classes }, "*'-1' is no class*Signs*");
        Refused("0.5 1:1", new() { Labels = SvmLightLabels.Classes }, "*'0.5' is no class*Numbers*");
        Refused("2147483648 1:1", new() { Labels = SvmLightLabels.Classes }, "*no class*");
        Refused("0 1:1", new() { Labels = SvmLightLabels.Signs }, "*'0' is neither -1 nor +1*Classes*");
        Refused("1 1:1\n1 2:34567\n", new() { MaxLineLength = 8 }, "Line 2, position 9: the line is longer than 8 bytes*MaxLineLength*");
        Refused("1 2:34567", new() { MaxLineLength = 8 }, "Line 1, position 9*");
        Read("1 1:1\n1 2:3456\n1 2:3456", new() { MaxLineLength = 8 }).Rows.Rows.Count.Should().Be(3);
        Read("1 qid:7 1:1\n1 qid:8\n", new() { IgnoreQueryIds = true }).Rows.Rows.RowStarts.ToArray().Should().Equal(0, 1, 1);

        static void Refused(string text, SvmLightOptions options, string message) =>
            FluentActions.Invoking(() => Read(text, options)).Should().Throw<SvmLightException>().WithMessage(message);
    }

    [Fact]
    public void Wrong_arguments_are_rejected()
    {
        foreach (int first in (int[])[-1, 2])
        {
            FluentActions.Invoking(() => SvmLight.Read<T>("x", first)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("firstIndex");
            FluentActions.Invoking(() => SvmLight.ReadAll<T>("x", first)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("firstIndex");
            FluentActions.Invoking(() => SvmLight.Write<T>("x", default, (ReadOnlySpan<T>)[], first)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("firstIndex");
        }

        FluentActions.Invoking(() => SvmLight.Read<T>(string.Empty, 1)).Should().Throw<ArgumentException>().WithParameterName("path");
        FluentActions.Invoking(() => SvmLight.Read<T>((string)null!, 1)).Should().Throw<ArgumentNullException>().WithParameterName("path");
        FluentActions.Invoking(() => SvmLight.Read<T>((Stream)null!, 1)).Should().Throw<ArgumentNullException>().WithParameterName("stream");
        FluentActions.Invoking(() => SvmLight.Read<T>((TextReader)null!, 1)).Should().Throw<ArgumentNullException>().WithParameterName("reader");
        FluentActions.Invoking(() => new SvmLightOptions { BatchSize = 0 }).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("BatchSize");
        FluentActions.Invoking(() => new SvmLightOptions { InputCount = 0 }).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("InputCount");
        FluentActions.Invoking(() => new SvmLightOptions { MaxLineLength = 0 }).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("MaxLineLength");
        FluentActions.Invoking(() => new SvmLightOptions { MaxLineLength = int.MaxValue }).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("MaxLineLength");
        FluentActions.Invoking(() => new SvmLightOptions { Labels = (SvmLightLabels)3 }).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("Labels");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Batches_are_all_rows_for_each_enumeration_anew(int size)
    {
        (string text, SparseRowMemory<T> all, T[] targets) = Random(100, seed: 3);
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);
            var options = new SvmLightOptions { BatchSize = size };
            IEnumerable<Examples<T>> file = SvmLight.Read<T>(path, 1, options);
            using MemoryStream seekable = Bytes(text);
            seekable.Position = 0;
            IEnumerable<Examples<T>> stream = SvmLight.Read<T>(seekable, 1, options);
            for (int pass = 0; pass < 2; pass++)
            {
                Equal(file);
                Equal(stream);
            }

            Equal(SvmLight.Read<T>(new StringReader(text), 1, options));
        }
        finally
        {
            File.Delete(path);
        }

        void Equal(IEnumerable<Examples<T>> batches)
        {
            Examples<T>[] read = [.. batches];
            read.Should().HaveCount((100 + size - 1) / size);
            read.SelectMany(batch => batch.Targets.ToArray()).Should().Equal(targets);
            read.SelectMany(batch => Enumerable.Range(0, batch.Targets.Length).SelectMany(row => batch.Inputs.Rows.Row(row, 50).ToArray()))
                .Should().Equal(Enumerable.Range(0, 100).SelectMany(row => ((Rows<T>)all.Rows).Row(row, 50).ToArray()));
        }
    }

    [Fact]
    public void What_can_not_be_read_again_says_so()
    {
        IEnumerable<Examples<T>> batches = SvmLight.Read<T>(new StringReader("1 1:1"), 1);
        batches.Should().ContainSingle();
        FluentActions.Invoking(() => batches.Count()).Should().Throw<InvalidOperationException>().WithMessage("*ReadAll*");
    }

    [Fact]
    public void Pieces_of_any_size_are_the_whole()
    {
        (string text, SparseRowMemory<T> all, T[] targets) = Random(300, seed: 5);
        text = "# süße Grüße \U0001F600\n" + text;
        foreach (int size in (int[])[1, 2, 3, 1000, 100_000])
        {
            SvmLightFile<T> read = SvmLight.ReadAll<T>(new Pieces(Encoding.UTF8.GetBytes(text), size), 1);
            read.Targets.ToArray().Should().Equal(targets);
            SameRows(read.Rows, all);
        }

        // Lines longer than any buffer.
        string comment = "#" + string.Concat(Enumerable.Repeat("ä\U0001F600", 100_000));
        SameRows(Read(text.Replace("\n", comment + "\n", StringComparison.Ordinal)).Rows, all);
        SameRows(SvmLight.ReadAll<T>(new StringReader(comment + "\uD83D\n" + text), 1).Rows, all);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void What_is_written_is_read_back_to_the_bit(int firstIndex)
    {
        (_, SparseRowMemory<T> rows, T[] targets) = Random(200, seed: 7, extreme: true);
        targets[0] = -T.Zero;
        int[] classes = [.. Enumerable.Range(0, 200).Select(row => row * 12345 % 7)];
        bool[] signs = [.. classes.Select(label => label > 3)];
        string path = Path.GetTempFileName();
        try
        {
            SvmLight.Write(path, rows.Rows, targets, firstIndex);
            SvmLightFile<T> read = SvmLight.ReadAll<T>(path, firstIndex);
            read.Targets.ToArray().Should().Equal(targets);
            T.IsNegative(read.Targets.Span[0]).Should().BeTrue();
            SameRows(read.Rows, rows);

            using var stream = new MemoryStream();
            SvmLight.Write(stream, rows.Rows, targets, firstIndex);
            stream.ToArray().Should().Equal(File.ReadAllBytes(path));

            SvmLight.Write(path, rows.Rows, classes, firstIndex);
            read = SvmLight.ReadAll<T>(path, firstIndex, new() { Labels = SvmLightLabels.Classes });
            read.Classes.ToArray().Should().Equal(classes);
            SameRows(read.Rows, rows);

            SvmLight.Write(path, rows.Rows, signs, firstIndex);
            read = SvmLight.ReadAll<T>(path, firstIndex, new() { Labels = SvmLightLabels.Signs });
            read.Signs.ToArray().Should().Equal(signs);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_text_of_any_length_is_written_and_read()
    {
        T[] values = [.. Enumerable.Range(0, 40_000).Select(index => T.CreateChecked(index / 7.0))];
        int[] columns = [.. Enumerable.Range(0, 40_000).Select(index => index * 3)];
        using var stream = new MemoryStream();
        SvmLight.Write(stream, new SparseRows<T>([0, 40_000], columns, values), (ReadOnlySpan<int>)[1], firstIndex: 1);
        stream.Position = 0;

        SvmLightFile<T> read = SvmLight.ReadAll<T>(stream, firstIndex: 1);

        read.Rows.Rows.Indices.ToArray().Should().Equal(columns);
        read.Rows.Rows.Values.ToArray().Should().Equal(values);
    }

    [Theory]
    [InlineData(SvmLightLabels.Classes, "0 1:1\n1 2:1\n")]
    [InlineData(SvmLightLabels.Signs, "-1 1:1\n+1 2:1\n")]
    public void A_network_is_trained_and_evaluated_with_the_labels(SvmLightLabels labels, string text)
    {
        SvmLightFile<T> file = Read(text, new() { Labels = labels });
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(file.InputCount).WithLearningRate(1).Build();
        network.Fit(file.Rows.Rows, file.Labels, new() { BatchSize = 1 });
        network.Evaluate(file.Rows.Rows, file.Labels).Accuracy.Should().Be(1);
        network.PredictClass(file.Rows.Rows[1]).Should().Be(1);
    }

    [Fact]
    public void The_written_text_is_that_of_the_format()
    {
        using var stream = new MemoryStream();
        var rows = new SparseRows<T>([0, 2, 2, 3], [0, 4, int.MaxValue]);
        SvmLight.Write(stream, rows, (ReadOnlySpan<bool>)[true, false, true], firstIndex: 1);
        Encoding.UTF8.GetString(stream.ToArray()).Should().Be("+1 1:1 5:1\n-1\n+1 2147483648:1\n");
        stream.SetLength(0);
        var given = new SparseRows<T>([0, 2, 2, 3], [0, 4, 5], [T.CreateChecked(0.5), -T.One, T.CreateChecked(1000)]);
        SvmLight.Write(stream, given, (ReadOnlySpan<int>)[0, 2, 1], firstIndex: 0);
        Encoding.UTF8.GetString(stream.ToArray()).Should().Be("0 0:0.5 4:-1\n2\n1 5:1000\n");
    }

    [Fact]
    public void Nothing_is_written_of_wrong_rows()
    {
        using var stream = new MemoryStream();
        Refused(new([0, 1], [0], [T.NaN]), [T.One], "rows", "Row 0 has NaN in column 0*");
        Refused(new([0, 2], [1, 1]), [T.One], "rows", "Row 0 has the column 1 at position 1*");
        Refused(new([0, 1], [-1]), [T.One], "rows", "Row 0 has the column -1 at position 0*");
        Refused(new([0, 1], [0]), [T.One, T.One], "targets", "There are 1 rows, and 2 targets*");
        Refused(new([0, 1], [0]), [T.PositiveInfinity], "targets", "The target of row 0 is*");
        stream.Length.Should().Be(0);
        FluentActions.Invoking(() => SvmLight.Write((Stream)null!, new SparseRows<T>([0, 0], []), (ReadOnlySpan<int>)[1], 1)).Should().Throw<ArgumentNullException>();

        void Refused(SparseRows<T> rows, T[] targets, string parameter, string message)
        {
            Exception? error = null;
            try
            {
                SvmLight.Write(stream, rows, targets, firstIndex: 1);
            }
            catch (ArgumentException exception)
            {
                error = exception;
            }

            error.Should().BeOfType<ArgumentException>().Which.ParamName.Should().Be(parameter);
            error!.Message.Should().Match(message);
        }
    }

    [Fact]
    public void A_network_trains_from_a_file_in_batches_as_from_memory()
    {
        (string text, _, _) = Random(200, seed: 9);
        var options = new TrainingOptions { Epochs = 3, BatchSize = TrainingOptions.FullBatch };
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(inputs: 50).WithoutBias().WithLearningRate(0.01);
        Perceptron<T> expected = description.Build();
        expected.Fit(Read(text).Examples, options);
        Perceptron<T> network = description.Build();
        using MemoryStream stream = Bytes(text);
        network.Fit(SvmLight.Read<T>(stream, 1, new() { BatchSize = 13, InputCount = 50 }), options);
        network.Weights.ToArray().Should().Equal(expected.Weights.ToArray());
    }

    private static (string Text, SparseRowMemory<T> Rows, T[] Targets) Random(int count, int seed, bool extreme = false)
    {
        var random = new Random(seed);
        var builder = new SparseRowsBuilder<T>();
        var text = new StringBuilder();
        T[] targets = [.. Enumerable.Range(0, count).Select(_ => Number())];
        for (int row = 0; row < count; row++)
        {
            int[] indices = [.. Enumerable.Range(0, 50).Where(_ => random.Next(8) == 0)];
            T[] values = [.. indices.Select(_ => Number())];
            builder.Add(new SparseRow<T>(indices, values));
            text.Append(targets[row].ToString(null, CultureInfo.InvariantCulture));
            foreach ((int index, T value) in indices.Zip(values))
            {
                text.Append(CultureInfo.InvariantCulture, $" {index + 1}:{value}");
            }

            text.Append('\n');
        }

        return (text.ToString(), builder.ToMemory(), targets);

        T Number()
        {
            T number = T.CreateChecked(random.NextDouble() - 0.5);
            return !extreme ? number : random.Next(6) switch
            {
                0 => T.Epsilon,
                1 => number * T.CreateTruncating(typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue),
                2 => number * T.CreateTruncating(typeof(T) == typeof(float) ? 1e-40 : 1e-310),
                3 => T.CreateChecked(random.Next()),
                _ => number,
            };
        }
    }

    private static SvmLightFile<T> Read(string text, SvmLightOptions? options = null) => SvmLight.ReadAll<T>(Bytes(text), 1, options);

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    private static T[] Numbers(params double[] numbers) => [.. numbers.Select(T.CreateChecked)];

    private static void SameRows(SparseRowMemory<T> actual, SparseRowMemory<T> expected)
    {
        actual.Rows.RowStarts.ToArray().Should().Equal(expected.Rows.RowStarts.ToArray());
        actual.Rows.Indices.ToArray().Should().Equal(expected.Rows.Indices.ToArray());
        actual.Rows.Values.ToArray().Should().Equal(expected.Rows.Values.ToArray());
    }

    /// <summary>A stream that can't seek and returns a few bytes at a time.</summary>
    private sealed class Pieces(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(size, buffer.Length)]);
    }
}

public sealed class SvmLightTestsInFloat : SvmLightTests<float>;

public sealed class SvmLightTestsInDouble : SvmLightTests<double>;
