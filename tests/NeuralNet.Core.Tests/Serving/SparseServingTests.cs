namespace NeuralNet.Core.Tests.Serving;

/// <summary>A host answers sparse rows through the same members as dense ones.</summary>
public sealed class SparseServingTests
{
    private const int Inputs = 200, RowCount = 20;

    [Fact]
    public void A_host_predicts_sparse_rows_with_the_bits_of_the_rows_with_their_zeros()
    {
        float[] rows = SparseData.WrittenOut<float>(RowCount, Inputs, perRow: 5);
        SparseRowMemory<float> sparse = SparseData.Sparse(rows, Inputs);
        Perceptron<float> network = Perceptron.BinaryClassifier<float>(Inputs).WithOptimizer(Optimizer.AdaGrad()).WithClassNames("no", "yes").Build();
        int[] labels = [.. Enumerable.Range(0, RowCount).Select(row => row % 2)];
        network.Fit(sparse.Rows, labels, new TrainingOptions { Epochs = 5 });
        var host = new PerceptronHost<float>(network.Freeze());
        IPredictor<float> predictor = host;
        (float[] dense, float[] answered) = (new float[RowCount], new float[RowCount]);
        (int[] denseClasses, int[] answeredClasses) = (new int[RowCount], new int[RowCount]);

        predictor.Predict(rows, dense);
        predictor.Predict(sparse.Rows, answered);
        predictor.PredictClasses(rows, denseClasses);
        predictor.PredictClasses(sparse.Rows, answeredClasses);

        answered.Should().Equal(dense);
        answeredClasses.Should().Equal(denseClasses);
        for (int row = 0; row < RowCount; row++)
        {
            SparseRow<float> one = sparse.Rows[row];
            host.Current.Predict(one).Should().Be(dense[row]);
            host.Current.PredictClass(one).Should().Be(denseClasses[row]);
            host.Current.PredictClassName(one).Should().Be(denseClasses[row] == 1 ? "yes" : "no");
            float[] contributions = new float[one.Indices.Length];
            host.Current.Contributions(one, contributions);
            contributions.Should().NotContain(float.NaN);
        }

        host.Current.TryCheck(new SparseRow<float>([Inputs]), out string? error).Should().BeFalse();
        error.Should().Contain($"this network has {Inputs} inputs");
    }

    [Fact]
    public void A_host_reloads_a_file_without_zeros()
    {
        FrozenPerceptron<float> first = FrozenPerceptron.FromWeights<float>(5000, new float[5000], [0f], Activation.Sigmoid);
        float[] weights = new float[5000];
        weights[4321] = 2;
        FrozenPerceptron<float> second = FrozenPerceptron.FromWeights<float>(5000, weights, [0f], Activation.Sigmoid);
        var host = new PerceptronHost<float>(first);

        host.Reload(() => FrozenPerceptron.Load<float>(first.ToBytes())).Version.Should().Be(1, "it is the same model");
        host.Reload(() => FrozenPerceptron.Load<float>(second.ToBytes())).Version.Should().Be(2);

        host.Current.Predict(new SparseRow<float>([4321])).Should().Be(second.Predict(new SparseRow<float>([4321])));
    }
}
