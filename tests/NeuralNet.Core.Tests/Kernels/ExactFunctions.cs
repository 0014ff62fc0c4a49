namespace NeuralNet.Core.Tests.Kernels;

/// <summary>
/// The functions of <see cref="LaneMath"/> by the mathematics library in double, right to a few of its units anywhere:
/// nearly thirty bits more than a float has.
/// </summary>
internal static class ExactFunctions
{
    public static double Of(LaneOperation function, double x) => function switch
    {
        LaneOperation.Exp => Math.Exp(x),
        LaneOperation.Sigmoid => Sigmoid(x),
        LaneOperation.Tanh => Math.Tanh(x),
        LaneOperation.Log => Math.Log(x),
        LaneOperation.Log1p => Log1p(x),
        LaneOperation.Softplus => Softplus(x),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, null),
    };

    public static double Sigmoid(double x) => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x));

    public static double Softplus(double x) => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)));

    /// <summary>The quotient compensates the rounding of 1 + x (W. Kahan).</summary>
    private static double Log1p(double x)
    {
        double sum = 1 + x;
        return sum == 1 || double.IsInfinity(sum) ? x < 1 ? x : Math.Log(sum) : Math.Log(sum) * (x / (sum - 1));
    }
}
