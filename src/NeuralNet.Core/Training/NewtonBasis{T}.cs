using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <summary>
/// The variables of Newton's method: the weights of inputs that are centered and scaled to a size of about 1, in double. So inputs of
/// any unit, far from 0 or not, lose no digits to one another. The units are powers of two, and change no digit.
/// </summary>
/// <remarks>
/// With the means m and the units u an input is (x - m) u, its weight w / u, and the bias b + (sum of w m). For inputs that the network
/// standardizes, and for a network without a bias, the means are 0. The bias of an output comes before its weights: of a bias and an
/// input that is constant, the input is the one too many.
/// </remarks>
internal sealed class NewtonBasis<T>(Parameters<T> parameters, bool hasBias, int width)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Up to so many inputs a row fits on the stack.</summary>
    private const int MostOnStack = 1024;

    /// <summary>A mean is rounded to this share of the unit of its input, so that subtracting it loses no digit of ordinary data.</summary>
    private const double Granularity = 0.125;

    private double[] _means = new double[parameters.Inputs];
    private double[] _units = Ones(parameters.Inputs);
    private readonly double[] _zeros = new double[parameters.Inputs];

    /// <summary>The place of the first weight among the variables of an output, after the bias.</summary>
    private readonly int _first = hasBias ? 1 : 0;

    /// <summary>The factor of each centered input.</summary>
    public ReadOnlySpan<double> Units => _units;

    /// <summary>Learns means and units from the rows. Returns false if it was cancelled.</summary>
    public bool TryLearn(in ExampleSource<T> source, SampleWeights<T> sampleWeights, CancellationToken cancellationToken)
    {
        _means = new double[parameters.Inputs];
        _units = Ones(parameters.Inputs);
        if (parameters.Standardization is not null)
        {
            return true;
        }

        var scales = new InputScales<T>(parameters.Inputs, hasBias);
        if (!scales.TryLearn(source, sampleWeights, cancellationToken))
        {
            return false;
        }

        for (int input = 0; input < _units.Length; input++)
        {
            double unit = Math.ScaleB(1, Math.Clamp(Math.ILogB(scales.Scales[input]), -1000, 1000));
            double mean = Math.Round(scales.Means[input] / (Granularity * unit)) * (Granularity * unit);
            _means[input] = double.IsFinite(mean) ? mean : scales.Means[input];
            _units[input] = 1 / unit;
        }

        return true;
    }

    /// <summary>
    /// Writes inputs <c>[rows x inputs]</c> as those of the variables, <c>[rows x width]</c>: 1 for a bias, and the inputs. What fills the
    /// width stays as it is. Inputs that are not centered, only scaled, are exact.
    /// </summary>
    public void Convert(ReadOnlySpan<T> inputs, int rows, bool centers, Span<double> destination)
    {
        int count = parameters.Inputs;
        ReadOnlySpan<double> means = centers ? _means : _zeros;
        Span<double> wide = count <= MostOnStack ? stackalloc double[count] : new double[count];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<T> from = inputs.Slice(row * count, count);
            Span<double> to = destination.Slice(row * width, width);
            if (typeof(T) == typeof(double))
            {
                Scaling.Apply(MemoryMarshal.Cast<T, double>(from), means, _units, to[_first..]);
            }
            else
            {
                TensorPrimitives.ConvertTruncating(from, wide);
                Scaling.Apply(wide, means, _units, to[_first..]);
            }

            if (hasBias)
            {
                to[0] = 1;
            }
        }
    }

    /// <summary>
    /// Makes derivatives <c>[outputs x width]</c> with respect to variables of inputs that are only scaled, with their low numbers, those of
    /// inputs that are centered too.
    /// </summary>
    public void Center(Span<double> gradient, ReadOnlySpan<double> lows)
    {
        for (int start = 0; start < gradient.Length; start += width)
        {
            for (int input = 0; hasBias && input < parameters.Inputs; input++)
            {
                int place = start + _first + input;
                gradient[place] = Doubled.SubtractProduct(
                    gradient[place], lows[place], gradient[start], lows[start], _means[input] * _units[input]);
            }

            for (int place = start; !hasBias && place < start + parameters.Inputs; place++)
            {
                gradient[place] += lows[place];
            }

            gradient[start] += hasBias ? lows[start] : 0;
        }
    }

    /// <summary>Reads the weights in training as variables <c>[outputs x width]</c>, of inputs that are centered or only scaled.</summary>
    public void Read(Span<double> point, bool centers)
    {
        ReadOnlySpan<T> trained = parameters.Trained;
        int inputs = parameters.Inputs;
        point.Clear();
        for (int output = 0; output < parameters.Outputs; output++)
        {
            Span<double> own = point.Slice(output * width, width);
            double bias = double.CreateTruncating(trained[(inputs * parameters.Outputs) + output]);
            for (int input = 0; input < inputs; input++)
            {
                double weight = double.CreateTruncating(trained[(output * inputs) + input]);
                own[_first + input] = weight / _units[input];
                bias += centers ? weight * _means[input] : 0;
            }

            if (hasBias)
            {
                own[0] = bias;
            }
        }
    }

    /// <summary>
    /// Writes variables as the weights in training. A bias makes up for the rounding of the weights of its output, as far as the means of
    /// the inputs go.
    /// </summary>
    public void Write(ReadOnlySpan<double> point)
    {
        Span<T> trained = parameters.Trained;
        int inputs = parameters.Inputs;
        for (int output = 0; output < parameters.Outputs; output++)
        {
            ReadOnlySpan<double> own = point.Slice(output * width, width);
            double bias = hasBias ? own[0] : 0;
            for (int input = 0; input < inputs; input++)
            {
                T weight = T.CreateTruncating(own[_first + input] * _units[input]);
                trained[(output * inputs) + input] = weight;
                bias -= double.CreateTruncating(weight) * _means[input];
            }

            if (hasBias)
            {
                trained[(inputs * parameters.Outputs) + output] = T.CreateTruncating(bias);
            }
        }
    }

    /// <summary>Writes a step of the variables as one of the weights in training, <c>[trained]</c>.</summary>
    public void WriteStep(ReadOnlySpan<double> step, Span<T> destination)
    {
        int inputs = parameters.Inputs;
        destination.Clear();
        for (int output = 0; output < parameters.Outputs; output++)
        {
            ReadOnlySpan<double> own = step.Slice(output * width, width);
            double bias = hasBias ? own[0] : 0;
            for (int input = 0; input < inputs; input++)
            {
                double weight = own[_first + input] * _units[input];
                destination[(output * inputs) + input] = T.CreateTruncating(weight);
                bias -= weight * _means[input];
            }

            if (hasBias)
            {
                destination[(inputs * parameters.Outputs) + output] = T.CreateTruncating(bias);
            }
        }
    }

    private static double[] Ones(int count)
    {
        var ones = new double[count];
        Array.Fill(ones, 1);
        return ones;
    }
}
