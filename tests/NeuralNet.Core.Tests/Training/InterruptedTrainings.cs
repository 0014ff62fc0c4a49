namespace NeuralNet.Core.Tests.Training;

/// <summary>The form of the rows, what is described, and the batch size of trainings that are interrupted.</summary>
public static class InterruptedTrainings
{
    private static readonly string[] _ofRates = ["plain", "L2", "L1", "average"];
    private static readonly string[] _ofNoRate = ["ftrl", "passive-aggressive", "average passive-aggressive"];

    public static TheoryData<string, string, int> All() => Of([.. _ofRates, .. _ofNoRate]);

    public static TheoryData<string, string, int> WithRate() => Of(_ofRates);

    private static TheoryData<string, string, int> Of(string[] descriptions)
    {
        var data = new TheoryData<string, string, int>();
        foreach (string form in (string[])["dense", "sparse", "dense stream", "sparse stream", "mixed stream"])
        {
            foreach (string description in descriptions)
            {
                data.Add(form, description, 1);
                if (!description.Contains("aggressive", StringComparison.Ordinal))
                {
                    data.Add(form, description, 7);
                }
            }
        }

        return data;
    }
}
