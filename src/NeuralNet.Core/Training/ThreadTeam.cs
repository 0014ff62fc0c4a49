using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace NeuralNet.Core.Training;

/// <summary>
/// A few threads that repeatedly share work of some microseconds. In between they spin for a moment before they sleep, because waking a
/// thread costs more than most epochs. If there are more threads than processors, they sleep at once. The threads start with the first
/// work; after that nothing is allocated.
/// </summary>
internal sealed class ThreadTeam : IDisposable
{
    private static readonly long _spinTicks = Stopwatch.Frequency / 10_000;

    private readonly Thread?[] _others;
    private readonly object _gate = new();
    private readonly bool _spins;
    private ITeamWork? _work;
    private Exception? _failure;
    private int _round;
    private int _running;
    private int _sleeping;

    /// <param name="members">The number of threads with the calling thread, [2, inf).</param>
    public ThreadTeam(int members)
    {
        _spins = members <= Environment.ProcessorCount;
        _others = new Thread[members - 1];
    }

    public int Members => _others.Length + 1;

    /// <summary>
    /// Runs the work on every member, and returns when all have finished. If a member throws, the exception is thrown here after all
    /// have finished.
    /// </summary>
    public void Run(ITeamWork work)
    {
        Start();
        _failure = null;
        Begin(work);
        try
        {
            work.Do(0);
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _failure, exception, null);
        }

        Wait(isLeader: true, 0);
        if (_failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    public void Dispose()
    {
        if (_others[0] is not null)
        {
            Begin(null);
        }

        foreach (Thread? other in _others)
        {
            other?.Join();
        }
    }

    private void Start()
    {
        for (int index = 0; index < _others.Length && _others[index] is null; index++)
        {
            int member = index + 1;
            var other = new Thread(() => Follow(member)) { IsBackground = true, Name = $"NeuralNet.Core {member}" };
            other.UnsafeStart();
            _others[index] = other;
        }
    }

    private void Begin(ITeamWork? work)
    {
        _work = work;
        Volatile.Write(ref _running, _others.Length);
        Interlocked.Increment(ref _round);
        Wake();
    }

    private void Follow(int member)
    {
        for (int round = 1; ; round++)
        {
            Wait(isLeader: false, round);
            if (_work is not { } work)
            {
                return;
            }

            try
            {
                work.Do(member);
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref _failure, exception, null);
            }

            if (Interlocked.Decrement(ref _running) == 0)
            {
                Wake();
            }
        }
    }

    /// <summary>The leader waits until all others have finished; another member waits until its round starts.</summary>
    private void Wait(bool isLeader, int round)
    {
        if (_spins)
        {
            long started = Stopwatch.GetTimestamp();
            do
            {
                for (int spin = 0; spin < 50; spin++)
                {
                    if (IsOver(isLeader, round))
                    {
                        return;
                    }

                    Thread.SpinWait(1);
                }
            }
            while (Stopwatch.GetTimestamp() - started < _spinTicks);
        }

        lock (_gate)
        {
            // This side counts itself before its last check. The other side sets the condition before it reads the count. So at
            // least one of them notices the other.
            Interlocked.Increment(ref _sleeping);
            while (!IsOver(isLeader, round))
            {
                Monitor.Wait(_gate);
            }

            Interlocked.Decrement(ref _sleeping);
        }
    }

    private bool IsOver(bool isLeader, int round) =>
        isLeader ? Volatile.Read(ref _running) == 0 : Volatile.Read(ref _round) - round >= 0;

    private void Wake()
    {
        if (Volatile.Read(ref _sleeping) > 0)
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }
}
