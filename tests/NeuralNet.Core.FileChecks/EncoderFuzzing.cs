using System.Text;
using NeuralNet.Data;
using NeuralNet.Data.Tests.Support;
using SharpFuzz;
using static System.FormattableString;

namespace NeuralNet.Core.FileChecks;

/// <summary>
/// The reader of fitted encoders under a fuzzer: anything but a refusal, or an encoder that encodes records to finite numbers and comes back
/// from its own text, is a finding.
/// </summary>
internal static class EncoderFuzzing
{
    private static readonly Record[] _records =
    [
        new(1, 2, "a", "x", new(2026, 11, 30), true, "low"),
        new(null, 0, null, "y", null, false, "high"),
        new(-3.5, 7, "b", "x", new(1999, 1, 1), true, "middle"),
        new(1e6, 1, "a", "z", new(2024, 2, 29), false, "low"),
    ];

    /// <summary>One description for each kind of state.</summary>
    private static readonly (string Name, RowEncoder<Record> Description)[] _descriptions =
    [
        ("numbers", RowEncoder.For<Record>().Number(r => r.Amount, Missing.Median, indicator: true).Number(r => r.Count, NumberTransform.Log)),
        ("quantiles", RowEncoder.For<Record>().Number(r => r.Amount, Missing.Mean, transform: NumberTransform.ClipToQuantiles())),
        ("categories", RowEncoder.For<Record>().Category(r => r.Plan, UnknownCategory.OwnColumn, minimumCount: 2).Category(r => r.Country, UnknownCategory.Zeros)),
        ("pairs", RowEncoder.For<Record>().Cross(r => r.Plan, r => r.Country, UnknownCategory.Zeros)),
        ("dates", RowEncoder.For<Record>().Date(r => r.Since, DateParts.Year | DateParts.MonthCyclic | DateParts.Weekend, Missing.Mean)),
        ("levels", RowEncoder.For<Record>().Ordered(r => r.Level, ["low", "middle", "high"]).Flag(r => r.IsActive)),
        ("hashes", RowEncoder.For<Record>().HashedCategory(r => r.Country, 16).HashedCross([r => r.Plan, r => r.Country], 16, seed: 1)),
        ("buckets", RowEncoder.For<Record>().Buckets(r => r.Amount, count: 3)),
    ];

    public static int Run()
    {
        Fuzzer.Run(input =>
        {
            using var bytes = new MemoryStream();
            input.CopyTo(bytes);
            string text = Encoding.UTF8.GetString(bytes.ToArray());
            foreach ((_, RowEncoder<Record> description) in _descriptions)
            {
                IsUsed(description, text);
            }
        });
        return 0;
    }

    /// <summary>One text for each description.</summary>
    public static int WriteSeeds(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach ((string name, RowEncoder<Record> description) in _descriptions)
        {
            File.WriteAllText(Path.Combine(folder, name), description.Fit(_records).ToJson());
        }

        return 0;
    }

    /// <summary>As many mutations of each text, without a fuzzer; the first finding ends it, with the number that makes it again.</summary>
    public static int Mutate(int times)
    {
        (long refused, long used) = (0, 0);
        foreach ((string name, RowEncoder<Record> description) in _descriptions)
        {
            string text = description.Fit(_records).ToJson();
            for (int seed = 0; seed < times; seed++)
            {
                try
                {
                    string changed = Mutation.Of(text, new Random(seed));
                    (refused, used) = IsUsed(description, changed) ? (refused, used + 1) : (refused + 1, used);
                }
                catch (Exception exception)
                {
                    throw new InvalidOperationException(Invariant($"Mutation {seed} of '{name}'."), exception);
                }
            }
        }

        Console.WriteLine(Invariant($"{refused + used:N0} encoders: {refused:N0} refused, {used:N0} used and read again"));
        return 0;
    }

    /// <summary>Reads a text. Returns false if it is refused.</summary>
    /// <exception cref="InvalidOperationException">An encoder that was accepted writes another text, or a row that is not finite.</exception>
    private static bool IsUsed(RowEncoder<Record> description, string text)
    {
        FittedEncoder<Record> encoder;
        try
        {
            encoder = description.FromJson(text);
        }
        catch (ModelFormatException)
        {
            return false;
        }

        string written = encoder.ToJson();
        if (description.FromJson(written).ToJson() != written)
        {
            throw new InvalidOperationException($"Another text: {written}");
        }

        float[] row = new float[encoder.InputCount];
        foreach (Record record in _records)
        {
            try
            {
                encoder.Encode(record, row);
            }
            catch (RecordException)
            {
                // A category, or a number that is too large for a float, that the changed encoder does not take.
                continue;
            }

            if (!row.All(float.IsFinite))
            {
                throw new InvalidOperationException($"A row that is not finite: {string.Join(' ', row)}");
            }
        }

        return true;
    }

    private sealed record Record(double? Amount, int Count, string? Plan, string? Country, DateOnly? Since, bool IsActive, string Level);
}
