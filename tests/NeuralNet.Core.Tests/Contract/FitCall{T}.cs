using System.Numerics;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>All that Fit is handed.</summary>
internal sealed record FitCall<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The rows in memory; null where they come as a stream.</summary>
    public Examples<T>? Examples { get; init; }

    public IReadOnlyList<Examples<T>> Stream { get; init; } = [];

    public TrainingOptions? Options { get; init; }

    public Examples<T>? Validation { get; init; }

    public IProgress<TrainingProgress>? Progress { get; init; }

    public CancellationToken CancellationToken { get; init; }

    /// <summary>The same call with every portion of examples replaced.</summary>
    public FitCall<T> With(Func<Examples<T>, Examples<T>> change) => this with
    {
        Examples = Examples is null ? null : change(Examples),
        Stream = [.. Stream.Select(change)],
    };
}
