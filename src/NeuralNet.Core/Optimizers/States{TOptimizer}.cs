using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Optimizers;

/// <summary>
/// How many numbers an optimizer remembers for each weight. That of a user is asked once, since memory is sized by it, and loops go
/// through that memory unchecked: a property that changes its mind must not lead them beyond its end.
/// </summary>
internal static class States<TOptimizer>
    where TOptimizer : struct, IOptimizer
{
    private static readonly int _taken = TOptimizer.StatesPerWeight;

    /// <summary>The number, as a constant of the compiled code; [0, 2] wherever <see cref="Optimizer.From{TOptimizer}"/> let it pass.</summary>
    public static int PerWeight
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => default(TOptimizer) is IOwnOptimizer ? TOptimizer.StatesPerWeight : _taken;
    }
}
