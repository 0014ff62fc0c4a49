using System.Runtime.InteropServices;

namespace NeuralNet.Core.PeerBenchmarks.Data;

/// <summary>A data set as raw little-endian float32 files in a temporary folder, for other processes; gone when disposed.</summary>
internal sealed class DataFiles : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("peers-");

    /// <summary>Writes rows and labels.</summary>
    public DataFiles(DataSet data)
    {
        Width = data.Width;
        File.WriteAllBytes(Inputs, MemoryMarshal.AsBytes<float>(data.Inputs));
        File.WriteAllBytes(Targets, MemoryMarshal.AsBytes<float>(data.Targets));
    }

    /// <summary>The file of the rows.</summary>
    public string Inputs => Path.Combine(_folder.FullName, "x.bin");

    /// <summary>The file of the labels.</summary>
    public string Targets => Path.Combine(_folder.FullName, "y.bin");

    /// <summary>Where a peer writes its predictions.</summary>
    public string Predictions => Path.Combine(_folder.FullName, "p.bin");

    /// <summary>The numbers in a row.</summary>
    public int Width { get; }

    /// <summary>What a peer predicted.</summary>
    public float[] ReadPredictions() => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Predictions)).ToArray();

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
