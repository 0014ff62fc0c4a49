namespace NeuralNet.Core.Kernels;

/// <summary>Lanes that know their element, so that a kernel can move them to and from memory.</summary>
internal interface ILanes<TSelf, T> : ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf, T>
    where T : unmanaged
{
    static abstract TSelf Create(T value);

    static abstract TSelf Load(ref readonly T source, nuint offset);

    void Store(ref T destination, nuint offset);
}
