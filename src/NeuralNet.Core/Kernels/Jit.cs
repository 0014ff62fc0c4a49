using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Kernels;

/// <summary>How hot code is to be compiled.</summary>
internal static class Jit
{
    /// <summary>
    /// A method with a hot loop. A short training is over before the runtime notices that its loops are hot, and would spend
    /// it in unoptimised code, several times slower: so they are optimised at their first call. What is called in the loop
    /// is to be inlined, or marked likewise. A method of its own keeps the compiler's patience for what it inlines.
    /// </summary>
    public const MethodImplOptions Loop = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
}
