using System.Numerics;

namespace NeuralNet.Core.Training;

/// <summary>Sums the gradient of a full batch in blocks, or only its losses.</summary>
internal sealed class BlockwiseGradient<T> : IBlockAdder<T, GradientSum<T>>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly BatchGradient<T> _gradient;
    private readonly int _height;
    private readonly BlockwiseSum<T, GradientSum<T>> _sum;
    private readonly SumTree<GradientSum<T>> _losses;
    private readonly List<Tile<T>> _tiles;

    public BlockwiseGradient(BatchGradient<T> gradient)
    {
        _gradient = gradient;
        _height = RowBlocks.Height(gradient.Parameters.Inputs, gradient.Parameters.Outputs);
        _sum = new(this, _height);
        _losses = new(_height, static () => new(0));
        _tiles = [gradient.Tile];
    }

    public int TileRows => _gradient.Tile.Rows;

    public int SumLength => _gradient.Sum.Length;

    public GradientSum<T> NewSum() => new(_gradient.Sum.Length);

    public PartialTile<T> NewPartialTile() => new(TileRows, _gradient.Parameters.Inputs, _gradient.Parameters.Outputs);

    /// <summary>Whether all rows are one block, so the tree has nothing to add.</summary>
    public bool IsOneBlock(in ExampleSource<T> source) => !source.IsStream && source.Rows.Count <= _height;

    /// <summary>Sums all rows: writes the gradient to that of the batch. Returns false if it was cancelled.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="ratios">The weights of rows, if only their ratios matter: see <see cref="BlockwiseSum{T, TSum}.Sum"/>.</param>
    /// <param name="team">The threads; null for this one.</param>
    /// <param name="cancellationToken">Cancels the sum.</param>
    /// <param name="total">Losses and weights.</param>
    public bool TrySum(
        in ExampleSource<T> source, SampleWeights<T>? ratios, ThreadTeam? team, CancellationToken cancellationToken, out BatchTotal total)
    {
        int? exponent = null;
        GradientSum<T>? all = _sum.Sum(source, ratios, ref exponent, team, cancellationToken);
        _gradient.IsSumClear = false;
        all?.Gradient.CopyTo(_gradient.Sum);
        total = all?.Total ?? default;
        return all is not null;
    }

    /// <summary>Returns the losses of the network's predictions, or of the same logits <c>[outputs]</c> for every row.</summary>
    public BatchTotal Losses(in ExampleSpan<T> examples, ReadOnlySpan<T> constant = default)
    {
        _losses.Clear();
        for (int start = 0; start < examples.Count;)
        {
            int rows = Math.Min(_losses.Room, examples.Count - start);
            _losses.Current.Total = _gradient.Losses(examples, start, rows, constant);
            _losses.Advance(rows);
            start += rows;
        }

        return _losses.Total().Total;
    }

    void IBlockAdder<T, GradientSum<T>>.Reserve(int members)
    {
        while (_tiles.Count < members)
        {
            _tiles.Add(new(_gradient.Parameters.Inputs, _gradient.Parameters.Outputs));
        }
    }

    bool IBlockAdder<T, GradientSum<T>>.TryAdd(
        in ExampleSpan<T> examples, int start, int rows, int member, GradientSum<T> sum, CancellationToken cancellationToken)
    {
        BatchTotal total = sum.Total;
        if (!_gradient.Add(examples, start, rows, _tiles[member], sum.Gradient, cancellationToken, ref total))
        {
            return false;
        }

        sum.Total = total;
        return true;
    }
}
