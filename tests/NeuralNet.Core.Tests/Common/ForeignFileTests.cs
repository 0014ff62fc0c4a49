using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace NeuralNet.Core.Tests.Common;

/// <summary>Every reader names the format of a file that is not a model, and the cure.</summary>
public sealed partial class ForeignFileTests
{
    private const long MostBytes = 200_000;

    /// <summary>The bytes, and the words required in the error.</summary>
    private static readonly Dictionary<string, (byte[] Bytes, string[] Words)> _files = new()
    {
        ["a Git LFS pointer"] = (Text("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"), ["Git LFS pointer", "git lfs pull"]),
        ["a Git LFS pointer that PowerShell wrote"] = ([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("version https://git-lfs.github.com/spec/v1\r\n")], ["Git LFS pointer", "git lfs pull"]),
        ["a page"] = (Text("<!DOCTYPE html>\n<html lang=\"en\"><head><title>Sign in</title>"), ["HTML page", "Download the raw file"]),
        ["a page in small letters"] = (Text("<!doctype HTML><p>Not found</p>"), ["HTML page"]),
        ["a page after white space"] = (Text("\r\n\t  <HTML>"), ["HTML page"]),
        ["a page after a byte order mark"] = ([0xEF, 0xBB, 0xBF, .. "<html>"u8], ["HTML page"]),
        ["a page after a comment"] = (Text("<!-- proxy --><!DOCTYPE html>"), ["HTML page"]),
        ["a page of XML"] = (Text("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\">"), ["HTML page"]),
        ["a page of one tag"] = (Text("<h1>502 Bad Gateway</h1>"), ["HTML page"]),
        ["a long page whose last letter is cut"] = (Text("<html>" + new string('a', 505) + "日本"), ["HTML page"]),
        ["the answer of a store"] = (Text("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>AccessDenied</Code></Error>"), ["XML", "rejected"]),
        ["PMML"] = (Text("<PMML xmlns=\"http://www.dmg.org/PMML-4_4\" version=\"4.4\">"), ["XML", "PMML"]),

        // pickle.dumps({"w": [1.5]}, protocol) and pickle.dumps(fractions.Fraction(1, 2), protocol) of Python 3.11, in base 64.
        ["a pickle, protocol 0"] = (Bytes("KGRwMApWdwpwMQoobHAyCkYxLjUKYXMu"), ["Python pickle", "safetensors", "ONNX"]),
        ["a pickle, protocol 1"] = (Bytes("fXEAWAEAAAB3cQFdcQJHP/gAAAAAAABhcy4="), ["Python pickle"]),
        ["a pickle, protocol 2"] = (Bytes("gAJ9cQBYAQAAAHdxAV1xAkc/+AAAAAAAAGFzLg=="), ["Python pickle"]),
        ["a pickle, protocol 3"] = (Bytes("gAN9cQBYAQAAAHdxAV1xAkc/+AAAAAAAAGFzLg=="), ["Python pickle"]),
        ["a pickle, protocol 4"] = (Bytes("gASVFAAAAAAAAAB9lIwBd5RdlEc/+AAAAAAAAGFzLg=="), ["Python pickle", "joblib"]),
        ["a pickle, protocol 5"] = (Bytes("gAWVFAAAAAAAAAB9lIwBd5RdlEc/+AAAAAAAAGFzLg=="), ["Python pickle"]),
        ["a pickle of an object, protocol 0"] = (Bytes("Y2ZyYWN0aW9ucwpGcmFjdGlvbgpwMAooSTEKSTIKdHAxClJwMgou"), ["Python pickle"]),
        ["a pickle of an object, protocol 1"] = (Bytes("Y2ZyYWN0aW9ucwpGcmFjdGlvbgpxAChLAUsCdHEBUnECLg=="), ["Python pickle"]),
        ["a pickle of a list, protocol 0"] = (Bytes("KGxwMApGMS41CmEu"), ["Python pickle"]),
        ["a pickle of a list, protocol 1"] = (Bytes("XXEARz/4AAAAAAAAYS4="), ["Python pickle"]),
        ["a pickle that zlib compressed"] = (Bytes("eJxrYJkqwgABtVN6GMunxE5xt/8BEUgs1gMAcHcHSA=="), ["zlib", "joblib", "pickle"]),

        // The first bytes of an export by skl2onnx, and of one by PyTorch.
        ["ONNX of scikit-learn"] = ([0x08, 0x09, 0x12, 0x08, .. "skl2onnx"u8, 0x1A, 0x06, .. "1.17.0"u8], ["ONNX", "NeuralNet.Onnx"]),
        ["ONNX of PyTorch"] = ([0x08, 0x07, 0x12, 0x07, .. "pytorch"u8, 0x1A, 0x03, .. "2.4"u8], ["ONNX", "OnnxModel.Load"]),
        ["a zip archive"] = (Zip("a.bin"), ["zip archive", "savez"]),
        ["a model of ML.NET"] = (Zip("TrainingInfo/Version.txt"), ["zip archive", "ML.NET"]),
        ["a model of PyTorch"] = (Zip("archive/data.pkl"), ["zip archive", "torch.save"]),
        ["arrays of NumPy"] = (Zip("weight.npy"), ["zip archive", ".npz"]),
        ["gzip"] = (Gzip("model"u8), ["gzip", "Unpack"]),
        ["zstd"] = ([0x28, 0xB5, 0x2F, 0xFD, 0x04, 0x00, 0x19, 0x00, 0x00], ["zstd", "Unpack"]),
        ["bzip2"] = ([.. "BZh91AY&SY"u8, 0x00, 0x01], ["bzip2"]),
        ["xz"] = ([0xFD, .. "7zXZ"u8, 0x00, 0x00, 0x04], ["xz"]),
        ["a tar archive"] = ([.. "model.safetensors"u8, .. new byte[240], .. "ustar"u8, .. new byte[250]], ["tar archive", "Unpack"]),
        ["an array of NumPy"] = ([0x93, .. "NUMPY"u8, 0x01, 0x00, 0x76, 0x00, .. "{'descr'"u8], ["NumPy", ".npy", "LoadWeights"]),
        ["HDF5"] = ([0x89, .. "HDF\r\n"u8, 0x1A, (byte)'\n', 0x00], ["HDF5", "Keras"]),
        ["TensorFlow Lite"] = ([0x1C, 0x00, 0x00, 0x00, .. "TFL3"u8, 0x14, 0x00], ["TensorFlow Lite"]),
        ["JSON"] = (Text("{\"weights\": [1, 2, 3]}"), ["JSON", "Save"]),
        ["a list in JSON"] = (Text("\n [1.5, 2.5]"), ["JSON"]),
        ["CSV"] = (Text("age,income\r\n33,10\r\n"), ["text", "CSV", "Fit"]),
        ["CSV whose title is the start of another format"] = (Text("x^2,y\n4,1\n"), ["text", "CSV"]),
        ["a column of a name that begins as a pickle"] = (Text("cost\n17\n18\n"), ["text", "CSV"]),
        ["the answer of a server"] = (Text("404: Not Found"), ["text", "server"]),
        ["a short answer"] = (Text("None"), ["text"]),
        ["text of PowerShell"] = ([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("name,value\r\n")], ["text", "UTF-16", "PowerShell"]),
        ["white space"] = (Text("          \n"), ["text"]),
        ["nothing"] = ([], ["0 bytes", "empty"]),
        ["zeros"] = (new byte[4096], ["eight bytes of 0", "Copy it again"]),
        ["safetensors of a language model"] = ([.. Length(2_000_000), .. "{\"a\""u8], ["header", "2000000 bytes", "1048576"]),
        ["safetensors of another tool"] = ([.. Length(62), .. "{\"weight\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[0,4]}}"u8, (byte)' ', .. new byte[4]], ["this library did not write it", "LoadWeights"]),
        ["what is encrypted"] = ([0xA7, 0x13, 0x99, 0xC2, 0x51, 0xE0, 0x44, 0x8B, 0xF0], ["A7-13-99-C2-51-E0-44-8B", "another kind of file"]),
    };

    public static TheoryData<string> Names => [.. _files.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_reader_names_the_format_and_the_cure(string name)
    {
        (byte[] bytes, string[] words) = _files[name];
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        try
        {
            var messages = new List<string>();
            foreach (Func<Task> load in Loads(bytes, path))
            {
                messages.Add((await load.Should().ThrowExactlyAsync<ModelFormatException>()).Which.Message);
            }

            foreach (string message in messages)
            {
                message.Should().ContainAll(words).And.EndWith(message.Contains(path, StringComparison.Ordinal) ? $"(File '{path}'.)" : ".");
                message.Replace(path, string.Empty, StringComparison.Ordinal).Length.Should().BeLessThan(450, "an error is read by people");
                HasAbsurdNumber(message.Replace(path, string.Empty, StringComparison.Ordinal)).Should().BeFalse(message);
            }

            messages.Count(message => message.Contains(path, StringComparison.Ordinal)).Should().Be(6);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Every prefix of every file, like an interrupted download, followed by noise.</summary>
    [Fact]
    public void First_bytes_never_cause_a_count_or_an_allocation()
    {
        var random = new Random(17);
        foreach ((byte[] bytes, string[] _) in _files.Values)
        {
            for (int length = 0; length <= Math.Min(bytes.Length, 80); length++)
            {
                byte[] noise = new byte[random.Next(40)];
                random.NextBytes(noise);
                AssertRefused(bytes[..length]);
                AssertRefused([.. bytes[..length], .. noise]);
            }
        }
    }

    [Fact]
    public void Random_first_bytes_are_rejected_without_a_count_or_an_allocation()
    {
        var random = new Random(18);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = new byte[random.Next(600)];
            random.NextBytes(bytes);
            if (round % 4 == 0)
            {
                // A valid header length.
                bytes.AsSpan(0, Math.Min(bytes.Length, 8)).Clear();
                random.NextBytes(bytes.AsSpan(0, Math.Min(bytes.Length, 3)));
            }

            AssertRefused(bytes);
        }
    }

    [Fact]
    public void A_cut_off_model_of_any_length_is_reported_as_cut_off()
    {
        byte[] model = FrozenPerceptron.FromWeights<float>(2, [1, 2], [3], Activation.Sigmoid, featureNames: [new string('a', 9000), "b"]).ToBytes();
        for (int length = 0; length < model.Length; length += length < 20 ? 1 : 97)
        {
            Refusal(model[..length]).Should().Contain("cut off").And.Contain("copy it again");
        }
    }

    private static Func<Task>[] Loads(byte[] bytes, string path) =>
    [
        () => Task.FromResult(Perceptron.Load<float>(bytes)),
        () => Task.FromResult(Perceptron.Load<double>(new MemoryStream(bytes))),
        () => Task.FromResult(Perceptron.Load<float>(path)),
        () => Perceptron.LoadAsync<float>(path),
        () => Perceptron.LoadAsync<float>(new MemoryStream(bytes)),
        () => Task.FromResult(FrozenPerceptron.Load<float>(bytes)),
        () => Task.FromResult(FrozenPerceptron.Load<double>(new GZipStream(new MemoryStream(Gzip(bytes)), CompressionMode.Decompress))),
        () => FrozenPerceptron.LoadAsync<double>(new GZipStream(new MemoryStream(Gzip(bytes)), CompressionMode.Decompress)),
        () => Task.FromResult(FrozenPerceptron.Load<float>(path)),
        () => FrozenPerceptron.LoadAsync<float>(path),
        () => Task.FromResult(new PerceptronHost<float>(FrozenPerceptron.FromWeights<float>(1, [1], [0], Activation.Identity)).Reload(path)),
        () => Task.FromResult(Inspected(path)),
    ];

    /// <summary>A file that Inspect accepts may be the safetensors of another tool, which is rejected when it is loaded.</summary>
    private static string Inspected(string path)
    {
        string text = ModelFile.Inspect(path).ToString()!;
        _ = FrozenPerceptron.Load<float>(path);
        return text;
    }

    private static void AssertRefused(byte[] bytes)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Refusal(bytes);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(MostBytes);
        HasAbsurdNumber(message).Should().BeFalse(message);
    }

    private static string Refusal(byte[] bytes)
    {
        try
        {
            FrozenPerceptron.Load<float>(bytes);
        }
        catch (ModelFormatException refusal)
        {
            return refusal.Message;
        }

        throw new InvalidOperationException(Convert.ToHexString(bytes));
    }

    /// <summary>Checks whether a message has a number above the longest header that the format allows.</summary>
    private static bool HasAbsurdNumber(string message) =>
        Digits().Matches(message).Any(match => !long.TryParse(match.Value, CultureInfo.InvariantCulture, out long number) || number > 100_000_000);

    [GeneratedRegex("[0-9]{7,}")]
    private static partial Regex Digits();

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Bytes(string base64) => Convert.FromBase64String(base64);

    private static byte[] Length(ulong length)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        return bytes;
    }

    private static byte[] Zip(string entry)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            using Stream content = archive.CreateEntry(entry).Open();
            content.Write("content"u8);
        }

        return stream.ToArray();
    }

    private static byte[] Gzip(params ReadOnlySpan<byte> bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return stream.ToArray();
    }
}
