using System.Numerics;

namespace NeuralNet.Core.Training;

/// <summary>Adds rows to the sum of a block, on any of several threads.</summary>
internal interface IBlockAdder<T, TSum>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSum : class, ITreeSum<TSum>
{
    /// <summary>The rows of a tile. The parts of a source are added in whole tiles.</summary>
    int TileRows { get; }

    /// <summary>The numbers in a sum.</summary>
    int SumLength { get; }

    TSum NewSum();

    /// <summary>Creates the memory of rows that wait for a whole tile.</summary>
    PartialTile<T> NewPartialTile();

    /// <summary>Allocates the scratch memory of so many threads.</summary>
    void Reserve(int members);

    /// <summary>Adds rows to a sum, with the scratch memory of a thread. Returns false if it was cancelled.</summary>
    bool TryAdd(in ExampleSpan<T> examples, int start, int rows, int member, TSum sum, CancellationToken cancellationToken);
}
