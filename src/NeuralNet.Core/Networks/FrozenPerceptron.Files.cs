using System.Numerics;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Persistence;

namespace NeuralNet.Core;

/// <content>Predictors from files.</content>
public static partial class FrozenPerceptron
{
    /// <summary>The predictor of a file that <see cref="Predictor{T}.Save(string)"/> or <see cref="Perceptron{T}.Save(string, bool)"/> wrote.</summary>
    /// <remarks>
    /// Of a user's own parts it takes the output activation alone. Nothing of a file is trusted: sizes are checked before memory is taken for
    /// them, numbers must be finite, and the data must have the checksum that was saved with it.
    /// </remarks>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>, as it was saved.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="parts">The parts that are a user's own, where the file names some. Default none.</param>
    /// <exception cref="ModelFormatException">The file was not written by this library, of another major version, of the other type, damaged or contradictory, or a part is missing.</exception>
    /// <exception cref="ArgumentException">The path is null or empty.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public static FrozenPerceptron<T> Load<T>(string path, CustomParts? parts = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Throw.IfNotFloatOrDouble<T>();
        return ModelReader.Read(path, file => From<T>(file, parts));
    }

    /// <summary>The same from a stream, from its position to its end.</summary>
    /// <inheritdoc cref="Load{T}(string, CustomParts?)"/>
    /// <param name="source">The stream; it stays open.</param>
    /// <param name="parts">The parts that are a user's own, where the file names some. Default none.</param>
    /// <exception cref="ArgumentNullException">There is no stream.</exception>
    public static FrozenPerceptron<T> Load<T>(Stream source, CustomParts? parts = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Throw.IfNotFloatOrDouble<T>();
        ArgumentNullException.ThrowIfNull(source);
        return From<T>(SafetensorsFile.Read(source), parts);
    }

    /// <summary>The same from the bytes of a file.</summary>
    /// <inheritdoc cref="Load{T}(string, CustomParts?)"/>
    /// <param name="source">The bytes.</param>
    /// <param name="parts">The parts that are a user's own, where the file names some. Default none.</param>
    public static FrozenPerceptron<T> Load<T>(ReadOnlySpan<byte> source, CustomParts? parts = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Throw.IfNotFloatOrDouble<T>();
        return From<T>(SafetensorsFile.Read(source), parts);
    }

    /// <inheritdoc cref="Load{T}(string, CustomParts?)"/>
    /// <param name="path">The file.</param>
    /// <param name="parts">The parts that are a user's own, where the file names some. Default none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<FrozenPerceptron<T>> LoadAsync<T>(
        string path, CustomParts? parts = null, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Throw.IfNotFloatOrDouble<T>();
        return ModelReader.ReadAsync(path, file => From<T>(file, parts), cancellationToken);
    }

    /// <inheritdoc cref="Load{T}(Stream, CustomParts?)"/>
    /// <param name="source">The stream; it stays open.</param>
    /// <param name="parts">The parts that are a user's own, where the file names some. Default none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<FrozenPerceptron<T>> LoadAsync<T>(
        Stream source, CustomParts? parts = null, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Throw.IfNotFloatOrDouble<T>();
        ArgumentNullException.ThrowIfNull(source);
        return From<T>(await SafetensorsFile.ReadAsync(source, cancellationToken).ConfigureAwait(false), parts);
    }

    private static FrozenPerceptron<T> From<T>(SafetensorsFile file, CustomParts? parts)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        FrozenPerceptron<T>.FromDocument(ModelDocument<T>.Read(file), parts ?? new CustomParts());
}
