namespace NeuralNet.Core.PeerBenchmarks.Peers;

/// <summary>A row as ML.NET takes it.</summary>
internal sealed class MlNetRow
{
    /// <summary>The inputs.</summary>
    public float[] Features { get; set; } = [];

    /// <summary>The class of two.</summary>
    public bool Label { get; set; }

    /// <summary>The class of many, as a key from 1.</summary>
    public uint Class { get; set; }
}
