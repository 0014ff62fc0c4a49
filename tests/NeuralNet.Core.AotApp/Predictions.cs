using System.Numerics;
using System.Runtime.InteropServices;

namespace NeuralNet.Core.AotApp;

/// <summary>
/// Predicts all rows as one batch, and checks that a row alone has the same bits, in whatever way it is asked for: each of
/// them, or of many some two thousand.
/// </summary>
internal static class Predictions
{
    private const int LeastRowsAlone = 2000;

    public static void Run<T>(string name, Perceptron<T> network, T[] rows, Fingerprint fingerprint)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        FrozenPerceptron<T> frozen = network.Freeze();
        Compare<T>(name, rows, network.InputCount, network.OutputCount, network.Predict, network.Predict, frozen.Predict, frozen.Predict, fingerprint);
        Compare<T>(name, rows, network.InputCount, network.OutputCount, network.Logits, network.Logit, frozen.Logits, frozen.Logit, fingerprint);
        if (network.ClassCount > 0)
        {
            CompareClasses(name, network, frozen, rows, fingerprint);
        }
    }

    private static void Compare<T>(
        string name,
        T[] rows,
        int inputs,
        int outputs,
        Action<Rows<T>, Span<T>, ReadOnlySpan<T>> all,
        Func<ReadOnlySpan<T>, T> one,
        Action<Rows<T>, Span<T>, ReadOnlySpan<T>> frozenAll,
        Func<ReadOnlySpan<T>, T> frozenOne,
        Fingerprint fingerprint)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var batch = new T[rows.Length / inputs * outputs];
        all(rows, batch, default);
        fingerprint.Add<T>(batch);
        var frozenBatch = new T[batch.Length];
        frozenAll(rows, frozenBatch, default);
        Check.That(AreSame<T>(frozenBatch, batch), name, "the bits of the live network, frozen too");

        var alone = new T[outputs];
        for (int row = 0; row < rows.Length / inputs; row += Stride(rows.Length / inputs))
        {
            ReadOnlySpan<T> input = rows.AsSpan(row * inputs, inputs);
            ReadOnlySpan<T> expected = batch.AsSpan(row * outputs, outputs);
            all(input, alone, default);
            bool isSame = AreSame(alone, expected);
            frozenAll(input, alone, default);
            isSame &= AreSame(alone, expected);
            isSame &= outputs > 1 || (AreSame([one(input)], expected) && AreSame([frozenOne(input)], expected));
            Check.That(isSame, name, row, "the bits of the batch for the row alone, live and frozen");
        }
    }

    private static void CompareClasses<T>(
        string name, Perceptron<T> network, FrozenPerceptron<T> frozen, T[] rows, Fingerprint fingerprint)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var classes = new int[rows.Length / network.InputCount];
        network.PredictClasses(rows, classes);
        fingerprint.Add<int>(classes);
        for (int row = 0; row < classes.Length; row += Stride(classes.Length))
        {
            ReadOnlySpan<T> input = rows.AsSpan(row * network.InputCount, network.InputCount);
            bool isSame = network.PredictClass(input) == classes[row] && frozen.PredictClass(input) == classes[row];
            Check.That(isSame, name, row, "the class of the batch for the row alone, live and frozen");
        }
    }

    /// <summary>Odd, so that it meets a row at every place in those that are worked on together.</summary>
    private static int Stride(int rows) => rows / LeastRowsAlone | 1;

    private static bool AreSame<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : unmanaged => MemoryMarshal.AsBytes(left).SequenceEqual(MemoryMarshal.AsBytes(right));
}
