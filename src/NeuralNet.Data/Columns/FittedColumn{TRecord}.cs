using System.Text.Json;

namespace NeuralNet.Data.Columns;

/// <summary>A column with what Fit learned of it. Immutable.</summary>
internal abstract class FittedColumn<TRecord>(string name, string[] featureNames)
{
    public string Name { get; } = name;

    /// <summary>The names of its inputs; none of a hashed column, which are too many to keep.</summary>
    public string[] FeatureNames { get; } = featureNames;

    /// <summary>The number of its inputs.</summary>
    public virtual int InputCount => FeatureNames.Length;

    /// <summary>How many of its inputs may differ from 0 in one row.</summary>
    public virtual int SparseLength => FeatureNames.Length;

    /// <summary>Whether it has more inputs than a dense row should have.</summary>
    public virtual bool IsHashed => false;

    /// <summary>
    /// Writes the inputs of some records. Returns what is wrong with the first value that is wrong, and the cure; null if none is.
    /// </summary>
    /// <param name="block">The records.</param>
    /// <param name="inputs">Their inputs, all zeros.</param>
    /// <param name="row">Counts the records that are read, so that it is the wrong one in the end, also if a delegate throws.</param>
    public abstract Problem? Encode(in RecordBlock<TRecord> block, in InputBlock<float> inputs, ref int row);

    /// <inheritdoc cref="Encode(in RecordBlock{TRecord}, in InputBlock{float}, ref int)"/>
    public abstract Problem? Encode(in RecordBlock<TRecord> block, in InputBlock<double> inputs, ref int row);

    /// <inheritdoc cref="Encode(in RecordBlock{TRecord}, in InputBlock{float}, ref int)"/>
    public abstract Problem? Encode(in RecordBlock<TRecord> block, in SparseBlock<float> inputs, ref int row);

    /// <inheritdoc cref="Encode(in RecordBlock{TRecord}, in InputBlock{float}, ref int)"/>
    public abstract Problem? Encode(in RecordBlock<TRecord> block, in SparseBlock<double> inputs, ref int row);

    /// <summary>Returns the name of one of its inputs.</summary>
    public virtual string FeatureName(int input) => FeatureNames[input];

    /// <summary>Returns whether one of its inputs has a name.</summary>
    public virtual bool HasFeature(string name) => FeatureNames.Contains(name);

    /// <summary>Writes what was learned.</summary>
    public abstract void Write(Utf8JsonWriter json);
}
