using System.Numerics;
using NeuralNet.Core;

namespace NeuralNet.Extensions.Hosting;

/// <summary>What of a model is said in code, as the calls on its builder add to it.</summary>
internal sealed class ModelSetup<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The model where it comes from no file.</summary>
    public FrozenPerceptron<T>? Model { get; init; }

    public CustomParts? Parts { get; set; }

    public bool Learns { get; set; }

    /// <summary>The network to begin with where there is no file.</summary>
    public Func<IServiceProvider, Perceptron<T>>? FirstNetwork { get; set; }
}
