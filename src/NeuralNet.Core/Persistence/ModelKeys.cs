using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using NeuralNet.Common;
using NeuralNet.Core.Foundation;
using static System.FormattableString;

namespace NeuralNet.Core.Persistence;

/// <summary>The keys of the metadata that belong to this library, and what has to hold for all files of it.</summary>
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

    /// <summary>How far into a stream a network has learned, by NeuralNet.Extensions.Hosting, which may add it at any time.</summary>
    public const string StreamOffset = "stream.offset";

    /// <summary>The keys that users may have, and room in a file for those of the library and the stream.</summary>
    public const int MostOfUser = 240;

    /// <summary>The bytes that their keys and values may have as they are written, half of the largest header.</summary>
    public const int LargestOfUser = SafetensorsHeader.LargestLength / 2;

    /// <summary>The bytes that the place in a stream may have besides.</summary>
    private const int LargestOffset = SafetensorsHeader.LargestLength / 16;

    /// <summary>A reader takes every minor version of its major version, and no other major version.</summary>
    public const string CurrentVersion = "1.0";

    private const int MajorVersion = 1;

    /// <summary>Whether a key belongs to this library: one that a later minor version adds is not kept, since it may no longer be true.</summary>
    public static bool IsOwn(string key) => key.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Refuses a key that is blank or this library's, and text that no file could hold.</summary>
    public static void CheckOfUser(string key, string? value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        if (IsOwn(key))
        {
            throw new ArgumentException($"key is '{key}', and keys that begin with '{Prefix}' are the library's. Use another.", nameof(key));
        }

        NameCheck.CheckUnicode(nameof(key), key);
        NameCheck.CheckUnicode(nameof(value), value ?? string.Empty);
    }

    /// <summary>Refuses metadata of users that leaves no room in a file.</summary>
    public static void CheckRoom(IReadOnlyDictionary<string, string> metadata)
    {
        if (TooMuch(metadata) is { } reason)
        {
            throw new ArgumentException(reason, nameof(metadata));
        }
    }

    /// <summary>What is too much of the metadata of users, and the cure; null where there is room for it in a file.</summary>
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
                return Invariant($"The metadata has a key of {keyBytes} bytes as it is written; {SafetensorsHeader.LongestName} are possible. Put what is long into the value.");
            }

            if (key == StreamOffset)
            {
                if (valueBytes > LargestOffset)
                {
                    return Invariant($"The value of '{StreamOffset}' has {valueBytes} bytes as it is written; {LargestOffset} are possible.");
                }

                continue;
            }

            keys++;
            bytes += keyBytes + valueBytes;
        }

        return keys > MostOfUser
            ? Invariant($"The metadata has {keys} keys; {MostOfUser} are possible. Use fewer.")
            : bytes > LargestOfUser
            ? Invariant($"The metadata has {bytes} bytes as it is written, an emoji as 12; {LargestOfUser} are possible. Use less.")
            : null;
    }

    /// <summary>The bytes of a text as it stands in a header; of one that is far too long its characters.</summary>
    private static int Written(string text) => text.Length > SafetensorsHeader.LargestLength
        ? text.Length
        : JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.Length;

    public static void CheckVersion(IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue(FormatVersion, out string? version))
        {
            throw new ModelFormatException(
                $"The file has no '{FormatVersion}' in its metadata, so this library did not write it. Weights of a state dict are read by FrozenPerceptron.LoadWeights.");
        }

        string[] parts = version.Split('.');
        if (parts.Length != 2
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            throw new ModelFormatException($"The file has the format version '{Shown.Text(version)}'; it must be two numbers such as {CurrentVersion}.");
        }

        if (major != MajorVersion)
        {
            throw new ModelFormatException(
                $"The file has the format version {Shown.Text(version)}, and this library reads version {MajorVersion}. Use a library that reads it, or save the model by version {MajorVersion}.");
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
                $"The SHA-256 of the data is {actual}, and the file says {Shown.Text(expected)}: its numbers are not those that were saved.");
        }
    }
}
