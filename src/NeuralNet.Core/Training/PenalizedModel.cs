namespace NeuralNet.Core.Training;

/// <summary>
/// The objective near a point as a quadratic function, plus the L1 penalty, within the bounds of the weights. Points, steps and bounds are
/// <c>[outputs x width]</c>.
/// </summary>
/// <param name="shape">The variables, and which of their second derivatives are 0.</param>
/// <param name="ridge">The L2 penalty of each variable of an output, in the unit of the sums: its share of the second derivatives.</param>
/// <param name="bounds">The least and the largest value of each variable; empty without bounds.</param>
internal abstract class PenalizedModel(CurvatureShape shape, double[] ridge, (double[] Low, double[] High) bounds)
{
    private readonly double[] _slopes = new double[shape.Outputs * shape.Variables];

    /// <summary>The point near which the model is that of the objective.</summary>
    public double[] Point { get; } = new double[shape.Outputs * shape.Width];

    /// <summary>The step from the point to the minimum.</summary>
    public double[] Step { get; } = new double[shape.Outputs * shape.Width];

    /// <summary>The L1 penalty of each variable, <c>[outputs x variables]</c>.</summary>
    public double[] Lasso { get; } = new double[shape.Outputs * shape.Variables];

    /// <summary>The least value of each variable; empty without bounds.</summary>
    public double[] Low { get; } = bounds.Low;

    /// <summary>The largest value of each variable; empty without bounds.</summary>
    public double[] High { get; } = bounds.High;

    /// <summary>The derivative of the objective along the step, with the change of the L1 penalty.</summary>
    public double Slope { get; private set; }

    /// <summary>The variables of one output, or of all coupled ones.</summary>
    protected int Size { get; } = shape.IsCoupled ? shape.Outputs * shape.Variables : shape.Variables;

    /// <summary>Computes the step to the minimum of the model. Returns how much lower it is, in the unit of the sums.</summary>
    /// <param name="gradient">The derivatives of the loss at the point, as sums over the rows.</param>
    /// <param name="least">A gain that is rounding, in the unit of the sums.</param>
    public double Solve(ReadOnlySpan<double> gradient, double least)
    {
        double gain = 0;
        int problems = shape.IsCoupled ? 1 : shape.Outputs;
        int size = Size;
        Slope = 0;
        Span<double> from = new double[size];
        double[] low = new double[Low.Length > 0 ? size : 0], high = new double[low.Length];
        for (int problem = 0; problem < problems; problem++)
        {
            Span<double> slopes = _slopes.AsSpan(problem * size, size);
            for (int index = 0; index < size; index++)
            {
                int place = PlaceOf((problem * size) + index);
                from[index] = Point[place];
                slopes[index] = gradient[place] + (ridge[index % shape.Variables] * from[index]);
                if (low.Length > 0)
                {
                    (low[index], high[index]) = (Low[place], High[place]);
                }
            }

            ReadOnlySpan<double> lasso = Lasso.AsSpan(problem * size, size);
            gain += Minimize(problem, slopes, lasso, from, least, low, high, out ReadOnlySpan<double> minimum);
            for (int index = 0; index < size; index++)
            {
                double to = minimum[index];
                double step = to - from[index];
                Step[PlaceOf((problem * size) + index)] = step;
                Slope += (slopes[index] * step) + (lasso[index] * (Math.Abs(to) - Math.Abs(from[index])));
            }
        }

        if (shape.IsCoupled)
        {
            KeepSums();
        }

        return gain;
    }

    /// <summary>Returns a variable after a part of the step: one that goes to 0 or to its bound is there, not at a rounding of it.</summary>
    public double After(int index, double length)
    {
        double from = Point[index], step = Step[index];
        double to = length == 1 && step == -from ? 0 : from + (length * step);
        return Low.Length == 0 ? to
            : to < Low[index] || (length == 1 && step == Low[index] - from) ? Low[index]
            : to > High[index] || (length == 1 && step == High[index] - from) ? High[index]
            : to;
    }

    /// <summary>Whether a variable is at a bound out of which a derivative pushes it.</summary>
    public bool IsPushedOut(double variable, int index, double slope) => Low.Length > 0
        && ((slope > 0 && variable <= Low[index]) || (slope < 0 && variable >= High[index]));

    /// <summary>Minimizes over the variables of one output, or of all coupled ones. Returns the gain.</summary>
    /// <param name="problem">The output; 0 if they are coupled.</param>
    /// <param name="slopes">The derivatives of the objective without the L1 penalty, at the point, <c>[size]</c>.</param>
    /// <param name="lasso">The L1 penalty of each.</param>
    /// <param name="point">The point.</param>
    /// <param name="least">A gain that is rounding.</param>
    /// <param name="low">The least value of each; empty without bounds.</param>
    /// <param name="high">The largest.</param>
    /// <param name="minimum">The minimum, valid until the next call.</param>
    protected abstract double Minimize(
        int problem,
        ReadOnlySpan<double> slopes,
        ReadOnlySpan<double> lasso,
        ReadOnlySpan<double> point,
        double least,
        double[] low,
        double[] high,
        out ReadOnlySpan<double> minimum);

    /// <summary>
    /// The softmax does not change if all classes move by the same vector. Where no penalty or bound says otherwise, the sums over the classes
    /// stay.
    /// </summary>
    private void KeepSums()
    {
        for (int place = 0; place < shape.Variables; place++)
        {
            bool isFree = !(Lasso[place] > 0 || ridge[place] > 0);
            double sum = 0;
            for (int index = place; index < Step.Length; index += shape.Width)
            {
                sum += Step[index];
                isFree &= Low.Length == 0 || !(double.IsFinite(Low[index]) || double.IsFinite(High[index]));
            }

            for (int index = place; index < Step.Length && isFree; index += shape.Width)
            {
                Step[index] -= sum / shape.Outputs;
            }
        }
    }

    private int PlaceOf(int index) => (index / shape.Variables * shape.Width) + (index % shape.Variables);
}
