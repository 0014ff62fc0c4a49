namespace NeuralNet.Data;

/// <summary>
/// What a category becomes that the records of Fit did not have. If nothing is chosen, it is refused, as in scikit-learn's
/// <c>OneHotEncoder</c>, because a network can say nothing about a value that it never saw; or it is a rare one, if rare ones share an input.
/// </summary>
public enum UnknownCategory
{
    /// <summary>An error, which names row, column and value.</summary>
    Refuse,

    /// <summary>Zeros in all columns of the category: the prediction of the other inputs alone.</summary>
    Zeros,

    /// <summary>
    /// A column of its own, the last. It is 0 in all rows of Fit, so its weight learns only from later records.
    /// </summary>
    OwnColumn,
}
