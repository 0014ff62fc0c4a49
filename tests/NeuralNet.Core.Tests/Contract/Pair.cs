using NeuralNet.Core.Tests.Losses;
using NeuralNet.Core.Tests.Optimizers;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>A loss and an optimizer.</summary>
internal sealed record Pair(Loss Loss, Optimizer Optimizer)
{
    public static IReadOnlyList<Pair> All { get; } =
        [.. LossCatalog.Everything.SelectMany(loss => OptimizerCatalog.All.Select(optimizer => new Pair(loss, optimizer)))];

    /// <summary>The pairs of which the library makes a network.</summary>
    public static IReadOnlyList<Pair> Possible { get; } = [.. All.Where(pair => pair.Refusal is null)];

    /// <summary>Why the library makes no network of the pair, in its own words; null where it does.</summary>
    public string? Refusal
    {
        get
        {
            try
            {
                Perceptron.WithInputs<double>(1).WithOutputs(Outputs).WithLoss(Loss).WithOptimizerOf(Optimizer).Build();
                return null;
            }
            catch (InvalidOperationException refusal)
            {
                return refusal.Message;
            }
        }
    }

    /// <summary>One, or three where the loss compares outputs.</summary>
    public int Outputs => Loss.CouplesOutputs ? 3 : 1;

    public override string ToString() => $"{Loss} with {Optimizer}";
}
