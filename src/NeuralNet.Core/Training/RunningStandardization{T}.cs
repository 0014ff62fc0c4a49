using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <summary>
/// Mean and scale of the rows learned so far, for single steps. Each row is part of its own mean and scale, so its standardized inputs
/// are finite even if it is the first one in which an input varies. Trained weights stay as they are while the scales change, so every
/// step is independent of the units of the inputs.
/// </summary>
/// <remarks>
/// <para>B. P. Welford, Note on a method for calculating corrected sums of squares and products, 1962, with weights. Mean and scale are
/// kept as two numbers each, the value in T and its rounding error, so a file holds the whole state.</para>
/// <para>An input that was constant in n rows has a standardized value of about the square root of n in the row that ends this. Without a
/// limit, the step of that row would change its logit n times as much as others. S. Ross, P. Mineiro and J. Langford, Normalized
/// online learning, 2013, divide by the mean square norm; here only rows far beyond it are limited.</para>
/// </remarks>
internal sealed class RunningStandardization<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// The limit of a row's mean square, (x - mean)^2 / scale^2 over the inputs that vary, whose mean over the rows is 1. Beyond four
    /// standard deviations in every input, a row counts less.
    /// </summary>
    private const double LargestMeanSquare = 16;

    private readonly double[] _means;
    private readonly double[] _variances;
    private readonly double[] _row;
    private readonly double[] _change;
    private readonly T[] _standardized;
    private Numbers _now;
    private Numbers _next;

    public RunningStandardization(int inputs)
    {
        _means = new double[inputs];
        _variances = new double[inputs];
        _row = new double[inputs];
        _change = new double[inputs];
        _standardized = new T[inputs];
        _now = new(inputs);
        _next = new(inputs);
    }

    /// <summary>The total weight of the rows, [0, inf).</summary>
    public double Weight => _now.Weight;

    /// <summary>The rounding errors of the means, then of the scales, <c>[2 x inputs]</c>. A constant input has -1 for its scale of 1.</summary>
    public ReadOnlySpan<T> Errors => _now.Errors;

    /// <summary>Continues from mean and scale of earlier rows.</summary>
    public void Start(Standardization<T> standardization, double weight)
    {
        standardization.CopyTo(_now.Standardization);
        _now.Weight = weight;
        Array.Clear(_now.Errors);
        foreach (int input in standardization.ConstantInputs)
        {
            _now.Errors[_means.Length + input] = -T.One;
        }
    }

    /// <summary>Restores a saved state. Returns false, and changes nothing, if it can't be one.</summary>
    public bool TryStart(Standardization<T> standardization, double weight, ReadOnlySpan<T> errors)
    {
        for (int input = 0; input < _means.Length; input++)
        {
            // A constant input has the scale 1 and the error -1.
            if (!(standardization.Scales[input] + errors[_means.Length + input] >= T.Zero))
            {
                return false;
            }
        }

        Start(standardization, weight);
        errors.CopyTo(_now.Errors);
        return true;
    }

    /// <summary>Continues as another one does.</summary>
    public void Start(RunningStandardization<T> other)
    {
        other._now.Standardization.CopyTo(_now.Standardization);
        other._now.Errors.CopyTo(_now.Errors, 0);
        _now.Weight = other._now.Weight;
    }

    /// <summary>Forgets all rows.</summary>
    public void Clear() => _now = new(_means.Length);

    /// <summary>Mean and scale of the rows so far, in memory that later rows overwrite.</summary>
    public Standardization<T> Current => _now.Standardization;

    /// <summary>Begins with the rows so far.</summary>
    public void Begin()
    {
        int inputs = _means.Length;
        TensorPrimitives.ConvertTruncating<T, double>(_now.Standardization.Means, _means);
        TensorPrimitives.ConvertTruncating<T, double>(_now.Errors.AsSpan(0, inputs), _change);
        TensorPrimitives.Add(_means, _change, _means);
        TensorPrimitives.ConvertTruncating<T, double>(_now.Standardization.Scales, _variances);
        TensorPrimitives.ConvertTruncating<T, double>(_now.Errors.AsSpan(inputs), _change);
        TensorPrimitives.Add(_variances, _change, _variances);
        TensorPrimitives.Multiply(_variances, _variances, _variances);
        _next.Weight = _now.Weight;
    }

    /// <summary>Adds a row of a weight above 0.</summary>
    public void Add(ReadOnlySpan<T> row, double weight)
    {
        // Weights whose sum overflows no longer change mean and scale.
        double share = weight / (_next.Weight + weight);
        _next.Weight = Math.Min(_next.Weight + weight, double.MaxValue);

        // distance = x - mean, variance = (1 - share) (variance + share distance^2), mean = mean + share distance.
        TensorPrimitives.ConvertTruncating(row, _row);
        TensorPrimitives.Subtract(_row, _means, _row);
        TensorPrimitives.Multiply(_row, share, _change);
        TensorPrimitives.Add(_means, _change, _means);
        TensorPrimitives.Multiply(_row, _change, _change);
        TensorPrimitives.Add(_variances, _change, _variances);
        TensorPrimitives.Multiply(_variances, 1 - share, _variances);
    }

    /// <summary>Returns mean and scale with the added rows, which count only after <see cref="Accept"/>.</summary>
    /// <param name="parameter">The name of the inputs in errors.</param>
    [MethodImpl(Jit.Loop)]
    public Standardization<T> End(string parameter)
    {
        TensorPrimitives.Sqrt(_variances, _variances);
        int inputs = _means.Length;
        int varying = 0;
        for (int input = 0; input < inputs; input++)
        {
            double scale = _variances[input];
            T inverse = T.CreateTruncating(1 / scale);
            bool isConstant = !(scale > StandardizationLearner<T>.ConstantWithin * Math.Abs(_means[input])) || !T.IsFinite(inverse);
            T mean = T.CreateTruncating(_means[input]);
            T rounded = isConstant ? T.One : T.CreateTruncating(scale);
            if (!T.IsFinite(mean) || !double.IsFinite(scale) || !T.IsFinite(rounded) || (!isConstant && inverse == T.Zero))
            {
                Throw.Argument_NotStandardizable(parameter, input);
            }

            varying += isConstant ? 0 : 1;
            _next.Set(input, mean, rounded, isConstant ? T.One : inverse);
            _next.Errors[input] = T.CreateTruncating(_means[input] - double.CreateTruncating(mean));
            _next.Errors[inputs + input] = T.CreateTruncating(scale - double.CreateTruncating(rounded));
        }

        _next.Varying = varying;
        return _next.Standardization;
    }

    /// <summary>Returns the share of a row's weight that counts in its step, (0, 1]. To be called after <see cref="End"/>.</summary>
    public double ShareOf(ReadOnlySpan<T> row)
    {
        _next.Standardization.Apply(row, _standardized);
        double square = double.CreateTruncating(Dot.Compute<T>(_standardized, _standardized));
        double largest = LargestMeanSquare * Math.Max(1, _next.Varying);
        return square > largest ? largest / square : 1;
    }

    /// <summary>Lets the added rows count.</summary>
    public void Accept() => (_now, _next) = (_next, _now);

    /// <summary>Mean, scale and what their rounding left.</summary>
    private sealed class Numbers(int inputs)
    {
        private readonly T[] _means = new T[inputs];
        private readonly T[] _scales = new T[inputs];
        private readonly T[] _inverseScales = new T[inputs];

        public double Weight { get; set; }

        /// <summary>The number of inputs that are not constant.</summary>
        public int Varying { get; set; }

        public T[] Errors { get; } = new T[2 * inputs];

        public Standardization<T> Standardization => field ??= new(_means, _scales, _inverseScales);

        public void Set(int input, T mean, T scale, T inverse)
        {
            _means[input] = mean;
            _scales[input] = scale;
            _inverseScales[input] = inverse;
        }
    }
}
