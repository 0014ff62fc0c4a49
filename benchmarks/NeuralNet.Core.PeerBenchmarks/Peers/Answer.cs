using System.Text.Json.Nodes;
using NeuralNet.Core.PeerBenchmarks.Data;

namespace NeuralNet.Core.PeerBenchmarks.Peers;

/// <summary>What a Python peer measured and learned.</summary>
internal sealed class Answer(JsonObject answer)
{
    /// <summary>The median time of one unit of work, in seconds.</summary>
    public double Seconds => answer["seconds"]!.GetValue<double>();

    /// <summary>What it learned; a bias of 0 where it has none.</summary>
    public Weights Weights => new(answer.ContainsKey("weights") ? Numbers("weights") : [], answer.ContainsKey("bias") ? Numbers("bias") : [0]);

    private double[] Numbers(string name) => [.. answer[name]!.AsArray().Select(value => value!.GetValue<double>())];
}
