using NeuralNet.Core.Training;
using static System.FormattableString;

namespace NeuralNet.Core.Selection;

/// <summary>Folds of random rows, with equal shares of each class.</summary>
internal sealed class RandomFolds(int count) : FoldRule("random")
{
    /// <summary>
    /// The random stream of folds, separate from the orders of epochs, which count from 0, and from the validation rows.
    /// </summary>
    public const long Stream = -2;

    /// <summary>Distributes the rows of each class evenly; without labels, all rows are one group.</summary>
    public override int[] Assign(FoldRequest request)
    {
        (string parameter, int rows, int[] labels, long seed) = request;
        if (count > rows)
        {
            throw new ArgumentException(Invariant(
                $"{parameter}: there are {count} folds, but {rows} row(s). Use at most as many folds as rows."), parameter);
        }

        CheckClasses(labels);
        var order = new int[rows];
        Shuffling.Fill(order, seed, Stream);
        if (labels.Length > 0)
        {
            // A stable sort keeps the random order within a class.
            order = [.. order.OrderBy(row => labels[row])];
        }

        var folds = new int[rows];
        for (int position = 0; position < rows; position++)
        {
            folds[order[position]] = position % count;
        }

        return folds;
    }

    /// <summary>Rejects a class with fewer rows than folds, because some fold could not test it.</summary>
    private void CheckClasses(int[] labels)
    {
        foreach ((int label, int rows) in labels.CountBy(label => label).OrderBy(pair => pair.Key))
        {
            if (rows < count)
            {
                throw new ArgumentException(Invariant(
                    $"labels has {rows} row(s) of class {label}, too few for {count} folds. Use fewer folds, leave out the class, or set the folds with Folds.Given."), nameof(labels));
            }
        }
    }
}
