using System.Numerics;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>
/// The mean loss of the rows of a table, in double and with no more of the library than the value of the loss; its gradient is
/// that of central differences.
/// </summary>
internal sealed class Objective<T>(Loss loss, Table<T> table, Reduction reduction = Reduction.Mean)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Difference = 1.0 / (1 << 18);
    private readonly double[] _inputs = Numbers.ToDoubles<T>(table.Inputs);
    private readonly double[] _targets = Numbers.ToDoubles<T>(table.Targets);
    private readonly double[]? _weights = table.Weights is null ? null : Numbers.ToDoubles<T>(table.Weights);

    /// <param name="parameters">The weights <c>[outputs x inputs]</c> and then the bias.</param>
    public double At(double[] parameters)
    {
        double sum = 0;
        double count = 0;
        var logits = new double[table.Outputs];
        var ignored = new double[table.Outputs];
        for (int row = 0; row < table.Rows; row++)
        {
            for (int output = 0; output < table.Outputs; output++)
            {
                logits[output] = parameters[(table.Outputs * table.Columns) + output];
                for (int column = 0; column < table.Columns; column++)
                {
                    logits[output] += parameters[(output * table.Columns) + column] * _inputs[(row * table.Columns) + column];
                }
            }

            double weight = _weights?[row] ?? 1;
            sum += weight * loss.Evaluate<double>(logits, _targets.AsSpan(row * table.Outputs, table.Outputs), ignored);
            count += weight;
        }

        return reduction == Reduction.Mean ? sum / count : sum;
    }

    public double[] GradientAt(double[] parameters)
    {
        var gradient = new double[parameters.Length];
        for (int index = 0; index < parameters.Length; index++)
        {
            double[] above = [.. parameters];
            double[] below = [.. parameters];
            above[index] += Difference;
            below[index] -= Difference;
            gradient[index] = (At(above) - At(below)) / (2 * Difference);
        }

        return gradient;
    }
}
