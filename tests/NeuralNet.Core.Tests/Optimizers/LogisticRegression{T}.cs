using System.Numerics;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>
/// The mean log loss of rows <c>[rows x inputs]</c> with labels 0 or 1, plus half of <paramref name="l2"/> times the squared
/// weights. Variables are the weights and, with a bias, last the bias. All but the mean is computed in T, and so as noisy.
/// </summary>
internal sealed class LogisticRegression<T>(T[] rows, T[] labels, double l2 = 0, bool hasBias = true) : IObjective<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _inputs = rows.Length / labels.Length;

    public bool Evaluate(scoped ReadOnlySpan<T> at, scoped Span<T> gradient, out double value)
    {
        T penalty = T.CreateTruncating(l2);
        T share = T.One / T.CreateTruncating(labels.Length);
        ReadOnlySpan<T> weights = at[.._inputs];
        gradient.Clear();
        value = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<T> input = rows.AsSpan(row * _inputs, _inputs);
            T logit = Dot.Compute(input, weights) + (hasBias ? at[_inputs] : T.Zero);
            T margin = labels[row] > T.Zero ? logit : -logit;
            var tail = new Scalar<T>(T.Abs(margin));
            value += double.CreateTruncating(
                LaneMath.Log1p(LaneMath.Exp(-tail)).Value + T.Max(-margin, T.Zero)) / labels.Length;
            T derivative = (LaneMath.Sigmoid(new Scalar<T>(logit)).Value - labels[row]) * share;
            for (int index = 0; index < _inputs; index++)
            {
                gradient[index] += derivative * input[index];
            }

            if (hasBias)
            {
                gradient[_inputs] += derivative;
            }
        }

        for (int index = 0; index < _inputs; index++)
        {
            gradient[index] += penalty * weights[index];
            value += 0.5 * l2 * double.CreateTruncating(weights[index] * weights[index]);
        }

        return true;
    }
}
