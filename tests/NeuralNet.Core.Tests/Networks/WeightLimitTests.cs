namespace NeuralNet.Core.Tests.Networks;

/// <summary>Shapes whose products exceed an int are refused before anything is allocated, with the numbers and the cure.</summary>
public sealed class WeightLimitTests
{
    private const long MostBytes = 16 << 20;

    [Theory]
    [InlineData(1 << 30, 1, "1073741824 inputs x 1 output are 1073741824 weights, 4096 MiB of Single")]
    [InlineData(int.MaxValue, 1, "2147483647 inputs x 1 output are 2147483647 weights, 8192 MiB of Single")]
    [InlineData(1 << 20, 1 << 10, "1048576 inputs x 1024 outputs are 1073741824 weights, 4096 MiB of Single")]
    [InlineData(1 << 16, 1 << 16, "65536 inputs x 65536 outputs are 4294967296 weights, 16384 MiB of Single")]
    [InlineData(1 << 29, int.MaxValue, "are 1152921504069976064 weights, 4398046509056 MiB of Single")]
    public void Refuses_a_description_of_too_many_weights(int inputs, int outputs, string says)
    {
        Action describe = () => Perceptron.WithInputs<float>(inputs).WithOutputs(outputs);

        RefusedBefore<ArgumentOutOfRangeException>(describe, $"*{says}*at most 715827863 are possible, 2731 MiB. Use fewer inputs or outputs*");
    }

    [Fact]
    public void The_memory_is_that_of_the_type() =>
        RefusedBefore<ArgumentOutOfRangeException>(() => Perceptron.BinaryClassifier<double>(1 << 30), "*8192 MiB of Double*715827863 are possible, 5461 MiB*");

    [Fact]
    public void The_largest_description_is_one()
    {
        int most = Array.MaxLength / 3;
        Perceptron.BinaryClassifier<float>(most - 1).InputCount.Should().Be(most - 1);
        RefusedBefore<ArgumentOutOfRangeException>(() => Perceptron.BinaryClassifier<float>(most), "*are 715827863 weights*");
    }

    [Fact]
    public void Refuses_weights_of_another_number_without_overflow() =>
        RefusedBefore<ArgumentOutOfRangeException>(
            () => FrozenPerceptron.FromWeights<float>(1 << 30, [], [0, 0, 0, 0], Activation.Identity), "*1073741824 inputs x 4 outputs are 4294967296 weights*");

    [Fact]
    public void Refuses_what_an_optimizer_would_remember_of_a_wide_network()
    {
        PerceptronBuilder<float> wide = Perceptron.BinaryClassifier<float>(1 << 28);

        RefusedBefore<InvalidOperationException>(() => wide.WithOptimizer(Optimizer.Lbfgs(10)), "*remembers 10 steps of 268435457 weights*53687091* numbers*Use a memory of at most 3*");
        RefusedBefore<InvalidOperationException>(() => wide.WithOptimizer(Optimizer.Newton()), "*second derivatives of 268435456 input(s)*Use Optimizer.Lbfgs*");
        wide.WithOptimizer(Optimizer.Lbfgs(3)).WithOptimizer(Optimizer.CoordinateDescent).InputCount.Should().Be(1 << 28);
    }

    [Fact]
    public void Refuses_derivatives_that_are_more_than_the_weights()
    {
        PerceptronBuilder<float> many = Perceptron.Regressor<float>(1, 1 << 28);

        RefusedBefore<InvalidOperationException>(() => many.WithOptimizer(Optimizer.Newton()), "*it would keep the derivatives of * weights, in whole registers; 2147483591 are possible*");
        RefusedBefore<InvalidOperationException>(() => many.WithOptimizer(Optimizer.CoordinateDescent), "*2147483591 are possible*");
    }

    [Fact]
    public void Refuses_more_results_than_an_int_counts()
    {
        const int rows = 1 << 20, outputs = 1 << 12;
        FrozenPerceptron<float> network = Perceptron.Classifier<float>(1, outputs).Build().Freeze();
        int[] starts = new int[rows + 1];
        const string says = "*1048576 x 4096 = 4294967296 values*Pass fewer rows at a time*";

        RefusedBefore<ArgumentException>(() => network.Predict(new SparseRows<float>(starts, []), []), says);
        RefusedBefore<ArgumentException>(() => network.Logits(new SparseRows<float>(starts, []), []), says);
        RefusedBefore<ArgumentException>(() => network.Evaluate(new SparseRows<float>(starts, []), new int[rows]), says);
        RefusedBefore<ArgumentException>(
            () => Perceptron.Regressor<float>(1, outputs).Build().Fit(new SparseRows<float>(starts, []), new float[4]), "*targets has 4*");
    }

    private static void RefusedBefore<TException>(Action act, string says)
        where TException : Exception
    {
        long before = GC.GetAllocatedBytesForCurrentThread();

        act.Should().Throw<TException>().WithMessage(says);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(MostBytes);
    }
}
