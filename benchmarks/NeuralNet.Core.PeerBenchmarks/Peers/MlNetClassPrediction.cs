namespace NeuralNet.Core.PeerBenchmarks.Peers;

/// <summary>A prediction of ML.NET for many classes.</summary>
internal sealed class MlNetClassPrediction
{
    /// <summary>The probability of each class.</summary>
    public float[] Score { get; set; } = [];
}
