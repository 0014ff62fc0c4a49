namespace NeuralNet.Core.Selection;

/// <summary>No cross-validation.</summary>
internal sealed class NoFolds() : FoldRule("no")
{
    public override int[] Assign(FoldRequest request) => throw new ArgumentException(
        "Folds.None tests no rows. Pass other folds, such as Folds.Random().", request.Parameter);
}
