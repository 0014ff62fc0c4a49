using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using NeuralNet.Core;

namespace NeuralNet.Onnx.Tests.Support;

/// <summary>
/// Checks that any bytes are either rejected with <c>ModelFormatException</c> and a loggable message, or are a network that predicts and
/// survives its own export, and that memory is in proportion to the bytes.
/// </summary>
internal static class ModelUse
{
    private const long Mebibyte = 1 << 20;

    /// <summary>The longest message of the exception, including the note that it was cut.</summary>
    private const int MostCharacters = 2100;

    /// <summary>The most bytes that an import may allocate: the documented limit, and less for small files.</summary>
    public static long MostAllocated(long bytes) => Math.Min((32 * bytes) + (32 * Mebibyte), (64 * bytes) + (4 * Mebibyte));

    /// <summary>Checks whether the bytes are a network; throws if a rule is broken.</summary>
    public static bool Check(ReadOnlySpan<byte> bytes)
    {
        bool isFloat = Check<float>(bytes);
        return Check<double>(bytes) || isFloat;
    }

    /// <summary>Returns the bytes that an import allocated, whether it failed or not.</summary>
    public static long Allocated<T>(ReadOnlySpan<byte> bytes, out FrozenPerceptron<T>? network, out ModelFormatException? refusal)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (network, refusal) = (null, null);
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            network = OnnxModel.Load<T>(bytes);
        }
        catch (ModelFormatException exception)
        {
            refusal = exception;
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static bool Check<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long allocated = Allocated(bytes, out FrozenPerceptron<T>? network, out ModelFormatException? refusal);
        Require(allocated <= MostAllocated(bytes.Length), $"{allocated} bytes were allocated for {bytes.Length}");
        if (refusal is not null)
        {
            Require(IsLoggable(refusal), $"the refusal is '{refusal.Message}'");
            return false;
        }

        const int rows = 3;
        T[] inputs = new T[rows * network!.InputCount];
        var random = new Random(1);
        foreach (ref T value in inputs.AsSpan())
        {
            value = T.CreateTruncating((6 * random.NextDouble()) - 3);
        }

        FrozenPerceptron<T> again = OnnxModel.Load<T>(OnnxModel.ToBytes(network));
        Require(again.InputCount == network.InputCount && again.OutputCount == network.OutputCount && again.ClassCount == network.ClassCount, "the shape changes in an export");
        Require(Same(again.FeatureNames, network.FeatureNames) && Same(again.ClassNames, network.ClassNames), "names change in an export");
        T[] expected = new T[rows * network.OutputCount];
        T[] actual = new T[expected.Length];
        network.Predict(inputs, expected);
        again.Predict(inputs, actual);
        Require(MemoryMarshal.AsBytes<T>(expected).SequenceEqual(MemoryMarshal.AsBytes<T>(actual)), "predictions change in an export");
        if (network.ClassCount > 0)
        {
            int[] classes = new int[rows];
            int[] classesAgain = new int[rows];
            network.PredictClasses(inputs, classes);
            again.PredictClasses(inputs, classesAgain);
            Require(classes.AsSpan().SequenceEqual(classesAgain), "classes change in an export");
        }

        return true;
    }

    /// <summary>Checks that a message is one short line without control characters.</summary>
    public static bool IsLoggable(Exception? exception) => exception is null
        || (exception.Message.Length <= MostCharacters && exception.Message.All(IsPrinted) && IsLoggable(exception.InnerException));

    private static bool IsPrinted(char letter) => char.GetUnicodeCategory(letter) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static bool Same(IReadOnlyList<string>? one, IReadOnlyList<string>? other) =>
        one is null || other is null ? ReferenceEquals(one, other) : one.SequenceEqual(other);

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"A law of imports is broken: {what}.");
        }
    }
}
