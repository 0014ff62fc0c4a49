using Microsoft.ML.Data;

namespace NeuralNet.Core.PeerBenchmarks.Peers;

/// <summary>A sparse row as ML.NET takes it.</summary>
internal sealed class SparseMlNetRow
{
    /// <summary>The inputs.</summary>
    public VBuffer<float> Features { get; set; }

    /// <summary>The class of two.</summary>
    public bool Label { get; set; }
}
