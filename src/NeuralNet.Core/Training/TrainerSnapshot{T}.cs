using System.Numerics;
using NeuralNet.Core.Rates;

namespace NeuralNet.Core.Training;

/// <summary>All that an epoch changes in a trainer but the count of epochs, with room made once.</summary>
internal class TrainerSnapshot<T>(int parameters, int averaged)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public T[] Trained { get; } = new T[parameters];

    public T[] Averaged { get; } = new T[averaged];

    public long Steps { get; set; }

    public PlateauFactor Plateau { get; set; }
}
