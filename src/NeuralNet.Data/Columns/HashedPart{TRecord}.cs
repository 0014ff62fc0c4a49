using System.Text;

namespace NeuralNet.Data.Columns;

/// <summary>A category that is hashed, alone or in a cross.</summary>
/// <param name="Name">The name of the category.</param>
/// <param name="Value">Reads the category.</param>
internal sealed record HashedPart<TRecord>(string Name, Func<TRecord, string?> Value)
{
    /// <summary>What stands before the category in the text that is hashed, as UTF-8.</summary>
    public byte[] Prefix { get; } = Encoding.UTF8.GetBytes($"{Name}=");

    /// <summary>The same after another category.</summary>
    public byte[] NextPrefix { get; } = Encoding.UTF8.GetBytes($"&{Name}=");
}
