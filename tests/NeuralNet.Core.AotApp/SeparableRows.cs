using System.Numerics;

namespace NeuralNet.Core.AotApp;

/// <summary>Clusters of rows, one for each class, far apart: a classifier that trains at all tells them from each other.</summary>
internal static class SeparableRows
{
    private const int RowCount = 60;
    private const int InputCount = 10;

    public static void CheckThatClassifiersLearn<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (Case each in Case.All)
        {
            Perceptron<T> network = Perceptron.WithInputs<T>(InputCount)
                .WithOutputs(each.Outputs)
                .WithLoss(each.Loss)
                .WithLearningRate(0.5)
                .Build();
            if (network.ClassCount == 0)
            {
                continue;
            }

            int[] labels = Rows.Labels(RowCount, network.ClassCount);
            T[] rows = Clusters<T>(labels);
            network.Fit(rows, labels, new() { Epochs = 30, BatchSize = 4 });
            double accuracy = network.Evaluate(rows, labels).Accuracy;
            Check.That(
                accuracy == 1, $"{typeof(T).Name} {each.Name}", $"every row of {network.ClassCount} clusters in its class, not {accuracy:P0}");
        }
    }

    /// <summary>Rows within 1/4 of 1 in the column of their class, and of 0 in the others.</summary>
    private static T[] Clusters<T>(int[] labels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rows = new T[labels.Length * InputCount];
        for (int index = 0; index < rows.Length; index++)
        {
            double center = labels[index / InputCount] == index % InputCount ? 1 : 0;
            rows[index] = T.CreateTruncating(center + (Rows.Number(index) / 4));
        }

        return rows;
    }
}
