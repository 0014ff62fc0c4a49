namespace NeuralNet.Data.Tests.Support;

/// <summary>A record of one value, which may be missing, while a record itself may not.</summary>
internal readonly record struct One<TValue>(TValue Value)
{
    public static implicit operator One<TValue>(TValue value) => new(value);
}
