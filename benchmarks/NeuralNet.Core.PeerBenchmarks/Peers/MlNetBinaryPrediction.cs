namespace NeuralNet.Core.PeerBenchmarks.Peers;

/// <summary>A prediction of ML.NET for two classes.</summary>
internal sealed class MlNetBinaryPrediction
{
    /// <summary>The probability of class 1.</summary>
    public float Probability { get; set; }
}
