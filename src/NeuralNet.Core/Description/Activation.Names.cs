namespace NeuralNet.Core;

/// <content>The activations of the library by their names.</content>
public abstract partial class Activation
{
    /// <summary>The activation of the library that has this <see cref="Name"/>; null where none has.</summary>
    internal static Activation? Named(string name) =>
        Array.Find([Identity, Sigmoid, Tanh, Step, ReLU, Softplus, Exp, Softmax], activation => activation.Name == name);
}
