using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Optimizers;

/// <summary>The step of an optimizer with what is done before and after it, which every loop over weights takes.</summary>
internal static class TransformedStep
{
    /// <summary>Moves weights along a gradient, and returns them.</summary>
    /// <param name="optimizer">The optimizer in its step; a copy, so that writes to its fields are lost, at any width.</param>
    /// <param name="transform">Changes gradients and weights.</param>
    /// <param name="gradient">The gradient.</param>
    /// <param name="weight">The weights before the step.</param>
    /// <param name="first">The first number that the optimizer keeps for each weight.</param>
    /// <param name="second">The second number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Move<TOptimizer, TTransform, TLanes>(
        TOptimizer optimizer, TTransform transform, TLanes gradient, TLanes weight, ref TLanes first, ref TLanes second)
        where TOptimizer : struct, IOptimizer
        where TTransform : struct, IGradientTransform
        where TLanes : struct, ILanes<TLanes>
    {
        gradient = transform.Before(gradient, weight);
        TLanes moved = optimizer.Move(transform.Decayed(weight), gradient, ref first, ref second, out TLanes rate);
        return transform.After(moved, rate);
    }
}
