namespace NeuralNet.Core.PeerBenchmarks.Records;

/// <summary>A record of twelve columns: eight numbers, of which three may be missing, and four categories.</summary>
internal sealed class Customer
{
    /// <summary>May be missing.</summary>
    public float? Age { get; set; }

    /// <summary>May be missing.</summary>
    public float? Income { get; set; }

    /// <summary>May be missing.</summary>
    public float? Usage { get; set; }

    /// <summary>Always known.</summary>
    public float Charges { get; set; }

    /// <summary>Always known.</summary>
    public float Tenure { get; set; }

    /// <summary>Always known.</summary>
    public float Calls { get; set; }

    /// <summary>Always known.</summary>
    public float Latitude { get; set; }

    /// <summary>Always known.</summary>
    public float Longitude { get; set; }

    /// <summary>One of 3.</summary>
    public required string Contract { get; set; }

    /// <summary>One of 4.</summary>
    public required string Payment { get; set; }

    /// <summary>One of 12.</summary>
    public required string Plan { get; set; }

    /// <summary>One of 50.</summary>
    public required string Region { get; set; }

    /// <summary>
    /// Draws records. Their texts are objects of their own, as those that are read from a file or a request, not one object for each
    /// category.
    /// </summary>
    public static Customer[] Draw(int count)
    {
        var random = new Random(1);
        var result = new Customer[count];
        for (int row = 0; row < count; row++)
        {
            result[row] = new Customer
            {
                Age = Missing(18 + (60 * random.NextSingle())),
                Income = Missing(100_000 * random.NextSingle()),
                Usage = Missing(random.NextSingle()),
                Charges = 100 * random.NextSingle(),
                Tenure = random.Next(100),
                Calls = random.Next(10),
                Latitude = 90 * random.NextSingle(),
                Longitude = 180 * random.NextSingle(),
                Contract = Name("contract", 3),
                Payment = Name("payment by", 4),
                Plan = Name("plan", 12),
                Region = Name("region", 50),
            };
        }

        return result;

        float? Missing(float value) => random.Next(10) == 0 ? null : value;
        string Name(string kind, int count) => FormattableString.Invariant($"{kind} {random.Next(count)}");
    }
}
