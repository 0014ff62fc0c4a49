using NeuralNet.Core.Training;

namespace NeuralNet.Core.Tests.Training;

/// <summary>Threads that share one work after another.</summary>
public sealed class ThreadTeamTests
{
    /// <summary>Up to the number of processors, threads spin before they sleep; more threads sleep at once.</summary>
    public static TheoryData<int> Members => [2, 3, (2 * Environment.ProcessorCount) + 1];

    [Theory]
    [MemberData(nameof(Members))]
    public void Every_member_does_each_work_once_on_its_own_thread(int members)
    {
        using var team = new ThreadTeam(members);
        var work = new Roll(members);

        for (int round = 1; round <= 200; round++)
        {
            team.Run(work);

            work.Calls.Should().AllBeEquivalentTo(round, "a round is over when all are done");
        }

        team.Members.Should().Be(members);
        work.Threads.Distinct().Should().HaveCount(members);
        work.Threads[0].Should().BeSameAs(Thread.CurrentThread);
        work.Threads[1..].Should().OnlyContain(thread => thread.IsBackground, "a program must be able to end without them")
            .And.OnlyContain(thread => thread.Name!.StartsWith("NeuralNet.Core ", StringComparison.Ordinal));
    }

    [Fact]
    public void Members_wake_up_after_a_long_sleep()
    {
        using var team = new ThreadTeam(3);
        var work = new Roll(3);
        team.Run(work);
        Thread[] others = work.Threads[1..];

        SpinWait.SpinUntil(() => others.All(IsWaiting), TimeSpan.FromSeconds(30)).Should().BeTrue("they sleep after a while");
        team.Run(work);

        work.Calls.Should().Equal(2, 2, 2);
        work.Threads[1..].Should().Equal(others);
    }

    [Fact]
    public void The_leader_waits_for_a_slow_member()
    {
        using var team = new ThreadTeam(2);
        var leader = Thread.CurrentThread;
        bool isDone = false;

        team.Run(new Duty(member =>
        {
            if (member == 1)
            {
                isDone = SpinWait.SpinUntil(() => IsWaiting(leader), TimeSpan.FromSeconds(30));
            }
        }));

        isDone.Should().BeTrue();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void An_exception_of_a_member_is_thrown_after_all_have_finished(int thrower)
    {
        using var team = new ThreadTeam(3);
        int calls = 0;
        var failing = new Duty(member =>
        {
            Interlocked.Increment(ref calls);
            if (member == thrower)
            {
                throw new InvalidOperationException($"Member {member} fails.");
            }
        });

        team.Invoking(that => that.Run(failing)).Should().Throw<InvalidOperationException>().WithMessage($"Member {thrower} fails.");

        calls.Should().Be(3);
        var work = new Roll(3);
        team.Run(work);
        work.Calls.Should().Equal([1, 1, 1], "a failure belongs only to its round");
    }

    [Fact]
    public void The_threads_end_with_the_team()
    {
        var work = new Roll(3);
        using (var team = new ThreadTeam(3))
        {
            team.Run(work);
        }

        work.Threads[1..].Should().OnlyContain(thread => !thread.IsAlive);
    }

    [Fact]
    public void A_team_without_work_starts_no_threads()
    {
        var team = new ThreadTeam(2);

        team.Invoking(that => that.Dispose()).Should().NotThrow();
    }

    private static bool IsWaiting(Thread thread) => thread.ThreadState.HasFlag(System.Threading.ThreadState.WaitSleepJoin);

    private sealed class Roll(int members) : ITeamWork
    {
        public int[] Calls { get; } = new int[members];

        public Thread[] Threads { get; } = new Thread[members];

        public void Do(int member)
        {
            Calls[member]++;
            Threads[member] = Thread.CurrentThread;
        }
    }

    private sealed class Duty(Action<int> action) : ITeamWork
    {
        public void Do(int member) => action(member);
    }
}
