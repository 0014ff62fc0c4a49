namespace NeuralNet.Data.Tests.Support;

/// <summary>A record with every kind of value.</summary>
internal sealed record Customer
{
    public double? Age { get; init; }

    public float Charges { get; init; }

    public decimal? Balance { get; init; }

    public int Visits { get; init; }

    public string? Contract { get; init; }

    public string? Payment { get; init; }

    public bool? IsSenior { get; init; }

    public string? Rating { get; init; }

    public DateTime? Since { get; init; }

    public Address Home { get; init; } = new();
}
