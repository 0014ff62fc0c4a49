using System.Buffers;
using NeuralNet.Core.FileChecks;

namespace NeuralNet.Core.Tests.Learning;

/// <summary>Only one call at a time may change a network, from its first read of the data to its return.</summary>
public sealed class WritersTests
{
    private static readonly float[] _rows = [1, 2, 3, 4, 5, 6];

    private static readonly int[] _labels = [0, 1, 1];

    [Fact]
    public void One_of_two_simultaneous_writers_is_rejected()
    {
        using var report = new StringWriter();

        Writers.Run(rounds: 15, report).Should().BeTrue(report.ToString());
    }

    [Fact]
    public void A_writer_is_rejected_while_another_one_reads_its_data()
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
    public void After_a_rejected_call_the_next_one_succeeds()
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

    /// <summary>Rows whose owner is called at each access.</summary>
    private sealed class CallingMemory(float[] values, Action call) : MemoryManager<float>
    {
        private bool _isCalling;

        public int Calls { get; private set; }

        /// <summary>The rows, without an access.</summary>
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
