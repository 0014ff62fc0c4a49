using System.Numerics;
using NeuralNet.Common;
using NeuralNet.Core;
using NeuralNet.Data.State;
using static System.FormattableString;

namespace NeuralNet.Data;

/// <summary>Networks over encoded records.</summary>
public static class PerceptronBuilderExtensions
{
    /// <summary>
    /// Returns the description of a network over the rows of an encoder: its inputs have the names of the encoder, and its file keeps what
    /// the encoder learned. With hashed columns its inputs have no names: a million of them would only make the file larger, and
    /// <see cref="FittedEncoder{TRecord}.FeatureNames"/> makes them.
    /// </summary>
    /// <param name="builder">The description; it is not changed.</param>
    /// <param name="encoder">The encoder.</param>
    /// <exception cref="ArgumentNullException">The description or the encoder is null.</exception>
    /// <exception cref="ArgumentException">The network has another number of inputs, or the state does not fit in a file: 512 KiB with all other metadata.</exception>
    public static PerceptronBuilder<T> WithEncoder<TRecord, T>(this PerceptronBuilder<T> builder, FittedEncoder<TRecord> encoder)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(encoder);
        return builder.InputCount == encoder.InputCount
            ? (encoder.IsHashed ? builder : builder.WithFeatureNames([.. encoder.FeatureNames])).WithMetadata(StateText.Key, encoder.ToJson())
            : throw new ArgumentException(
                Invariant($"The network has {Shown.Count(builder.InputCount, "input")}, and the encoder makes rows of {encoder.InputCount}. Build the network with inputs: fitted.InputCount."), nameof(encoder));
    }
}
