using System.Numerics.Tensors;

namespace NeuralNet.Core.Benchmarks;

/// <summary>Rows of ten classes, and the two that learn them: TensorPrimitives by hand, and the library.</summary>
internal sealed class SoftmaxScene
{
    public const int Classes = 10;

    private readonly TrainingOptions _epoch;

    public SoftmaxScene(int rows, int inputs, SoftmaxStep step, int batchSize = 32)
    {
        var random = new Random(1);
        BatchSize = batchSize;
        Rows = new RowStore<float>(rows, inputs);
        foreach (ref float value in Rows.Span)
        {
            value = (2 * random.NextSingle()) - 1;
        }

        Labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            int leading = TensorPrimitives.IndexOfMax(Rows.Row(row)[..Math.Min(inputs, Classes)]);
            Labels[row] = random.Next(8) == 0 ? random.Next(Classes) : leading;
        }

        double rate = step == SoftmaxStep.Adam ? 0.001 : 0.01;
        Tensor = new TensorSoftmax(inputs, Classes, step, rate);
        Network = Perceptron.Classifier<float>(inputs, Classes)
            .WithInitialWeights(InitialWeights.Zeros)
            .WithOptimizer(step == SoftmaxStep.Adam ? Optimizer.Adam() : Optimizer.Momentum())
            .WithLearningRate(rate)
            .Build();
        _epoch = new() { Epochs = 1, BatchSize = batchSize, Shuffle = false };
        CheckAgreement();
    }

    public int BatchSize { get; }

    public RowStore<float> Rows { get; }

    public int[] Labels { get; }

    public TensorSoftmax Tensor { get; }

    public Perceptron<float> Network { get; }

    public void LearnEpochByTensorPrimitives() => Tensor.LearnEpoch(Rows.Span, Labels, BatchSize);

    public TrainingResult<float> FitEpoch() => Network.Fit(Rows.Span, Labels, _epoch);

    private void CheckAgreement()
    {
        LearnEpochByTensorPrimitives();
        FitEpoch();
        var expected = new float[Classes];
        var actual = new float[Classes];
        for (int row = 0; row < Math.Min(Labels.Length, 100); row++)
        {
            Tensor.Predict(Rows.Row(row), expected);
            Network.Predict(Rows.Row(row), actual);
            Agreement.Check<float>("TensorPrimitives by hand", expected, actual);
        }
    }
}
