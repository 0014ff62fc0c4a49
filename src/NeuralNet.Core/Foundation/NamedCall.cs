using System.Globalization;

namespace NeuralNet.Core.Foundation;

/// <summary>A name with arguments: the text of a part of a description, such as <c>adam(0.9, 0.999, 1E-08)</c>.</summary>
/// <param name="Name">The text before the bracket.</param>
/// <param name="Arguments">The arguments in the brackets; empty without brackets.</param>
internal readonly record struct NamedCall(string Name, IReadOnlyList<string> Arguments)
{
    public static NamedCall Parse(string text)
    {
        int bracket = text.IndexOf('(', StringComparison.Ordinal);
        return bracket > 0 && text.EndsWith(')')
            ? new(text[..bracket], text[(bracket + 1)..^1].Split(", "))
            : new(text, []);
    }

    /// <summary>Checks whether the number of arguments is allowed and all are numbers.</summary>
    public bool TryNumbers(int least, int most, out double[] numbers)
    {
        numbers = new double[Arguments.Count];
        for (int index = 0; index < numbers.Length; index++)
        {
            if (!double.TryParse(Arguments[index], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[index]))
            {
                return false;
            }
        }

        return numbers.Length >= least && numbers.Length <= most;
    }
}
