namespace NeuralNet.Core.PeerBenchmarks.Limits;

/// <summary>How many times the limit's time ours is meant to take at most.</summary>
internal static class LimitGoals
{
    private static readonly (string Work, double Goal)[] _goals =
    [
        ("article", 1),
        ("full-batch logistic epoch, n=100,000 d=32", 1.3),
        ("full-batch logistic epoch, n=20,000 d=512", 1.3),
        ("full-batch logistic epoch, n=200,000 d=128", 1.15),
        ("online log loss, d=32", 1.3),
        ("online log loss, d=512", 1.15),
        ("softmax k=10, 3 epochs of 100,000 x 32", 1.4),
        ("softmax k=10, 3 epochs of 20,000 x 784", 1),
        ("one row", 1.3),
        ("many rows", 1.3),
        ("L2 logistic regression", 1.5),
    ];

    /// <summary>The goal of a contest, by the start of its name; null where none is set.</summary>
    public static double? Of(Contest contest)
    {
        foreach ((string work, double goal) in _goals)
        {
            if (contest.Name.StartsWith(work, StringComparison.Ordinal))
            {
                return goal;
            }
        }

        return null;
    }
}
