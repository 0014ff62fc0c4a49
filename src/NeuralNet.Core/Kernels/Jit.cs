using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Kernels;

/// <summary>
/// How hot code is to be compiled. A short training is over before the runtime notices that its loops are hot, and would
/// spend it in unoptimised code, several times slower: so they are optimised at their first call.
/// </summary>
internal static class Jit
{
    /// <summary>A method with a loop.</summary>
    public const MethodImplOptions Loop = MethodImplOptions.AggressiveOptimization;

    /// <summary>The body of a loop: inlined, and where the compiler declines to, at least optimised.</summary>
    public const MethodImplOptions Body = MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization;
}
