using NeuralNet.Common;
using NeuralNet.Data.State;
using static System.FormattableString;

namespace NeuralNet.Data.Columns;

/// <summary>A category, or a cross of several, whose input is a hash of its text.</summary>
internal sealed class HashedColumn<TRecord>(HashedPart<TRecord>[] parts, int inputs, uint seed, bool refusesMissing)
    : Column<TRecord>(parts.Length == 1 ? "hashed category" : "hashed cross", string.Join(" x ", parts.Select(part => part.Name)))
{
    public HashedPart<TRecord>[] Parts { get; } = parts;

    public ColumnHash Hash { get; } = new(inputs, seed, alternateSign: false);

    public bool RefusesMissing { get; } = refusesMissing;

    public override IEnumerable<(string Name, string Value)> Options =>
    [
        ("hash", "MurmurHash3"),
        ("inputs", Invariant($"{Hash.InputCount}")),
        ("seed", Invariant($"{Hash.Seed}")),
        ("refuseMissing", RefusesMissing ? "true" : "false"),
    ];

    public override ColumnLearner<TRecord> Learn() => new HashedLearner<TRecord>(this);

    public override FittedColumn<TRecord> Read(StateValue learned)
    {
        learned.Properties();
        return new FittedHashed<TRecord>(this);
    }
}
