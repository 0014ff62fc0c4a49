using NeuralNet.Core.Persistence;

namespace NeuralNet.Core;

/// <summary>Looks into files without trusting them.</summary>
public static class ModelFile
{
    /// <summary>
    /// What a safetensors file holds, of this library or another, as it says itself. Nothing but its structure is checked, and
    /// the checksum of its data, whose verdict is part of the answer.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFormatException">The file is no safetensors.</exception>
    /// <exception cref="ArgumentException">The path is null or empty.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static ModelFileSummary Inspect(string path) => ModelReader.Read(path, file => new ModelFileSummary(file));

    /// <summary>The same from a stream, from its position to its end.</summary>
    /// <param name="source">The stream; it stays open.</param>
    /// <exception cref="ArgumentNullException">There is no stream.</exception>
    /// <exception cref="ModelFormatException">The bytes are no safetensors.</exception>
    public static ModelFileSummary Inspect(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new(SafetensorsFile.Read(source));
    }

    /// <summary>The same from the bytes of a file.</summary>
    /// <param name="source">The bytes.</param>
    /// <exception cref="ModelFormatException">The bytes are no safetensors.</exception>
    public static ModelFileSummary Inspect(ReadOnlySpan<byte> source) => new(SafetensorsFile.Read(source));
}
