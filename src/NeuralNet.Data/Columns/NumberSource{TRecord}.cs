using System.Numerics;

namespace NeuralNet.Data.Columns;

/// <summary>Reads numbers of records, of any numeric type.</summary>
internal abstract class NumberSource<TRecord>
{
    /// <summary>
    /// Reads a number of each record; a missing one is NaN. Returns what is wrong with the number of the record <c>row</c>, and the cure;
    /// null if none is.
    /// </summary>
    public abstract Problem? Read(ReadOnlySpan<TRecord> records, Span<double> numbers, ref int row);

    public static NumberSource<TRecord> Of<TNumber>(Func<TRecord, TNumber> value)
        where TNumber : struct, INumber<TNumber> => new Required<TNumber>(value);

    public static NumberSource<TRecord> Of<TNumber>(Func<TRecord, TNumber?> value)
        where TNumber : struct, INumber<TNumber> => new Optional<TNumber>(value);

    /// <summary>Adds 0 to a number: without it the order of -0 and 0, and so a bit of the result, would depend on the order of the records.</summary>
    private static double WithoutSign(double number) => number + 0.0;

    private sealed class Required<TNumber>(Func<TRecord, TNumber> value) : NumberSource<TRecord>
        where TNumber : struct, INumber<TNumber>
    {
        public override Problem? Read(ReadOnlySpan<TRecord> records, Span<double> numbers, ref int row)
        {
            for (; row < records.Length; row++)
            {
                double number = double.CreateSaturating(value(records[row]));
                if (!double.IsFinite(number))
                {
                    return Problem.NotFinite(number);
                }

                numbers[row] = WithoutSign(number);
            }

            return null;
        }
    }

    private sealed class Optional<TNumber>(Func<TRecord, TNumber?> value) : NumberSource<TRecord>
        where TNumber : struct, INumber<TNumber>
    {
        public override Problem? Read(ReadOnlySpan<TRecord> records, Span<double> numbers, ref int row)
        {
            for (; row < records.Length; row++)
            {
                TNumber? read = value(records[row]);
                if (!read.HasValue)
                {
                    numbers[row] = double.NaN;
                    continue;
                }

                double number = double.CreateSaturating(read.GetValueOrDefault());
                if (!double.IsFinite(number))
                {
                    return Problem.NotFinite(number);
                }

                numbers[row] = WithoutSign(number);
            }

            return null;
        }
    }
}
