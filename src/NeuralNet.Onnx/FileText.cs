namespace NeuralNet.Onnx;

/// <summary>Text of a file in a message, which names up to five of them and is to be read to its end, the cure.</summary>
internal static class FileText
{
    private const int MostCharacters = 60;

    /// <summary>The text on one line, without what a terminal or a log obeys; cut where it is long.</summary>
    public static string Shown(this string text, int most = MostCharacters) => Common.Shown.Text(text, most);
}
