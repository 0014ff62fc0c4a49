using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Optimizers;

/// <summary>
/// How many values an optimizer keeps for each weight. A user's optimizer is asked only once, since the answer decides the size
/// of memory that loops access without checks. If the property later returned another number, they could leave that memory.
/// </summary>
internal static class States<TOptimizer>
    where TOptimizer : struct, IOptimizer
{
    private static readonly int _taken = TOptimizer.StatesPerWeight;

    /// <summary>The number, a constant in compiled code; [0, 2], as <see cref="Optimizer.From{TOptimizer}"/> checks.</summary>
    public static int PerWeight
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => default(TOptimizer) is IOwnOptimizer ? TOptimizer.StatesPerWeight : _taken;
    }
}
