using System.Runtime.InteropServices;

namespace NeuralNet.Core.PeerBenchmarks.Data;

/// <summary>
/// A data set as raw little-endian float32 files in a temporary folder, for other processes: written when first asked for, gone
/// when disposed.
/// </summary>
internal sealed class DataFiles(DataSet data) : IDisposable
{
    private const string InputsName = "x.bin";
    private const string TargetsName = "y.bin";

    private readonly Lazy<DirectoryInfo> _folder = new(() => Write(data));

    /// <summary>The file of the rows.</summary>
    public string Inputs => PathOf(InputsName);

    /// <summary>The file of the labels.</summary>
    public string Targets => PathOf(TargetsName);

    /// <summary>Where a peer writes its predictions.</summary>
    public string Predictions => PathOf("p.bin");

    /// <summary>The numbers in a row.</summary>
    public int Width => data.Width;

    /// <summary>What a peer predicted.</summary>
    public float[] ReadPredictions() => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Predictions)).ToArray();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_folder.IsValueCreated)
        {
            _folder.Value.Delete(recursive: true);
        }
    }

    private static DirectoryInfo Write(DataSet data)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("peers-");
        File.WriteAllBytes(Path.Combine(folder.FullName, InputsName), MemoryMarshal.AsBytes<float>(data.Inputs));
        File.WriteAllBytes(Path.Combine(folder.FullName, TargetsName), MemoryMarshal.AsBytes<float>(data.Targets));
        return folder;
    }

    private string PathOf(string name) => Path.Combine(_folder.Value.FullName, name);
}
