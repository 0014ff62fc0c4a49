using System.Data;
using Microsoft.Data.Sqlite;
using NeuralNet.Data.Tests.Churn;
using Sylvan.Data.Csv;

namespace NeuralNet.Data.Tests.Sources;

/// <summary>Records from a SQLite file, a CSV file and a table in memory.</summary>
public sealed class DataReaderTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.sqlite");
    private readonly SqliteConnection _connection;
    private readonly List<SqliteCommand> _commands = [];

    public DataReaderTests()
    {
        _connection = new SqliteConnection($"Data Source={_path};Pooling=False");
        _connection.Open();
    }

    public void Dispose()
    {
        _commands.ForEach(command => command.Dispose());
        _connection.Dispose();
        File.Delete(_path);
    }

    [Fact]
    public async Task The_same_customers_come_from_a_csv_file_and_a_sqlite_file()
    {
        using CsvDataReader csv = ChurnCustomer.Open();
        ChurnCustomer[] customers = [.. csv.ReadRecords(ChurnCustomer.Read)];
        Store(customers);
        RowEncoder<ChurnCustomer> description = RowEncoder.For<ChurnCustomer>()
            .Date(c => c.Since, DateParts.Days).Number(c => c.Age, Missing.Median, indicator: true).Category(c => c.Contract).Flag(c => c.Paperless);

        using SqliteDataReader once = Query("SELECT * FROM customers ORDER BY rowid");
        ChurnCustomer[] stored = [.. once.ReadRecords(ChurnCustomer.Read)];
        using SqliteDataReader again = Query("SELECT * FROM customers");
        FittedEncoder<ChurnCustomer> fitted = await description.FitAsync(
            again.ReadRecordsAsync(ChurnCustomer.Read, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);

        customers.Should().HaveCount(5000);
        stored.Should().Equal(customers);
        fitted.ToJson().Should().Be(description.Fit(customers).ToJson());
    }

    [Fact]
    public void A_field_is_read_from_any_type()
    {
        using var table = new DataTable();
        object[] numbers = [1.5, 1.5f, 1.5m, 3L, 3, (short)3, (byte)3, true, "1.5", " 1.5e0 "];
        for (int column = 0; column < numbers.Length; column++)
        {
            table.Columns.Add($"n{column}", numbers[column].GetType());
        }

        table.Rows.Add(numbers);
        using DataTableReader reader = table.CreateDataReader();

        double?[] read = reader.ReadRecords(fields => Enumerable.Range(0, numbers.Length).Select(column => fields.Number($"n{column}")).ToArray()).Single();

        read.Should().Equal(1.5, 1.5, 1.5, 3, 3, 3, 3, 1, 1.5, 1.5);
    }

    [Fact]
    public void A_number_is_read_as_the_type_that_is_asked_for()
    {
        using SqliteDataReader reader = Query("SELECT 3 AS a, 3.0 AS b, '3' AS c, 3.5 AS d, '3.5e0' AS e");

        reader.ReadRecords(row => (row.Number<int>("a"), row.Number<short>("b"), row.Number<byte>("c"), row.Number<decimal>("d"), row.Number<float>("e")))
            .Single().Should().Be((3, (short)3, (byte)3, 3.5m, 3.5f));
        using SqliteDataReader again = Query("SELECT NULL AS f, '' AS g, 9007199254740993 AS h");
        again.ReadRecords(row => (row.Number<int>("f"), row.Number<int>("g"), row.Number<long>("h"))).Single().Should().Be((null, null, 9007199254740993));
    }

    [Theory]
    [InlineData("SELECT 3.5 AS a", "the field is 3.5", "no Int32", "Number(\"a\")")]
    [InlineData("SELECT 2147483648 AS a", "the field is 2147483648", "no Int32")]
    [InlineData("SELECT '3.5' AS a", "the text is '3.5'", "not a number of type Int32")]
    [InlineData("SELECT '2147483648' AS a", "the text is '2147483648'")]
    [InlineData("SELECT 9e999 AS a", "no Int32")]
    public void A_number_that_does_not_fit_its_type_is_refused(string query, params string[] parts)
    {
        using SqliteDataReader reader = Query(query);

        FluentActions.Invoking(() => reader.ReadRecords(row => row.Number<int>("a")).ToArray())
            .Should().ThrowExactly<RecordException>().Which.Message.Should().StartWith("Row 0, column 'a': ").And.ContainAll(parts);
    }

    [Fact]
    public void Null_and_empty_fields_are_missing()
    {
        using SqliteDataReader reader = Query("SELECT NULL AS a, '' AS b UNION ALL SELECT 1, 'true' UNION ALL SELECT 0, '0'");

        reader.ReadRecords(row => (row.Number("a"), row.Flag("a"), row.Flag("B"), row.Text("a"), row.Text("b"))).Should().Equal(
            (null, null, null, "", ""), (1.0, true, true, "1", "true"), (0.0, false, false, "0", "0"));
        using SqliteDataReader empty = Query("SELECT '' AS a, NULL AS b");
        empty.ReadRecords(row => (row.Number("a"), row.Date("a"), row.Date("b"))).Should().Equal((null, null, null));
    }

    [Fact]
    public void Names_may_be_asked_for_in_another_order_in_each_row()
    {
        using SqliteDataReader reader = Query("SELECT 1 AS a, 2 AS b, 3 AS c UNION ALL SELECT 4, 5, 6 UNION ALL SELECT 7, 8, 9");
        string[][] orders = [["a", "b", "c"], ["c", "a"], ["b", "b", "c", "a", "a"]];
        int row = 0;

        double?[][] read = [.. reader.ReadRecords(fields => orders[row++].Select(fields.Number).ToArray())];

        read.Should().BeEquivalentTo(new double?[][] { [1, 2, 3], [6, 4], [8, 8, 9, 7, 7] }, options => options.WithStrictOrdering());
    }

    [Fact]
    public void Numbers_are_not_boxed()
    {
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 10; attempt++)
        {
            using SqliteDataReader reader = Query(
                "WITH RECURSIVE n(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM n WHERE a < 2000) SELECT a, a * 0.5 AS b, a % 2 AS c FROM n");
            using IEnumerator<(double?, double?, bool?)> records = reader.ReadRecords(row => (row.Number("a"), row.Number("b"), row.Flag("c"))).GetEnumerator();
            for (int row = 0; row < 1000; row++)
            {
                records.MoveNext();
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int row = 0; row < 900; row++)
            {
                records.MoveNext();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        least.Should().Be(0);
    }

    [Theory]
    [InlineData("SELECT 1 AS a, 2 AS b", "number c", "Row 0, column 'c'", "no such column", "'a', 'b'")]
    [InlineData("SELECT 1 AS a UNION ALL SELECT 'x y'", "number a", "Row 1, column 'a'", "the text is 'x y'", "not a number")]
    [InlineData("SELECT x'00' AS a", "number a", "Row 0, column 'a'", "type Byte[]", "no number")]
    [InlineData("SELECT 'maybe' AS a", "flag a", "Row 0, column 'a'", "'maybe'", "true, false, 1 or 0")]
    [InlineData("SELECT 2 AS a", "flag a", "Row 0, column 'a'", "the field is 2", "0 or 1")]
    [InlineData("SELECT '30/11/2026' AS a", "date a", "Row 0, column 'a'", "'30/11/2026'", "a date such as 2026-11-30")]
    [InlineData("SELECT 5 AS a", "date a", "Row 0, column 'a'", "type Int64", "no date")]
    [InlineData("SELECT NULL AS a", "value a", "Row 0", "InvalidOperationException", "nullable")]
    public void A_wrong_field_is_named(string query, string call, params string[] parts)
    {
        using SqliteDataReader reader = Query(query);
        string column = call[^1..];

        FluentActions.Invoking(() => reader.ReadRecords<object?>(row => call.Split(' ')[0] switch
            {
                "number" => row.Number(column),
                "flag" => row.Flag(column),
                "date" => row.Date(column),
                _ => row.Number(column)!.Value,
            }).ToArray())
            .Should().ThrowExactly<RecordException>().Which.Message.Should().ContainAll(parts);
    }

    [Fact]
    public void Exceptions_of_the_reader_are_its_own()
    {
        using SqliteDataReader reader = Query("SELECT 1 AS a UNION ALL SELECT abs(-9223372036854775808)");

        FluentActions.Invoking(() => reader.ReadRecords(row => row.Number("a")).ToArray()).Should().Throw<SqliteException>();
        FluentActions.Invoking(() => ((IDataReader)null!).ReadRecords(row => 1)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => reader.ReadRecords<int>(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => reader.ReadRecordsAsync<int>(null!)).Should().Throw<ArgumentNullException>();
    }

    private void Store(IEnumerable<ChurnCustomer> customers)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        using SqliteCommand create = _connection.CreateCommand();
        create.CommandText = "CREATE TABLE customers (Since TEXT, Age REAL, Contract TEXT, Payment TEXT, Internet TEXT, Region TEXT, Charges REAL, Calls INTEGER, Usage REAL, Paperless INTEGER, Churn TEXT)";
        create.ExecuteNonQuery();
        using SqliteCommand insert = _connection.CreateCommand();
        insert.CommandText = "INSERT INTO customers VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
        foreach (ChurnCustomer customer in customers)
        {
            object?[] fields =
            [
                customer.Since, customer.Age, customer.Contract, customer.Payment, customer.Internet, customer.Region, customer.Charges,
                customer.Calls, customer.Usage, customer.Paperless, customer.HasLeft ? "yes" : "no",
            ];
            insert.Parameters.Clear();
            foreach ((int index, object? field) in fields.Index())
            {
                insert.Parameters.AddWithValue($"${index}", field ?? DBNull.Value);
            }

            insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private SqliteDataReader Query(string text)
    {
        SqliteCommand command = _connection.CreateCommand();
        _commands.Add(command);
        command.CommandText = text;
        return command.ExecuteReader();
    }
}
