using SharpFuzz;

namespace NeuralNet.Core.FileChecks;

/// <summary>The readers of files under a fuzzer: anything but a model that can be used or a refusal is a finding.</summary>
internal static class Fuzzing
{
    public static int Run()
    {
        Fuzzer.Run(Read);
        return 0;
    }

    /// <summary>Each seed as a file, and as a line of text with the data after it.</summary>
    public static int WriteSeeds(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach ((string name, byte[] file) in FileSeeds.All)
        {
            File.WriteAllBytes(Path.Combine(folder, name), file);
            File.WriteAllBytes(Path.Combine(folder, $"{name}-readable"), FileParts.Of(file).ToReadable());
        }

        return 0;
    }

    private static void Read(Stream input)
    {
        using var memory = new MemoryStream();
        input.CopyTo(memory);
        byte[] bytes = memory.ToArray();

        // No file of the library begins so: its length is a multiple of 8.
        FileUse.Try(bytes is [(byte)'{', not 0, ..] ? FileParts.FromReadable(bytes) : bytes);
    }
}
