using System.Diagnostics;
using System.Globalization;
using System.Text;
using NeuralNet.Core.Foundation;

namespace NeuralNet.Core;

/// <summary>How many rows of each class were predicted as which class.</summary>
public sealed class ConfusionMatrix
{
    private const string Corner = @"actual \ predicted";

    private readonly int[] _counts;
    private readonly int[] _actualRows;
    private readonly int[] _predictedRows;

    internal ConfusionMatrix(
        ReadOnlySpan<int> actual, ReadOnlySpan<int> predicted, int classes, IReadOnlyList<string>? classNames = null)
    {
        Debug.Assert(classNames is null || classNames.Count == classes, "Each class has a name.");
        Classes = classes;
        ClassNames = classNames;
        Rows = actual.Length;
        _counts = new int[Shape.Count("the confusion matrix", classes, classes)];
        _actualRows = new int[classes];
        _predictedRows = new int[classes];
        for (int row = 0; row < actual.Length; row++)
        {
            _counts[(actual[row] * classes) + predicted[row]]++;
            _actualRows[actual[row]]++;
            _predictedRows[predicted[row]]++;
            Correct += actual[row] == predicted[row] ? 1 : 0;
        }
    }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The names of the classes <c>[classes]</c>; null where they have none.</summary>
    public IReadOnlyList<string>? ClassNames { get; }

    /// <summary>The number of rows counted.</summary>
    public int Rows { get; }

    /// <summary>The rows whose class was predicted.</summary>
    public int Correct { get; }

    /// <summary>The rows of class <paramref name="actual"/> that were predicted as class <paramref name="predicted"/>.</summary>
    /// <param name="actual">The true class, [0, Classes).</param>
    /// <param name="predicted">The predicted class, [0, Classes).</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public int this[int actual, int predicted]
    {
        get
        {
            ThrowIfNoSuchClass(actual, nameof(actual));
            ThrowIfNoSuchClass(predicted, nameof(predicted));
            return _counts[(actual * Classes) + predicted];
        }
    }

    /// <summary>The rows of a class that were predicted as it.</summary>
    /// <param name="label">The class, [0, Classes).</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public int CorrectRows(int label)
    {
        ThrowIfNoSuchClass(label, nameof(label));
        return this[label, label];
    }

    /// <summary>The rows of a class, whatever was predicted.</summary>
    /// <param name="label">The class, [0, Classes).</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public int ActualRows(int label)
    {
        ThrowIfNoSuchClass(label, nameof(label));
        return _actualRows[label];
    }

    /// <summary>The rows predicted as a class, whatever they are.</summary>
    /// <param name="label">The class, [0, Classes).</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public int PredictedRows(int label)
    {
        ThrowIfNoSuchClass(label, nameof(label));
        return _predictedRows[label];
    }

    /// <summary>
    /// A table: a line for each actual class, a column for each predicted one, with the names of the classes where they have
    /// some.
    /// </summary>
    public override string ToString()
    {
        int width = Rows.ToString(CultureInfo.InvariantCulture).Length;
        int margin = ClassNames is null ? 0 : Corner.Length;
        foreach (string name in ClassNames ?? [])
        {
            width = Math.Max(width, name.Length);
            margin = Math.Max(margin, name.Length);
        }

        var text = new StringBuilder();
        if (ClassNames is not null)
        {
            text.Append(Corner.PadLeft(margin));
            foreach (string name in ClassNames)
            {
                text.Append(' ').Append(name.PadLeft(width));
            }

            text.Append('\n');
        }

        for (int actual = 0; actual < Classes; actual++)
        {
            text.Append(ClassNames?[actual].PadLeft(margin));
            for (int predicted = 0; predicted < Classes; predicted++)
            {
                text.Append(' ').Append(this[actual, predicted].ToString(CultureInfo.InvariantCulture).PadLeft(width));
            }

            text.Append(actual < Classes - 1 ? "\n" : string.Empty);
        }

        return text.ToString();
    }

    private void ThrowIfNoSuchClass(int label, string parameter)
    {
        if ((uint)label >= (uint)Classes)
        {
            throw new ArgumentOutOfRangeException(
                parameter, label, $"{parameter} is {label}; with {Classes} classes it must lie in [0, {Classes - 1}].");
        }
    }
}
