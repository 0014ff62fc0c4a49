using System.Numerics;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>A function computed in double, as an objective that records its evaluations.</summary>
/// <param name="evaluate">Writes the gradient at a point, and returns the value.</param>
internal sealed class Minimand<T>(Func<double[], double[], double> evaluate) : IObjective<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Every evaluation since the list was last cleared.</summary>
    public List<(double[] At, double Value, double[] Gradient)> Evaluations { get; } = [];

    /// <summary>How many evaluations succeed before one is cancelled.</summary>
    public int CancelsAfter { get; set; } = int.MaxValue;

    public bool Evaluate(scoped ReadOnlySpan<T> at, scoped Span<T> gradient, out double value)
    {
        gradient.Fill(T.NaN);
        value = double.NaN;
        if (CancelsAfter-- <= 0)
        {
            return false;
        }

        double[] point = Numbers.ToDoubles(at);
        var derivatives = new double[point.Length];
        value = evaluate(point, derivatives);
        Numbers.Of<T>(derivatives).CopyTo(gradient);
        Evaluations.Add((point, value, derivatives));
        return true;
    }
}
