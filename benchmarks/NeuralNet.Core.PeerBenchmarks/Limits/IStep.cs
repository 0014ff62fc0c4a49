using System.Runtime.Intrinsics;

namespace NeuralNet.Core.PeerBenchmarks.Limits;

/// <summary>An optimizer, as a struct that the compiler puts into the loop.</summary>
internal unsafe interface IStep
{
    /// <summary>The numbers it keeps for each parameter.</summary>
    static abstract int States { get; }

    /// <summary>Called before each step, counted from 1.</summary>
    void Begin(int step);

    /// <summary>
    /// Moves 16 parameters along their gradient; their <paramref name="state"/> is a register for each of <see cref="States"/>.
    /// </summary>
    Vector512<float> Move(Vector512<float> parameters, Vector512<float> gradient, float* state);
}
