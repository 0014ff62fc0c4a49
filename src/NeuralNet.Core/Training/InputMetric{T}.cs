using System.Numerics;
using System.Numerics.Tensors;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <summary>
/// Measures weights by their effect on a logit, and gradients by the derivatives of single rows. That makes L-BFGS independent of the
/// units of inputs and targets.
/// </summary>
/// <remarks>
/// <para>Let s be the scale of each input, m its mean, and d the derivatives of the loss with respect to the logits of the rows. The size
/// of a gradient g is the largest (g[j] - m[j] g[bias]) / (s[j] mean |d|). This is the derivative with respect to a weight of the
/// standardized input, compared with the derivatives whose mean it is. If these cancel to 0, the residuals are orthogonal to the
/// inputs: MINPACK's test of a gradient (J. J. More, B. S. Garbow and K. E. Hillstrom, User guide for MINPACK-1, 1980).</para>
/// <para>A step along the gradient is also a step of the standardized weights, as for a mean over the rows: M = A A^T, with A the affine
/// map from their scale to that of the raw inputs. Inputs that the network standardizes already have that scale.</para>
/// </remarks>
internal sealed class InputMetric<T> : IMetric<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Parameters<T> _parameters;
    private readonly bool _hasBias;
    private readonly bool _sharesUnit;
    private readonly double[] _derivatives;
    private readonly double[] _ridge;
    private double _share = 1;
    private double[] _means = [];
    private double[] _scales = [];

    /// <param name="parameters">The shape of the network, and its standardization.</param>
    /// <param name="settings">The L2 penalty, and whether a bias can absorb the means of the inputs.</param>
    /// <param name="sharesUnit">Whether the logits of all outputs have the same unit, as for classes. Numeric targets may not.</param>
    public InputMetric(Parameters<T> parameters, in TrainerSettings settings, bool sharesUnit)
    {
        _parameters = parameters;
        _hasBias = settings.HasBias;
        _ridge = new double[parameters.Inputs];
        for (int input = 0; input < _ridge.Length; input++)
        {
            _ridge[input] = settings.Penalty.L2Strength * settings.FactorOf(input);
        }

        _sharesUnit = sharesUnit;
        _derivatives = new double[parameters.Outputs];
    }

    /// <summary>The rounding of an objective in float hides the square of a gradient of a few thousandths.</summary>
    public double LargestAtOptimum => typeof(T) == typeof(float) ? 1e-2 : 1e-3;

    public double Level { get; set; }

    public double Steepness => _derivatives.Sum();

    private bool IsRaw => _scales.Length > 0;

    private int WeightCount => _parameters.Inputs * _parameters.Outputs;

    /// <summary>Learns the scales of raw inputs from the training examples. Returns false if it was cancelled.</summary>
    public bool TryLearn(in ExampleSource<T> source, SampleWeights<T> sampleWeights, CancellationToken cancellationToken)
    {
        _means = [];
        _scales = [];
        if (_parameters.Standardization is not null)
        {
            return true;
        }

        var scales = new InputScales<T>(_parameters.Inputs, _hasBias);
        if (!scales.TryLearn(source, sampleWeights, cancellationToken))
        {
            return false;
        }

        (_means, _scales) = (scales.Means, scales.Scales);
        return true;
    }

    /// <summary>Sets the derivatives that the next gradient is compared with.</summary>
    /// <param name="sums">The magnitudes of the derivatives with respect to each logit, summed over the rows, <c>[outputs]</c>.</param>
    /// <param name="divisor">The divisor of the sums: the weight of all rows for a mean, 1 for a sum.</param>
    /// <param name="weight">The weight of all rows.</param>
    public void Take(ReadOnlySpan<T> sums, double divisor, double weight)
    {
        for (int output = 0; output < _derivatives.Length; output++)
        {
            _derivatives[output] = double.CreateTruncating(sums[output]) / divisor;
        }

        if (_sharesUnit)
        {
            Array.Fill(_derivatives, _derivatives.Max());
        }

        _share = divisor / weight;
    }

    public double Offset(int index, out int bias)
    {
        bias = WeightCount + (index / _parameters.Inputs);
        return IsRaw && _hasBias ? _means[index % _parameters.Inputs] : 0;
    }

    public void Precondition(Span<T> vector, ReadOnlySpan<bool> isHeld)
    {
        int inputs = _parameters.Inputs;
        if (_share != 1)
        {
            TensorPrimitives.Multiply(vector, T.CreateTruncating(_share), vector);
        }

        for (int output = 0; IsRaw && output < _parameters.Outputs; output++)
        {
            Span<T> weights = vector.Slice(output * inputs, inputs);
            double bias = _hasBias ? double.CreateTruncating(vector[WeightCount + output]) : 0;
            double shift = 0;
            for (int input = 0; input < inputs; input++)
            {
                if (!isHeld.IsEmpty && isHeld[(output * inputs) + input])
                {
                    weights[input] = T.Zero;
                    continue;
                }

                double scale = _scales[input];
                double step = (double.CreateTruncating(weights[input]) - (_means[input] * bias)) / scale / (scale + (_ridge[input] * _share / scale));
                weights[input] = T.CreateTruncating(step);
                shift += _means[input] * step;
            }

            if (_hasBias)
            {
                vector[WeightCount + output] = T.CreateTruncating(bias - shift);
            }
        }
    }

    public double Reach(ReadOnlySpan<T> change)
    {
        if (!IsRaw)
        {
            return InDouble.LargestMagnitude(change);
        }

        double reach = InDouble.LargestMagnitude(change[WeightCount..]);
        for (int output = 0; output < _parameters.Outputs; output++)
        {
            ReadOnlySpan<T> weights = change.Slice(output * _parameters.Inputs, _parameters.Inputs);
            for (int input = 0; input < weights.Length; input++)
            {
                double size = Math.Abs(_means[input]) + _scales[input];
                reach = Math.Max(reach, size * Math.Abs(double.CreateTruncating(weights[input])));
            }
        }

        return reach;
    }

    public double Size(ReadOnlySpan<T> gradient, ReadOnlySpan<T> at)
    {
        double largest = 0;
        int inputs = _parameters.Inputs;
        for (int output = 0; output < _parameters.Outputs; output++)
        {
            double derivative = _derivatives[output];
            double bias = _hasBias ? double.CreateTruncating(gradient[WeightCount + output]) : 0;
            largest = Math.Max(largest, Share(bias, derivative));
            for (int input = 0; input < inputs; input++)
            {
                int index = (output * inputs) + input;
                double scale = IsRaw ? _scales[input] : 1;
                double slope = double.CreateTruncating(gradient[index]);

                // A weight that an L1 penalty keeps at 0 has no slope, even if the bias has one.
                slope -= IsRaw && slope != 0 ? _means[input] * bias : 0;
                double ridge = _ridge[input] * Math.Abs(double.CreateTruncating(at[index])) / scale;
                largest = Math.Max(largest, Share(slope / scale, derivative + ridge));
            }
        }

        return largest;
    }

    /// <summary>Returns |slope| / of, with 0 / 0 = 0: if no row has a derivative, there is nothing to gain.</summary>
    private static double Share(double slope, double of) => slope == 0 ? 0 : Math.Abs(slope) / of;
}
