namespace NeuralNet.Core.Serving;

/// <summary>The part of a host that the meter reads.</summary>
internal interface IHasModelAge
{
    string Name { get; }

    TimeSpan ModelAge { get; }
}
