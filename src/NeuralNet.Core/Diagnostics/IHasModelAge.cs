namespace NeuralNet.Core.Diagnostics;

/// <summary>The part of a host that the meter reads.</summary>
internal interface IHasModelAge
{
    string Name { get; }

    TimeSpan ModelAge { get; }
}
