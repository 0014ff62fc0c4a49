namespace NeuralNet.Core.Selection;

/// <summary>Which rows each fold tests and trains on.</summary>
/// <param name="foldOfRow">The fold that tests each row, -1 for a row that none tests.</param>
/// <param name="trainsOnEarlier">Whether a fold is trained on lower folds and untested rows alone, not on all other rows.</param>
internal sealed class AssignedFolds(int[] foldOfRow, bool trainsOnEarlier)
{
    /// <summary>The number of folds.</summary>
    public int Count { get; } = foldOfRow.Max() + 1;

    /// <summary>The rows that a fold tests, in ascending order.</summary>
    public int[] TestRows { get; } = Rows(foldOfRow, fold => fold >= 0);

    /// <summary>The rows that one fold tests, in ascending order.</summary>
    public int[] TestRowsOf(int fold) => Rows(foldOfRow, other => other == fold);

    /// <summary>The rows that the network of one fold is trained on, in ascending order.</summary>
    public int[] TrainingRowsOf(int fold) => Rows(foldOfRow, other => trainsOnEarlier ? other < fold : other != fold);

    private static int[] Rows(int[] foldOfRow, Predicate<int> isIn) =>
        [.. Enumerable.Range(0, foldOfRow.Length).Where(row => isIn(foldOfRow[row]))];
}
