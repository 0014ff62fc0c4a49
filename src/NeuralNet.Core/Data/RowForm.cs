namespace NeuralNet.Core.Data;

/// <summary>The form of rows, or the error in their shape. The forms in one piece of memory come first.</summary>
internal enum RowForm : byte
{
    /// <summary>Numbers, row after row, in one piece of memory.</summary>
    Flat,

    /// <summary>A valid matrix.</summary>
    Matrix,

    /// <summary>Separate rows, each an array.</summary>
    Arrays,

    /// <summary>Separate rows, each a memory.</summary>
    Memories,

    /// <summary>A sparse row on the stack.</summary>
    SparseRow,

    /// <summary>Sparse rows on the stack.</summary>
    SparseRows,

    /// <summary>Sparse rows in stored memories.</summary>
    SparseMemories,

    /// <summary>A matrix without columns.</summary>
    NoColumns,

    /// <summary>A null matrix.</summary>
    Null,

    /// <summary>A tensor of another rank than 2.</summary>
    OtherRank,

    /// <summary>A matrix whose rows are not stored one after the other.</summary>
    NotDense,

    /// <summary>A matrix with more numbers than an int can count.</summary>
    TooLarge,
}
