using System.Numerics;
using NeuralNet.Core.Losses;

namespace NeuralNet.Core.Training;

/// <summary>The model of some inputs of rows that are written out, with all second derivatives of these inputs.</summary>
internal sealed class DenseCoordinateModel<T> : CoordinateModel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly CurvaturePass<T> _pass;
    private readonly QuadraticModel _model;
    private CurvatureSum? _sum;

    private DenseCoordinateModel(
        BatchGradient<T> gradient,
        Curvature curvature,
        NewtonBasis<T> basis,
        CurvatureShape shape,
        QuadraticModel model,
        double[] ridge,
        int[] columns,
        in TrainerSettings settings)
        : base(gradient, basis, shape, model, ridge, columns, settings)
    {
        _pass = new(gradient, curvature, basis, shape, settings.Reduction, isTriangle: false);
        _model = model;
    }

    public override BatchTotal Total => _sum!.Total;

    protected override ReadOnlySpan<double> Magnitudes => _sum!.Magnitudes;

    /// <summary>Creates the model.</summary>
    /// <param name="gradient">The gradient of the loss.</param>
    /// <param name="curvature">The second derivatives of the loss.</param>
    /// <param name="all">The variables of all inputs.</param>
    /// <param name="columns">The inputs whose weights move.</param>
    /// <param name="settings">The penalty, and how losses add up.</param>
    public static DenseCoordinateModel<T> Create(
        BatchGradient<T> gradient, Curvature curvature, NewtonBasis<T> all, int[] columns, in TrainerSettings settings)
    {
        var shape = CurvatureShape.Of(columns.Length, settings.HasBias, gradient.Parameters.Outputs, curvature);
        NewtonBasis<T> basis = all.Select(columns, shape.Width);
        var ridge = new double[shape.Variables];
        return new(gradient, curvature, basis, shape, new(shape, ridge, basis.ReadBounds()), ridge, columns, settings);
    }

    public override bool TryTake(in ExampleSource<T> source, ThreadTeam? team, CancellationToken cancellationToken)
    {
        _sum = _pass.Sum(source, CurvatureOrder.Second, null, team, cancellationToken);
        return _sum is not null;
    }

    protected override double SolveModel(double least)
    {
        _model.Curvature = _sum!.Curvature;
        return _model.Solve(_sum.Gradient, least);
    }
}
