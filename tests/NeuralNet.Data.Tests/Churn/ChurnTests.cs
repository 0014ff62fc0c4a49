using System.Globalization;
using NeuralNet.Core;
using Sylvan.Data.Csv;

namespace NeuralNet.Data.Tests.Churn;

/// <summary>The churn data against scikit-learn's ColumnTransformer and LogisticRegression (References/churn.py).</summary>
public sealed class ChurnTests
{
    private const double Strength = 0.001;

    private static readonly Dictionary<string, double[]> _reference = File.ReadLines(Path.Combine(ChurnCustomer.Root, "tests/NeuralNet.Data.Tests/References/churn.csv"))
        .Select(line => line.Split(','))
        .ToDictionary(cells => cells[0], cells => cells.Skip(1).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray());

    [Fact]
    public void The_test_rows_are_those_of_a_second_implementation() =>
        DataSplit.Stratified(Read().Select(row => row.HasLeft)).Test.Should().Equal(_reference["test rows"].Select(row => (int)row));

    [Fact]
    public void Area_under_the_curve_log_loss_and_accuracy_are_those_of_scikit_learn_to_four_digits()
    {
        Check<float>();
        Check<double>();
    }

    private static void Check<T>()
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        ChurnCustomer[] rows = Read();
        (ChurnCustomer[] train, _, ChurnCustomer[] test) = DataSplit.Stratified(rows.Select(row => row.HasLeft)).Select(rows);
        FittedEncoder<ChurnCustomer> encoder = RowEncoder.For<ChurnCustomer>()
            .Date(c => c.Since, DateParts.Days | DateParts.MonthCyclic)
            .Number(c => c.Age, Missing.Median, indicator: true)
            .Category(c => c.Contract).Category(c => c.Payment).Category(c => c.Internet).Category(c => c.Region)
            .Number(c => c.Charges).Number(c => c.Calls)
            .Number(c => c.Usage, Missing.Median, indicator: true)
            .Flag(c => c.Paperless)
            .Fit(train);
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(encoder.InputCount)
            .WithStandardization().WithOptimizer(Optimizer.Lbfgs()).WithPenalty(Penalty.L2(Strength)).WithEncoder(encoder).Build();
        network.Fit(encoder.Encode<T>(train), Array.ConvertAll(train, row => row.HasLeft)).EnsureSucceeded();

        ClassificationMetrics metrics = network.Evaluate(encoder.Encode<T>(test), Array.ConvertAll(test, row => row.HasLeft));

        encoder.InputCount.Should().Be((int)_reference["inputs"][0]);
        metrics.RocAuc.Should().BeApproximately(_reference["auc"][0], 5e-5);
        metrics.LogLoss.Should().BeApproximately(_reference["log loss"][0], 5e-5);
        metrics.Accuracy.Should().BeApproximately(_reference["accuracy"][0], 5e-5);
    }

    private static ChurnCustomer[] Read()
    {
        using CsvDataReader reader = ChurnCustomer.Open();
        return [.. reader.ReadRecords(ChurnCustomer.Read)];
    }
}
