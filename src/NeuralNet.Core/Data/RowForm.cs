namespace NeuralNet.Core.Data;

/// <summary>How rows are held, and what is wrong with their shape.</summary>
internal enum RowForm : byte
{
    /// <summary>Numbers, row after row.</summary>
    Flat,

    /// <summary>Rows that lie apart, each an array.</summary>
    Arrays,

    /// <summary>Rows that lie apart, each a memory.</summary>
    Memories,

    /// <summary>A matrix that can be taken.</summary>
    Matrix,

    /// <summary>No matrix at all.</summary>
    Null,

    /// <summary>A tensor that is no matrix.</summary>
    OtherRank,

    /// <summary>A matrix whose rows do not lie one after the other.</summary>
    NotDense,

    /// <summary>A matrix of more numbers than an int can count.</summary>
    TooLarge,
}
