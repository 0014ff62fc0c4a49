using System.Numerics;
using NeuralNet.Core.Losses;
using NeuralNet.Core.Training;

namespace NeuralNet.Core.Tests.Training;

/// <summary>A trainer that may keep a few rows only reaches the optimum of all rows in memory, by epochs on a smoothed loss.</summary>
public abstract class KinkTrainerTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowCount = 600;
    private const int Inputs = 2;
    private const int MostEpochs = 300;

    private static readonly T[] _rows = Numbers.Of<T>(new Random(51).Values(RowCount * Inputs, -2, 2));
    private static readonly T[] _weights = Numbers.Of<T>([.. Enumerable.Range(0, RowCount).Select(row => row % 5 / 2.0)]);
    private static readonly T[] _offsets = Numbers.Of<T>(new Random(52).Values(RowCount, -1, 1));

    [Theory]
    [InlineData("quantile", 0, Reduction.Mean, 1)]
    [InlineData("quantile", 0.1, Reduction.Sum, 1)]
    [InlineData("quantile", 0, Reduction.Sum, 2)]
    [InlineData("insensitive", 0, Reduction.Mean, 1)]
    [InlineData("insensitive", 0.1, Reduction.Mean, 2)]
    [InlineData("hinge", 0.05, Reduction.Mean, 1)]
    [InlineData("hinge", 0, Reduction.Sum, 1)]
    public void The_optimum_of_few_rows_at_a_time_is_that_of_all(string kind, double strength, Reduction reduction, int outputs)
    {
        foreach (bool isPlain in new[] { true, false })
        {
            T[] targets = Targets(kind, outputs);
            PerceptronBuilder<T> description = Perceptron.WithInputs<T>(Inputs).WithOutputs(outputs).WithLoss(LossOf(kind), reduction)
                .WithPenalty(Penalty.L2(strength)).WithOptimizer(Optimizer.Newton());
            Examples<T> examples = isPlain ? new(_rows, targets) : new(_rows, targets, _weights) { Offsets = Offsets(outputs) };
            TrainingResult<T> expected = description.Build().Fit(examples, new() { Epochs = 50 });
            expected.StopReason.Should().Be(StopReason.Converged, expected.Message);
            var parameters = new Parameters<T>(Inputs, outputs, standardizes: false, averages: false);
            KinkTrainer<T> trainer = Create(description, parameters);

            List<EpochEnd> ends = Train(trainer, examples, out double objective);

            ends[^1].Should().Be(EpochEnd.Converged);
            ends.Count.Should().BeInRange(3, 60, "a smoothed optimum takes some epochs, and each width a few");
            trainer.Steps.Should().Be(ends.Count);
            trainer.Optimality!.Value.Gradient.Should().BeLessThanOrEqualTo(trainer.Optimality.Value.Tolerance);
            double share = Numbers.For<T>(1e-9, 2e-6);
            objective.Should().BeApproximately(expected.LossHistory[^1], share * expected.LossHistory[^1]);
            double distance = Numbers.For<T>(1e-6, 1e-2);
            for (int index = 0; index < parameters.Weights.Length; index++)
            {
                double weight = double.CreateTruncating(parameters.Weights[index]);
                weight.Should().BeApproximately(double.CreateTruncating(expected.Network.Weights[index]), distance);
            }
        }
    }

    [Fact]
    public void A_training_that_begins_again_has_the_same_bits()
    {
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(Inputs).WithLoss(LossOf("quantile")).WithOptimizer(Optimizer.Newton());
        var examples = new Examples<T>(_rows, Targets("quantile", 1));
        var parameters = new Parameters<T>(Inputs, 1, standardizes: false, averages: false);
        KinkTrainer<T> trainer = Create(description, parameters);
        Train(trainer, examples, out _);
        T[] first = [.. parameters.Trained];

        parameters.Trained.Clear();
        trainer.Forget();
        trainer.BeginFit();
        Train(trainer, examples, out _);

        parameters.Trained.ToArray().Should().Equal(first);
    }

    private static KinkTrainer<T> Create(PerceptronBuilder<T> description, Parameters<T> parameters)
    {
        PerceptronBuilder<T> own = description.Build().Description;
        var settings = new TrainerSettings
        {
            HasBias = true,
            Reduction = own.Reduction,
            Rate = own.LearningRate.Schedule,
            Targets = own.Loss.Targets.Interval,
            Penalty = own.Penalty,
            Clipping = own.Clipping,
            FirstAveragedStep = 0,
        };
        var smoothed = new SmoothedKinks(own.Loss.Kinks!);
        CurvatureShape shape = CurvatureShape.Of(Inputs, true, parameters.Outputs, smoothed);
        var search = new KinkSearch(own.Loss.Kinks!, shape.Width, 40 * parameters.Outputs);
        return new(own.Loss.CreateGradient(parameters, settings), smoothed, search, 1e-7, own.Loss.OptimumOf(parameters.Outputs), settings);
    }

    private static List<EpochEnd> Train(KinkTrainer<T> trainer, Examples<T> examples, out double objective)
    {
        var span = new ExampleSpan<T>(examples.Inputs.Rows, examples.Targets.Span, [], RowCount)
        {
            Weights = examples.SampleWeights.Span, Offsets = examples.Offsets.Span,
        };
        var ends = new List<EpochEnd>();
        do
        {
            ends.Add(trainer.RunEpoch(new(span), RowCount, null, default, out objective));
        }
        while (ends[^1] == EpochEnd.Completed && ends.Count < MostEpochs);

        return ends;
    }

    private static Loss LossOf(string kind) => kind switch
    {
        "quantile" => Loss.Quantile(0.3),
        "insensitive" => Loss.EpsilonInsensitive(0.2),
        _ => Loss.Hinge,
    };

    private static T[] Offsets(int outputs) => [.. _offsets.SelectMany(offset => Enumerable.Repeat(offset, outputs))];

    private static T[] Targets(string kind, int outputs)
    {
        double[] noise = new Random(53).Values(RowCount * outputs, -2, 2);
        return Numbers.Of<T>([.. noise.Select((value, index) =>
        {
            double target = double.CreateTruncating(_rows[index / outputs * Inputs]) + (value * ((index % outputs) + 1));
            return kind != "hinge" ? target : target > 0 ? 1 : 0;
        })]);
    }
}

public sealed class KinkTrainerTestsInFloat : KinkTrainerTests<float>;

public sealed class KinkTrainerTestsInDouble : KinkTrainerTests<double>;
