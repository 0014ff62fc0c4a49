using System.Text;
using NeuralNet.Common;
using NeuralNet.Core.Persistence;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>The contents of a model file, as the file states them. <see cref="ToString"/> prints them.</summary>
public sealed class ModelFileSummary
{
    /// <summary>Longer texts are cut, because a file may contain anything.</summary>
    private const int LongestText = 400;

    internal ModelFileSummary(SafetensorsFile file)
    {
        Metadata = file.Header.Metadata;
        Tensors = [.. file.Header.Tensors.Select(tensor => Invariant($"{tensor.Name} {tensor.Type} [{string.Join(", ", tensor.Shape)}]"))];
        Metadata.TryGetValue(ModelKeys.FormatVersion, out string? formatVersion);
        Metadata.TryGetValue(ModelKeys.LibraryVersion, out string? libraryVersion);
        (FormatVersion, LibraryVersion) = (formatVersion, libraryVersion);
        HasTraining = Metadata.ContainsKey(ModelKeys.Training);
        HasState = Metadata.ContainsKey(ModelKeys.State);
        Checksum = file.Sha256();
        IsIntact = Metadata.TryGetValue(ModelKeys.Checksum, out string? expected) ? expected == Checksum : null;
    }

    /// <summary>The version of the format, such as <c>1.0</c>; null if another program wrote the file.</summary>
    public string? FormatVersion { get; }

    /// <summary>The version of the library that wrote the file; null if another program wrote it.</summary>
    public string? LibraryVersion { get; }

    /// <summary>Whether the file has training settings, so that <c>Perceptron.Load</c> accepts it.</summary>
    public bool HasTraining { get; }

    /// <summary>Whether the file has a state from which training can resume.</summary>
    public bool HasState { get; }

    /// <summary>The name, type and shape of each tensor, in the order of the data.</summary>
    public IReadOnlyList<string> Tensors { get; }

    /// <summary>The metadata of the file, text by key.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The SHA-256 of the data, in lower-case hexadecimal digits.</summary>
    public string Checksum { get; }

    /// <summary>Whether the data matches the checksum in the file; null if the file has no checksum.</summary>
    public bool? IsIntact { get; }

    /// <summary>Returns all of it, one item per line.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(FormatVersion is null
            ? "A safetensors file of another program"
            : Invariant($"A {(HasTraining ? "network" : "predictor")}{(HasState ? " with the state of its training" : string.Empty)}, format {Text(FormatVersion)}, library {Text(LibraryVersion ?? "unknown")}"));
        text.AppendLine(IsIntact switch
        {
            true => $"data unchanged since it was saved, SHA-256 {Checksum}",
            false => $"DATA CHANGED SINCE IT WAS SAVED, SHA-256 {Checksum}",
            null => $"data without a checksum in the file, SHA-256 {Checksum}",
        });
        foreach (string tensor in Tensors)
        {
            text.Append("tensor ").AppendLine(Text(tensor));
        }

        foreach ((string key, string value) in Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append(Text(key)).Append(": ").AppendLine(Text(value));
        }

        return text.ToString().TrimEnd();
    }

    private static string Text(string text) => Shown.Text(text, LongestText);
}
