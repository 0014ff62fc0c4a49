using System.Numerics;
using System.Numerics.Tensors;

namespace NeuralNet.Core.Training;

/// <summary>
/// Computes the gradient of a full batch. The rows are summed in blocks, on one thread or several, and the sums of the blocks are
/// added in a fixed tree, so any number of threads gives the same bits.
/// </summary>
internal sealed class BlockwiseGradient<T>(BatchGradient<T> gradient) : ITeamWork
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _length = gradient.Sum.Length;
    private Tile<T>[] _tiles = [];
    private T[] _sums = [];
    private BatchTotal[] _totals = [];
    private PinnedExamples<T> _examples;
    private RowBlocks _blocks;
    private CancellationToken _cancellationToken;
    private int _next;
    private bool _isCancelled;

    /// <summary>
    /// Adds all examples to the sum of the gradient and to the total, on the threads of a team or on this thread. Returns false if it
    /// was cancelled.
    /// </summary>
    public bool Add(in ExampleSpan<T> examples, ThreadTeam? team, CancellationToken cancellationToken, ref BatchTotal total)
    {
        if (examples.Count > RowBlocks.LeastRows)
        {
            _blocks = RowBlocks.Divide(examples.Count, gradient.Parameters.Inputs, gradient.Parameters.Outputs);
            if (_blocks.Count > 1)
            {
                return AddBlockwise(examples, team, cancellationToken, ref total);
            }
        }

        return gradient.Add(examples, 0, examples.Count, gradient.Tile, gradient.Sum, cancellationToken, ref total);
    }

    void ITeamWork.Do(int member)
    {
        try
        {
            AddBlocks(_examples.Span, member);
        }
        catch
        {
            // The other threads can stop.
            Volatile.Write(ref _next, _blocks.Count);
            throw;
        }
    }

    private bool AddBlockwise(
        in ExampleSpan<T> examples, ThreadTeam? team, CancellationToken cancellationToken, ref BatchTotal total)
    {
        MakeRoom(team?.Members ?? 1);
        _cancellationToken = cancellationToken;
        _isCancelled = false;
        _next = 0;
        if (team is null)
        {
            AddBlocks(examples, 0);
        }
        else
        {
            AddOnTeam(examples, team);
        }

        if (_isCancelled)
        {
            return false;
        }

        AddInTree(ref total);
        return true;
    }

    private void MakeRoom(int members)
    {
        if (_tiles.Length < members)
        {
            var tiles = new Tile<T>[members];
            tiles[0] = gradient.Tile;
            for (int member = 1; member < members; member++)
            {
                tiles[member] = new Tile<T>(gradient.Parameters.Inputs, gradient.Parameters.Outputs);
            }

            _tiles = tiles;
        }

        if (_totals.Length < _blocks.Count)
        {
            _totals = new BatchTotal[_blocks.Count];
            _sums = new T[_blocks.Count * _length];
        }
    }

    private unsafe void AddOnTeam(in ExampleSpan<T> examples, ThreadTeam team)
    {
#pragma warning disable CS8500 // A pinned list of rows does not move. The collector still traces the rows, and may move them.
        fixed (T[]* arrays = examples.Inputs.Arrays)
        fixed (ReadOnlyMemory<T>* memories = examples.Inputs.Memories)
#pragma warning restore CS8500
        fixed (T* inputs = examples.Inputs.Values, targets = examples.Targets, weights = examples.Weights)
        fixed (int* labels = examples.Labels, order = examples.Order)
        {
            _examples = new PinnedExamples<T>(inputs, arrays, memories, targets, labels, weights, order, examples);
            try
            {
                team.Run(this);
            }
            finally
            {
                _examples = default;
            }
        }
    }

    /// <summary>Sums one block after another until all are done.</summary>
    private void AddBlocks(in ExampleSpan<T> examples, int member)
    {
        while (Interlocked.Increment(ref _next) - 1 is int block && block < _blocks.Count)
        {
            Span<T> sum = SumOf(block);
            sum.Clear();
            var total = default(BatchTotal);
            if (!gradient.Add(
                examples, _blocks.Start(block), _blocks.Length(block), _tiles[member], sum, _cancellationToken, ref total))
            {
                _isCancelled = true;
                return;
            }

            _totals[block] = total;
        }
    }

    private void AddInTree(ref BatchTotal total)
    {
        for (int step = 1; step < _blocks.Count; step *= 2)
        {
            for (int block = 0; block + step < _blocks.Count; block += 2 * step)
            {
                TensorPrimitives.Add(SumOf(block), SumOf(block + step), SumOf(block));
                _totals[block] += _totals[block + step];
            }
        }

        TensorPrimitives.Add(gradient.Sum, SumOf(0), gradient.Sum);
        total += _totals[0];
    }

    private Span<T> SumOf(int block) => _sums.AsSpan(block * _length, _length);
}
