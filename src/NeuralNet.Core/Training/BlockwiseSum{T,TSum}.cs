using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <summary>
/// Sums a full batch. The rows are summed in blocks, on one thread or several, and the sums of the blocks are added in a fixed tree, so
/// any number of threads gives the same bits. The parts of a source continue one tree.
/// </summary>
/// <param name="adder">Adds the rows of a block to a sum.</param>
/// <param name="height">The rows of a block, a power of two.</param>
internal sealed class BlockwiseSum<T, TSum>(IBlockAdder<T, TSum> adder, int height) : ITeamWork
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSum : class, ITreeSum<TSum>
{
    /// <summary>The most numbers in all sums that wait for their turn in the tree, unless each thread needs a sum.</summary>
    private const int MostWaiting = 1 << 22;

    private readonly SumTree<TSum> _tree = new(height, adder.NewSum);
    private PartialTile<T>? _waiting;

    // Of the threads of a team: aligned parts of the tree, each with its sum, and a tree for each thread.
    private readonly List<(int Start, int Level)> _chunks = [];
    private readonly List<TSum> _sums = [];
    private readonly List<SumTree<TSum>> _trees = [];
    private PinnedExamples<T> _examples;
    private CancellationToken _cancellationToken;
    private int _next;
    private int _end;
    private bool _isCancelled;

    /// <summary>Whether all rows are one block, so the tree has nothing to add.</summary>
    public bool IsOneBlock(in ExampleSource<T> source) => !source.IsStream && source.Rows.Count <= height;

    /// <summary>
    /// Sums all rows, on the threads of a team or on this thread. Returns null if it was cancelled. The sum is valid until the next one.
    /// </summary>
    /// <param name="source">The rows.</param>
    /// <param name="ratios">
    /// The weights of rows, if only their ratios matter: they are normalized, those of the parts of a source by the largest weight so far.
    /// Null if they are used unchanged.
    /// </param>
    /// <param name="exponent">The exponent by which weights are normalized; null if it is not known. Set to that of all rows.</param>
    /// <param name="team">The threads; null for this one.</param>
    /// <param name="cancellationToken">Cancels the sum.</param>
    [MethodImpl(Jit.Loop)]
    public TSum? Sum(
        in ExampleSource<T> source, SampleWeights<T>? ratios, ref int? exponent, ThreadTeam? team, CancellationToken cancellationToken)
    {
        _tree.Clear();
        _waiting?.Clear();
        _cancellationToken = cancellationToken;
        foreach (ref readonly ExampleSpan<T> part in source)
        {
            bool normalizes = ratios is not null && (!ratios.AreOne(part) || exponent is not (null or 0));
            exponent = normalizes ? exponent : 0;
            ExampleSpan<T> normalized = normalizes ? SampleWeights<T>.Normalized(part, _tree, ref exponent) : part;
            if (!Add(normalized, source.IsStream, team))
            {
                return null;
            }
        }

        _cancellationToken = default;
        AddWaiting();
        return _tree.Total();
    }

    void ITeamWork.Do(int member)
    {
        try
        {
            AddChunks(_examples.Span, member);
        }
        catch
        {
            // The other threads can stop.
            Volatile.Write(ref _next, _chunks.Count);
            throw;
        }
    }

    /// <summary>Adds all rows, or a part of them. Returns false if it was cancelled.</summary>
    private bool Add(in ExampleSpan<T> examples, bool isPart, ThreadTeam? team)
    {
        for (int position = 0; position < examples.Count;)
        {
            int left = examples.Count - position;
            int rows;
            bool completed;
            if (isPart && MustWait(examples, left, out rows))
            {
                completed = AddWaiting(examples, position, rows);
            }
            else if (team is not null && _tree.Room == height && left >= 2 * (long)height)
            {
                rows = isPart ? left - (left % height) : left;
                completed = AddOnTeam(examples, position, rows, team);
            }
            else
            {
                rows = Math.Min(left, _tree.Room);
                rows -= isPart && rows < _tree.Room ? rows % adder.TileRows : 0;
                completed = AddToBlock(examples, position, rows, 0, _tree);
            }

            if (!completed)
            {
                return false;
            }

            position += rows;
        }

        return true;
    }

    /// <summary>Whether the next rows of a part, or all that are left, wait for a whole tile.</summary>
    private bool MustWait(in ExampleSpan<T> examples, int left, out int rows)
    {
        _waiting ??= adder.NewPartialTile();
        int missing = Math.Min(adder.TileRows, _tree.Room) - _waiting.Count;
        rows = Math.Min(left, missing);
        return _waiting.Count > 0 || rows < missing;
    }

    /// <summary>Lets rows wait. Adds those that wait once they are a tile.</summary>
    private bool AddWaiting(in ExampleSpan<T> examples, int position, int rows)
    {
        // The tree has the exponent of this part.
        _waiting!.Exponent = examples.WeightExponent;
        if (!_waiting.Fits(examples) && !AddWaiting())
        {
            return false;
        }

        _waiting.Add(examples, position, rows);
        return _waiting.Count < Math.Min(adder.TileRows, _tree.Room) || AddWaiting();
    }

    private bool AddWaiting()
    {
        if (_waiting is not { Count: > 0 } waiting)
        {
            return true;
        }

        bool completed = AddToBlock(waiting.Rows, 0, waiting.Count, 0, _tree);
        waiting.Clear();
        return completed;
    }

    /// <summary>Adds rows that belong to one block.</summary>
    private bool AddToBlock(in ExampleSpan<T> examples, int start, int rows, int member, SumTree<TSum> tree)
    {
        if (!adder.TryAdd(examples, start, rows, member, tree.Current, _cancellationToken))
        {
            return false;
        }

        tree.Advance(rows);
        return true;
    }

    private bool AddOnTeam(in ExampleSpan<T> examples, int position, int rows, ThreadTeam team)
    {
        Divide(position, rows, team.Members);
        _isCancelled = false;
        _next = 0;
        _end = position + rows;
        PinnedExamples<T>.Run(examples, ref _examples, team, this);
        for (int chunk = 0; !_isCancelled && chunk < _chunks.Count; chunk++)
        {
            TSum sum = _sums[chunk];
            _tree.Push(ref sum, _chunks[chunk].Level);
            _sums[chunk] = sum;
        }

        return !_isCancelled;
    }

    /// <summary>Divides the blocks of some rows into chunks, each a whole part of the tree.</summary>
    private void Divide(int start, int rows, int members)
    {
        int blocks = RowBlocks.Count(rows, height);
        int waiting = Math.Clamp(MostWaiting / adder.SumLength, Math.Min(members, RowBlocks.MostChunks), RowBlocks.MostChunks);
        int most = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)((blocks - 1) / waiting) + 1));
        _chunks.Clear();
        long count = _tree.Count;
        for (int block = 0; block < blocks;)
        {
            int level = Math.Min(most, SumTree<TSum>.Level(count + block, blocks - block));
            _chunks.Add((start + (block * height), level));
            block += 1 << level;
        }

        while (_sums.Count < _chunks.Count)
        {
            _sums.Add(adder.NewSum());
        }

        adder.Reserve(members);
        while (_trees.Count < members)
        {
            _trees.Add(new(height, adder.NewSum));
        }
    }

    /// <summary>Sums one chunk after another until all are done.</summary>
    private void AddChunks(in ExampleSpan<T> examples, int member)
    {
        SumTree<TSum> tree = _trees[member];
        while (Interlocked.Increment(ref _next) - 1 is int chunk && chunk < _chunks.Count)
        {
            (int start, int level) = _chunks[chunk];
            int end = (int)Math.Min(_end, start + ((long)height << level));
            tree.Clear();
            for (int rows; start < end; start += rows)
            {
                rows = Math.Min(height, end - start);
                if (!AddToBlock(examples, start, rows, member, tree))
                {
                    _isCancelled = true;
                    return;
                }
            }

            TSum sum = _sums[chunk];
            tree.TakeTotal(ref sum);
            _sums[chunk] = sum;
        }
    }
}
