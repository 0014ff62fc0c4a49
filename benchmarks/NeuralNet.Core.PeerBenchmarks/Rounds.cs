namespace NeuralNet.Core.PeerBenchmarks;

/// <summary>Measures a contest in rounds: ours before each peer, so that both meet the machine in the same state.</summary>
internal static class Rounds
{
    private const int Count = 3;

    /// <summary>One result for each peer that this machine has; a sentence goes to standard output for each that it hasn't.</summary>
    public static IReadOnlyList<Result> Run(Contest contest)
    {
        var results = new List<Result>();
        foreach (Contestant peer in contest.Peers)
        {
            var ours = new Outcome[Count];
            var theirs = new Outcome[Count];
            try
            {
                for (int round = 0; round < Count; round++)
                {
                    ours[round] = contest.Ours.Run();
                    theirs[round] = peer.Run();
                }
            }
            catch (PeerUnavailableException missing)
            {
                Console.WriteLine($"{contest.Name}: {peer.Name} is left out. {missing.Message}");
                continue;
            }

            results.Add(new Result(contest, peer.Name, peer.Goal, Middle(ours), Middle(theirs), peer.IsYardstick));
        }

        return results;
    }

    private static Outcome Middle(Outcome[] rounds) =>
        new(Timing.MedianOf(rounds.Select(round => round.Seconds)), Timing.MedianOf(rounds.Select(round => round.Quality)));
}
