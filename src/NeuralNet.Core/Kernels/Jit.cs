using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Kernels;

/// <summary>How to compile hot code.</summary>
internal static class Jit
{
    /// <summary>
    /// A method with a hot loop. A short training ends before the runtime notices that its loops are hot, and would run in
    /// unoptimized code, several times slower. So these methods are optimized at their first call. Methods that the loop calls
    /// must be inlined or have this option too. A method of its own also has its own budget for inlining.
    /// </summary>
    public const MethodImplOptions Loop = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
}
