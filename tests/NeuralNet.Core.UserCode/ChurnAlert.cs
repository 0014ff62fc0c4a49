namespace NeuralNet.Core.UserCode;

/// <summary>A class of an app that depends on a model: customers who will probably leave get a call.</summary>
public sealed class ChurnAlert(IPredictor<float> churn, double threshold = 0.8)
{
    public bool ShouldCall(ReadOnlySpan<float> customer) => churn.Predict(customer) > threshold;
}
