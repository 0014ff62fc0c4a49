namespace NeuralNet.Text;

/// <summary>What <see cref="SvmLight"/> expects of a file. Immutable and always valid: invalid values are rejected.</summary>
public sealed record SvmLightOptions
{
    /// <summary>What the labels are. Default <see cref="SvmLightLabels.Numbers"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind.</exception>
    public SvmLightLabels Labels
    {
        get;
        init
        {
            if (!Enum.IsDefined(value))
            {
                throw new ArgumentOutOfRangeException(nameof(Labels), value, "Pass one of the values of SvmLightLabels.");
            }

            field = value;
        }
    }

    /// <summary>The number of columns, [1, inf): a line with an index beyond them is rejected. Default null: any up to 2^31 - 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int? InputCount
    {
        get;
        init
        {
            if (value is { } inputs)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1, nameof(InputCount));
            }

            field = value;
        }
    }

    /// <summary>The number of rows of a batch, [1, inf); the last one may have fewer. ReadAll has no batches. Default 1024.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int BatchSize
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(BatchSize));
            field = value;
        }
    } = 1024;

    /// <summary>
    /// Whether the <c>qid:</c> of a line, which joins the lines of a ranking, is left out. Default false: a file with one is rejected.
    /// </summary>
    public bool IgnoreQueryIds { get; init; }

    /// <summary>The longest line in bytes of UTF-8, [1, 2^30]: what a file that is no text can take of memory. Default 100,000,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of range.</exception>
    public int MaxLineLength
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MaxLineLength));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1 << 30, nameof(MaxLineLength));
            field = value;
        }
    } = 100_000_000;
}
