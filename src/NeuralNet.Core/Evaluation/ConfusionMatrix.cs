using System.Globalization;
using System.Text;
using NeuralNet.Core.Foundation;

namespace NeuralNet.Core;

/// <summary>How many rows of each class were predicted as which class.</summary>
public sealed class ConfusionMatrix
{
    private readonly int[] _counts;

    internal ConfusionMatrix(ReadOnlySpan<int> actual, ReadOnlySpan<int> predicted, int classes)
    {
        Classes = classes;
        Rows = actual.Length;
        _counts = new int[Shape.Count("the confusion matrix", classes, classes)];
        for (int row = 0; row < actual.Length; row++)
        {
            _counts[(actual[row] * classes) + predicted[row]]++;
        }
    }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The number of rows counted.</summary>
    public int Rows { get; }

    /// <summary>The rows whose class was predicted.</summary>
    public int Correct
    {
        get
        {
            int correct = 0;
            for (int label = 0; label < Classes; label++)
            {
                correct += this[label, label];
            }

            return correct;
        }
    }

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

    /// <summary>A table: a line for each actual class, a column for each predicted one.</summary>
    public override string ToString()
    {
        int width = Rows.ToString(CultureInfo.InvariantCulture).Length + 1;
        var text = new StringBuilder();
        for (int actual = 0; actual < Classes; actual++)
        {
            for (int predicted = 0; predicted < Classes; predicted++)
            {
                text.Append(this[actual, predicted].ToString(CultureInfo.InvariantCulture).PadLeft(width));
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
