using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using NeuralNet.Common;
using NeuralNet.Core.Foundation;
using static System.FormattableString;

namespace NeuralNet.Core.Persistence;

/// <summary>The metadata keys of this library, and the rules for all its files.</summary>
internal static class ModelKeys
{
    public const string Prefix = "neuralnet.";

    public const string FormatVersion = Prefix + "format_version";

    public const string LibraryVersion = Prefix + "library_version";

    public const string Model = Prefix + "model";

    public const string Training = Prefix + "training";

    public const string State = Prefix + "state";

    public const string Metrics = Prefix + "metrics";

    public const string Checksum = Prefix + "data_sha256";

    /// <summary>How far a network has learned in a stream. NeuralNet.Extensions.Hosting sets it, and may add it at any time.</summary>
    public const string StreamOffset = "stream.offset";

    /// <summary>The maximum number of user keys; leaves room in a file for the keys of the library and the stream.</summary>
    public const int MostOfUser = 240;

    /// <summary>The maximum size of user keys and values in bytes, as written: half of the largest header.</summary>
    public const int LargestOfUser = SafetensorsHeader.LargestLength / 2;

    /// <summary>The maximum size of the stream offset in bytes, in addition to the user metadata.</summary>
    private const int LargestOffset = SafetensorsHeader.LargestLength / 16;

    /// <summary>The version of a file with every number. Readers accept every minor version of a major version they know, and no other major version.</summary>
    public const string DenseVersion = "1.0";

    /// <summary>The version of a file in which a tensor has the form of <see cref="SparseTensor"/>, which version 1 does not know.</summary>
    public const string SparseVersion = "2.0";

    private const int HighestMajorVersion = 2;

    /// <summary>
    /// Checks whether a key belongs to this library. Keys added by a later minor version are not kept, because they may be outdated.
    /// </summary>
    public static bool IsOwn(string key) => key.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Rejects a key that is blank or reserved, and text that no file can hold.</summary>
    public static void CheckOfUser(string key, string? value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        if (IsOwn(key))
        {
            throw new ArgumentException($"key is '{key}', but keys that begin with '{Prefix}' are the library's own. Use another key.", nameof(key));
        }

        NameCheck.CheckUnicode(nameof(key), key);
        NameCheck.CheckUnicode(nameof(value), value ?? string.Empty);
    }

    /// <summary>Rejects user metadata that does not fit in a file.</summary>
    public static void CheckRoom(IReadOnlyDictionary<string, string> metadata)
    {
        if (TooMuch(metadata) is { } reason)
        {
            throw new ArgumentException(reason, nameof(metadata));
        }
    }

    /// <summary>Returns why user metadata does not fit in a file, and the cure; null if it fits.</summary>
    public static string? TooMuch(IReadOnlyDictionary<string, string> metadata)
    {
        int keys = 0;
        long bytes = 0;
        foreach ((string key, string value) in metadata)
        {
            int keyBytes = Written(key);
            int valueBytes = Written(value);
            if (keyBytes > SafetensorsHeader.LongestName)
            {
                return Invariant($"The metadata has a key of {keyBytes} bytes as written; {SafetensorsHeader.LongestName} are possible. Move long text to the value.");
            }

            if (key == StreamOffset)
            {
                if (valueBytes > LargestOffset)
                {
                    return Invariant($"The value of '{StreamOffset}' has {valueBytes} bytes as written; {LargestOffset} are possible.");
                }

                continue;
            }

            keys++;
            bytes += keyBytes + valueBytes;
        }

        return keys > MostOfUser
            ? Invariant($"The metadata has {keys} keys; {MostOfUser} are possible. Use fewer.")
            : bytes > LargestOfUser
            ? Invariant($"The metadata has {bytes} bytes as written (an emoji has 12); {LargestOfUser} are possible. Use less.")
            : null;
    }

    /// <summary>Returns the bytes of a text as written in a header, or the number of characters if it is far too long.</summary>
    private static int Written(string text) => text.Length > SafetensorsHeader.LargestLength
        ? text.Length
        : JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.Length;

    public static void CheckVersion(IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue(FormatVersion, out string? version))
        {
            throw new ModelFormatException(
                $"The file has no '{FormatVersion}' in its metadata, so this library did not write it. For the weights of a state dict use FrozenPerceptron.LoadWeights.");
        }

        string[] parts = version.Split('.');
        if (parts.Length != 2
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            throw new ModelFormatException($"The file has the format version '{Shown.Text(version)}'; it must be two numbers such as {DenseVersion}.");
        }

        if (major is < 1 or > HighestMajorVersion)
        {
            throw new ModelFormatException(
                $"The file has the format version {Shown.Text(version)}, but this library reads versions 1 and {HighestMajorVersion}. Use a library version that reads it, or save the model in version {HighestMajorVersion}.");
        }
    }

    public static void CheckSum(IReadOnlyDictionary<string, string> metadata, SafetensorsFile file)
    {
        if (!metadata.TryGetValue(Checksum, out string? expected))
        {
            throw new ModelFormatException($"The file has no '{Checksum}' in its metadata.");
        }

        string actual = file.Sha256();
        if (actual != expected)
        {
            throw new ModelFormatException(
                $"The SHA-256 of the data is {actual}, but the file says {Shown.Text(expected)}: its numbers are not those that were saved.");
        }
    }
}
