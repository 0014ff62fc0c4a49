using System.Numerics;
using NeuralNet.Core.UserCode;

namespace NeuralNet.Core.FileChecks;

/// <summary>
/// Reads bytes by every reader, as float and as double, and uses what is accepted: predicts, learns, fits, saves and loads again.
/// Anything but a refusal by its own exception, and a network that can be used, is thrown.
/// </summary>
internal static class FileUse
{
    private const int Rows = 4;

    /// <summary>A short file without zeros may stand for a large network, which takes too long to use.</summary>
    private const int MostWeights = 1 << 16;

    private static readonly CustomParts _parts = new()
    {
        Loss = Loss.From(default(LogCosh), Activation.Identity),
        Optimizer = Optimizer.From(new HeavyBall(0.9)),
        LearningRate = LearningRate.From(_ => 0.25, "own"),
    };

    /// <summary>How many of the readers of networks accepted it.</summary>
    public static int Try(byte[] bytes)
    {
        Refused(() => FrozenPerceptron.LoadWeights<float>(bytes, Activation.Sigmoid));
        Refused(() => ModelFile.Inspect(bytes).ToString());
        return As<float>(bytes) + As<double>(bytes);
    }

    private static int As<T>(byte[] bytes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int accepted = 0;
        if (Loaded(() => FrozenPerceptron.Load<T>(bytes, _parts)) is { } predictor)
        {
            accepted++;
            predictor.Predict(new T[predictor.InputCount], new T[predictor.OutputCount]);
            byte[] saved = predictor.ToBytes();
            if (!FrozenPerceptron.Load<T>(saved, _parts).ToBytes().AsSpan().SequenceEqual(saved))
            {
                throw new InvalidDataException("A predictor is another once it was saved and loaded.");
            }
        }

        if (Loaded(() => Perceptron.Load<T>(bytes, _parts)) is { } network)
        {
            accepted++;
            Saved(network);
            if ((long)network.InputCount * network.OutputCount <= MostWeights)
            {
                Use(network);
                Saved(network);
            }
        }

        return accepted;
    }

    private static void Use<T>(Perceptron<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int inputs = network.InputCount;
        var rows = new T[Rows * inputs];
        for (int index = 0; index < rows.Length; index++)
        {
            rows[index] = T.CreateTruncating(((index * 7 % 11) - 5) * 0.25);
        }

        Allowed(() => network.Predict(rows, new T[Rows * network.OutputCount]));
        var options = new TrainingOptions { Epochs = 2, Resume = true };
        if (network.ClassCount > 0)
        {
            int[] labels = [0, 1, 0, network.ClassCount - 1];
            Allowed(() => network.Learn(rows.AsSpan(0, inputs), 1));
            Allowed(() => network.Fit(rows, labels, options));
            Allowed(() => network.Fit(rows, labels, options with { BatchSize = 1, ValidationFraction = 0.5 }));
        }
        else
        {
            T[] targets = [.. Enumerable.Repeat(T.One, Rows * network.OutputCount)];
            Allowed(() => network.Learn(rows.AsSpan(0, inputs), targets.AsSpan(0, network.OutputCount)));
            Allowed(() => network.Fit(rows, targets, options));
            Allowed(() => network.Fit(rows, targets, options with { BatchSize = 1, ValidationFraction = 0.5 }));
        }
    }

    /// <summary>Saves and loads again, unless learning diverged.</summary>
    private static void Saved<T>(Perceptron<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        byte[] saved;
        try
        {
            saved = network.ToBytes();
        }
        catch (InvalidOperationException error) when (error.Message.Contains("no longer finite", StringComparison.Ordinal))
        {
            return;
        }

        if (!Perceptron.Load<T>(saved, _parts).ToBytes().AsSpan().SequenceEqual(saved))
        {
            throw new InvalidDataException("A network is another once it was saved and loaded.");
        }
    }

    private static TModel? Loaded<TModel>(Func<TModel> load)
        where TModel : class
    {
        try
        {
            return load();
        }
        catch (ModelFormatException)
        {
            return null;
        }
    }

    private static void Refused(Func<object> read)
    {
        try
        {
            read();
        }
        catch (ModelFormatException)
        {
        }
    }

    private static void Allowed(Action use)
    {
        try
        {
            use();
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
        }
    }
}
