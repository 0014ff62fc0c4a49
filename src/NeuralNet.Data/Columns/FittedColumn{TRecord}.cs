using System.Text.Json;

namespace NeuralNet.Data.Columns;

/// <summary>A column with what Fit learned of it. Immutable.</summary>
internal abstract class FittedColumn<TRecord>(string name, string[] featureNames)
{
    public string Name { get; } = name;

    /// <summary>The names of its inputs.</summary>
    public string[] FeatureNames { get; } = featureNames;

    /// <summary>
    /// Writes the inputs of some records. Returns what is wrong with the first value that is wrong, and the cure; null if none is.
    /// </summary>
    /// <param name="block">The records.</param>
    /// <param name="inputs">Their inputs, all zeros.</param>
    /// <param name="row">Counts the records that are read, so that it is the wrong one in the end, also if a delegate throws.</param>
    public abstract Problem? Encode(in RecordBlock<TRecord> block, in InputBlock<float> inputs, ref int row);

    /// <inheritdoc cref="Encode(in RecordBlock{TRecord}, in InputBlock{float}, ref int)"/>
    public abstract Problem? Encode(in RecordBlock<TRecord> block, in InputBlock<double> inputs, ref int row);

    /// <summary>Writes what was learned.</summary>
    public abstract void Write(Utf8JsonWriter json);
}
