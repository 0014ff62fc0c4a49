using System.Text;
using NeuralNet.Common;
using NeuralNet.Core.Persistence;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>What a file says it holds. <see cref="ToString"/> prints it.</summary>
public sealed class ModelFileSummary
{
    /// <summary>Longer texts are cut: what stands in a file may be anything.</summary>
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

    /// <summary>The version of the format, such as <c>1.0</c>; null in a file of another program.</summary>
    public string? FormatVersion { get; }

    /// <summary>The version of the library that wrote the file; null in a file of another program.</summary>
    public string? LibraryVersion { get; }

    /// <summary>Whether there are settings of a training, so that <c>Perceptron.Load</c> takes the file.</summary>
    public bool HasTraining { get; }

    /// <summary>Whether there is a state to train on from.</summary>
    public bool HasState { get; }

    /// <summary>The tensors, each as its name, its type and its shape, in the order of their data.</summary>
    public IReadOnlyList<string> Tensors { get; }

    /// <summary>The text that goes with them, by its keys.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The SHA-256 of the data, in lower-case hexadecimal digits.</summary>
    public string Checksum { get; }

    /// <summary>Whether the data has the checksum that the file gives; null where it gives none.</summary>
    public bool? IsIntact { get; }

    /// <summary>All of it, a line each.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(FormatVersion is null
            ? "A safetensors file of another program"
            : Invariant($"A {(HasTraining ? "network" : "predictor")}{(HasState ? " with the state of its training" : string.Empty)}, format {Text(FormatVersion)}, library {Text(LibraryVersion ?? "unknown")}"));
        text.AppendLine(IsIntact switch
        {
            true => $"data as it was saved, SHA-256 {Checksum}",
            false => $"DATA NOT AS IT WAS SAVED, SHA-256 {Checksum}",
            null => $"data without a checksum to compare with, SHA-256 {Checksum}",
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
