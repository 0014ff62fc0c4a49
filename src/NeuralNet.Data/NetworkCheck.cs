using System.Numerics;
using NeuralNet.Common;
using NeuralNet.Core;
using NeuralNet.Data.State;
using static System.FormattableString;

namespace NeuralNet.Data;

/// <summary>Checks whether a network and an encoder belong together.</summary>
internal static class NetworkCheck
{
    /// <summary>Returns how the inputs of a network differ from the names of an encoder, and the cure; null if they don't.</summary>
    public static string? Inputs<T>(IPredictor<T> predictor, IReadOnlyList<string> names)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (predictor.InputCount != names.Count)
        {
            return Invariant($"The network has {Shown.Count(predictor.InputCount, "input")}, and the encoder makes rows of {names.Count}. Build the network with inputs: fitted.InputCount, or use the encoder it was trained with.");
        }

        return (predictor as Predictor<T>)?.FeatureNames is { } own ? Names(own, names) : null;
    }

    /// <summary>Returns the first name in which a network and an encoder of the same width differ, and the cure; null if they don't.</summary>
    public static string? Names(IReadOnlyList<string> own, IReadOnlyList<string> names)
    {
        for (int input = 0; input < names.Count; input++)
        {
            if (own[input] != names[input])
            {
                return Invariant($"Input {input} of the network is '{Shown.Text(own[input])}', and that of the encoder is '{Shown.Text(names[input])}'. Use the encoder that the network was trained with.");
            }
        }

        return null;
    }

    /// <summary>The same, and whether another fitted encoder is attached to the network: equal widths may hide other medians.</summary>
    public static string? Encoder<TRecord, T>(IPredictor<T> predictor, FittedEncoder<TRecord> encoder)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Inputs(predictor, encoder.FeatureNames) is { } problem)
        {
            return problem;
        }

        return predictor is Predictor<T> network && network.Metadata.TryGetValue(StateText.Key, out string? attached) && attached != encoder.ToJson()
            ? "Another fitted encoder is attached to the network: its categories or numbers differ. Use that one: encoder.Load(network)."
            : null;
    }
}
