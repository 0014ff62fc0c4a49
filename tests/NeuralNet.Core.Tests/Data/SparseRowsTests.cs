using System.Numerics;
using NeuralNet.Core.Tests.Optimizers;
using static NeuralNet.Core.Tests.Support.SmallData;
using static NeuralNet.Core.Tests.Support.SparseData;

namespace NeuralNet.Core.Tests.Data;

/// <summary>Sparse rows give the bits of the same rows with their zeros.</summary>
public abstract class SparseRowsTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Count = 61;

    public static TheoryData<string, int, int> Trainings
    {
        get
        {
            TheoryData<string, int, int> all = [];
            foreach (string optimizer in OptimizerCatalog.All.Select(optimizer => optimizer.Name))
            {
                foreach (int inputs in (int[])[1, 4, 9, 17, 40, 70, 300, 5000])
                {
                    all.Add(optimizer, inputs, 1);
                    all.Add(optimizer, inputs, 3);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Trainings))]
    public void A_training_gives_the_bits_of_the_rows_with_their_zeros(string name, int inputs, int outputs)
    {
        Optimizer optimizer = OptimizerCatalog.All.Single(one => one.Name == name);
        if (optimizer.Name.StartsWith("newton", StringComparison.Ordinal) && inputs > 300)
        {
            return;
        }

        T[] rows = WrittenOut<T>(Count, inputs, perRow: 6);
        SparseRowMemory<T> sparse = Sparse(rows, inputs);
        int[] labels = Labels(Count, Math.Max(outputs, 2));
        T[] weights = Targets<T>(Count, 1);
        bool isPassive = optimizer.Name.Contains("aggressive", StringComparison.Ordinal);
        PerceptronBuilder<T> description = (outputs == 1 || isPassive
            ? Perceptron.BinaryClassifier<T>(inputs).WithLoss(isPassive ? Loss.Hinge : Loss.LogLoss).WithOutputs(outputs)
            : Perceptron.Classifier<T>(inputs, outputs)).WithOptimizer(optimizer);
        foreach (int batchSize in (int[])[1, 7, TrainingOptions.FullBatch])
        {
            foreach (int threads in (int[])[1, 2])
            {
                var options = new TrainingOptions { Epochs = 3, BatchSize = batchSize, Threads = threads };
                Perceptron<T> expected, actual;
                try
                {
                    expected = description.Build().Fit(new Examples<T>(rows, labels, weights), options).Network;
                }
                catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
                {
                    continue;
                }

                actual = description.Build().Fit(new Examples<T>(sparse, labels, weights), options).Network;
                Bits(actual).Should().Be(Bits(expected));
            }
        }
    }
}

public class SparseRowsTestsSingle : SparseRowsTests<float>;

public class SparseRowsTestsDouble : SparseRowsTests<double>;
