using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <summary>
/// What every step does to all weights, penalty and average, made up for a column when a row has it again. Between two such rows the step
/// u takes a weight w to a[u] * w with a[u] = 1 - rate * L2, and then towards 0 by b[u] = rate * L1, at most to 0. Over the steps after p
/// up to t this comes to
/// <code>
///   |w| := max(0, |A| * |w| - B)      A = P[t] / P[p]      P[u] = a[1] * ... * a[u]
///                                     B = C[t] - |A| * C[p]      C[u] = |a[u]| * C[u - 1] + b[u]
/// </code>
/// and the average gains w / P[p] * (S[t + 1] - S[p]) with S[u + 1] = P[1] + ... + P[u]: the weight as it was after each of the steps. So a
/// column needs only the number p of the step up to which it is paid (Y. Tsuruoka, J. Tsujii and S. Ananiadou, Stochastic Gradient Descent
/// Training for L1-regularized Log-linear Models with Cumulative Penalty, 2009; L. Bottou, Stochastic Gradient Descent Tricks, 2012).
/// </summary>
/// <remarks>
/// AdaGrad shrinks by b[u] / (sqrt(s) + epsilon), where s stands still between two rows of the column. With an L2 penalty s would move, and
/// an average does not know at which step L1 made a weight 0: both are refused.
/// </remarks>
internal sealed class LazyUpdate<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// Between this and its inverse a product of shrinkages keeps its digits. An average takes differences of sums of products, which lose
    /// as many digits as the products are apart.
    /// </summary>
    private const double LargestProduct = 1e100, LargestAveragedProduct = 1e4;

    /// <summary>Between this and its inverse a common factor of weights makes none of them too large or too small for T.</summary>
    private const double LargestScale = 1 << 20;

    /// <summary>The steps and the values after which all columns are paid even in a small network, so that paying them costs little.</summary>
    private const int FewestSteps = 1 << 12, FewestValues = 1 << 16;

    private readonly Parameters<T> _parameters;
    private readonly Penalty _penalty;
    private readonly long _firstAveragedStep;
    private readonly double _epsilon;
    private readonly bool _canScale;
    private readonly double _largest;
    private readonly int _mostSteps;
    private readonly long _mostValues;

    // The step up to which each column is paid, counted from the last time when all were. Empty while weights have a common factor.
    private int[] _paid = [];

    // The steps since then, from 0 on, and P, C and S of the last one.
    private Step[] _history = new Step[256];
    private double _product = 1;
    private double _shrinkage;
    private double _sum;
    private int[] _columns = new int[256];
    private int _columnCount;
    private int _steps;
    private long _stepsBefore;
    private long _values;

    /// <param name="parameters">The parameters in training.</param>
    /// <param name="settings">Penalty and average.</param>
    /// <param name="epsilon">The epsilon of AdaGrad; 0 without squares.</param>
    public LazyUpdate(Parameters<T> parameters, in TrainerSettings settings, double epsilon)
    {
        _parameters = parameters;
        _penalty = settings.Penalty;
        _firstAveragedStep = settings.FirstAveragedStep;
        _epsilon = epsilon;
        _canScale = _penalty.L1Strength == 0 && _firstAveragedStep == 0;
        _largest = _firstAveragedStep > 0 ? LargestAveragedProduct : LargestProduct;
        int weights = parameters.Inputs * parameters.Outputs;
        _mostSteps = Math.Max(FewestSteps, weights / 16);
        _mostValues = Math.Max(FewestValues, 4L * weights);
    }

    /// <summary>
    /// The factor of all weights, where a step shrinks nothing else (L2 alone, one output, rows one by one): weights in training are those in
    /// memory times it, so no column owes anything.
    /// </summary>
    public double Scale { get; private set; } = 1;

    /// <summary>Whether weights have a common factor. Set before the first step.</summary>
    public bool IsScaled { get; private set; }

    /// <summary>Whether so much is owed that all columns should be paid: steps alone tell, so every run pays at the same ones.</summary>
    public bool IsFull => _steps >= _mostSteps || _values >= _mostValues;

    /// <summary>The columns that were paid since <see cref="BeginBatch"/>, each once.</summary>
    public ReadOnlySpan<int> Columns => _columns.AsSpan(0, _columnCount);

    private int Weights => _parameters.Inputs * _parameters.Outputs;

    /// <summary>Begins after a number of steps, when nothing is owed.</summary>
    /// <param name="steps">The number of steps.</param>
    /// <param name="isOnline">Whether each step has one row of a network with one output.</param>
    public void Begin(long steps, bool isOnline)
    {
        IsScaled = isOnline && _canScale;
        _paid = IsScaled || _paid.Length > 0 ? _paid : new int[_parameters.Inputs];
        Scale = 1;
        Begin(steps);
    }

    private void Begin(long steps)
    {
        Array.Clear(_paid);
        _history[0] = new(1, 0, 0);
        (_product, _shrinkage, _sum) = (1, 0, 0);
        _stepsBefore = steps;
        _steps = 0;
        _values = 0;
    }

    /// <summary>Begins to collect the columns of a batch.</summary>
    public void BeginBatch() => _columnCount = 0;

    /// <summary>Pays the columns of a row of the next step, and collects those that no other row of its batch has.</summary>
    public void PayBatch(ReadOnlySpan<int> indices, ReadOnlySpan<T> squares)
    {
        if (_columns.Length - _columnCount < indices.Length)
        {
            Array.Resize(ref _columns, Math.Max(2 * _columns.Length, _columnCount + indices.Length));
        }

        foreach (int column in indices)
        {
            if (_paid[column] <= _steps)
            {
                _columns[_columnCount++] = column;
            }
        }

        Pay(indices, squares);
    }

    /// <summary>Asks for what the columns of a row that comes soon need.</summary>
    public void Prefetch(ReadOnlySpan<int> indices)
    {
        Kernels.Prefetch.At(ref MemoryMarshal.GetArrayDataReference(_paid), indices);
        Kernels.Prefetch.At(ref MemoryMarshal.GetReference(_parameters.Trained), indices);
        if (_firstAveragedStep > 0)
        {
            Kernels.Prefetch.At(ref MemoryMarshal.GetReference(_parameters.Averaged), indices);
            Kernels.Prefetch.At(ref _parameters.Averaged[_parameters.Averaged.Length / 2], indices);
        }
    }

    /// <summary>Pays the columns of a row of the next step, which will pay that step itself.</summary>
    [MethodImpl(Jit.Loop)]
    public void Pay(ReadOnlySpan<int> indices, ReadOnlySpan<T> squares)
    {
        _values += indices.Length;
        int[] paid = _paid;
        int steps = _steps;
        if (_firstAveragedStep == 0 && _parameters.Outputs == 1)
        {
            Span<T> weights = _parameters.Trained[..paid.Length];
            foreach (int column in indices)
            {
                int from = paid[column];
                paid[column] = steps + 1;
                if (from < steps)
                {
                    Pay(ref weights[column], from, squares, column);
                }
            }

            return;
        }

        foreach (int column in indices)
        {
            int from = paid[column];
            if (from <= steps)
            {
                paid[column] = steps + 1;
                PayOutputs(column, from, squares);
            }
        }
    }

    /// <summary>Shrinks all weights by the next step. Returns the factor that they have afterwards, which is not too small to divide by.</summary>
    public double Shrink(double rate, int values)
    {
        _steps++;
        _values += values;
        Scale *= 1 - (rate * _penalty.L2Strength);
        if (!(Math.Abs(Scale) > 1 / LargestScale && Math.Abs(Scale) < LargestScale))
        {
            ApplyScale();
        }

        return Scale;
    }

    /// <summary>Notes the step that followed, and its rate.</summary>
    public void EndStep(double rate)
    {
        if (++_steps == _history.Length)
        {
            Array.Resize(ref _history, 2 * _history.Length);
        }

        double kept = 1 - (rate * _penalty.L2Strength);
        _product *= kept;
        _shrinkage = (Math.Abs(kept) * _shrinkage) + (rate * _penalty.L1Strength);
        _history[_steps] = new(1 / _product, _shrinkage, _sum);
        _sum = Averaged(_steps) > 0 ? _sum + _product : 0;
        if (_firstAveragedStep > 0)
        {
            _parameters.Average(Averaged(_steps), Weights);
        }
    }

    /// <summary>Whether a further step could lose digits.</summary>
    public bool IsExhausted => !(Math.Abs(_product) * _largest > 1 && Math.Abs(_product) < _largest);

    /// <summary>Pays all columns.</summary>
    [MethodImpl(Jit.Loop)]
    public void PayAll(ReadOnlySpan<T> squares)
    {
        if (IsScaled)
        {
            ApplyScale();
            Begin(_stepsBefore + _steps);
            return;
        }

        for (int column = 0; column < _paid.Length; column++)
        {
            if (_paid[column] <= _steps)
            {
                PayOutputs(column, _paid[column], squares);
            }
        }

        Begin(_stepsBefore + _steps);
    }

    private void ApplyScale()
    {
        Span<T> weights = _parameters.Trained[..Weights];
        TensorPrimitives.Multiply(weights, T.CreateTruncating(Scale), weights);
        Scale = 1;
    }

    /// <summary>The number of averaged steps up to a step.</summary>
    private long Averaged(int step) => _stepsBefore + step - _firstAveragedStep + 1;

    /// <summary>Pays a column of every output for the steps after one up to the last.</summary>
    [MethodImpl(Jit.Loop)]
    private void PayOutputs(int column, int from, ReadOnlySpan<T> squares)
    {
        Span<T> trained = _parameters.Trained[..Weights];
        for (int index = column; index < trained.Length; index += _paid.Length)
        {
            if (_firstAveragedStep > 0)
            {
                Average(index, from, double.CreateTruncating(trained[index]));
            }

            if (from < _steps)
            {
                Pay(ref trained[index], from, squares, index);
            }
        }
    }

    /// <summary>Pays a weight for the steps after one up to the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Pay(ref T weight, int from, ReadOnlySpan<T> squares, int index)
    {
        ref readonly Step step = ref _history[from];
        double kept = _product * step.InverseProduct;
        double after = kept * double.CreateTruncating(weight);
        double distance = _shrinkage - (Math.Abs(kept) * step.Shrinkage);
        if (!squares.IsEmpty)
        {
            distance /= Math.Sqrt(double.CreateTruncating(squares[index])) + _epsilon;
        }

        // Towards 0, at most to 0: at least one of the two is 0.
        weight = T.CreateTruncating(Math.Max(after - distance, 0) + Math.Min(after + distance, 0));
    }

    /// <summary>Adds a weight to its average, as it was after the step up to which it is paid, and after each step since.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Average(int index, int from, double weight)
    {
        Span<T> means = _parameters.Averaged;
        ref T mean = ref means[index];
        ref T rest = ref means[(means.Length / 2) + index];
        ref readonly Step step = ref _history[from];
        long count = Averaged(_steps);

        // The last step may have made every weight 0, so that P has no inverse.
        bool isLast = from == _steps && from > 0;
        double unit = isLast ? weight : weight * step.InverseProduct;
        double result = isLast ? weight : unit * _product;
        if (count > 1)
        {
            // A column that no row had yet has its last step in the average, others do not.
            double before = Math.Max(0, Averaged(Math.Max(0, from - 1)));
            double sum = isLast ? weight : unit * (_sum - step.Sum);
            result = ((before * (double.CreateTruncating(mean) + double.CreateTruncating(rest))) + sum) / count;
        }

        mean = T.CreateTruncating(result);
        rest = T.CreateTruncating(result - double.CreateTruncating(mean));
    }

    /// <summary>A step, counted from the last time when all columns were paid.</summary>
    /// <param name="InverseProduct">1 / P.</param>
    /// <param name="Shrinkage">C.</param>
    /// <param name="Sum">S, the products of the averaged steps before it.</param>
    private readonly record struct Step(double InverseProduct, double Shrinkage, double Sum);
}
