using System.Globalization;
using NeuralNet.Core.Foundation;

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

    public static void CheckVersion(IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue(FormatVersion, out string? version))
        {
            throw new ModelFormatException(
                $"The file has no '{FormatVersion}' in its metadata, so it is none of this library. Weights of a state dict are read by FrozenPerceptron.LoadWeights.");
        }

        string[] parts = version.Split('.');
        if (parts.Length != 2
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            throw new ModelFormatException($"The file has the format version '{version}'; it must be two numbers such as {CurrentVersion}.");
        }

        if (major != MajorVersion)
        {
            throw new ModelFormatException(
                $"The file has the format version {version}, and this library reads version {MajorVersion}. Use a library that reads it, or save the model by version {MajorVersion}.");
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
                $"The SHA-256 of the data is {actual}, and the file says {expected}: its numbers are not those that were saved.");
        }
    }
}
