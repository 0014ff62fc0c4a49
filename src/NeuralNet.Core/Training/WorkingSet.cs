using NeuralNet.Core.Foundation;

namespace NeuralNet.Core.Training;

/// <summary>
/// The inputs whose weights are not 0 or may leave 0: those at which the derivative of the loss is larger than the L1 penalty, and by the
/// strong rule those at which it is nearly as large. A derivative that pushes a weight out of its bounds does not count.
/// </summary>
/// <param name="shape">The shape of the derivatives of all inputs.</param>
/// <param name="hasBias">Whether the first variable of an output is its bias, which has no penalty.</param>
/// <param name="sharesUnit">Whether the logits of all outputs have the same unit.</param>
internal sealed class WorkingSet(CurvatureShape shape, bool hasBias, bool sharesUnit)
{
    /// <summary>
    /// Up to so many inputs coordinate descent writes sparse rows out, and computes logits from all inputs. Beyond, only inputs whose weights are
    /// not 0 take time.
    /// </summary>
    public const int MostInputsWrittenOut = 1024;

    /// <summary>So many inputs may join at once, however few have a weight.</summary>
    private const int LeastNew = 64;

    private readonly int _inputs = shape.Variables - (hasBias ? 1 : 0);
    private readonly double[] _excess = new double[shape.Variables];
    private readonly bool[] _isKept = new bool[shape.Variables];

    /// <summary>The inputs, in ascending order.</summary>
    public int[] Columns { get; private set; } = [];

    /// <summary>Whether all inputs that have to leave 0 are among them.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Whether an input costs only its values: then all that have to leave 0 join at once, and no others.</summary>
    public bool IsCheap { get; set; }

    private int FirstWeight => hasBias ? 1 : 0;

    /// <summary>Chooses the inputs. Returns the size of the gradient of the objective, as a number without a unit.</summary>
    /// <param name="point">The weights and biases <c>[outputs x width]</c>, in the units of the variables.</param>
    /// <param name="sum">The derivatives of the loss there.</param>
    /// <param name="units">The factor of each input.</param>
    /// <param name="settings">The penalty.</param>
    /// <param name="divisor">What the sums are divided by in the objective.</param>
    /// <param name="low">The least value of each variable, <c>[outputs x width]</c>; empty without bounds.</param>
    /// <param name="high">The largest value of each variable; as many.</param>
    public double Choose(
        ReadOnlySpan<double> point,
        CurvatureSum sum,
        ReadOnlySpan<double> units,
        in TrainerSettings settings,
        double divisor,
        ReadOnlySpan<double> low,
        ReadOnlySpan<double> high)
    {
        double lasso = settings.Penalty.L1Strength * divisor;
        double ridge = settings.Penalty.L2Strength * divisor;
        Array.Clear(_excess);
        Array.Clear(_isKept);
        double[] derivatives = sum.Magnitudes.ToArray();
        if (sharesUnit)
        {
            Array.Fill(derivatives, derivatives.Max());
        }

        double size = 0;
        bool[] isKept = _isKept;
        double[] excess = _excess;
        for (int output = 0; output < shape.Outputs; output++)
        {
            int start = output * shape.Width;
            size = hasBias ? Math.Max(size, Ratio(Math.Abs(sum.Gradient[start]), derivatives[output])) : size;
            for (int input = 0; input < _inputs; input++)
            {
                int index = start + FirstWeight + input;
                double weight = point[index];
                double factor = settings.FactorOf(input);
                double own = lasso * factor * units[input];
                double slope = sum.Gradient[index];
                double left = Math.Abs(slope) - own;
                if (weight != 0)
                {
                    slope += ridge * factor * units[input] * units[input] * weight;
                    left = Math.Abs(slope + (own * Math.Sign(weight)));
                }

                bool moves = true;
                double ratio = Ratio(Math.Abs(slope), own);
                if (!low.IsEmpty)
                {
                    // What is left of the derivatives of the objective to the sides that bounds allow.
                    bool falls = weight > low[index], rises = weight < high[index];
                    double below = falls ? slope + (weight > 0 ? own : -own) : 0;
                    double above = rises ? slope + (weight >= 0 ? own : -own) : 0;
                    left = Math.Max(below, -above);
                    moves = falls || rises;
                    ratio = (slope > 0 ? falls : rises) ? ratio : 0;
                }

                if (left > 0)
                {
                    size = Math.Max(size, left / (derivatives[output] + Math.Abs(slope)));
                }

                isKept[input] |= weight != 0 || (own == 0 && moves);
                if (ratio > excess[input])
                {
                    excess[input] = ratio;
                }
            }
        }

        Select();
        return size;
    }

    private static double Ratio(double value, double of) => value == 0 ? 0 : value / of;

    /// <summary>
    /// Takes the inputs with weights, and of the others those above the threshold of the strong rule. If these are too many it takes the
    /// steepest; the rest can join in the next epoch.
    /// </summary>
    private void Select()
    {
        double steepest = 1;
        int kept = 0;
        for (int input = 0; input < _inputs; input++)
        {
            kept += _isKept[input] ? 1 : 0;
            steepest = _isKept[input] ? steepest : Math.Max(steepest, _excess[input]);
        }

        double least = IsCheap ? 1 : 2 - steepest;
        var joining = new List<int>();
        int violating = 0;
        for (int input = 0; input < _inputs; input++)
        {
            if (!_isKept[input] && _excess[input] >= least && _excess[input] > 0)
            {
                joining.Add(input);
                violating += _excess[input] > 1 ? 1 : 0;
            }
        }

        int most = IsCheap ? int.MaxValue : Math.Max(LeastNew, kept);
        if (joining.Count > most)
        {
            joining.Sort((left, right) => _excess[right].CompareTo(_excess[left]) is not 0 and int order ? order : left.CompareTo(right));
            joining.RemoveRange(most, joining.Count - most);
        }

        IsWhole = violating <= joining.Count;
        foreach (int input in joining)
        {
            _isKept[input] = true;
        }

        Columns = Indices.Find(_isKept[.._inputs], true);
    }
}
