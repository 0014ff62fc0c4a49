using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <summary>The model with the second derivatives of all pairs of variables in memory.</summary>
/// <param name="shape">How the second derivatives lie in memory.</param>
/// <param name="ridge">The L2 penalty of each variable of an output, in the unit of the sums: its share of the second derivatives.</param>
/// <param name="bounds">The least and the largest value of each variable; empty without bounds.</param>
internal sealed class QuadraticModel(CurvatureShape shape, double[] ridge, (double[] Low, double[] High) bounds)
    : PenalizedModel(shape, ridge, bounds)
{
    private readonly CurvatureShape _shape = shape;
    private readonly double[] _ridge = ridge;
    private double[] _matrix = [];

    /// <summary>The second derivatives of the loss, as the shape lays them out.</summary>
    public double[] Curvature { private get; set; } = [];

    /// <summary>Finds the minimum.</summary>
    public MatrixQuadratic Solver { get; } = new();

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
        _matrix = _matrix.Length == 0 ? new double[Size * Size] : _matrix;
        SetMatrix(Curvature, problem);
        double gain = Solver.Minimize(_matrix, slopes, lasso, point, least, low, high);
        minimum = Solver.Point;
        return gain;
    }

    /// <summary>Writes the second derivatives of an output, or of all coupled outputs, as a whole symmetric matrix.</summary>
    private void SetMatrix(ReadOnlySpan<double> matrices, int problem)
    {
        int variables = _shape.Variables;
        int outputs = _shape.IsCoupled ? _shape.Outputs : 1;
        int size = Size;
        matrices = matrices[(_shape.IsShared || _shape.IsCoupled ? 0 : problem * _shape.Square)..];
        for (int output = 0; output < outputs; output++)
        {
            for (int other = output; other < outputs; other++)
            {
                SetBlock(matrices, output * variables, other * variables, size);
                matrices = matrices[_shape.Square..];
            }
        }

        for (int index = 0; index < size; index++)
        {
            _matrix[(index * size) + index] += _ridge[index % variables];
        }
    }

    /// <summary>Writes a matrix <c>[width x width]</c>, of which the upper triangle counts, as two blocks that mirror each other.</summary>
    private void SetBlock(ReadOnlySpan<double> matrix, int top, int left, int size)
    {
        for (int row = 0; row < _shape.Variables; row++)
        {
            for (int column = row; column < _shape.Variables; column++)
            {
                double value = matrix[(row * _shape.Width) + column];
                _matrix[((top + row) * size) + left + column] = value;
                _matrix[((top + column) * size) + left + row] = value;
                _matrix[((left + row) * size) + top + column] = value;
                _matrix[((left + column) * size) + top + row] = value;
            }
        }
    }
}
