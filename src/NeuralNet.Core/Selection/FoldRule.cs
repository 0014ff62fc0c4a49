namespace NeuralNet.Core.Selection;

/// <summary>How <see cref="Folds"/> divide rows.</summary>
internal abstract class FoldRule(string kind)
{
    /// <summary>The word for the rule, such as random.</summary>
    public string Kind { get; } = kind;

    /// <summary>Whether a fold is trained on earlier parts alone, not on all other folds.</summary>
    public virtual bool TrainsOnEarlier => false;

    /// <summary>Returns the fold of each row, -1 for a row that is never tested.</summary>
    /// <param name="request">The rows.</param>
    public abstract int[] Assign(FoldRequest request);
}
