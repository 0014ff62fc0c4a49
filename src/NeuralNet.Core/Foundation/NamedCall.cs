using System.Globalization;

namespace NeuralNet.Core.Foundation;

/// <summary>A name with arguments, as the parts of a description print themselves, such as <c>adam(0.9, 0.999, 1E-08)</c>.</summary>
/// <param name="Name">What stands before the bracket.</param>
/// <param name="Arguments">What stands in it; empty where there is none.</param>
internal readonly record struct NamedCall(string Name, IReadOnlyList<string> Arguments)
{
    public static NamedCall Parse(string text)
    {
        int bracket = text.IndexOf('(', StringComparison.Ordinal);
        return bracket > 0 && text.EndsWith(')')
            ? new(text[..bracket], text[(bracket + 1)..^1].Split(", "))
            : new(text, []);
    }

    /// <summary>Whether there are as many arguments as allowed, and all are numbers.</summary>
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
