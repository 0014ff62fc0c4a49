namespace NeuralNet.Core;

/// <content>The activations of the library by their names.</content>
public abstract partial class Activation
{
    /// <summary>Returns the activation of the library with this <see cref="Name"/>; null if there is none.</summary>
    internal static Activation? Named(string name) =>
        Array.Find([Identity, Sigmoid, Tanh, Step, ReLU, Softplus, Exp, Softmax], activation => activation.Name == name);
}
