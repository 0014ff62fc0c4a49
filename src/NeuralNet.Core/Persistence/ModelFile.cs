using NeuralNet.Core.Persistence;

namespace NeuralNet.Core;

/// <summary>Inspects model files without trusting them.</summary>
public static class ModelFile
{
    /// <summary>
    /// Returns the contents of a safetensors file of this or another library, as the file states them. Checks only the structure and the
    /// checksum of the data; <see cref="ModelFileSummary.IsIntact"/> has the result.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFormatException">The file is not in safetensors format.</exception>
    /// <exception cref="ArgumentException">path is null or empty.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied, or path is a folder.</exception>
    public static ModelFileSummary Inspect(string path) => ModelReader.Read(path, file => new ModelFileSummary(file));

    /// <summary>Returns the contents of a stream, from its position to its end, like <see cref="Inspect(string)"/>.</summary>
    /// <param name="source">The stream; it stays open.</param>
    /// <exception cref="ArgumentNullException">source is null.</exception>
    /// <exception cref="ModelFormatException">The bytes are not in safetensors format.</exception>
    public static ModelFileSummary Inspect(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new(SafetensorsFile.Read(source));
    }

    /// <summary>Returns the contents of the bytes of a file, like <see cref="Inspect(string)"/>.</summary>
    /// <param name="source">The bytes.</param>
    /// <exception cref="ModelFormatException">The bytes are not in safetensors format.</exception>
    public static ModelFileSummary Inspect(ReadOnlySpan<byte> source) => new(SafetensorsFile.Read(source));
}
