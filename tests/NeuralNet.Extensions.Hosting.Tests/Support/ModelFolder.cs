using System.Runtime.InteropServices;
using NeuralNet.Core;

namespace NeuralNet.Extensions.Hosting.Tests.Support;

/// <summary>A temporary folder for the files of a test, with models that are identified by their weight.</summary>
internal sealed class ModelFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("models").FullName;

    public string File => In("model.safetensors");

    public static FrozenPerceptron<float> Model(float weight) => FrozenPerceptron.FromWeights<float>(1, [weight], [], Activation.Identity);

    public string In(params ReadOnlySpan<string> parts) => Path.Combine([_folder, .. parts]);

    /// <summary>Writes a new file beside the model and renames it, as Save does and deployments should.</summary>
    public void Rename(float weight)
    {
        string beside = In($"{Guid.NewGuid():N}.new");
        Model(weight).Save(beside);
        System.IO.File.Move(beside, File, overwrite: true);
    }

    /// <summary>Renames a file that is no model over the model file, so no reader sees a part of it.</summary>
    public void RenameBad()
    {
        string beside = In($"{Guid.NewGuid():N}.new");
        System.IO.File.WriteAllText(beside, "no model");
        System.IO.File.Move(beside, File, overwrite: true);
    }

    /// <summary>Writes the bytes into the existing file, in two parts.</summary>
    public void WriteInPlace(float weight)
    {
        byte[] bytes = Model(weight).ToBytes();
        using var stream = new FileStream(File, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        stream.SetLength(0);
        stream.Write(bytes.AsSpan(0, bytes.Length / 2));
        stream.Flush(flushToDisk: true);
        stream.Write(bytes.AsSpan(bytes.Length / 2));
    }

    /// <summary>Changes the file like a Kubernetes mount: it is a link into ..data, a link to a folder that is replaced.</summary>
    public void SwapLink(float weight)
    {
        string version = Guid.NewGuid().ToString("N");
        Directory.CreateDirectory(In(version));
        Model(weight).Save(In(version, "model.safetensors"));
        System.IO.File.CreateSymbolicLink(In("..data_tmp"), version);
        ReplaceLink(In("..data_tmp"), In("..data"));
        if (!Path.Exists(File))
        {
            System.IO.File.CreateSymbolicLink(File, Path.Combine("..data", "model.safetensors"));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Renames a link to a folder over another, with the C library, because the framework can't.</summary>
    private static void ReplaceLink(string source, string destination)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.Delete(destination);
            Directory.Move(source, destination);
        }
        else if (Rename(source, destination) != 0)
        {
            throw new IOException($"'{source}' can't be renamed to '{destination}'.");
        }
    }

    [DllImport("libc", EntryPoint = "rename")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Rename(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string source, [MarshalAs(UnmanagedType.LPUTF8Str)] string destination);
}
