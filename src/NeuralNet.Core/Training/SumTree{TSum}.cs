using System.Diagnostics;
using System.Numerics;

namespace NeuralNet.Core.Training;

/// <summary>
/// Sums rows in blocks, and adds the sums of the blocks in a fixed tree. The tree depends on the number of blocks alone, so blocks can
/// be summed on any thread or machine, and a sum over a billion rows loses no more digits than one over a block and thirty additions.
/// </summary>
/// <remarks>
/// <code>
///   blocks   0   1   2   3   4   5   6          added as
///            +---+   +---+   +---+   |          (((0+1) + (2+3)) + ((4+5) + 6))
///              +-------+       +-----+
///                  +-------------+
/// </code>
/// The tree grows like a binary counter. After block 5 it holds two sums, of the blocks 0 to 3 and of 4 and 5: one for each 1 in the
/// number of blocks, 110 in binary. So it never holds more than its depth, each in memory that the next rows use again.
/// </remarks>
/// <param name="height">The rows of a block. The last block may have fewer.</param>
/// <param name="create">Creates a sum.</param>
internal sealed class SumTree<TSum>(int height, Func<TSum> create)
    where TSum : class, ITreeSum<TSum>
{
    private readonly List<TSum> _sums = [];
    private readonly List<int> _levels = [];
    private int _depth;
    private int _rows;
    private bool _isOpen;

    /// <summary>The number of whole blocks so far.</summary>
    public long Count { get; private set; }

    /// <summary>The number of rows that the current block still takes.</summary>
    public int Room => height - _rows;

    /// <summary>The sum of the current block, empty before its first row.</summary>
    public TSum Current
    {
        get
        {
            if (_depth == _sums.Count)
            {
                _sums.Add(create());
                _levels.Add(0);
            }

            if (!_isOpen)
            {
                _sums[_depth].Clear();
                _isOpen = true;
            }

            return _sums[_depth];
        }
    }

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        _depth = 0;
        _rows = 0;
        _isOpen = false;
        Count = 0;
    }

    /// <summary>Counts rows that were added to <see cref="Current"/>, at most <see cref="Room"/>.</summary>
    public void Advance(int rows)
    {
        Debug.Assert(rows <= Room, "The rows belong to one block.");
        _rows += rows;
        if (_rows == height)
        {
            Push(0);
        }
    }

    /// <summary>Returns the largest level at which the next 2^level of some blocks, after others, are a whole part of the tree.</summary>
    public static int Level(long before, int blocks) =>
        Math.Min(BitOperations.TrailingZeroCount(before), BitOperations.Log2((uint)blocks));

    /// <summary>Adds the sum of the next 2^level blocks, of which the last may be shorter, and replaces it with another one.</summary>
    public void Push(ref TSum sum, int level)
    {
        Debug.Assert(_rows == 0, "A block begins.");
        TSum current = Current;
        (_sums[_depth], sum) = (sum, current);
        Push(level);
    }

    /// <summary>Ends the last block, and adds what is left of the tree. Returns the sum of all rows, which belongs to the tree.</summary>
    public TSum Total()
    {
        if (_isOpen || _depth == 0)
        {
            _ = Current;
            Push(0);
        }

        for (; _depth > 1; _depth--)
        {
            _sums[_depth - 2].Add(_sums[_depth - 1]);
        }

        return _sums[0];
    }

    /// <summary>The same, and replaces a sum that is no longer needed with it.</summary>
    public void TakeTotal(ref TSum sum)
    {
        TSum total = Total();
        (_sums[0], sum) = (sum, total);
        Clear();
    }

    /// <summary>Multiplies the weights of all rows so far by a power of two.</summary>
    public void Scale(double factor)
    {
        for (int index = 0; index < _depth + (_isOpen ? 1 : 0); index++)
        {
            _sums[index].Scale(factor);
        }
    }

    private void Push(int level)
    {
        _rows = 0;
        _isOpen = false;
        Count += 1L << level;
        for (; _depth > 0 && _levels[_depth - 1] == level; level++)
        {
            _depth--;
            _sums[_depth].Add(_sums[_depth + 1]);
        }

        _levels[_depth] = level;
        _depth++;
    }
}
