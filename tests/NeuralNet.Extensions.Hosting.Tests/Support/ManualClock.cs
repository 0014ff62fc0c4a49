using Microsoft.Extensions.Time.Testing;

namespace NeuralNet.Extensions.Hosting.Tests.Support;

/// <summary>
/// A clock that only a test advances, and that knows its timers. So times by the clock of a service do not depend on the load of the
/// machine.
/// </summary>
internal sealed class ManualClock() : FakeTimeProvider(DateTimeOffset.UtcNow)
{
    private readonly Lock _access = new();
    private readonly Dictionary<Waiting, DateTimeOffset> _waiting = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_access)
        {
            var waiting = new Waiting(this);
            waiting.Timer = base.CreateTimer(
                it =>
                {
                    Forget(waiting);
                    callback(it);
                },
                state,
                dueTime,
                period);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                _waiting[waiting] = GetUtcNow() + dueTime;
            }

            return waiting;
        }
    }

    /// <summary>
    /// Advances from timer to timer until a condition holds, and fails if that takes longer than a limit on this clock.
    /// </summary>
    /// <returns>The time it took on this clock.</returns>
    public async Task<TimeSpan> RunUntilAsync(Func<bool> condition, TimeSpan most, Func<string> seen)
    {
        TimeSpan taken = TimeSpan.Zero;
        await Eventually.HoldsAsync(
            () =>
            {
                if (!condition())
                {
                    taken += MoveOn(most - taken);
                }

                return condition();
            },
            () => $"after {taken} by the clock of the service: {seen()}",
            $"seen within {most} by the clock of the service");
        return taken;
    }

    /// <summary>Waits, without advancing, until a timer is due within a time.</summary>
    public Task IsAwaitedAsync(TimeSpan within, Func<string> seen) =>
        Eventually.HoldsAsync(() => IsAwaited(within), seen, $"something due within {within}");

    /// <summary>Checks whether a timer is due within a time.</summary>
    public bool IsAwaited(TimeSpan within)
    {
        lock (_access)
        {
            return _waiting.Values.Any(due => due - GetUtcNow() <= within);
        }
    }

    /// <summary>Advances to the next timer, unless it is too far away.</summary>
    private TimeSpan MoveOn(TimeSpan most)
    {
        lock (_access)
        {
            TimeSpan next = _waiting.Values.Select(due => due - GetUtcNow()).DefaultIfEmpty(TimeSpan.MaxValue).Min();
            if (next > most)
            {
                return TimeSpan.Zero;
            }

            Advance(next);
            return next;
        }
    }

    private void Forget(Waiting waiting)
    {
        lock (_access)
        {
            _waiting.Remove(waiting);
        }
    }

    private sealed class Waiting(ManualClock clock) : ITimer
    {
        public ITimer? Timer { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException("No timer of the services is changed.");

        public void Dispose()
        {
            clock.Forget(this);
            Timer?.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
