#:project ../src/NeuralNet.Core
#:package Microsoft.Data.Sqlite
#:package Spectre.Console
#:property PublishAot=false

// Trains on a database that need not fit in memory: dotnet run docs/stream.cs
// Ctrl-C ends the training, and the network keeps what it has learned.

using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using NeuralNet.Core;
using Spectre.Console;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int Inputs = 8, Rows = 1_000_000, BatchSize = 1_000;
string path = Path.Combine(Path.GetTempPath(), $"stream-{Guid.NewGuid():N}.db");
await WriteDatabaseAsync();

using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    cancellation.Cancel();
};

int passes = 0;
Perceptron<float> network = Perceptron.BinaryClassifier<float>(Inputs).WithStandardization().WithOptimizer(Optimizer.Adam()).Build();
TrainingResult<float> result = await AnsiConsole.Progress().StartAsync(async bars =>
{
    ProgressTask bar = bars.AddTask("training", maxValue: 1);
    var options = new TrainingOptions { Epochs = 4, ProgressInterval = TimeSpan.FromSeconds(0.2) };
    var progress = new Progress<TrainingProgress>(now =>
    {
        bar.Value = now.Fraction;
        bar.Description = now.IsPreparing ? $"means and scales, {now.Rows:N0} rows" : $"epoch {Math.Min(now.Epoch + 1, now.Epochs)} of {now.Epochs}";
    });
    return await network.FitAsync(BatchesAsync(), options, progress: progress, cancellationToken: cancellation.Token);
});

Console.WriteLine(result);
Console.WriteLine($"{passes} passes over {Rows:N0} rows for {result.LossHistory.Count} epochs, {result.Duration.TotalSeconds:F0} s");
SqliteConnection.ClearAllPools();
File.Delete(path);

// Each batch is one step. The arrays are used again for the next one.
async IAsyncEnumerable<Examples<float>> BatchesAsync([EnumeratorCancellation] CancellationToken cancelled = default)
{
    passes++;
    await using var connection = new SqliteConnection($"Data Source={path}");
    await connection.OpenAsync(cancelled);
    await using SqliteCommand command = connection.CreateCommand();
    command.CommandText = "SELECT * FROM example ORDER BY id";
    await using SqliteDataReader reader = await command.ExecuteReaderAsync(cancelled);
    var inputs = new float[BatchSize * Inputs];
    var labels = new bool[BatchSize];
    int count = 0;
    while (await reader.ReadAsync(cancelled))
    {
        for (int input = 0; input < Inputs; input++)
        {
            inputs[(count * Inputs) + input] = reader.GetFloat(2 + input);
        }

        labels[count++] = reader.GetBoolean(1);
        if (count == BatchSize)
        {
            yield return new(inputs, labels);
            count = 0;
        }
    }

    if (count > 0)
    {
        yield return new(inputs.AsMemory(0, count * Inputs), labels.AsMemory(0, count));
    }
}

// Rows whose label follows from some of the inputs, with noise. The inputs have very different units.
async Task WriteDatabaseAsync()
{
    var random = new Random(1);
    await using var connection = new SqliteConnection($"Data Source={path}");
    await connection.OpenAsync();
    await using SqliteCommand command = connection.CreateCommand();
    command.CommandText = "CREATE TABLE example (id INTEGER PRIMARY KEY, label INTEGER, a REAL, b REAL, c REAL, d REAL, e REAL, f REAL, g REAL, h REAL)";
    await command.ExecuteNonQueryAsync();
    await using System.Data.Common.DbTransaction transaction = await connection.BeginTransactionAsync();
    command.Transaction = (SqliteTransaction)transaction;
    command.CommandText = "INSERT INTO example (label, a, b, c, d, e, f, g, h) VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8)";
    SqliteParameter[] values = [.. Enumerable.Range(0, Inputs + 1).Select(index => command.Parameters.Add($"${index}", SqliteType.Real))];
    for (int row = 0; row < Rows; row++)
    {
        double sum = random.NextDouble() - 0.5;
        for (int input = 0; input < Inputs; input++)
        {
            double value = random.NextDouble() - 0.5;
            sum += input < 4 ? value * (input + 1) : 0;
            values[input + 1].Value = 100 + (value * Math.Pow(10, input - 3));
        }

        values[0].Value = sum > 0;
        await command.ExecuteNonQueryAsync();
    }

    await transaction.CommitAsync();
}
