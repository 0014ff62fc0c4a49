using System.Runtime.Intrinsics;

namespace NeuralNet.Core.PeerBenchmarks.Limits;

/// <summary>What is made of the logits of 16 rows, as a struct that the compiler puts into the loop.</summary>
internal interface IErrors
{
    /// <summary>The probabilities minus the targets.</summary>
    Vector512<float> Of(Vector512<float> logits, Vector512<float> targets);

    /// <summary>Called once a block, before sums of float grow too large.</summary>
    void EndBlock();
}
