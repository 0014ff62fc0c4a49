namespace NeuralNet.Onnx;

/// <summary>Shortens text of a file for messages. A message quotes up to five texts and must stay readable.</summary>
internal static class FileText
{
    private const int MostCharacters = 60;

    /// <summary>Returns the text on one line, with control characters escaped, cut to a maximum length.</summary>
    public static string Shown(this string text, int most = MostCharacters) => Common.Shown.Text(text, most);
}
