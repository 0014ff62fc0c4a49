using static System.FormattableString;

namespace NeuralNet.ServiceLoad;

/// <summary>What clients of the service saw.</summary>
/// <param name="Predicting">How long each request for a prediction took in ms, ascending.</param>
/// <param name="Learning">How long each request with examples took in ms, ascending.</param>
/// <param name="Failed">Requests that failed, by the network or by the status of their answer.</param>
/// <param name="Reloads">How often the file of the model was replaced.</param>
/// <param name="Time">How long all of it took.</param>
internal sealed record LoadReport(double[] Predicting, double[] Learning, int Failed, int Reloads, TimeSpan Time)
{
    public override string ToString() => Invariant(
        $"""
        {Time.TotalSeconds:F0} s, {Failed} requests failed, the model file was replaced {Reloads} times
        | request | count | a second | p50 ms | p99 ms | longest ms |
        |---|---|---|---|---|---|
        | {Row("POST /predict, one row", Predicting)} |
        | {Row("POST /learn, 32 examples", Learning)} |
        """);

    private string Row(string name, double[] times) => Invariant(
        $"{name} | {times.Length:N0} | {times.Length / Time.TotalSeconds:N0} | {Quantile(times, 0.5):F2} | {Quantile(times, 0.99):F2} | {times.LastOrDefault():F1}");

    private static double Quantile(double[] ascending, double share) => ascending.Length == 0
        ? double.NaN
        : ascending[Math.Min(ascending.Length - 1, (int)(share * ascending.Length))];
}
