using System.Diagnostics;
using System.Globalization;
using System.Text;
using NeuralNet.Common;
using NeuralNet.Core.Evaluation;

namespace NeuralNet.Core;

/// <summary>
/// Counts the rows of each true class by predicted class, or adds up their weights. Stores only cells that are not 0, so the memory
/// depends on the rows, even with a hundred thousand classes.
/// </summary>
public sealed class ConfusionMatrix
{
    /// <summary>The largest number of classes printed as a table.</summary>
    internal const int MostColumns = 50;

    private const string Corner = @"actual \ predicted";

    private readonly Dictionary<(int Actual, int Predicted), double> _weights;
    private readonly SortedDictionary<int, ClassTally> _tallies = [];

    internal ConfusionMatrix(
        ReadOnlySpan<int> actual,
        ReadOnlySpan<int> predicted,
        int classes,
        IReadOnlyList<string>? classNames = null,
        CountedRows counted = default)
        : this(Count(actual, predicted, counted.Weights), actual.Length, classes, classNames)
    {
        WeightExponent = counted.Exponent;
    }

    private ConfusionMatrix(
        Dictionary<(int Actual, int Predicted), double> weights, long rows, int classes, IReadOnlyList<string>? classNames)
    {
        Debug.Assert(classNames is null || classNames.Count == classes, "Each class has a name.");
        _weights = weights;
        RowCount = rows;
        ClassCount = classes;
        ClassNames = classNames;
        Cells = Array.AsReadOnly([.. weights
            .OrderBy(cell => cell.Key)
            .Select(cell => new ConfusionCell(cell.Key.Actual, cell.Key.Predicted, cell.Value))]);
        foreach (ConfusionCell cell in Cells)
        {
            double correct = cell.Actual == cell.Predicted ? cell.Weight : 0;
            Add(cell.Actual, new ClassTally(cell.Weight, 0, correct));
            Add(cell.Predicted, new ClassTally(0, cell.Weight, 0));
            Weight += cell.Weight;
            Correct += correct;
        }
    }

    /// <summary>The number of classes.</summary>
    public int ClassCount { get; }

    /// <summary>The names of the classes <c>[classes]</c>; null if they have no names.</summary>
    public IReadOnlyList<string>? ClassNames { get; }

    /// <summary>The number of rows counted, without rows of weight 0.</summary>
    public long RowCount { get; }

    /// <summary>
    /// The total weight of the rows; without weights their number. If the largest weight is outside [1e-60, 1e60], all weights are first
    /// divided by the power of two that brings it into [1, 2).
    /// </summary>
    public double Weight { get; }

    /// <summary>The weight of the correctly predicted rows; without weights their number.</summary>
    public double Correct { get; }

    /// <summary>The cells that are not 0, ordered by actual class, then by predicted class; at most as many as rows.</summary>
    public IReadOnlyList<ConfusionCell> Cells { get; }

    /// <summary>The power of two that the weights were divided by; see <see cref="CountedRows.Exponent"/>.</summary>
    internal int WeightExponent { get; private init; }

    /// <summary>The tallies of the classes that occur among the labels or predictions, in ascending order.</summary>
    internal IEnumerable<ClassTally> Tallies => _tallies.Values;

    /// <summary>
    /// The weight of the rows of class <paramref name="actual"/> that were predicted as class <paramref name="predicted"/>; without
    /// weights their number.
    /// </summary>
    /// <param name="actual">The true class, [0, <see cref="ClassCount"/>).</param>
    /// <param name="predicted">The predicted class, [0, <see cref="ClassCount"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is not a class.</exception>
    public double this[int actual, int predicted]
    {
        get
        {
            ThrowIfNoSuchClass(actual, nameof(actual));
            ThrowIfNoSuchClass(predicted, nameof(predicted));
            return _weights.GetValueOrDefault((actual, predicted));
        }
    }

    /// <summary>Returns the weight of the rows of a class that were predicted correctly; without weights their number.</summary>
    /// <param name="label">The class, [0, <see cref="ClassCount"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException">label is not a class.</exception>
    public double CorrectRows(int label) => Tally(label).Correct;

    /// <summary>Returns the weight of the rows of a class, with any prediction; without weights their number.</summary>
    /// <param name="label">The class, [0, <see cref="ClassCount"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException">label is not a class.</exception>
    public double ActualRows(int label) => Tally(label).Actual;

    /// <summary>Returns the weight of the rows predicted as a class, of any true class; without weights their number.</summary>
    /// <param name="label">The class, [0, <see cref="ClassCount"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException">label is not a class.</exception>
    public double PredictedRows(int label) => Tally(label).Predicted;

    /// <summary>
    /// Returns a table for up to 50 classes: a line per actual class, a column per predicted class, with class names if there are any.
    /// For more classes, returns a line for each of the <see cref="Cells"/>.
    /// </summary>
    public override string ToString() => ClassCount <= MostColumns ? Table() : string.Join('\n', Cells.Select(Line));

    /// <summary>Adds up matrices with the same number of classes.</summary>
    internal static ConfusionMatrix Merge(IReadOnlyList<ConfusionMatrix> parts)
    {
        var weights = new Dictionary<(int Actual, int Predicted), double>();
        long rows = 0;
        foreach (ConfusionMatrix part in parts)
        {
            rows += part.RowCount;
            foreach (ConfusionCell cell in part.Cells)
            {
                (int Actual, int Predicted) key = (cell.Actual, cell.Predicted);
                weights[key] = weights.GetValueOrDefault(key) + cell.Weight;
            }
        }

        return new ConfusionMatrix(weights, rows, parts[0].ClassCount, parts[0].ClassNames) { WeightExponent = parts[0].WeightExponent };
    }

    internal ClassTally Tally(int label)
    {
        ThrowIfNoSuchClass(label, nameof(label));
        return _tallies.GetValueOrDefault(label);
    }

    private static Dictionary<(int Actual, int Predicted), double> Count(
        ReadOnlySpan<int> actual, ReadOnlySpan<int> predicted, ReadOnlySpan<double> weights)
    {
        var counts = new Dictionary<(int Actual, int Predicted), double>();
        for (int row = 0; row < actual.Length; row++)
        {
            (int Actual, int Predicted) cell = (actual[row], predicted[row]);
            counts[cell] = counts.GetValueOrDefault(cell) + (weights.IsEmpty ? 1 : weights[row]);
        }

        return counts;
    }

    /// <summary>Prints whole numbers in full, others with six digits.</summary>
    private static string Text(double weight) =>
        weight.ToString(double.IsInteger(weight) && weight < 1e15 ? "F0" : "G6", CultureInfo.InvariantCulture);

    private void Add(int label, ClassTally more)
    {
        ClassTally tally = _tallies.GetValueOrDefault(label);
        _tallies[label] = new ClassTally(tally.Actual + more.Actual, tally.Predicted + more.Predicted, tally.Correct + more.Correct);
    }

    private string Line(ConfusionCell cell) => ClassNames is null
        ? $"{cell.Actual} predicted as {cell.Predicted}: {Text(cell.Weight)}"
        : $"{Shown.Text(ClassNames[cell.Actual])} predicted as {Shown.Text(ClassNames[cell.Predicted])}: {Text(cell.Weight)}";

    private string Table()
    {
        int width = Text(Weight).Length;
        string[] names = ClassNames is null ? [] : [.. ClassNames.Select(name => Shown.Text(name))];
        int margin = ClassNames is null ? 0 : Corner.Length;
        foreach (ConfusionCell cell in Cells)
        {
            width = Math.Max(width, Text(cell.Weight).Length);
        }

        foreach (string name in names)
        {
            width = Math.Max(width, name.Length);
            margin = Math.Max(margin, name.Length);
        }

        var text = new StringBuilder();
        if (ClassNames is not null)
        {
            text.Append(Corner.PadLeft(margin));
            foreach (string name in names)
            {
                text.Append(' ').Append(name.PadLeft(width));
            }

            text.Append('\n');
        }

        for (int actual = 0; actual < ClassCount; actual++)
        {
            text.Append(ClassNames is null ? null : names[actual].PadLeft(margin));
            for (int predicted = 0; predicted < ClassCount; predicted++)
            {
                text.Append(' ').Append(Text(this[actual, predicted]).PadLeft(width));
            }

            text.Append(actual < ClassCount - 1 ? "\n" : string.Empty);
        }

        return text.ToString();
    }

    private void ThrowIfNoSuchClass(int label, string parameter)
    {
        if ((uint)label >= (uint)ClassCount)
        {
            throw new ArgumentOutOfRangeException(
                parameter, label, $"{parameter} is {label}; with {ClassCount} classes it must lie in [0, {ClassCount - 1}].");
        }
    }
}
