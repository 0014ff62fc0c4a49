using NeuralNet.Core.PeerBenchmarks.Peers;
using NeuralNet.Core.PeerBenchmarks.Records;
using NeuralNet.Data;

namespace NeuralNet.Core.PeerBenchmarks.Lines;

/// <summary>Rows from records of twelve columns, in batches of which each overwrites the one before.</summary>
internal sealed class EncodingLine(int records) : ILine
{
    private const int Batch = 1000;

    /// <summary>Twice the time of the loop, at most.</summary>
    private const double LoopGoal = 0.5;

    /// <inheritdoc/>
    public string Name => FormattableString.Invariant($"encoding {records:N0}");

    /// <inheritdoc/>
    public IEnumerable<Contest> Contests(PythonPeers python)
    {
        Customer[] customers = Customer.Draw(records);
        FittedEncoder<Customer> fitted = Description().Fit(customers);
        var byHand = new HandWrittenEncoder(customers);
        var mlNet = new Lazy<MlNetEncoder>(() => new MlNetEncoder(customers));
        float[] rows = new float[Batch * fitted.InputCount];
        double expected = Sum(batch => byHand.Encode(batch, rows));

        yield return new Contest(
            FormattableString.Invariant($"encoding of {records:N0} records of 12 columns as rows of {fitted.InputCount}"),
            TimeUnit.NanosecondsPerRow,
            new Agreement("the sums of all rows are equal (ML.NET: not compared, since it has other means)", (ours, peer) => ours == expected && peer == expected),
            new Contestant("ours", null, () => Measure(batch => fitted.Encode(batch, rows))),
            [
                new Contestant("hand-written loop", LoopGoal, () => Measure(batch => byHand.Encode(batch, rows))),
                new Contestant("ours, one record a call", null, () => Measure(batch => EncodeSingly(fitted, batch, rows))),
                new Contestant("ML.NET transforms", null, () =>
                {
                    MlNetEncoder encoder = mlNet.Value;
                    return new Outcome(Timing.Median(() => encoder.Encode(rows)) / records, expected);
                }),
            ]);

        Outcome Measure(BatchEncoder encode)
        {
            double seconds = Timing.Median(() =>
            {
                for (int first = 0; first < customers.Length; first += Batch)
                {
                    encode(customers.AsSpan(first, Batch));
                }
            });
            return new Outcome(seconds / records, Sum(encode));
        }

        double Sum(BatchEncoder encode)
        {
            double sum = 0;
            for (int first = 0; first < customers.Length; first += Batch)
            {
                Array.Fill(rows, float.NaN);
                encode(customers.AsSpan(first, Batch));
                for (int index = 0; index < rows.Length; index++)
                {
                    sum += (index % 97) * rows[index];
                }
            }

            return sum;
        }
    }

    private static RowEncoder<Customer> Description() => RowEncoder.For<Customer>()
        .Number(c => c.Age, Missing.Median, indicator: true)
        .Number(c => c.Income, Missing.Median, indicator: true)
        .Number(c => c.Usage, Missing.Median, indicator: true)
        .Number(c => c.Charges)
        .Number(c => c.Tenure)
        .Number(c => c.Calls)
        .Number(c => c.Latitude)
        .Number(c => c.Longitude)
        .Category(c => c.Contract)
        .Category(c => c.Payment)
        .Category(c => c.Plan)
        .Category(c => c.Region);

    private static void EncodeSingly(FittedEncoder<Customer> fitted, ReadOnlySpan<Customer> batch, Span<float> rows)
    {
        for (int index = 0; index < batch.Length; index++)
        {
            fitted.Encode(batch[index], rows[(index * fitted.InputCount)..]);
        }
    }

    private delegate void BatchEncoder(ReadOnlySpan<Customer> batch);
}
