
namespace NeuralNet.Core.Tests.Optimizers;

public sealed class StatesTests
{
    [Fact]
    public void A_change_of_StatesPerWeight_is_ignored_after_the_first_use()
    {
        const int inputs = 70;
        float[] rows = SmallData.Rows<float>(8, inputs);
        float[] targets = SmallData.Targets<float>(8, 1);
        Perceptron<float> network = Perceptron.Regressor<float>(inputs).WithOptimizer(Optimizer.From(default(Fickle))).Build();
        Perceptron<float> twin = Perceptron.Regressor<float>(inputs).WithOptimizer(Optimizer.Sgd).Build();

        Fickle.States = 2;
        foreach (Perceptron<float> each in new[] { network, twin })
        {
            each.Learn(rows.AsSpan(0, inputs), targets[0]);
            each.Learn(rows, targets);
            each.Fit(rows, targets, new() { Epochs = 3, BatchSize = 4 });
        }

        SmallData.Bits(network).Should().Be(SmallData.Bits(twin));
    }

    private struct Fickle : IOptimizer
    {
        private double _rate;

        public static int States { get; set; }

        public static int StatesPerWeight => States;

        public readonly string Name => "fickle";

        public void BeginStep(long stepNumber, double learningRate) => _rate = learningRate;

        public readonly TLanes Move<TLanes>(TLanes weight, TLanes gradient, ref TLanes first, ref TLanes second, out TLanes rate)
            where TLanes : struct, ILanes<TLanes>
        {
            rate = TLanes.Create(_rate);
            return TLanes.FusedMultiplyAdd(TLanes.Create(-_rate), gradient, weight);
        }
    }
}
