using System.Diagnostics;
using System.Numerics.Tensors;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <summary>The sums of losses, derivatives and second derivatives of some blocks of rows, in double.</summary>
/// <param name="shape">The shape of the second derivatives.</param>
/// <param name="kinks">Which rows are kept besides; null if none is.</param>
/// <param name="isTriangle">Whether they are the triangle of least squares <c>[variables x triangle width]</c>: see <see cref="Triangle"/>.</param>
internal sealed class CurvatureSum(CurvatureShape shape, bool isTriangle, KinkSearch? kinks) : ITreeSum<CurvatureSum>
{
    private readonly double[] _gradient = new double[shape.Width * shape.Outputs];
    private readonly double[] _gradientLows = new double[shape.IsShared ? shape.Width * shape.Outputs : 0];
    private readonly double[] _magnitudes = new double[shape.Outputs];
    private readonly double[] _curvature = new double[isTriangle ? shape.Variables * shape.TriangleWidth : (int)shape.Length];

    private readonly KinkRows[] _kinks = NewRows(kinks, shape.Outputs);

    // The rows of a triangle that is added, and the memory for its reflections.
    private double[] _rows = [];
    private double[] _scratch = [];

    public BatchTotal Total { get; set; }

    /// <summary>The derivatives <c>[outputs x width]</c>.</summary>
    public Span<double> Gradient => _gradient;

    /// <summary>
    /// What rounding left off of the derivatives, of a quadratic loss and with <see cref="CurvatureOrder.Refined"/>; else of no meaning.
    /// </summary>
    public Span<double> GradientLows => _gradientLows;

    /// <summary>The magnitudes of the derivatives with respect to each logit, <c>[outputs]</c>.</summary>
    public Span<double> Magnitudes => _magnitudes;

    /// <summary>The second derivatives as <see cref="CurvatureShape"/> lays them out, or the triangle.</summary>
    public double[] Curvature => _curvature;

    /// <summary>The rows near a kink, <c>[outputs]</c>, with <see cref="CurvatureOrder.Kinks"/>; else there is none.</summary>
    public ReadOnlySpan<KinkRows> Kinks => _kinks;

    public void Clear()
    {
        foreach (KinkRows rows in _kinks)
        {
            rows.Clear();
        }

        Gradient.Clear();
        GradientLows.Clear();
        Magnitudes.Clear();
        Array.Clear(_curvature);
        Total = default;
    }

    private static KinkRows[] NewRows(KinkSearch? kinks, int outputs)
    {
        if (kinks is null)
        {
            return [];
        }

        var rows = new KinkRows[outputs];
        for (int output = 0; output < outputs; output++)
        {
            rows[output] = new(kinks);
        }

        return rows;
    }

    public void Add(CurvatureSum next)
    {
        if (shape.IsShared)
        {
            Doubled.Add(next.Gradient, next.GradientLows, Gradient, GradientLows);
        }
        else
        {
            TensorPrimitives.Add<double>(Gradient, next.Gradient, Gradient);
        }

        for (int output = 0; output < _kinks.Length; output++)
        {
            _kinks[output].Add(next._kinks[output]);
        }

        TensorPrimitives.Add<double>(Magnitudes, next.Magnitudes, Magnitudes);
        Total += next.Total;
        if (!isTriangle)
        {
            TensorPrimitives.Add<double>(Curvature, next.Curvature, Curvature);
            return;
        }

        if (_rows.Length == 0)
        {
            _rows = new double[_curvature.Length];
            _scratch = new double[Triangle.ScratchLength(shape.Variables, shape.TriangleWidth)];
        }

        next.Curvature.CopyTo(_rows);
        Triangle.Append(Curvature, shape.Variables, _rows, _scratch);
    }

    /// <inheritdoc/>
    /// <remarks>A triangle would need the root of the factor. Its rows come with the exponent of all weights, so it is never scaled.</remarks>
    public void Scale(double factor)
    {
        Debug.Assert(!isTriangle, "The exponent of the weights is known before the triangle.");
        TensorPrimitives.Multiply<double>(Gradient, factor, Gradient);
        TensorPrimitives.Multiply<double>(GradientLows, factor, GradientLows);
        TensorPrimitives.Multiply<double>(Magnitudes, factor, Magnitudes);
        TensorPrimitives.Multiply<double>(Curvature, factor, Curvature);
        foreach (KinkRows rows in _kinks)
        {
            rows.Scale(factor);
        }

        Total = new(Total.Loss * factor, Total.Weight * factor);
    }
}
