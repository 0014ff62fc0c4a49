using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>A law that every pair of loss and optimizer keeps, and a network that breaks it.</summary>
/// <param name="law">Throws <see cref="BrokenLawException"/> where the network of a scene breaks the law.</param>
/// <param name="twin">Makes the wrong network.</param>
/// <param name="name">The law in words: the name of the method.</param>
internal sealed class Check<T>(
    Action<Scene<T>> law,
    Func<PerceptronBuilder<T>, ILearner<T>> twin,
    [CallerArgumentExpression(nameof(law))] string name = "")
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public string Name => name;

    /// <summary>What the library breaks with a pair; null where it keeps the law.</summary>
    public string? BrokenBy(Pair pair) => BrokenBy(pair, description => new Learner<T>(description));

    /// <summary>What the wrong twin breaks with a pair; null where it does not show.</summary>
    public string? BrokenByTwin(Pair pair) => BrokenBy(pair, twin);

    private string? BrokenBy(Pair pair, Func<PerceptronBuilder<T>, ILearner<T>> make)
    {
        try
        {
            law(new Scene<T>(pair, make));
            return null;
        }
        catch (BrokenLawException exception)
        {
            return $"{pair}: {exception.Message}";
        }
    }
}
