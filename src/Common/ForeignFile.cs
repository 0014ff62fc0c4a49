using System.Text;
using System.Text.Unicode;

namespace NeuralNet.Common;

/// <summary>Recognizes, by the first bytes, a file that is not a model, and suggests a cure.</summary>
internal static class ForeignFile
{
    /// <summary>The number of bytes examined: the tag of a page may follow comments and white space.</summary>
    public const int Enough = 512;

    private const string Export =
        "In Python save the weights as safetensors (safetensors.numpy.save_file, read by FrozenPerceptron.LoadWeights), or the model as ONNX (skl2onnx, torch.onnx.export; read by the package NeuralNet.Onnx).";

    private const string Compressed = "compressed. Unpack it, and load the file inside.";

    private const string Page =
        "an HTML page, not a model: the download returned a web page, such as a sign-in, an error or a viewer. Download the raw file itself.";

    private const string Pickle = "a Python pickle (pickle, joblib, older torch.save), which runs code when it is read and is therefore not supported. " + Export;

    private const string Zlib = "compressed by zlib, as joblib.dump(compress=...) writes a Python pickle, which runs code when it is read and is therefore not supported. " + Export;

    /// <summary>The minimum length of text: a number of one or two bytes may look like text.</summary>
    private const int LeastText = 4;

    private static readonly string[] _tags = ["<html", "<head", "<body", "<title", "<script", "<meta", "<div", "<p>", "<h1", "<!--"];

    /// <summary>Formats recognized by a few bytes at a fixed position.</summary>
    private static readonly (int Place, byte[] Bytes, string What)[] _signatures =
    [
        (0, [0x80, 2], Pickle),
        (0, [0x80, 3], Pickle),
        (0, [0x80, 4], Pickle),
        (0, [0x80, 5], Pickle),
        (0, [0x78, 0x01], Zlib),
        (0, [0x78, 0x5E], Zlib),
        (0, [0x78, 0x9C], Zlib),
        (0, [0x78, 0xDA], Zlib),
        (0, [0x1F, 0x8B], "gzip, " + Compressed),
        (0, [0x28, 0xB5, 0x2F, 0xFD], "zstd, " + Compressed),
        (0, [(byte)'B', (byte)'Z', (byte)'h'], "bzip2, " + Compressed),
        (0, [0xFD, .. "7zXZ"u8], "xz, " + Compressed),
        (0, [.. "7z"u8, 0xBC, 0xAF], "7z, " + Compressed),
        (0, [0x04, 0x22, 0x4D, 0x18], "LZ4, " + Compressed),
        (257, [.. "ustar"u8], "a tar archive. Unpack it, and load the file inside."),
        (0, [0x93, .. "NUMPY"u8], "an array of NumPy (.npy). In Python save it as safetensors with the names 'weight' and 'bias', and load it with FrozenPerceptron.LoadWeights."),
        (0, [0x89, .. "HDF\r\n"u8], "HDF5, which Keras writes (.h5). " + Export),
        (0, [.. "GGUF"u8], "GGUF, a language model for llama.cpp, not a network of one layer."),
        (4, [.. "TFL3"u8], "a TensorFlow Lite model. In Python save the weights of its layer as safetensors, and load them with FrozenPerceptron.LoadWeights."),
        (0, [.. "PAR1"u8], "Parquet, which holds data, not a model. Read it into arrays, and train on them with Fit."),
    ];

    private static ReadOnlySpan<byte> Zip => "PK\x03\x04"u8;

    /// <summary>Returns a description of one or two sentences; null if the format is not known.</summary>
    /// <param name="start">The first bytes of the file: all of them if it has at most <see cref="Enough"/>.</param>
    public static string? Tell(ReadOnlySpan<byte> start)
    {
        start = start[..Math.Min(start.Length, Enough)];
        return Describe(start) is { } what ? $"The file is {what}" : null;
    }

    private static string? Describe(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith(Zip))
        {
            return $"a zip archive{Archive(start)}, not safetensors. Save the weights as safetensors, or the model as ONNX.";
        }

        if (IsOldPickle(start))
        {
            return Pickle;
        }

        // Checks for text first, because letters may match short signatures.
        if (Text(start, out bool isWide) is { } text)
        {
            return DescribeText(text.TrimStart(), isWide);
        }

        foreach ((int place, byte[] bytes, string what) in _signatures)
        {
            if (start.Length >= place && start[place..].StartsWith(bytes))
            {
                return what;
            }
        }

        return null;
    }

    /// <summary>Names the program that wrote an archive, by the names of its first entries.</summary>
    private static string Archive(ReadOnlySpan<byte> start) =>
        start.IndexOf("TrainingInfo"u8) >= 0 || start.IndexOf("TransformerChain"u8) >= 0
            || start.IndexOf("Model.key"u8) >= 0 || start.IndexOf("DataLoaderModel"u8) >= 0 ? ", such as a model of ML.NET"
        : start.IndexOf(".npy"u8) >= 0 ? " of NumPy arrays (.npz)"
        : start.IndexOf("data.pkl"u8) >= 0 ? " of PyTorch (torch.save)"
        : ", such as torch.save, NumPy's savez and ML.NET write";

    /// <summary>Returns the bytes as text without a byte order mark; null if they are not text.</summary>
    private static string? Text(ReadOnlySpan<byte> start, out bool isWide)
    {
        bool isLittle = start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]);
        isWide = isLittle || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);
        if (isWide)
        {
            return Wide(start[2..], isLittle);
        }

        ReadOnlySpan<byte> text = start.StartsWith(Encoding.UTF8.Preamble) ? start[Encoding.UTF8.Preamble.Length..] : start;
        if (text.Length < LeastText || HasControls(text))
        {
            return null;
        }

        // The last character may be cut, if the file is longer than the bytes seen.
        int left = start.Length == Enough ? 3 : 0;
        while (!Utf8.IsValid(text))
        {
            if (left-- == 0)
            {
                return null;
            }

            text = text[..^1];
        }

        return Encoding.UTF8.GetString(text);
    }

    /// <summary>
    /// Decodes UTF-16; null if it contains NUL or half a surrogate pair. Decodes by hand, because the encodings of the framework would
    /// enlarge a small app.
    /// </summary>
    private static string? Wide(ReadOnlySpan<byte> bytes, bool isLittle)
    {
        var text = new char[bytes.Length / 2];
        for (int index = 0; index < text.Length; index++)
        {
            char letter = (char)(bytes[2 * index] << (isLittle ? 0 : 8) | bytes[(2 * index) + 1] << (isLittle ? 8 : 0));
            bool isLast = index == text.Length - 1;
            bool isOdd = letter is '\0' or '\uFFFD'
                || (char.IsLowSurrogate(letter) && (index == 0 || !char.IsHighSurrogate(text[index - 1])))
                || (!char.IsLowSurrogate(letter) && index > 0 && char.IsHighSurrogate(text[index - 1]))
                || (isLast && char.IsHighSurrogate(letter));
            if (isOdd)
            {
                return null;
            }

            text[index] = letter;
        }

        return text.Length < LeastText || bytes.Length % 2 != 0 ? null : new string(text);
    }

    private static bool HasControls(ReadOnlySpan<byte> text)
    {
        foreach (byte code in text)
        {
            if (code is 0x7F or (< 0x20 and not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f')))
            {
                return true;
            }
        }

        return false;
    }

    private static string DescribeText(string text, bool isWide)
    {
        if (Begins("version https://git-lfs") || Begins("version https://hawser"))
        {
            return "a Git LFS pointer, not the model itself. Fetch the content: git lfs install, then git lfs pull (in actions/checkout: lfs: true).";
        }

        if (text.Contains("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || text.Contains("<html", StringComparison.OrdinalIgnoreCase)
            || Array.Exists(_tags, Begins))
        {
            return Page;
        }

        string after = isWide
            ? " It is UTF-16, which > in Windows PowerShell writes: a model is not text, so let the program write the file itself."
            : string.Empty;
        return text switch
        {
            ['<', '?' or '!' or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z'), ..] =>
                "XML, not a model, such as PMML or the answer of a store that rejected a download. Load the file that Save wrote." + after,
            ['{' or '[', ..] =>
                "JSON, not a model: settings, an index, a model of another tool, or the answer of a server. Load the file that Save wrote." + after,
            _ => "text, not a model, such as CSV or the answer of a server. Load the file that Save wrote. To train on data, read them into arrays and call Fit." + after,
        };

        bool Begins(string value) => text.StartsWith(value, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// Checks for a pickle of protocol 0 or 1, which has no number of its own at the start: it starts with a list, a dictionary, or the
    /// module and name of a class on separate lines, followed by an operation.
    /// </summary>
    private static bool IsOldPickle(ReadOnlySpan<byte> start)
    {
        if (start is [(byte)'(', (byte)'d' or (byte)'l', (byte)'p', >= (byte)'0' and <= (byte)'9', ..]
            or [(byte)'}' or (byte)']', (byte)'q', 0, ..])
        {
            return true;
        }

        ReadOnlySpan<byte> rest = start.TrimStart((byte)'(');
        return rest.StartsWith("c"u8) && TakeName(ref rest) && TakeName(ref rest) && rest is [(byte)'p' or (byte)'q' or (byte)'(', ..];
    }

    private static bool TakeName(ref ReadOnlySpan<byte> rest)
    {
        int end = rest.IndexOf((byte)'\n');
        if (end <= 0)
        {
            return false;
        }

        foreach (byte letter in rest[..end])
        {
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter is not ((byte)'_' or (byte)'.'))
            {
                return false;
            }
        }

        rest = rest[(end + 1)..];
        return true;
    }
}
