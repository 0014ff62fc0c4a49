using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace NeuralNet.Core.PeerBenchmarks.Limits;

/// <summary>
/// The project's own measure of what the machine can do: for each line a loop that can do nothing else, with 512-bit
/// vectors, memory of its own and no checks.
/// </summary>
internal static class Limit
{
    /// <summary>The name it has in every contest.</summary>
    public const string Name = "limit (C# loop)";

    /// <summary>
    /// How a loop is compiled: at once, and as a method of its own. As a part of its caller it may have too few registers.
    /// </summary>
    public const MethodImplOptions Loop = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>The contestant of this name.</summary>
    public static Contestant Contestant(Func<Outcome> run) => new(Name, null, () =>
    {
        Require();
        return run();
    });

    /// <summary>Checks that the processor has what the loops are written for.</summary>
    /// <exception cref="PeerUnavailableException">It doesn't.</exception>
    public static void Require()
    {
        if (!Avx512F.IsSupported)
        {
            throw new PeerUnavailableException("Its loops need AVX-512, which this processor does not have.");
        }
    }
}
