using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Networks;

/// <summary>Contributions and checks of sparse rows: those of the rows with their zeros, at the columns that are given.</summary>
public abstract class SparseExplanationTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Inputs = 100;

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(1, true)]
    [InlineData(3, true)]
    public void Contributions_have_the_bits_of_the_row_with_its_zeros(int outputs, bool isStandardized)
    {
        var random = new Random(outputs);
        Perceptron<T> network = Trained(random, outputs, isStandardized);
        FrozenPerceptron<T> frozen = network.Freeze();
        for (int row = 0; row < 50; row++)
        {
            int[] indices = [.. Enumerable.Range(0, Inputs).Where(_ => random.Next(10) < row % 7)];
            T[] values = row % 3 == 0 ? [] : [.. indices.Select(_ => T.CreateTruncating((random.NextDouble() * 4) - 2))];
            var writtenOut = new T[Inputs];
            for (int position = 0; position < indices.Length; position++)
            {
                writtenOut[indices[position]] = values.Length == 0 ? T.One : values[position];
            }

            var dense = new T[outputs * Inputs];
            var sparse = new T[(outputs * indices.Length) + 2];
            var again = new T[outputs * indices.Length];
            network.Contributions(writtenOut, dense);

            network.Contributions(new SparseRow<T>(indices, values), sparse);
            frozen.Contributions(new SparseRow<T>(indices, values), again);

            IEnumerable<T> expected = Enumerable.Range(0, outputs).SelectMany(output => indices.Select(index => dense[(output * Inputs) + index]));
            Bits<T>(sparse.AsSpan(0, again.Length)).Should().Be(Bits<T>([.. expected]));
            Bits<T>(again).Should().Be(Bits<T>(sparse.AsSpan(0, again.Length)));
            sparse.Skip(again.Length).Should().Equal(T.Zero, T.Zero);
        }
    }

    [Fact]
    public void Contributions_and_checks_allocate_nothing()
    {
        FrozenPerceptron<T> network = Trained(new Random(1), 2, isStandardized: false).Freeze();
        int[] indices = [3, 7, 99];
        var contributions = new T[6];
        void Act()
        {
            network.Contributions(new SparseRow<T>(indices), contributions);
            network.TryCheck(new SparseRow<T>(indices), out _);
        }

        Act();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int time = 0; time < 1000; time++)
        {
            Act();
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    [Fact]
    public void Contributions_refuse_wrong_rows_and_a_destination_that_is_too_short()
    {
        FrozenPerceptron<T> network = Trained(new Random(1), 2, isStandardized: false).Freeze();
        T[] values = [T.One, T.One];

        FluentActions.Invoking(() => network.Contributions(new SparseRow<T>([3, 100]), new T[4])).Should().Throw<ArgumentException>().WithMessage("*index 100 at position 1*100 inputs*");
        FluentActions.Invoking(() => network.Contributions(new SparseRow<T>([7, 3]), new T[4])).Should().Throw<ArgumentException>().WithMessage("*ascend*");
        FluentActions.Invoking(() => network.Contributions(new SparseRow<T>([3, 7]), new T[3])).Should().Throw<ArgumentException>().WithMessage("*room for 3*4 are needed*");
        FluentActions.Invoking(() => network.Contributions(new SparseRow<T>([3], values.AsSpan(0, 1)), values)).Should().Throw<ArgumentException>().WithMessage("*overlaps*");
        network.Contributions(new SparseRow<T>([]), []);
    }

    [Fact]
    public void A_check_tells_what_is_wrong_with_a_row()
    {
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(3).WithFeatureNames("a", "b", "c").Build();

        Check(network, [0, 2], [], null);
        Check(network, [], [], null);
        Check(network, [0, 3], [], "index 3 at position 1");
        Check(network, [-1], [], "index -1 at position 0");
        Check(network, [1, 1], [], "index 1 twice");
        Check(network, [2, 1], [], "Indices must ascend");
        Check(network, [0, 2], [T.One, T.NaN], "column 2 ('c')");
        Check(network.Freeze(), [0, 2], [T.One, T.PositiveInfinity], "column 2 ('c')");
    }

    [Fact]
    public void A_check_of_an_example_tells_what_learning_would_refuse()
    {
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(3).Build();
        SparseRow<T> row = new([1]);

        network.TryCheck(row, 1, out string? error).Should().BeTrue();
        error.Should().BeNull();
        network.TryCheck(row, [T.One], out _).Should().BeTrue();
        network.TryCheck(row, 2, out error).Should().BeFalse();
        error.Should().Contain("label");
        network.TryCheck(row, [T.One, T.One], out error).Should().BeFalse();
        error.Should().Contain("targets");
        network.TryCheck(new SparseRow<T>([3]), 1, out error).Should().BeFalse();
        error.Should().Contain("index 3");
        Perceptron.Regressor<T>(3).Build().TryCheck(row, 17, out _).Should().BeTrue("a regressor takes a label as a number");
        Perceptron.Regressor<T>(3, 2).Build().TryCheck(row, 1, out error).Should().BeFalse();
        foreach (PerceptronBuilder<T> moving in new[]
        {
            Perceptron.BinaryClassifier<T>(3).WithOptimizer(Optimizer.Adam()), Perceptron.BinaryClassifier<T>(3).WithPenalty(Penalty.L2(0.1)), Perceptron.BinaryClassifier<T>(3).WithAveraging(),
        })
        {
            moving.Build().TryCheck(row, 1, out error).Should().BeFalse();
            error.Should().StartWith("The input is a sparse row").And.Contain("or pass dense rows");
            moving.Build().Invoking(it => it.Learn(new SparseRow<T>([1]), 1)).Should().Throw<ArgumentException>();
        }
    }

    private static void Check(Predictor<T> network, int[] indices, T[] values, string? says)
    {
        network.TryCheck(new SparseRow<T>(indices, values), out string? error).Should().Be(says is null);
        if (says is null)
        {
            error.Should().BeNull();
        }
        else
        {
            error.Should().Contain(says);
        }
    }

    private static Perceptron<T> Trained(Random random, int outputs, bool isStandardized)
    {
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(Inputs, outputs);
        Perceptron<T> network = (isStandardized ? description.WithStandardization() : description).Build();
        T[] rows = [.. Enumerable.Range(0, 20 * Inputs).Select(_ => T.CreateTruncating(random.NextDouble()))];
        T[] targets = [.. Enumerable.Range(0, 20 * outputs).Select(_ => T.CreateTruncating(random.NextDouble()))];
        network.Fit(rows, targets, new TrainingOptions { Epochs = 3 });
        return network;
    }
}

public sealed class SparseExplanationTestsInFloat : SparseExplanationTests<float>;

public sealed class SparseExplanationTestsInDouble : SparseExplanationTests<double>;
