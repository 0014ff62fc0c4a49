using System.Numerics;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Losses;

namespace NeuralNet.Core.Training;

/// <summary>The model of some columns of sparse rows in memory. Its memory is that of their values, however many columns there are.</summary>
internal sealed class SparseCoordinateModel<T> : CoordinateModel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly SparseDerivatives<T> _rows;
    private readonly ColumnsOfRows<T> _columns;
    private readonly NewtonBasis<T> _basis;
    private readonly CurvatureShape _shape;
    private readonly ColumnModel<T> _model;
    private readonly double[] _gradient;

    private SparseCoordinateModel(
        BatchGradient<T> gradient,
        SparseDerivatives<T> rows,
        ColumnsOfRows<T> ofRows,
        NewtonBasis<T> basis,
        CurvatureShape shape,
        double[] ridge,
        ColumnModel<T> model,
        int[] columns,
        in TrainerSettings settings)
        : base(gradient, basis, shape, model, ridge, columns, settings)
    {
        _rows = rows;
        _columns = ofRows;
        _basis = basis;
        _shape = shape;
        _model = model;
        _gradient = new double[shape.GradientLength];
    }

    public override BatchTotal Total => _rows.Total;

    protected override ReadOnlySpan<double> Magnitudes => _rows.Magnitudes;

    /// <summary>Creates the model.</summary>
    /// <param name="gradient">The gradient of the loss.</param>
    /// <param name="curvature">The second derivatives of the loss.</param>
    /// <param name="examples">The rows.</param>
    /// <param name="rows">Their derivatives.</param>
    /// <param name="all">The variables of all inputs.</param>
    /// <param name="columns">The inputs whose weights move.</param>
    /// <param name="settings">The penalty, and how losses add up.</param>
    public static SparseCoordinateModel<T> Create(
        BatchGradient<T> gradient,
        Curvature curvature,
        in ExampleSpan<T> examples,
        SparseDerivatives<T> rows,
        NewtonBasis<T> all,
        int[] columns,
        in TrainerSettings settings)
    {
        CurvatureShape shape = CurvatureShape.Of(columns.Length, settings.HasBias, gradient.Parameters.Outputs, curvature) with { IsFlat = true };
        NewtonBasis<T> basis = all.Select(columns, shape.Width);
        var ridge = new double[shape.Variables];
        var ofRows = new ColumnsOfRows<T>(examples, gradient.Parameters.Inputs, columns);
        var solver = new ColumnQuadratic<T>(rows, ofRows, shape, basis.Units.ToArray(), ridge);
        return new(gradient, rows, ofRows, basis, shape, ridge, new(shape, ridge, basis.ReadBounds(), solver), columns, settings);
    }

    public override bool TryTake(in ExampleSource<T> source, ThreadTeam? team, CancellationToken cancellationToken)
    {
        if (!_rows.TryEvaluate(source.Rows, cancellationToken))
        {
            return false;
        }

        for (int output = 0; output < _shape.Outputs; output++)
        {
            ReadOnlySpan<double> derivatives = _rows.Derivatives.Slice(output * _rows.Count, _rows.Count);
            Span<double> sums = _gradient.AsSpan(output * _shape.Width, _shape.Width);
            if (_basis.FirstWeight > 0)
            {
                sums[0] = Sum.Compute(derivatives);
            }

            for (int place = 0; place < Columns.Length; place++)
            {
                sums[_basis.FirstWeight + place] = _columns.Dot(place, derivatives) * _basis.Units[place];
            }
        }

        return true;
    }

    protected override double SolveModel(double least) => _model.Solve(_gradient, least);
}
