using System.Numerics;

namespace NeuralNet.Core.Training;

/// <summary>The model of some columns of sparse rows, with their second derivatives as numbers of the rows.</summary>
/// <param name="shape">The variables.</param>
/// <param name="ridge">The L2 penalty of each variable of an output.</param>
/// <param name="bounds">The least and the largest value of each variable; empty without bounds.</param>
/// <param name="solver">Finds the minimum.</param>
internal sealed class ColumnModel<T>(CurvatureShape shape, double[] ridge, (double[] Low, double[] High) bounds, ColumnQuadratic<T> solver)
    : PenalizedModel(shape, ridge, bounds)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected override double Minimize(
        int problem,
        ReadOnlySpan<double> slopes,
        ReadOnlySpan<double> lasso,
        ReadOnlySpan<double> point,
        double least,
        double[] low,
        double[] high,
        out ReadOnlySpan<double> minimum)
    {
        double gain = solver.Minimize(problem, lasso, point, least, low, high);
        minimum = solver.Point;
        return gain;
    }
}
