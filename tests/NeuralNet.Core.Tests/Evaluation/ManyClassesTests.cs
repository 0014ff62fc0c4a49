namespace NeuralNet.Core.Tests.Evaluation;

/// <summary>The cost of an evaluation depends on the rows, not on the square of the classes.</summary>
public sealed class ManyClassesTests
{
    private const int Classes = 100_000;

    [Fact]
    public void Memory_for_a_hundred_thousand_classes_depends_on_the_rows()
    {
        ClassificationMetrics.FromClasses([1, 2], [1, 3], 10);
        long before = GC.GetAllocatedBytesForCurrentThread();

        ClassificationMetrics metrics = ClassificationMetrics.FromClasses([99_999, 7], [99_999, 46_341], Classes);
        double sum = metrics.Macro.F1 + metrics.Weighted.F1 + metrics.BalancedAccuracy + metrics.MatthewsCorrelation;

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(10_000);
        sum.Should().BeGreaterThan(1);
        metrics.Accuracy.Should().Be(0.5);
        metrics.Macro.F1.Should().BeApproximately(1.0 / 3, 1e-15);
        metrics.ConfusionMatrix.Cells.Should().Equal(new ConfusionCell(46_341, 7, 1), new ConfusionCell(99_999, 99_999, 1));
        metrics.ConfusionMatrix[46_341, 7].Should().Be(1);
        metrics.ConfusionMatrix[7, 46_341].Should().Be(0);
        metrics.ConfusionMatrix.ToString().Should().Be("46341 predicted as 7: 1\n99999 predicted as 99999: 1");
    }

    [Fact]
    public void Evaluating_a_hundred_thousand_classes_takes_a_few_times_the_memory_of_the_logits()
    {
        Perceptron<float> network = Perceptron.Classifier<float>(1, Classes).Build();
        float[] rows = [1, 2];
        int[] labels = [0, 46_341];
        network.Evaluate(rows, labels);
        long before = GC.GetAllocatedBytesForCurrentThread();

        ClassificationMetrics metrics = network.Evaluate(rows, labels);

        // The logits of two rows, and those of one with their powers in double.
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan((2 * Classes * sizeof(float)) + (2 * Classes * sizeof(double)) + 20_000);
        metrics.Accuracy.Should().Be(0.5);
        metrics.LogLoss.Should().BeApproximately(Math.Log(Classes), 1e-9);
        metrics.RocAuc.Should().BeNull("most classes have no rows");
    }

    [Fact]
    public void The_area_of_many_classes_is_computed_on_first_use()
    {
        const int Several = 1000;
        Perceptron<float> network = Perceptron.Classifier<float>(1, Several).Build();
        float[] rows = [.. Enumerable.Range(0, Several).Select(row => (float)row)];
        int[] labels = [.. Enumerable.Range(0, Several)];
        long before = GC.GetAllocatedBytesForCurrentThread();
        ClassificationMetrics metrics = network.Evaluate(rows, labels);
        metrics.ToString().Should().NotContain("AUC");
        long evaluated = GC.GetAllocatedBytesForCurrentThread();

        metrics.RocAuc.Should().BeApproximately(0.5, 1e-12, "all logits are equal");

        (evaluated - before).Should().BeLessThan((Several * Several * sizeof(float)) + 1_000_000);
        (GC.GetAllocatedBytesForCurrentThread() - evaluated).Should().BeGreaterThan(Several * Several * sizeof(double));
    }
}
