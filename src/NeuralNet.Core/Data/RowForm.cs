namespace NeuralNet.Core.Data;

/// <summary>What is known of the shape of rows, and what is wrong with it.</summary>
internal enum RowForm : byte
{
    /// <summary>Numbers or rows without a shape of their own.</summary>
    Flat,

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
