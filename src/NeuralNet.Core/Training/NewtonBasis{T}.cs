using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Optimizers;

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
internal sealed class NewtonBasis<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The most inputs of a row that <see cref="ConvertSome"/> takes.</summary>
    public const int MostTogether = 512;

    /// <summary>Up to so many inputs a row fits on the stack.</summary>
    private const int MostOnStack = 1024;

    private readonly Parameters<T> _parameters;
    private readonly bool _hasBias;
    private readonly int _width;
    private readonly double[] _zeros;

    // Of some inputs only: which, and their standardization.
    private readonly int[]? _columns;
    private readonly Standardization<T>? _standardization;

    private double[] _means;
    private double[] _units;
    private InputScales<T>? _scales;

    public NewtonBasis(Parameters<T> parameters, bool hasBias, int width)
        : this(parameters, hasBias, width, new double[parameters.Inputs], Ones(parameters.Inputs))
    {
    }

    private NewtonBasis(Parameters<T> parameters, bool hasBias, int width, double[] means, double[] units, int[]? columns = null)
    {
        _parameters = parameters;
        _hasBias = hasBias;
        _width = width;
        _means = means;
        _units = units;
        _zeros = new double[means.Length];
        _columns = columns;
        _standardization = columns is null ? null : parameters.Standardization?.Select(columns);
    }

    /// <summary>The factor of each centered input.</summary>
    public ReadOnlySpan<double> Units => _units;

    /// <summary>What a tile must apply to rows before <see cref="Convert"/>.</summary>
    public Standardization<T>? OfTile => _columns is null ? _parameters.Standardization : null;

    /// <summary>The place of the first weight among the variables of an output, after the bias.</summary>
    public int FirstWeight => _hasBias ? 1 : 0;

    private int Count => _means.Length;

    /// <summary>Returns the basis of some inputs, with the same means and units. The weights of all others must be 0.</summary>
    public NewtonBasis<T> Select(int[] columns, int width) => new(
        _parameters, _hasBias, width, [.. columns.Select(column => _means[column])], [.. columns.Select(column => _units[column])], columns);

    /// <summary>Learns means and units from the rows. Returns false if it was cancelled.</summary>
    public bool TryLearn(in ExampleSource<T> source, SampleWeights<T> sampleWeights, CancellationToken cancellationToken)
    {
        _means = new double[_parameters.Inputs];
        _units = Ones(_parameters.Inputs);
        _scales = null;
        if (_parameters.Standardization is not null)
        {
            return true;
        }

        var scales = new InputScales<T>(_parameters.Inputs, _hasBias);
        if (!scales.TryLearn(source, sampleWeights, cancellationToken))
        {
            return false;
        }

        for (int input = 0; input < _units.Length; input++)
        {
            InputUnit unit = InputUnit.Of(scales.Scales[input], scales.Means[input]);
            _means[input] = unit.Mean;
            _units[input] = 1 / unit.Unit;
        }

        _scales = scales;
        return true;
    }

    /// <summary>
    /// Learns the units of sparse rows from the largest value of each input. The means are 0: a centered input would have no zeros.
    /// </summary>
    public void LearnUnits(in ExampleSpan<T> rows)
    {
        var largest = new T[_parameters.Inputs];
        SparseRows<T> sparse = rows.Inputs.Sparse;
        for (int number = 0; number < rows.Count; number++)
        {
            sparse.Row(rows.RowAt(number), out ReadOnlySpan<int> indices, out ReadOnlySpan<T> values);
            for (int position = 0; position < indices.Length; position++)
            {
                T size = values.IsEmpty ? T.One : T.Abs(values[position]);
                ref T most = ref largest[indices[position]];
                most = size > most ? size : most;
            }
        }

        _scales = null;
        _means = new double[_parameters.Inputs];
        _units = Ones(_parameters.Inputs);
        for (int input = 0; input < _units.Length; input++)
        {
            double size = double.CreateTruncating(largest[input]);
            _units[input] = size > 0 && double.IsFinite(size) ? 1 / InputUnit.Of(size, 0).Unit : 1;
        }
    }

    /// <summary>
    /// Returns the share of each variable of an output, apart from those before it, that counts as none: see
    /// <see cref="Rounding.RankTolerance"/>.
    /// </summary>
    public double[] RankTolerances(double rankTolerance)
    {
        var tolerances = new double[FirstWeight + Count];
        Array.Fill(tolerances, rankTolerance);
        for (int input = 0; input < Count; input++)
        {
            double mean = _scales?.Means[input] ?? double.CreateTruncating(_parameters.Standardization!.Means[input]);
            double scale = _scales?.Scales[input] ?? double.CreateTruncating(_parameters.Standardization!.Scales[input]);
            tolerances[FirstWeight + input] = Rounding.RankTolerance<T>(rankTolerance, mean, scale);
        }

        return tolerances;
    }

    /// <summary>
    /// Writes inputs <c>[rows x inputs]</c> as those of the variables, <c>[rows x width]</c>: 1 for a bias, and the inputs. What fills the
    /// width stays as it is. Inputs that are not centered, only scaled, are exact.
    /// </summary>
    /// <param name="inputs">The inputs, standardized if <see cref="OfTile"/> is not null.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="areScaled">Whether the rows are sparse: those are scaled before training.</param>
    /// <param name="centers">Whether raw inputs are centered.</param>
    /// <param name="destination">Receives the variables.</param>
    public void Convert(ReadOnlySpan<T> inputs, int rows, bool areScaled, bool centers, Span<double> destination)
    {
        ReadOnlySpan<double> means = centers ? _means : _zeros;
        int few = _columns is null ? 0 : Count;
        scoped Span<T> selected = few <= MostOnStack ? stackalloc T[few] : new T[few];
        for (int row = 0; row < rows; row++)
        {
            scoped ReadOnlySpan<T> from = inputs.Slice(row * _parameters.Inputs, _parameters.Inputs);
            if (_columns is not null)
            {
                Select(from, selected, areScaled);
                from = selected;
            }

            Span<double> to = destination.Slice((row * _width) + FirstWeight, Count);
            TensorPrimitives.ConvertTruncating(from, to);
            if (_parameters.Standardization is null)
            {
                Scaling.Apply(to, means, _units, to);
            }

            if (_hasBias)
            {
                destination[row * _width] = 1;
            }
        }
    }

    /// <summary>Writes some centered inputs of a raw row, from one on, as those of the variables of all inputs.</summary>
    [SkipLocalsInit]
    public void ConvertSome(ReadOnlySpan<T> row, bool isScaled, int first, Span<double> destination)
    {
        ReadOnlySpan<T> inputs = row.Slice(first, destination.Length);
        if (_parameters.Standardization is not { } standardization || isScaled)
        {
            TensorPrimitives.ConvertTruncating(inputs, destination);
            Scaling.Apply(destination, _means.AsSpan(first, inputs.Length), _units.AsSpan(first, inputs.Length), destination);
            return;
        }

        if (typeof(T) == typeof(double))
        {
            standardization.Apply(inputs, first, MemoryMarshal.Cast<double, T>(destination));
            return;
        }

        Span<T> standardized = stackalloc T[MostTogether];
        standardized = standardized[..inputs.Length];
        standardization.Apply(inputs, first, standardized);
        TensorPrimitives.ConvertTruncating(standardized, destination);
    }

    /// <summary>
    /// Makes derivatives <c>[outputs x width]</c> with respect to variables of inputs that are only scaled, with their low numbers, those of
    /// inputs that are centered too.
    /// </summary>
    public void Center(Span<double> gradient, ReadOnlySpan<double> lows)
    {
        for (int start = 0; start < gradient.Length; start += _width)
        {
            for (int input = 0; _hasBias && input < Count; input++)
            {
                int place = start + FirstWeight + input;
                gradient[place] = Doubled.SubtractProduct(
                    gradient[place], lows[place], gradient[start], lows[start], _means[input] * _units[input]);
            }

            for (int place = start; !_hasBias && place < start + Count; place++)
            {
                gradient[place] += lows[place];
            }

            gradient[start] += _hasBias ? lows[start] : 0;
        }
    }

    /// <summary>Reads the weights in training as variables <c>[outputs x width]</c>, of inputs that are centered or only scaled.</summary>
    public void Read(Span<double> point, bool centers)
    {
        ReadOnlySpan<T> trained = _parameters.Trained;
        int inputs = _parameters.Inputs;
        point.Clear();
        for (int output = 0; output < _parameters.Outputs; output++)
        {
            Span<double> own = point.Slice(output * _width, _width);
            double bias = double.CreateTruncating(trained[(inputs * _parameters.Outputs) + output]);
            for (int place = 0; place < Count; place++)
            {
                T trainedWeight = trained[(output * inputs) + InputAt(place)];
                if (trainedWeight != T.Zero)
                {
                    double weight = double.CreateTruncating(trainedWeight);
                    own[FirstWeight + place] = weight / _units[place];
                    bias += centers ? weight * _means[place] : 0;
                }
            }

            if (_hasBias)
            {
                own[0] = bias;
            }
        }
    }

    /// <summary>
    /// Returns the bounds of the weights in training as those of variables, <c>[outputs x width]</c>; empty without bounds. They are exact,
    /// since units are powers of two. A bias has none.
    /// </summary>
    public (double[] Low, double[] High) ReadBounds()
    {
        if (_parameters.Bounds is not { } bounds)
        {
            return ([], []);
        }

        double[] low = new double[_width * _parameters.Outputs], high = new double[low.Length];
        for (int output = 0; output < _parameters.Outputs; output++)
        {
            low[output * _width] = double.NegativeInfinity;
            high[output * _width] = double.PositiveInfinity;
            for (int place = 0; place < Count; place++)
            {
                int weight = (output * _parameters.Inputs) + InputAt(place);
                int index = (output * _width) + FirstWeight + place;
                low[index] = double.CreateTruncating(bounds.Low[weight]) / _units[place];
                high[index] = double.CreateTruncating(bounds.High[weight]) / _units[place];
            }
        }

        return (low, high);
    }

    /// <summary>
    /// Writes variables as the weights in training. A bias makes up for the rounding of the weights of its output, as far as the means of
    /// the inputs go.
    /// </summary>
    public void Write(ReadOnlySpan<double> point)
    {
        Span<T> trained = _parameters.Trained;
        int inputs = _parameters.Inputs;
        for (int output = 0; output < _parameters.Outputs; output++)
        {
            ReadOnlySpan<double> own = point.Slice(output * _width, _width);
            double bias = _hasBias ? own[0] : 0;
            for (int place = 0; place < Count; place++)
            {
                T weight = T.CreateTruncating(own[FirstWeight + place] * _units[place]);
                trained[(output * inputs) + InputAt(place)] = weight;
                bias -= double.CreateTruncating(weight) * _means[place];
            }

            if (_hasBias)
            {
                trained[(inputs * _parameters.Outputs) + output] = T.CreateTruncating(bias);
            }
        }
    }

    /// <summary>Writes a step of the variables as one of the weights in training, <c>[trained]</c>.</summary>
    public void WriteStep(ReadOnlySpan<double> step, Span<T> destination)
    {
        int inputs = _parameters.Inputs;
        destination.Clear();
        for (int output = 0; output < _parameters.Outputs; output++)
        {
            ReadOnlySpan<double> own = step.Slice(output * _width, _width);
            double bias = _hasBias ? own[0] : 0;
            for (int place = 0; place < Count; place++)
            {
                double weight = own[FirstWeight + place] * _units[place];
                destination[(output * inputs) + InputAt(place)] = T.CreateTruncating(weight);
                bias -= weight * _means[place];
            }

            if (_hasBias)
            {
                destination[(inputs * _parameters.Outputs) + output] = T.CreateTruncating(bias);
            }
        }
    }

    /// <summary>Writes the inputs of a row that are variables, standardized.</summary>
    private void Select(ReadOnlySpan<T> row, Span<T> destination, bool isScaled)
    {
        for (int place = 0; place < destination.Length; place++)
        {
            destination[place] = row[_columns![place]];
        }

        if (!isScaled)
        {
            _standardization?.Apply(destination, destination);
        }
    }

    private int InputAt(int place) => _columns is null ? place : _columns[place];

    private static double[] Ones(int count)
    {
        var ones = new double[count];
        Array.Fill(ones, 1);
        return ones;
    }
}
