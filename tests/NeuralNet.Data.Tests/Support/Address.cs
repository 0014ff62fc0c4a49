namespace NeuralNet.Data.Tests.Support;

internal sealed record Address
{
    public string? City { get; init; }
}
