namespace NeuralNet.Core.Rates;

/// <summary>
/// The formula of a learning rate: a pure function of time, so that a resumed training has the same rates. Its text is the call
/// that makes it, such as "cosine(0.1, 50 epochs)".
/// </summary>
internal interface IRate
{
    double At(RateTime time);
}
