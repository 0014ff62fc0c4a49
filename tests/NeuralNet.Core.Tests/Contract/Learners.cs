using System.Numerics;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>Calls of networks in the words of tables and arrays.</summary>
internal static class Learners
{
    public static Outcome Fit<T>(
        this ILearner<T> network, Table<T> table, TrainingOptions options, Action<TrainingProgress>? progress = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => network.Fit(new FitCall<T>
        {
            Examples = table.Examples,
            Options = options,
            Progress = progress is null ? null : new ProgressHandler(progress),
        });

    /// <summary>One step; returns the predictions before it.</summary>
    public static T[] Learn<T>(this ILearner<T> network, Table<T> batch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var predictions = new T[batch.Rows * batch.Outputs];
        network.Learn(batch.Examples, predictions);
        return predictions;
    }

    public static T[] Logits<T>(this IPredictor<T> network, Table<T> table)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var logits = new T[table.Rows * table.Outputs];
        network.Logits(table.Inputs, logits);
        return logits;
    }

    public static T[] Predict<T>(this IPredictor<T> network, Table<T> table)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var predictions = new T[table.Rows * table.Outputs];
        network.Predict(table.Inputs, predictions);
        return predictions;
    }

    public static int[] PredictClasses<T>(this IPredictor<T> network, Table<T> table)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var classes = new int[table.Rows];
        network.PredictClasses(table.Inputs, classes);
        return classes;
    }

    /// <summary>The weights and then the bias.</summary>
    public static double[] Parameters<T>(this IPredictor<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. Support.Numbers.ToDoubles(network.Weights), .. Support.Numbers.ToDoubles(network.Bias)];
}
