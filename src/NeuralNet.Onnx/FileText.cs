namespace NeuralNet.Onnx;

/// <summary>Text of a file in a message: as the core shows it, and shorter.</summary>
internal static class FileText
{
    private const int MostCharacters = 60;

    public static string Shown(this string text, int most = MostCharacters) => Core.Foundation.Shown.Text(text, most);
}
