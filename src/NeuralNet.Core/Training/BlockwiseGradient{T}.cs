using System.Numerics;

namespace NeuralNet.Core.Training;

/// <summary>
/// Sums the gradient of a full batch, or only its losses. The rows are summed in blocks, on one thread or several, and the sums of
/// the blocks are added in a fixed tree, so any number of threads gives the same bits. The parts of a source continue one tree.
/// </summary>
internal sealed class BlockwiseGradient<T>(BatchGradient<T> gradient) : ITeamWork
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Enough pieces of work for a few dozen threads to finish at about the same time. More threads are not used.</summary>
    public const int MostChunks = 64;

    /// <summary>The most numbers in all sums that wait for their turn in the tree, unless each thread needs a sum.</summary>
    private const int MostWaiting = 1 << 22;

    private readonly int _height = RowBlocks.Height(gradient.Parameters.Inputs, gradient.Parameters.Outputs);
    private readonly SumTree<GradientSum<T>> _tree = NewTree(gradient, gradient.Sum.Length);
    private readonly SumTree<GradientSum<T>> _losses = NewTree(gradient, 0);
    private PartialTile<T>? _waiting;

    // Of the threads of a team: aligned parts of the tree, each with its sum, and what each thread works with.
    private readonly List<(int Start, int Level)> _chunks = [];
    private readonly List<GradientSum<T>> _sums = [];
    private readonly List<SumTree<GradientSum<T>>> _trees = [];
    private readonly List<Tile<T>> _tiles = [gradient.Tile];
    private PinnedExamples<T> _examples;
    private CancellationToken _cancellationToken;
    private int _next;
    private int _end;
    private bool _isCancelled;

    /// <summary>Whether all rows are one block, so the tree has nothing to add.</summary>
    public bool IsOneBlock(in ExampleSource<T> source) => !source.IsStream && source.Rows.Count <= _height;

    /// <summary>Begins the sum of a full batch.</summary>
    public void Begin()
    {
        _tree.Clear();
        _waiting?.Clear();
    }

    /// <summary>Returns the next part with weights normalized by the largest one so far.</summary>
    public ExampleSpan<T> Normalized(in ExampleSpan<T> part, ref int? exponent) =>
        SampleWeights<T>.Normalized(part, _tree, ref exponent);

    /// <summary>
    /// Adds all rows, or a part of them, on the threads of a team or on this thread. Returns false if it was cancelled.
    /// </summary>
    public bool Add(in ExampleSpan<T> examples, bool isPart, ThreadTeam? team, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        for (int position = 0; position < examples.Count;)
        {
            int left = examples.Count - position;
            int rows;
            bool completed;
            if (isPart && MustWait(examples, left, out rows))
            {
                completed = AddWaiting(examples, position, rows);
            }
            else if (team is not null && _tree.Room == _height && left >= 2 * (long)_height)
            {
                rows = isPart ? left - (left % _height) : left;
                completed = AddOnTeam(examples, position, rows, team);
            }
            else
            {
                rows = Math.Min(left, _tree.Room);
                rows -= isPart && rows < _tree.Room ? rows % gradient.Tile.Rows : 0;
                completed = AddToBlock(examples, position, rows, gradient.Tile, _tree);
            }

            if (!completed)
            {
                return false;
            }

            position += rows;
        }

        return true;
    }

    /// <summary>Ends the sum: writes the gradient to that of the batch. Returns losses and weights.</summary>
    public BatchTotal End()
    {
        _cancellationToken = default;
        AddWaiting();
        GradientSum<T> all = _tree.Total();
        all.Gradient.CopyTo(gradient.Sum);
        return all.Total;
    }

    /// <summary>Returns the losses of the network's predictions, or of the same logits <c>[outputs]</c> for every row.</summary>
    public BatchTotal Losses(in ExampleSpan<T> examples, ReadOnlySpan<T> constant = default)
    {
        _losses.Clear();
        for (int start = 0; start < examples.Count;)
        {
            int rows = Math.Min(_losses.Room, examples.Count - start);
            _losses.Current.Total = gradient.Losses(examples, start, rows, constant);
            _losses.Advance(rows);
            start += rows;
        }

        return _losses.Total().Total;
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

    /// <summary>Whether the next rows of a part, or all that are left, wait for a whole tile.</summary>
    private bool MustWait(in ExampleSpan<T> examples, int left, out int rows)
    {
        _waiting ??= new(gradient.Tile.Rows, gradient.Parameters.Inputs, gradient.Parameters.Outputs);
        int missing = Math.Min(gradient.Tile.Rows, _tree.Room) - _waiting.Count;
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
        return _waiting.Count < Math.Min(gradient.Tile.Rows, _tree.Room) || AddWaiting();
    }

    private bool AddWaiting()
    {
        if (_waiting is not { Count: > 0 } waiting)
        {
            return true;
        }

        bool completed = AddToBlock(waiting.Rows, 0, waiting.Count, gradient.Tile, _tree);
        waiting.Clear();
        return completed;
    }

    /// <summary>Adds rows that belong to one block.</summary>
    private bool AddToBlock(in ExampleSpan<T> examples, int start, int rows, Tile<T> tile, SumTree<GradientSum<T>> tree)
    {
        GradientSum<T> sum = tree.Current;
        BatchTotal total = sum.Total;
        if (!gradient.Add(examples, start, rows, tile, sum.Gradient, _cancellationToken, ref total))
        {
            return false;
        }

        sum.Total = total;
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
            GradientSum<T> sum = _sums[chunk];
            _tree.Push(ref sum, _chunks[chunk].Level);
            _sums[chunk] = sum;
        }

        return !_isCancelled;
    }

    /// <summary>Divides the blocks of some rows into chunks, each a whole part of the tree.</summary>
    private void Divide(int start, int rows, int members)
    {
        int blocks = RowBlocks.Count(rows, _height);
        int waiting = Math.Clamp(MostWaiting / gradient.Sum.Length, Math.Min(members, MostChunks), MostChunks);
        int most = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)((blocks - 1) / waiting) + 1));
        _chunks.Clear();
        long count = _tree.Count;
        for (int block = 0; block < blocks;)
        {
            int level = Math.Min(most, SumTree<GradientSum<T>>.Level(count + block, blocks - block));
            _chunks.Add((start + (block * _height), level));
            block += 1 << level;
        }

        while (_sums.Count < _chunks.Count)
        {
            _sums.Add(new(gradient.Sum.Length));
        }

        for (int member = _trees.Count; member < members; member++)
        {
            _trees.Add(NewTree(gradient, gradient.Sum.Length));
            if (member > 0)
            {
                _tiles.Add(new(gradient.Parameters.Inputs, gradient.Parameters.Outputs));
            }
        }
    }

    /// <summary>Sums one chunk after another until all are done.</summary>
    private void AddChunks(in ExampleSpan<T> examples, int member)
    {
        SumTree<GradientSum<T>> tree = _trees[member];
        while (Interlocked.Increment(ref _next) - 1 is int chunk && chunk < _chunks.Count)
        {
            (int start, int level) = _chunks[chunk];
            int end = (int)Math.Min(_end, start + ((long)_height << level));
            tree.Clear();
            for (int rows; start < end; start += rows)
            {
                rows = Math.Min(_height, end - start);
                if (!AddToBlock(examples, start, rows, _tiles[member], tree))
                {
                    _isCancelled = true;
                    return;
                }
            }

            GradientSum<T> sum = _sums[chunk];
            tree.TakeTotal(ref sum);
            _sums[chunk] = sum;
        }
    }

    private static SumTree<GradientSum<T>> NewTree(BatchGradient<T> gradient, int length) => new(
        RowBlocks.Height(gradient.Parameters.Inputs, gradient.Parameters.Outputs), () => new(length));
}
