using System.Buffers;
using NeuralNet.Core.FileChecks;

namespace NeuralNet.Core.Tests.Learning;

/// <summary>One call at a time changes a network, from its first look at the data to its return.</summary>
public sealed class WritersTests
{
    private static readonly float[] _rows = [1, 2, 3, 4, 5, 6];

    private static readonly int[] _labels = [0, 1, 1];

    [Fact]
    public void Of_two_calls_that_change_a_network_at_once_one_is_refused_and_nothing_mixes()
    {
        using var report = new StringWriter();

        Writers.Run(rounds: 15, report).Should().BeTrue(report.ToString());
    }

    [Fact]
    public void A_call_that_changes_a_network_is_refused_while_another_looks_at_its_data()
    {
        var refused = new List<string>();
        foreach ((string outer, Action<Perceptron<float>, Examples<float>> call) in new (string, Action<Perceptron<float>, Examples<float>>)[]
        {
            ("Fit", (network, examples) => network.Fit(examples, new() { Epochs = 1 })),
            ("Fit, validated", (network, examples) => network.Fit(new Examples<float>(_rows, _labels), new() { Epochs = 1 }, validation: examples)),
            ("Learn", (network, examples) => network.Learn(examples)),
        })
        {
            foreach ((string inner, Action<Perceptron<float>> nested) in new (string, Action<Perceptron<float>>)[]
            {
                ("Fit", network => network.Fit(_rows, _labels)),
                ("Fit of targets", network => network.Fit(_rows, [0f, 1, 1])),
                ("Fit of a source", network => network.Fit([new Examples<float>(_rows, _labels)])),
                ("Learn of a row", network => network.Learn(_rows.AsSpan(0, 2), 1)),
                ("Learn of a batch", network => network.Learn(_rows, _labels)),
                ("SetWeights", network => network.SetWeights([1, 1])),
                ("SetMetadata", network => network.SetMetadata("key", "value")),
                ("Threshold", network => network.SetThreshold(0.7)),
                ("ThresholdLogit", network => network.SetThresholdLogit(1)),
                ("ChooseThreshold", network => network.ChooseThreshold(_rows, _labels, ThresholdGoal.BestF1)),
            })
            {
                Perceptron<float> network = Perceptron.BinaryClassifier<float>(2).Build();
                using var memory = new CallingMemory(
                    _rows, () => nested.Invoking(each => each(network)).Should().Throw<InvalidOperationException>("{0} in {1}", inner, outer));

                call(network, new Examples<float>(memory.Rows, _labels));

                memory.Calls.Should().BePositive();
                nested.Invoking(each => each(network)).Should().NotThrow("{0} after {1}", inner, outer);
                refused.Add(inner);
            }
        }

        refused.Should().HaveCount(30);
    }

    [Fact]
    public void A_call_that_was_refused_lets_the_next_one_in()
    {
        Perceptron<float> network = Perceptron.BinaryClassifier<float>(2).Build();
        foreach (Action<Perceptron<float>> call in new Action<Perceptron<float>>[]
        {
            each => each.Fit([float.NaN, 1], LabelsOf(1)), each => each.Learn([1, 2, 3], LabelsOf(1)), each => each.SetWeights([1]), each => each.SetThreshold(2),
            each => each.SetMetadata(" ", null), each => each.ChooseThreshold(_rows, [1, 1, 1], ThresholdGoal.BestF1),
        })
        {
            call.Invoking(each => each(network)).Should().Throw<ArgumentException>();
            network.Fit(_rows, _labels, new() { Epochs = 1 }).StopReason.Should().Be(StopReason.MaxEpochs);
        }

        static int[] LabelsOf(params int[] labels) => labels;
    }

    /// <summary>Rows whose owner is called whenever they are looked at.</summary>
    private sealed class CallingMemory(float[] values, Action call) : MemoryManager<float>
    {
        private bool _isCalling;

        public int Calls { get; private set; }

        /// <summary>The rows, without a look at them.</summary>
        public Memory<float> Rows => CreateMemory(values.Length);

        public override Span<float> GetSpan()
        {
            if (!_isCalling)
            {
                _isCalling = true;
                Calls++;
                call();
                _isCalling = false;
            }

            return values;
        }

        public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
