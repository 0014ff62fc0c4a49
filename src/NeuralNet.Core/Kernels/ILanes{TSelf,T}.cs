namespace NeuralNet.Core.Kernels;

/// <summary>Lanes that know the type of their elements, so that a kernel can load and store them.</summary>
internal interface ILanes<TSelf, T> : ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf, T>
    where T : unmanaged
{
    static abstract TSelf Create(T value);

    static abstract TSelf Load(ref readonly T source, nuint offset);

    void Store(ref T destination, nuint offset);
}
