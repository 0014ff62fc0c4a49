using System.Runtime.InteropServices;

namespace NeuralNet.Core.PeerBenchmarks.Data;

/// <summary>Sparse rows as raw little-endian files in a temporary folder, for other processes; gone when disposed.</summary>
internal sealed class SparseFiles : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("peers-");

    /// <summary>Writes the files.</summary>
    public SparseFiles(SparseSet data)
    {
        Write<int>("starts", data.RowStarts);
        Write<int>("indices", data.Indices);
        Write<float>("values", data.Values);
        Write<int>("labels", data.Labels);
    }

    /// <summary>The folder.</summary>
    public string Folder => _folder.FullName;

    /// <summary>The weights that a peer wrote, as doubles.</summary>
    public double[] ReadWeights() => MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(Path.Combine(Folder, "weights"))).ToArray();

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    private void Write<T>(string name, ReadOnlySpan<T> values)
        where T : unmanaged => File.WriteAllBytes(Path.Combine(Folder, name), MemoryMarshal.AsBytes(values));
}
