namespace NeuralNet.Core.Tests.Initializers;

/// <summary>The rules by which the library draws initial weights, each with the interval it promises.</summary>
internal static class DrawnWeights
{
    public static TheoryData<string> Rules => ["Glorot", "uniform", "uniform in an interval"];

    public static (InitialWeights InitialWeights, double Low, double High) By(string rule, int inputs, int outputs)
    {
        double glorot = Math.Sqrt(6.0 / (inputs + outputs));
        return rule switch
        {
            "Glorot" => (InitialWeights.GlorotUniform, -glorot, glorot),
            "uniform" => (InitialWeights.Uniform(), -0.05, 0.05),
            _ => (InitialWeights.Uniform(low: 2, high: 5), 2, 5),
        };
    }
}
