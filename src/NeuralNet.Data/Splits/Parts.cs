using NeuralNet.Common;
using static System.FormattableString;

namespace NeuralNet.Data.Splits;

/// <summary>The shares of the parts, with their numbers: train 0, validation 1, test 2.</summary>
internal sealed class Parts
{
    public const int Train = 0;
    public const int Validation = 1;
    public const int Test = 2;

    private Parts(double validation, double test) => Shares = [1 - validation - test, validation, test];

    /// <summary>The share of each part; 0 for a validation that was not asked for.</summary>
    public IReadOnlyList<double> Shares { get; }

    /// <summary>The number of parts that are asked for, 2 or 3.</summary>
    public int Count => Shares[Validation] > 0 ? 3 : 2;

    public static Parts Of(double test, double validation)
    {
        if (test is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(test), test, Invariant($"test is {test}; the share of the test rows must be in (0, 1)."));
        }

        if (!(validation >= 0 && validation < 1 - test))
        {
            throw new ArgumentOutOfRangeException(nameof(validation), validation, Invariant(
                $"validation is {validation}; the share of the validation rows must be in [0, {1 - test}), so that some are left to train."));
        }

        return new(validation, test);
    }

    /// <summary>Returns the rounded number of rows of each part.</summary>
    public int[] SizesOf(int rows)
    {
        int test = Rounded(Shares[Test] * rows);
        int validation = Rounded(Shares[Validation] * rows);
        return [rows - validation - test, validation, test];
    }

    /// <summary>Returns the part of each row: the earliest to train.</summary>
    public int[] Cut(Chronology times)
    {
        int[] sizes = SizesOf(times.Rows);
        return Count == 3
            ? times.Cut(sizes[Train], sizes[Train] + sizes[Validation])
            : Array.ConvertAll(times.Cut(sizes[Train]), part => Test * part);
    }

    private static int Rounded(double rows) => (int)Math.Round(rows, MidpointRounding.AwayFromZero);
}
