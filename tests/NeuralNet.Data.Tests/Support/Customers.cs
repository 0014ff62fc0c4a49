namespace NeuralNet.Data.Tests.Support;

/// <summary>Random customers and descriptions, the same for the same seed.</summary>
internal static class Customers
{
    private static readonly string[] _contracts = ["monthly", "yearly", "two years", "ÄÖ 😀", "", "a=b"];
    private static readonly string[] _payments = ["card", "check", "transfer"];
    private static readonly string[] _ratings = ["low", "middle", "high"];

    public static Customer[] Random(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => new Customer
        {
            Age = random.Next(8) == 0 ? null : Math.Round(random.NextDouble() * 90, random.Next(3)),
            Charges = (float)Math.Exp(random.NextDouble() * 10),
            Balance = random.Next(8) == 0 ? null : (decimal)Math.Round((random.NextDouble() * 2000) - 1000, 2),
            Visits = random.Next(10),
            Contract = random.Next(10) == 0 ? null : _contracts[random.Next(_contracts.Length)],
            Payment = random.Next(10) == 0 ? null : _payments[random.Next(_payments.Length)],
            IsSenior = random.Next(10) == 0 ? null : random.Next(2) == 0,
            Rating = random.Next(10) == 0 ? null : _ratings[random.Next(_ratings.Length)],
            Since = random.Next(10) == 0 ? null : new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(random.Next(20_000_000)),
            Home = new() { City = random.Next(5) == 0 ? null : $"city {random.Next(4)}" },
        })];
    }

    /// <summary>A description with every kind of column, in every form that accepts all random customers.</summary>
    public static RowEncoder<Customer> Everything(UnknownCategory unknown = UnknownCategory.OwnColumn) => RowEncoder.For<Customer>()
        .Number(c => c.Age, Missing.Median, indicator: true)
        .Number(c => c.Charges, NumberTransform.Log)
        .Number(c => c.Balance, Missing.Mean, transform: NumberTransform.ClipToQuantiles(0.05, 0.95))
        .Number(c => c.Visits, NumberTransform.Clip(1, 5).ThenLog())
        .Category(c => c.Contract, unknown)
        .Category(c => c.Home.City, unknown, minimumCount: 3)
        .Flag(c => c.IsSenior, Missing.Mean)
        .Ordered(c => c.Rating, ["low", "middle", "high"], Missing.Constant(1), indicator: true)
        .Date(c => c.Since, (DateParts)255, Missing.Median)
        .Buckets(c => c.Charges, count: 10, name: "Charge")
        .Buckets(c => c.Age, count: 3, name: "Years")
        .Cross(c => c.Contract, c => c.Payment, unknown, minimumCount: 2);

    /// <summary>A description of some of the columns, chosen by a seed.</summary>
    public static RowEncoder<Customer> RandomDescription(int seed)
    {
        var random = new Random(seed);
        RowEncoder<Customer> description = RowEncoder.For<Customer>().Number(c => c.Visits);
        Func<RowEncoder<Customer>, string, RowEncoder<Customer>>[] choices =
        [
            (d, name) => d.Number(c => c.Age, random.Next(2) == 0 ? Missing.Mean : Missing.Constant(random.Next(5)), random.Next(2) == 0, name: name),
            (d, name) => d.Number(c => c.Charges, NumberTransform.ClipToQuantiles(random.NextDouble() / 2).ThenLog(), name),
            (d, name) => d.Category(c => c.Contract, (UnknownCategory)random.Next(3), random.Next(1, 4), refuseMissing: false, name: name),
            (d, name) => d.Category(c => c.Payment, UnknownCategory.OwnColumn, random.Next(1, 4), dropFirst: true, name: name),
            (d, name) => d.Flag(c => c.IsSenior, Missing.Median, random.Next(2) == 0, name: name),
            (d, name) => d.Date(c => c.Since, (DateParts)random.Next(1, 256), Missing.Mean, random.Next(2) == 0, name: name),
            (d, name) => d.Buckets(c => c.Age, random.Next(2, 20), name: name),
            (d, name) => d.Cross(c => c.Payment, c => c.Home.City, UnknownCategory.Zeros, random.Next(1, 4), firstName: name, secondName: "City"),
        ];
        for (int column = random.Next(8); column > 0; column--)
        {
            description = choices[random.Next(choices.Length)](description, $"column {column}");
        }

        return description;
    }
}
