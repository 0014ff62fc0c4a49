using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace NeuralNet.Extensions.Hosting.Tests.Support;

/// <summary>Waits for other threads. A test waits for the condition that it asserts.</summary>
internal static class Eventually
{
    /// <summary>Far longer than any condition takes, so no test fails on a busy machine.</summary>
    private static readonly TimeSpan _most = TimeSpan.FromMinutes(1);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="seen">Describes the actual state, for the error.</param>
    /// <param name="wanted">The source text of the condition.</param>
    /// <exception cref="TimeoutException">The condition did not hold within a minute.</exception>
    public static Task HoldsAsync(Func<bool> condition, Func<string> seen, [CallerArgumentExpression(nameof(condition))] string wanted = "") =>
        HoldsAsync(() => Task.FromResult(condition()), () => Task.FromResult(seen()), wanted);

    /// <inheritdoc cref="HoldsAsync(Func{bool}, Func{string}, string)"/>
    public static async Task HoldsAsync(
        Func<Task<bool>> condition, Func<Task<string>> seen, [CallerArgumentExpression(nameof(condition))] string wanted = "")
    {
        long start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(start) > _most)
            {
                throw new TimeoutException($"Not within {_most.TotalSeconds} s: {wanted}. Seen instead: {await seen()}");
            }

            await Task.Delay(10);
        }
    }
}
