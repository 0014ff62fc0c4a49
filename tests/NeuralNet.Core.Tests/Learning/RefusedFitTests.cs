using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Learning;

/// <summary>A Fit that takes no step changes nothing: not the weights, not what is fixed by a first Fit, not what can be resumed.</summary>
public abstract class RefusedFitTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowCount = 24;

    private static readonly T[] _rows = Rows<T>(RowCount, 3);
    private static readonly int[] _labels = Labels(RowCount, 2);
    private static readonly Examples<T> _examples = new(_rows, _labels);
    private static readonly TrainingOptions _options = new() { Epochs = 30, Patience = 50, BatchSize = 8 };

    [Theory]
    [InlineData("momentum")]
    [InlineData("adam")]
    [InlineData("averaged")]
    [InlineData("lbfgs")]
    [InlineData("plateau")]
    public void A_Fit_without_a_step_changes_neither_the_network_nor_a_resumed_training(string kind)
    {
        foreach ((bool isTrained, bool resumes) in new[] { (false, false), (false, true), (true, false), (true, true) })
        {
            LeavesAll(kind, isTrained, resumes);
        }
    }

    private static void LeavesAll(string kind, bool isTrained, bool resumes)
    {
        foreach ((string name, Action<Perceptron<T>, TrainingOptions> call) in Calls(kind))
        {
            Perceptron<T> network = Network(kind, isTrained);
            Perceptron<T> twin = Network(kind, isTrained);
            byte[] before = network.ToBytes();

            call(network, Options(kind) with { Resume = resumes });

            network.ToBytes().Should().Equal(before, "{0}", name);
            network.Fit(_examples, Options(kind) with { Resume = true }, Validation());
            twin.Fit(_examples, Options(kind) with { Resume = true }, Validation());
            network.ToBytes().Should().Equal(twin.ToBytes(), "{0}, resumed", name);
        }
    }

    private static IEnumerable<(string Name, Action<Perceptron<T>, TrainingOptions> Call)> Calls(string kind)
    {
        T[] nan = [.. _rows];
        nan[4] = T.NaN;
        TrainingOptions Streamed(TrainingOptions options) => options with { BatchSize = kind == "lbfgs" ? TrainingOptions.FullBatch : null };
        yield return ("NaN in memory", (network, options) => Refused(() => network.Fit(new Examples<T>(nan, _labels), options, Validation())));
        yield return ("NaN in the first batch", (network, options) => Refused(() => network.Fit([new Examples<T>(nan, _labels)], Streamed(options), Validation())));
        yield return ("an empty source", (network, options) => Refused(() => network.Fit([], Streamed(options))));
        yield return ("a source that fails", (network, options) => FluentActions
            .Invoking(() => network.Fit(Failing(), Streamed(options), Validation())).Should().Throw<TimeoutException>());
        yield return ("validation rows of another width", (network, options) => Refused(
            () => network.Fit(_examples, options, new Examples<T>(_rows.AsMemory(0, 4), _labels))));
        yield return ("cancelled beforehand", (network, options) => Cancelled(network.Fit(_examples, options, Validation(), cancellationToken: new(true))));
        yield return ("cancelled beforehand, without validation", (network, options) => Cancelled(network.Fit(_examples, options, cancellationToken: new(true))));
        yield return ("cancelled by the source", (network, options) =>
        {
            using var source = new CancellationTokenSource();
            Cancelled(network.Fit(Cancelling(source), Streamed(options), Validation(), cancellationToken: source.Token));
        });

        static IEnumerable<Examples<T>> Failing() => Enumerable.Range(0, 1).Select(Examples<T> (_) => throw new TimeoutException());

        static IEnumerable<Examples<T>> Cancelling(CancellationTokenSource source)
        {
            source.Cancel();
            yield return _examples;
        }
    }

    private static void Refused(Action call) => call.Should().Throw<ArgumentException>();

    private static void Cancelled(TrainingResult<T> result) => result.StopReason.Should().Be(StopReason.Cancelled);

    private static Examples<T> Validation() => new(_rows.AsMemory(0, 12), _labels.Select(label => 1 - label).Take(4).ToArray());

    private static TrainingOptions Options(string kind) => kind == "lbfgs" ? _options with { BatchSize = null } : _options;

    /// <summary>One that has ended early, so that best and last weights differ; or one that was never trained.</summary>
    private static Perceptron<T> Network(string kind, bool isTrained)
    {
        PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(3).WithStandardization().WithBalancedClasses();
        Perceptron<T> network = (kind switch
        {
            "momentum" => description.WithOptimizer(Optimizer.Momentum()).WithLearningRate(0.3),
            "adam" => description.WithOptimizer(Optimizer.Adam()).WithLearningRate(0.3),
            "averaged" => description.WithAveraging(),
            "lbfgs" => description.WithOptimizer(Optimizer.Lbfgs()),
            _ => description.WithLearningRate(LearningRate.Constant(0.3).LoweredOnPlateau(patience: 1)),
        }).Build();
        if (isTrained)
        {
            network.Fit(_examples, Options(kind) with { Epochs = 20 }, Validation());
        }

        return network;
    }
}

public sealed class RefusedFitTestsInFloat : RefusedFitTests<float>;

public sealed class RefusedFitTestsInDouble : RefusedFitTests<double>;
