using System.Numerics;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Persistence;

namespace NeuralNet.Core;

/// <content>Loading of networks.</content>
public static partial class Perceptron
{
    /// <summary>Loads a network that <see cref="Perceptron{T}.Save(string, bool)"/> saved, ready to predict and to continue training.</summary>
    /// <remarks>
    /// Files are not trusted: sizes are checked before memory is allocated, values must be finite, and the data must match the checksum
    /// saved with it. The checksum detects damage, not tampering: a valid file may still hold the weights of an attacker.
    /// </remarks>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>, as saved.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="parts">The custom parts that the file names. Default null: none.</param>
    /// <exception cref="ModelFormatException">The file was not written by this library, has another major version or the other type, is corrupt or inconsistent, or needs a custom part that is missing.</exception>
    /// <exception cref="ArgumentException">The path is null or empty.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied, or it is a folder.</exception>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public static Perceptron<T> Load<T>(string path, CustomParts? parts = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Throw.IfNotFloatOrDouble<T>();
        return ModelReader.Read(path, file => From<T>(file, parts));
    }

    /// <summary>Loads the same from a stream, from its position to its end.</summary>
    /// <inheritdoc cref="Load{T}(string, CustomParts?)"/>
    /// <param name="source">The stream; it stays open.</param>
    /// <param name="parts">The custom parts that the file names. Default null: none.</param>
    /// <exception cref="ArgumentNullException">The stream is null.</exception>
    public static Perceptron<T> Load<T>(Stream source, CustomParts? parts = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Throw.IfNotFloatOrDouble<T>();
        ArgumentNullException.ThrowIfNull(source);
        return From<T>(SafetensorsFile.Read(source), parts);
    }

    /// <summary>Loads the same from the bytes of a file.</summary>
    /// <inheritdoc cref="Load{T}(string, CustomParts?)"/>
    /// <param name="source">The bytes of the file.</param>
    /// <param name="parts">The custom parts that the file names. Default null: none.</param>
    public static Perceptron<T> Load<T>(ReadOnlySpan<byte> source, CustomParts? parts = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Throw.IfNotFloatOrDouble<T>();
        return From<T>(SafetensorsFile.Read(source), parts);
    }

    /// <inheritdoc cref="Load{T}(string, CustomParts?)"/>
    /// <param name="path">The file.</param>
    /// <param name="parts">The custom parts that the file names. Default null: none.</param>
    /// <param name="cancellationToken">Cancels the load.</param>
    public static Task<Perceptron<T>> LoadAsync<T>(
        string path, CustomParts? parts = null, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Throw.IfNotFloatOrDouble<T>();
        return ModelReader.ReadAsync(path, file => From<T>(file, parts), cancellationToken);
    }

    /// <inheritdoc cref="Load{T}(Stream, CustomParts?)"/>
    /// <param name="source">The stream; it stays open.</param>
    /// <param name="parts">The custom parts that the file names. Default null: none.</param>
    /// <param name="cancellationToken">Cancels the load.</param>
    public static async Task<Perceptron<T>> LoadAsync<T>(
        Stream source, CustomParts? parts = null, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Throw.IfNotFloatOrDouble<T>();
        ArgumentNullException.ThrowIfNull(source);
        return From<T>(await SafetensorsFile.ReadAsync(source, cancellationToken).ConfigureAwait(false), parts);
    }

    private static Perceptron<T> From<T>(SafetensorsFile file, CustomParts? parts)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Perceptron<T>.FromDocument(ModelDocument<T>.Read(file), parts ?? new CustomParts());
}
