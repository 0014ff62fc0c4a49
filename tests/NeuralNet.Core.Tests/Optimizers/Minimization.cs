using System.Numerics;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>Iterates until the minimizer ends.</summary>
internal static class Minimization
{
    /// <summary>Moves the point until the minimizer ends. Returns the last status and the number of iterations.</summary>
    public static (IterationStatus Status, int Iterations) Run<T, TObjective>(
        this Lbfgs<T> minimizer, TObjective objective, T[] point, int most = 5000)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TObjective : IObjective<T>
    {
        IterationStatus status = minimizer.Begin(ref objective, point);
        int iterations = 0;
        while (status == IterationStatus.Progressed && iterations < most)
        {
            status = minimizer.Iterate(ref objective, point);
            iterations++;
        }

        return (status, iterations);
    }

    /// <summary>Returns the whole state of the minimizer.</summary>
    public static T[] Remembered<T>(this Lbfgs<T> minimizer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var snapshot = new T[minimizer.SnapshotLength];
        minimizer.Snapshot(snapshot);
        return snapshot;
    }

    /// <summary>Random rows with labels of a random, noisy logistic model.</summary>
    public static (T[] Rows, T[] Labels) LogisticData<T>(int rows, int inputs, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        double[] values = random.Values(rows * inputs, -2, 2);
        double[] weights = random.Values(inputs, -1, 1);
        var labels = new T[rows];
        for (int row = 0; row < rows; row++)
        {
            double logit = weights.Zip(values[(row * inputs)..], (weight, value) => weight * value).Sum();
            labels[row] = random.NextDouble() < 1 / (1 + Math.Exp(-logit)) ? T.One : T.Zero;
        }

        return (Numbers.Of<T>(values), labels);
    }
}
