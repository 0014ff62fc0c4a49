using System.Numerics;
using NeuralNet.Core.Losses;

namespace NeuralNet.Core.Training;

/// <summary>Sums losses and first and second derivatives over all rows, at the weights in training.</summary>
internal sealed class CurvaturePass<T> : IBlockAdder<T, CurvatureSum>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly BatchGradient<T> _gradient;
    private readonly Curvature _loss;
    private readonly NewtonBasis<T> _basis;
    private readonly CurvatureShape _shape;
    private readonly NewtonBasis<T>? _all;
    private readonly CurvatureShape _sumShape;
    private readonly Reduction _reduction;
    private readonly bool _isTriangle;
    private readonly KinkSearch? _kinks;
    private readonly double[] _point;
    private readonly BlockwiseSum<T, CurvatureSum> _sum;
    private readonly List<CurvatureTile<T>> _tiles = [];
    private CurvatureOrder _order;

    /// <param name="gradient">The gradient of the loss.</param>
    /// <param name="loss">The second derivatives of the loss.</param>
    /// <param name="basis">The variables of the logits.</param>
    /// <param name="shape">The shape of the derivatives by them.</param>
    /// <param name="reduction">How losses add up.</param>
    /// <param name="isTriangle">Whether to sum the triangle of least squares.</param>
    /// <param name="kinks">Which rows are kept; null for a loss without kinks.</param>
    /// <param name="all">The variables of the derivatives, of which those of the logits are some; null if these are the same.</param>
    public CurvaturePass(
        BatchGradient<T> gradient, Curvature loss, NewtonBasis<T> basis, CurvatureShape shape, Reduction reduction, bool isTriangle, KinkSearch? kinks = null, NewtonBasis<T>? all = null)
    {
        _all = all;
        _sumShape = all is null ? shape : CurvatureShape.Of(gradient.Parameters.Inputs, all.FirstWeight > 0, shape.Outputs, loss) with { IsFlat = true };
        _gradient = gradient;
        _loss = loss;
        _basis = basis;
        _shape = shape;
        _reduction = reduction;
        _isTriangle = isTriangle;
        _kinks = kinks;
        _point = new double[shape.Outputs * shape.Width];
        _sum = new(this, RowBlocks.Height(gradient.Parameters.Inputs, gradient.Parameters.Outputs));
    }

    public int TileRows => _gradient.Tile.Rows;

    public int SumLength => (int)(_sumShape.Length + _sumShape.GradientLength);

    /// <summary>The exponent by which the weights of all rows were normalized: see <see cref="SampleWeights{T}"/>.</summary>
    public int? Exponent { get; private set; }

    public CurvatureSum NewSum() => new(_sumShape, _isTriangle, _kinks);

    public PartialTile<T> NewPartialTile() => new(TileRows, _gradient.Parameters.Inputs, _gradient.Parameters.Outputs);

    public void Reserve(int members)
    {
        while (_tiles.Count < members)
        {
            Tile<T> tile = _tiles.Count == 0 ? _gradient.Tile : new(_gradient.Parameters.Inputs, _gradient.Parameters.Outputs);
            _tiles.Add(new(_gradient, _loss, _basis, _shape, tile, _all is null ? null : new(_all, _sumShape, tile.Rows)));
        }
    }

    public bool TryAdd(in ExampleSpan<T> examples, int start, int rows, int member, CurvatureSum sum, CancellationToken cancellationToken) =>
        _tiles[member].TryAdd(examples, start, rows, _point, _order, sum, cancellationToken);

    /// <summary>
    /// Sums all rows, up to an order of derivatives. Returns null if it was cancelled. The sum is valid until the next call. The
    /// exponent of the weights is null if it is not known.
    /// </summary>
    public CurvatureSum? Sum(
        in ExampleSource<T> source, CurvatureOrder order, int? exponent, ThreadTeam? team, CancellationToken cancellationToken)
    {
        _order = order;
        _basis.Read(_point, centers: order != CurvatureOrder.Refined);
        Reserve(1);
        CurvatureSum? sum = _sum.Sum(source, _reduction == Reduction.Mean ? _gradient.SampleWeights : null, ref exponent, team, cancellationToken);
        if (sum is null)
        {
            return null;
        }

        Exponent = exponent;
        if (order == CurvatureOrder.Refined)
        {
            _basis.Center(sum.Gradient, sum.GradientLows);
        }

        return sum;
    }
}
