namespace NeuralNet.Core.PeerBenchmarks.Records;

/// <summary>
/// The loop that one writes by hand for these records: the median and an indicator for missing numbers, a dictionary for each category, and
/// the same checks, of numbers that are not finite and of categories that training did not see.
/// </summary>
internal sealed class HandWrittenEncoder
{
    private const int Numbers = 11;
    private readonly float _age;
    private readonly float _income;
    private readonly float _usage;
    private readonly Dictionary<string, int> _contracts;
    private readonly Dictionary<string, int> _payments;
    private readonly Dictionary<string, int> _plans;
    private readonly Dictionary<string, int> _regions;

    /// <summary>Learns medians and categories.</summary>
    public HandWrittenEncoder(Customer[] records)
    {
        _age = Median(records, record => record.Age);
        _income = Median(records, record => record.Income);
        _usage = Median(records, record => record.Usage);
        int next = Numbers;
        _contracts = Places(records, record => record.Contract, ref next);
        _payments = Places(records, record => record.Payment, ref next);
        _plans = Places(records, record => record.Plan, ref next);
        _regions = Places(records, record => record.Region, ref next);
        Width = next;
    }

    /// <summary>The values of a row.</summary>
    public int Width { get; }

    /// <summary>Encodes records row after row.</summary>
    public void Encode(ReadOnlySpan<Customer> records, Span<float> rows)
    {
        for (int index = 0; index < records.Length; index++)
        {
            Encode(records[index], rows.Slice(index * Width, Width));
        }
    }

    private void Encode(Customer record, Span<float> row)
    {
        row.Clear();
        Optional(record.Age, _age, row);
        Optional(record.Income, _income, row[2..]);
        Optional(record.Usage, _usage, row[4..]);
        row[6] = Finite(record.Charges);
        row[7] = Finite(record.Tenure);
        row[8] = Finite(record.Calls);
        row[9] = Finite(record.Latitude);
        row[10] = Finite(record.Longitude);
        row[Place(_contracts, record.Contract)] = 1;
        row[Place(_payments, record.Payment)] = 1;
        row[Place(_plans, record.Plan)] = 1;
        row[Place(_regions, record.Region)] = 1;
    }

    private static void Optional(float? value, float median, Span<float> row)
    {
        if (value is { } number)
        {
            row[0] = Finite(number);
        }
        else
        {
            row[0] = median;
            row[1] = 1;
        }
    }

    private static float Finite(float value) => float.IsFinite(value) ? value : throw new ArgumentException("The number is not finite.");

    private static int Place(Dictionary<string, int> places, string category) =>
        places.TryGetValue(category, out int place) ? place : throw new ArgumentException($"The category '{category}' is unknown.");

    private static float Median(Customer[] records, Func<Customer, float?> number)
    {
        float[] known = [.. records.Select(number).OfType<float>().Order()];
        return (float)((known[(known.Length - 1) / 2] + (double)known[known.Length / 2]) / 2);
    }

    private static Dictionary<string, int> Places(Customer[] records, Func<Customer, string> category, ref int next)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string name in records.Select(category).Distinct().Order(StringComparer.Ordinal))
        {
            places.Add(name, next++);
        }

        return places;
    }
}
