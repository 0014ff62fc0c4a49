using System.Numerics.Tensors;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <summary>The sums of losses, derivatives and second derivatives of some blocks of rows, in double.</summary>
internal sealed class CurvatureSum(CurvatureShape shape) : ITreeSum<CurvatureSum>
{
    private readonly double[] _gradient = new double[shape.Variables * shape.Outputs];
    private readonly double[] _magnitudes = new double[shape.Outputs];
    private readonly double[] _curvature = new double[shape.CurvatureLength];

    // The rows of a triangle that is added, and the memory for its reflections.
    private double[] _rows = [];
    private double[] _scratch = [];

    public BatchTotal Total { get; set; }

    /// <summary>The derivatives <c>[outputs x variables]</c>.</summary>
    public Span<double> Gradient => _gradient;

    /// <summary>The magnitudes of the derivatives with respect to each logit, <c>[outputs]</c>.</summary>
    public Span<double> Magnitudes => _magnitudes;

    /// <summary>The second derivatives, or the triangle of least squares: see <see cref="CurvatureShape"/>.</summary>
    public Span<double> Curvature => _curvature;

    public void Clear()
    {
        Gradient.Clear();
        Magnitudes.Clear();
        Curvature.Clear();
        Total = default;
    }

    public void Add(CurvatureSum next)
    {
        TensorPrimitives.Add<double>(Gradient, next.Gradient, Gradient);
        TensorPrimitives.Add<double>(Magnitudes, next.Magnitudes, Magnitudes);
        Total += next.Total;
        if (!shape.IsTriangle)
        {
            TensorPrimitives.Add<double>(Curvature, next.Curvature, Curvature);
            return;
        }

        if (_rows.Length == 0)
        {
            _rows = new double[_curvature.Length];
            _scratch = new double[Triangle.ScratchLength(shape.Variables, shape.Width)];
        }

        next.Curvature.CopyTo(_rows);
        Triangle.Append(Curvature, shape.Variables, _rows, _scratch);
    }

    /// <inheritdoc/>
    /// <remarks>The factor is a power of four, so that its root is exact.</remarks>
    public void Scale(double factor)
    {
        TensorPrimitives.Multiply<double>(Gradient, factor, Gradient);
        TensorPrimitives.Multiply<double>(Magnitudes, factor, Magnitudes);
        TensorPrimitives.Multiply<double>(Curvature, shape.IsTriangle ? Math.Sqrt(factor) : factor, Curvature);
        Total = new(Total.Loss * factor, Total.Weight * factor);
    }
}
