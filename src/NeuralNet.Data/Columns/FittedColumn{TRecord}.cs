using System.Text.Json;

namespace NeuralNet.Data.Columns;

/// <summary>A column with what Fit learned of it. Immutable.</summary>
internal abstract class FittedColumn<TRecord>(string name, string[] featureNames)
{
    public string Name { get; } = name;

    /// <summary>The names of its inputs.</summary>
    public string[] FeatureNames { get; } = featureNames;

    /// <summary>
    /// Writes the inputs of a record. Returns what is wrong with its value, and the cure; null if nothing is.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <param name="row">The part of the row for this column, all zeros.</param>
    public abstract string? Encode(TRecord record, EncodedRow row);

    /// <summary>Writes what was learned.</summary>
    public abstract void Write(Utf8JsonWriter json);
}
