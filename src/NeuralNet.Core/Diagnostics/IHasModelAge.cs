namespace NeuralNet.Core.Diagnostics;

/// <summary>A host, as the meter sees it.</summary>
internal interface IHasModelAge
{
    string Name { get; }

    TimeSpan ModelAge { get; }
}
