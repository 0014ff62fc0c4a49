namespace NeuralNet.Core.PeerBenchmarks;

/// <summary>One line of the table: the contests that share a data set.</summary>
internal interface ILine
{
    /// <summary>The name that a filter is matched with.</summary>
    string Name { get; }

    /// <summary>Makes the data and the contests on it.</summary>
    IEnumerable<Contest> Contests(Peers.PythonPeers python);
}
