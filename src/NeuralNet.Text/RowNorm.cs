namespace NeuralNet.Text;

/// <summary>The length to which a row is scaled. A row of zeros stays as it is.</summary>
public enum RowNorm
{
    /// <summary>The counts stay as they are.</summary>
    None,

    /// <summary>The sum of the absolute values is 1.</summary>
    L1,

    /// <summary>The sum of the squares is 1.</summary>
    L2,
}
