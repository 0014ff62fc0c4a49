using System.Numerics;
using NeuralNet.Core.UserCode;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>A custom function of time as the learning rate.</summary>
public abstract class UserRateTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Inputs = 3;
    private const int RowCount = 20;

    private readonly T[] _rows = Rows<T>(RowCount, Inputs);
    private readonly T[] _targets = Targets<T>(RowCount, 1);

    [Fact]
    public void Each_step_uses_the_rate_of_its_time()
    {
        Perceptron<T> network = Perceptron.Regressor<T>(Inputs).WithLearningRate(SawTooth.Of(0.2)).Build();
        Perceptron<T> twin = Perceptron.Regressor<T>(Inputs).WithInitialWeights(InitialWeights.Zeros).Build();
        for (int step = 0; step < 9; step++)
        {
            // A new network for each rate takes one step from the end of the last one.
            Perceptron<T> next = Perceptron.Regressor<T>(Inputs)
                .WithLearningRate(0.2 * (1 - (0.25 * (step % 4))))
                .WithInitialWeights(twin.Weights, twin.Bias)
                .Build();

            network.Learn(_rows, _targets);
            next.Learn(_rows, _targets);

            Bits(network).Should().Be(Bits(next));
            twin = next;
        }

        network.Description.ToString().Should().Contain("sgd at saw-tooth(0.2)");
    }

    [Fact]
    public void The_function_receives_step_and_epoch_and_SetWeights_resets_both()
    {
        var seen = new List<RateTime>();
        Perceptron<T> network = Perceptron.Regressor<T>(Inputs).WithLearningRate(LearningRate.From(Record, "recorded")).Build();
        var options = new TrainingOptions { Epochs = 2, BatchSize = 12 };

        network.Fit(_rows, _targets, options);
        network.Learn(_rows, _targets);
        network.SetWeights(new T[Inputs]);
        network.Fit(_rows, _targets, options);

        (long, long)[] fit = [(1, 0), (2, 0), (3, 1), (4, 1)];
        seen.Select(time => (time.Step, time.Epoch)).Should().Equal([.. fit, (5, 2), .. fit]);

        double Record(RateTime time)
        {
            seen.Add(time);
            return 0.1;
        }
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(0, "0")]
    [InlineData(-0.5, "-0.5")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void An_invalid_rate_is_rejected_and_changes_nothing(double bad, string shown)
    {
        bool isBad = false;
        CheckThatNothingChanges<InvalidOperationException>(
            LearningRate.From(_ => isBad ? bad : 0.1, "mine"), value => isBad = value, "'mine'", $"is {shown} at step", "(0, inf)");
    }

    [Fact]
    public void A_function_that_throws_changes_nothing()
    {
        bool isBad = false;
        CheckThatNothingChanges<NotSupportedException>(
            LearningRate.From(_ => isBad ? throw new NotSupportedException("the function's own") : 0.1, "mine"),
            value => isBad = value,
            "the function's own");
    }

    [Fact]
    public void If_the_function_throws_Fit_keeps_the_last_complete_epoch()
    {
        long last = long.MaxValue;
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(Inputs)
            .WithOptimizer(Optimizer.Adam())
            .WithAveraging()
            .WithLearningRate(LearningRate.From(time => time.Step > last ? throw new NotSupportedException() : 0.1, "mine"));
        Perceptron<T> network = description.Build();
        var options = new TrainingOptions { Epochs = 2, BatchSize = 4 };
        Perceptron<T> twin = description.Build().Fit(_rows, _targets, options).Network;

        // Ten steps are the two epochs; the third ends in its third step.
        last = 12;
        network.Invoking(each => each.Fit(_rows, _targets, options with { Epochs = 5 })).Should().ThrowExactly<NotSupportedException>();

        network.CompletedEpochs.Should().Be(2);
        Bits(network).Should().Be(Bits(twin));
        last = long.MaxValue;
        network.Fit(_rows, _targets, options);
        twin.Fit(_rows, _targets, options);
        Bits(network).Should().Be(Bits(twin));
    }

    [Fact]
    public void An_optimizer_that_throws_before_a_step_changes_nothing()
    {
        var fuse = new Fuse();
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(Inputs).WithOptimizer(Optimizer.From(new FusedSgd(fuse)));
        Perceptron<T> network = description.Build();
        Perceptron<T> twin = description.Build();
        network.Learn(_rows, _targets);
        twin.Learn(_rows, _targets);

        fuse.IsBlown = true;
        network.Invoking(each => each.Learn(_rows, _targets)).Should().ThrowExactly<NotSupportedException>();
        network.Invoking(each => each.Learn(_rows.AsSpan(0, Inputs), _targets[0])).Should().ThrowExactly<NotSupportedException>();
        fuse.IsBlown = false;

        // The length of a step depends on its number.
        network.Learn(_rows, _targets);
        twin.Learn(_rows, _targets);
        Bits(network).Should().Be(Bits(twin));
    }

    private void CheckThatNothingChanges<TException>(LearningRate rate, Action<bool> setBad, params string[] words)
        where TException : Exception
    {
        foreach (bool isStandardized in new[] { false, true })
        {
            PerceptronBuilder<T> description = Perceptron.Regressor<T>(Inputs)
                .WithOptimizer(Optimizer.Adam())
                .WithPenalty(Penalty.L1(0.01))
                .WithGradientClipping(GradientClipping.ByNorm(0.1))
                .WithAveraging()
                .WithLearningRate(rate);
            description = isStandardized ? description.WithStandardization() : description;
            var options = new TrainingOptions { Epochs = 2, BatchSize = 7 };
            Perceptron<T> network = description.Build();
            Perceptron<T> twin = description.Build();
            network.Fit(_rows, _targets, options);
            twin.Fit(_rows, _targets, options);

            setBad(true);
            Action[] calls =
            [
                () => network.Learn(_rows, _targets),
                () => network.Learn(_rows.AsSpan(0, Inputs), _targets[0]),
                () => network.Fit(_rows, _targets, options),
            ];
            foreach (Action call in calls)
            {
                call.Should().ThrowExactly<TException>().Which.Message.Should().ContainAll(words);
                Bits(network).Should().Be(Bits(twin));
            }

            setBad(false);
            network.CompletedEpochs.Should().Be(2);
            network.Fit(_rows, _targets, options);
            twin.Fit(_rows, _targets, options);
            Bits(network).Should().Be(Bits(twin));
        }
    }

    private sealed class Fuse
    {
        public bool IsBlown { get; set; }
    }

    /// <summary>Gradient descent with steps that shrink by their number, unless the fuse is blown.</summary>
    private struct FusedSgd(Fuse fuse) : IOptimizer
    {
        private double _rate;

        public static int StatesPerWeight => 0;

        public readonly string Name => "fused";

        public void BeginStep(long stepNumber, double learningRate) =>
            _rate = fuse.IsBlown ? throw new NotSupportedException() : learningRate / stepNumber;

        public readonly TLanes Move<TLanes>(
            TLanes weight, TLanes gradient, ref TLanes first, ref TLanes second, out TLanes rate)
            where TLanes : struct, ILanes<TLanes>
        {
            rate = TLanes.Create(_rate);
            return weight - (rate * gradient);
        }
    }
}

public sealed class UserRateTestsInDouble : UserRateTests<double>;

public sealed class UserRateTestsInFloat : UserRateTests<float>;
