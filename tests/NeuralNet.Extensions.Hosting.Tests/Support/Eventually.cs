using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace NeuralNet.Extensions.Hosting.Tests.Support;

/// <summary>Waits for what other threads do. A test waits for the very thing that it asserts.</summary>
internal static class Eventually
{
    /// <summary>Far more than anything here takes, so that a busy machine fails no test.</summary>
    private static readonly TimeSpan _most = TimeSpan.FromMinutes(1);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="seen">Describes what is there instead, for the error.</param>
    /// <param name="wanted">The condition as it is written.</param>
    /// <exception cref="TimeoutException">It did not hold within a minute.</exception>
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
