using System.Numerics;
using NeuralNet.Core;

namespace NeuralNet.Extensions.Hosting;

/// <summary>The settings of a model that are made in code, through its builder.</summary>
internal sealed class ModelSetup<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The model if it does not come from a file.</summary>
    public FrozenPerceptron<T>? Model { get; init; }

    public CustomParts? Parts { get; set; }

    /// <summary>Refuses a model by throwing, before it is current; null if there is none.</summary>
    public Action<FrozenPerceptron<T>>? Check { get; set; }

    public bool Learns { get; set; }

    /// <summary>Creates the network to start with if there is no file.</summary>
    public Func<IServiceProvider, Perceptron<T>>? FirstNetwork { get; set; }
}
