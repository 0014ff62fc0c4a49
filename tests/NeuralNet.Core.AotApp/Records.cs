using System.Numerics;
using NeuralNet.Data;

namespace NeuralNet.Core.AotApp;

/// <summary>Records of all kinds of columns, and online learning of their rows with running mean and scale.</summary>
internal static class Records
{
    private const int Count = 300;
    private static readonly string?[] _plans = ["monthly", "yearly", null, "two years"];

    private static readonly Visit[] _visits = [.. Enumerable.Range(0, Count).Select(row => new Visit(
        row % 7 == 3 ? null : 40 + (30 * Rows.Number(row)),
        row * 37 % 11,
        _plans[row * 5 % 4],
        (row * 3 % 5) switch { 0 => "north", 1 => "south", _ => "west" },
        row % 9 == 1 ? null : new DateOnly(2020, 1, 1).AddDays(row * 11),
        row % 3 == 0))];

    public static IEnumerable<string> Run<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RowEncoder<Visit> description = RowEncoder.For<Visit>()
            .Number(v => v.Age, Missing.Mean, indicator: true, transform: NumberTransform.Log)
            .Number(v => v.Calls, NumberTransform.ClipToQuantiles())
            .Category(v => v.Plan).Cross(v => v.Plan, v => v.Region, UnknownCategory.Zeros).Buckets(v => v.Age, count: 4, name: "Age group")
            .Date(v => v.Since, DateParts.Year | DateParts.MonthCyclic | DateParts.DayOfWeekCyclic, Missing.Median)
            .Flag(v => v.IsNew);
        FittedEncoder<Visit> fitted = description.Fit(_visits);
        T[] rows = fitted.Encode<T>(_visits);
        var fingerprint = new Fingerprint();
        fingerprint.Add<T>(rows);
        yield return $"{typeof(T).Name} records {fingerprint.Take()}";

        Perceptron<T> network = Perceptron.BinaryClassifier<T>(fitted.InputCount).WithRunningStandardization().WithEncoder(fitted).Build();
        for (int row = 0; row < Count; row++)
        {
            network.Learn(rows.AsSpan(row * fitted.InputCount, fitted.InputCount), _visits[row].Calls > 5);
        }

        fingerprint.Add(network.Weights);
        fingerprint.Add(network.Bias);
        fingerprint.Add(network.InputScales);
        yield return $"{typeof(T).Name} records with running scales {fingerprint.Take()}";

        // Without a file, whose checksum needs a library that an emulated machine does not have.
        FrozenPerceptron<T> frozen = network.Freeze();
        T prediction = description.Load(frozen).Bind(frozen).Predict(_visits[5]);
        Check.That(
            prediction == network.Predict(rows.AsSpan(5 * fitted.InputCount, fitted.InputCount)), "a record by a frozen network", "its prediction");
    }

    private sealed record Visit(double? Age, int Calls, string? Plan, string? Region, DateOnly? Since, bool IsNew);
}
