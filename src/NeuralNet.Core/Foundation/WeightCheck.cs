using System.Numerics;
using NeuralNet.Common;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Foundation;

/// <summary>Checks weights and bias from a caller.</summary>
internal static class WeightCheck
{
    /// <summary>The maximum number of weights and biases: parameters and two optimizer states for each must fit in one array.</summary>
    public static readonly int MostParameters = Array.MaxLength / 3;

    /// <summary>Whether a network may have so many weights, and a bias for each output. Does not overflow, whatever the numbers.</summary>
    public static bool Fits(int inputs, int outputs) => ((long)inputs * outputs) + outputs <= MostParameters;

    public static void Check<T>(ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, int inputs, int outputs, bool hasBias)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (weights.Length != inputs * outputs)
        {
            Throw.Argument_WrongLength(
                nameof(weights), weights.Length, inputs * outputs, $"[{Shown.Count(outputs, "output")} x {Shown.Count(inputs, "input")}] row by row");
        }

        if (!bias.IsEmpty && bias.Length != outputs)
        {
            Throw.Argument_WrongLength(nameof(bias), bias.Length, outputs, "one for each output");
        }

        CheckFinite(nameof(weights), weights, inputs);
        CheckFinite(nameof(bias), bias, outputs);
        if (!hasBias && bias.ContainsAnyExcept(T.Zero))
        {
            throw new ArgumentException(
                "bias is not 0, but this network has none. Leave it empty, or leave out WithoutBias.", nameof(bias));
        }
    }

    /// <summary>Rejects NaN and infinity, with row and column, and the name of the column if it has one.</summary>
    public static void CheckFinite<T>(
        string parameter, ReadOnlySpan<T> values, int columns, string cure = "", IReadOnlyList<string>? columnNames = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int index = Finite.IndexOfNonFinite(values);
        if (index >= 0)
        {
            Throw.Argument_NotFinite(parameter, values[index], index / columns, index % columns, cure, columnNames);
        }
    }
}
