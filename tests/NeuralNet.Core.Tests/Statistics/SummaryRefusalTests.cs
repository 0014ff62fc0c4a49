using System.Numerics;

namespace NeuralNet.Core.Tests.Statistics;

/// <summary>Summaries that would mislead are refused, with the reason and the cure, and the network does not change.</summary>
public abstract class SummaryRefusalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowCount = 40;

    private static readonly TrainingOptions _options = new() { Epochs = 100 };

    /// <summary>Two inputs that are no function of each other.</summary>
    private static readonly T[] _rows = Numbers.Of<T>([.. Enumerable.Range(0, RowCount).SelectMany(row =>
        new double[] { (row * 7 % 13) - 6, (row * 5 % 11) - 5 })]);

    private static readonly T[] _targets = Numbers.Of<T>([.. Enumerable.Range(0, RowCount).Select(row => (double)((row * 7 % 13) + (row * row % 5)))]);

    /// <summary>Classes that the first input tells in part.</summary>
    private static readonly int[] _labels = [.. Enumerable.Range(0, RowCount).Select(row => (row * 7 % 13) + (row * 11 % 9) > 10 ? 1 : 0)];

    private static PerceptronBuilder<T> Regressor => Perceptron.Regressor<T>(2).WithFeatureNames("a", "b").WithOptimizer(Optimizer.Newton());

    private static PerceptronBuilder<T> Binary => Perceptron.BinaryClassifier<T>(2).WithOptimizer(Optimizer.Newton());

    [Fact]
    public void What_the_tests_change_is_accepted_before()
    {
        Fitted(Regressor).Summarize(_rows, _targets).Coefficients.Should().HaveCount(3);
        Fitted(Binary).Summarize(_rows, _labels).Coefficients.Should().HaveCount(3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.5)]
    [InlineData(95)]
    [InlineData(double.NaN)]
    public void A_level_out_of_range(double level)
    {
        Refused<ArgumentOutOfRangeException>(Fitted(Regressor), network => network.Summarize(_rows, _targets, level: level), "*level is*(0, 1)*0.95 is usual*");
        Refused<ArgumentOutOfRangeException>(Fitted(Binary), network => network.Summarize(_rows, _labels, level: level), "*level is*(0, 1)*");
    }

    [Fact]
    public void An_input_that_repeats_another_up_to_rounding()
    {
        T[] rows = [.. Enumerable.Range(0, RowCount).SelectMany(row =>
        {
            T far = T.CreateTruncating(1e6 + (1e5 * (row * 7 % 13)));
            return new[] { far, far / T.CreateTruncating(3) };
        })];
        Perceptron<T> network = Regressor.Build();
        network.Fit(rows, _targets, _options).AliasedInputs.Should().Equal(1);

        Refused<ArgumentException>(network, own => own.Summarize(rows, _targets), "*input 'b' repeats the inputs before*");
    }

    [Fact]
    public void A_penalty() =>
        Refused<InvalidOperationException>(
            Fitted(Regressor.WithPenalty(Penalty.L2(0.01))), network => network.Summarize(_rows, _targets), "*no summary*penalty*0.01*without WithPenalty*");

    [Fact]
    public void A_loss_that_is_no_likelihood()
    {
        Refused<InvalidOperationException>(
            Fitted(Regressor.WithOptimizer(Optimizer.Lbfgs()).WithLoss(Loss.Huber())), network => network.Summarize(_rows, _targets), "*'huber*no likelihood*Loss.HalfSquaredError*");
        Refused<InvalidOperationException>(
            Fitted(Binary.WithOptimizer(Optimizer.Lbfgs()).WithLoss(Loss.SquaredHinge)), network => network.Summarize(_rows, _labels), "*'squared-hinge*no likelihood*Loss.LogLoss*");
    }

    [Fact]
    public void Outputs_that_are_independent()
    {
        Perceptron<T> network = Perceptron.Regressor<T>(2, 2).WithOptimizer(Optimizer.Newton()).Build();
        T[] twice = [.. _targets.SelectMany(target => new[] { target, target + T.One })];
        network.Fit(_rows, twice, _options);

        Refused<InvalidOperationException>(network, own => own.Summarize(_rows, twice), "*2 outputs are independent*one output for each*");
    }

    [Fact]
    public void Class_weights()
    {
        Refused<InvalidOperationException>(Fitted(Binary.WithBalancedClasses()), network => network.Summarize(_rows, _labels), "*class weights*WithBalancedClasses*");
        Refused<InvalidOperationException>(Fitted(Binary.WithClassWeights(1, 2)), network => network.Summarize(_rows, _labels), "*class weights*WithClassWeights*");
    }

    [Fact]
    public void A_network_that_was_never_fitted()
    {
        Refused<InvalidOperationException>(Regressor.WithStandardization().Build(), network => network.Summarize(_rows, _targets), "*Fit*");
        Refused<InvalidOperationException>(Regressor.Build(), network => network.Summarize(_rows, _targets), "*not at the optimum*");
    }

    [Fact]
    public void Rows_it_was_not_trained_on()
    {
        Refused<InvalidOperationException>(
            Fitted(Regressor), network => network.Summarize(_rows.AsSpan(0, RowCount), _targets.AsSpan(0, RowCount / 2)), "*standard errors away*0.01 standard errors are allowed*rows of the last Fit*");
        Refused<InvalidOperationException>(
            Fitted(Binary), network => network.Summarize(_rows, _labels, Numbers.Of<T>([.. Enumerable.Range(1, RowCount).Select(row => (double)row)])), "*standard errors away*weights of rows of the last Fit*");
    }

    [Fact]
    public void Rows_that_the_training_held_out()
    {
        Perceptron<T> network = Regressor.Build();
        network.Fit(_rows, _targets, new() { Epochs = 100, ValidationFraction = 0.25 });

        Refused<InvalidOperationException>(network, own => own.Summarize(_rows, _targets), "*held out a share of 0.25*without ValidationFraction*");
        network.Fit(_rows, _targets, _options);
        network.Summarize(_rows, _targets).Coefficients.Should().HaveCount(3);
        network.SetWeights(Numbers.Of<T>(1, 1), Numbers.Of<T>(0.0));
        Refused<InvalidOperationException>(network, own => own.Summarize(_rows, _targets), "*rows of the last Fit*");
    }

    /// <summary>All predictions are sure, so there are no second derivatives, but many are wrong: this is no separation.</summary>
    [Fact]
    public void Weights_that_are_far_too_large()
    {
        Perceptron<T> network = Fitted(Binary);
        network.SetWeights(Numbers.Of<T>([1000.0, -1000]), Numbers.Of<T>([500.0]));

        Refused<InvalidOperationException>(network, own => own.Summarize(_rows, _labels), "*not at the optimum of these rows, but far away*");
    }

    /// <summary>No row has a second derivative at all. Where the loss still falls this is no separation either.</summary>
    [Fact]
    public void Weights_so_large_that_no_second_derivative_is_left()
    {
        T[] weights = Numbers.Of<T>([1e5, -1e5]);
        Perceptron<T> network = Fitted(Binary);
        network.SetWeights(weights, Numbers.Of<T>([5e4]));
        int[] labels = [.. _rows.Chunk(2).Select(row => row[0] - row[1] > T.CreateTruncating(-0.5) ? 1 : 0)];

        Refused<InvalidOperationException>(network, own => own.Summarize(_rows, _labels), "*not at the optimum of these rows, but far away*");
        Refused<ArgumentException>(network, own => own.Summarize(_rows, labels), "*separate rows by their class*");
    }

    /// <summary>The weights separate all rows, though a step from here moves some of them back.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Weights_that_separate_rows_in_no_good_direction(int classes)
    {
        int[] labels = [.. _rows.Chunk(2).Select(row => row[0] < T.One ? 0 : classes == 3 && row[0] > T.CreateTruncating(3) ? 2 : 1)];
        Perceptron<T> network = (classes == 2 ? Perceptron.BinaryClassifier<T>(2) : Perceptron.Classifier<T>(2, 3)).Build();
        network.SetWeights(
            Numbers.Of<T>(classes == 2 ? [100, 4] : [0, 0, 100, 4, 200, 8]), Numbers.Of<T>(classes == 2 ? [-50] : [0, -50, -400]));

        Refused<ArgumentException>(network, own => own.Summarize(_rows, labels), "*separate rows by their class*");
    }

    /// <summary>One row of little weight in the other class: the loss is small, and its optimum finite.</summary>
    [Fact]
    public void A_small_loss_is_accepted_if_no_line_separates_all_rows()
    {
        int[] labels = [.. _rows.Chunk(2).Select(row => row[0] > T.Zero ? 1 : 0)];
        int other = Array.FindIndex(_rows.Chunk(2).ToArray(), row => row[0] == T.CreateTruncating(3));
        labels[other] = 0;
        T[] weights = [.. labels.Select((_, row) => T.CreateTruncating(row == other ? Math.ScaleB(1, -11) : 1))];
        Perceptron<T> network = Binary.Build();
        TrainingResult<T> result = network.Fit(new Examples<T>(_rows, labels, weights), _options);

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        result.LossHistory[^1].Should().BeLessThan(1e-3);
        network.Summarize(_rows, labels, weights).Coefficients.Should().HaveCount(3);
    }

    [Fact]
    public void An_input_that_tells_some_rows_of_one_of_three_classes_for_sure()
    {
        int[] labels = [.. _labels.Select((label, row) => row % 4 == 1 ? 2 : label)];
        T[] rows = [.. _rows.Chunk(2).SelectMany((row, index) => new[] { row[0], labels[index] == 2 && index % 8 == 1 ? T.One : T.Zero })];
        Perceptron<T> network = Perceptron.Classifier<T>(2, 3).WithOptimizer(Optimizer.Newton()).Build();
        network.Fit(rows, labels, new() { Epochs = 300 });

        Refused<ArgumentException>(network, own => own.Summarize(rows, labels), "*separate rows by their class*no optimum*");
    }

    /// <summary>How far the weights are from the optimum does not depend on which class comes first.</summary>
    [Fact]
    public void The_distance_of_three_classes_is_the_same_in_any_order()
    {
        int[] labels = [.. _labels.Select((label, row) => row % 4 == 1 ? 2 : label)];
        double[] weights = [0.01, 0, 0.2, 0.1, -0.1, 0.3], biases = [0.5, 0, -0.25];
        string[] messages = [.. Enumerable.Range(0, 3).Select(first =>
        {
            Perceptron<T> network = Perceptron.Classifier<T>(2, 3).Build();
            network.SetWeights(
                Numbers.Of<T>([.. Enumerable.Range(0, 6).Select(index => weights[(index + (2 * first)) % 6])]),
                Numbers.Of<T>([.. Enumerable.Range(0, 3).Select(index => biases[(index + first) % 3])]));
            int[] moved = [.. labels.Select(label => (label + 3 - first) % 3)];
            return FluentActions.Invoking(() => network.Summarize(_rows, moved)).Should().Throw<InvalidOperationException>().Which.Message;
        })];

        messages.Distinct().Should().ContainSingle().Which.Should().Contain("standard errors away");
    }

    [Fact]
    public void A_training_that_is_not_finished()
    {
        Perceptron<T> network = Binary.WithOptimizer(Optimizer.Sgd).Build();
        network.Fit(_rows, _labels, new() { Epochs = 3 });

        Refused<InvalidOperationException>(network, own => own.Summarize(_rows, _labels), "*not at the optimum*StopReason.Converged*Optimizer.Newton*");
    }

    [Fact]
    public void Weight_decay()
    {
        Perceptron<T> network = Binary.WithOptimizer(Optimizer.AdamW(weightDecay: 1)).WithLearningRate(0.01).Build();
        network.Fit(_rows, _labels, new() { Epochs = 300, BatchSize = TrainingOptions.FullBatch });

        Refused<InvalidOperationException>(network, own => own.Summarize(_rows, _labels), "*not at the optimum*");
    }

    [Fact]
    public void Inputs_that_repeat_others()
    {
        T[] wider = [.. _rows.Chunk(2).SelectMany(row => new[] { row[0], row[1], row[0] + row[1], T.One })];
        Perceptron<T> network = Perceptron.Regressor<T>(4).WithFeatureNames("a", "b", "sum", "one").WithOptimizer(Optimizer.Newton()).Build();
        network.Fit(wider, _targets, _options);

        Refused<ArgumentException>(network, own => own.Summarize(wider, _targets), "*inputs 'sum', 'one' repeat the inputs before*Leave out*");
    }

    [Fact]
    public void One_input_that_repeats_others_and_many()
    {
        T[] wider = [.. _rows.Chunk(2).SelectMany(row => new[] { row[0], row[1], T.One, row[0] - row[1] })];
        Perceptron<T> network = Perceptron.Regressor<T>(4).WithoutBias().WithOptimizer(Optimizer.Newton()).Build();
        network.Fit(wider, _targets, _options);
        T[] equal = [.. _rows.Chunk(2).SelectMany(row => Enumerable.Repeat(row[0], 12))];
        Perceptron<T> many = Perceptron.Regressor<T>(12).WithOptimizer(Optimizer.Newton()).Build();
        many.Fit(equal, _targets, _options);

        Refused<ArgumentException>(network, own => own.Summarize(wider, _targets), "The input 'input 3' repeats the inputs before*");
        Refused<ArgumentException>(many, own => own.Summarize(equal, _targets), "The inputs 'input 1', *'input 10', ... repeat the inputs before*");
        T[] fewer = [.. equal.Where((_, index) => index % 12 < 11)];
        Perceptron<T> ten = Perceptron.Regressor<T>(11).WithOptimizer(Optimizer.Newton()).Build();
        ten.Fit(fewer, _targets, _options);
        Refused<ArgumentException>(ten, own => own.Summarize(fewer, _targets), "The inputs 'input 1', *'input 10' repeat the inputs before*");
    }

    [Fact]
    public void An_exact_fit()
    {
        T[] exact = [.. _rows.Chunk(2).Select(row => T.CreateTruncating(3) + row[0] - row[1])];
        Perceptron<T> network = Regressor.Build();
        network.Fit(_rows, exact, _options);

        Refused<ArgumentException>(network, own => own.Summarize(_rows, exact), "*fit the targets exactly*is rounding*");
    }

    [Theory]
    [InlineData("newton")]
    [InlineData("lbfgs")]
    [InlineData("adam")]
    public void Classes_that_the_weights_separate(string optimizer)
    {
        int[] labels = [.. _rows.Chunk(2).Select(row => row[0] > T.Zero ? 1 : 0)];
        Perceptron<T> network = Binary.WithOptimizer(Named(optimizer)).Build();
        network.Fit(_rows, labels, new() { Epochs = 2000 });

        Refused<ArgumentException>(network, own => own.Summarize(_rows, labels), "*separate rows by their class*no optimum*Leave out*");
    }

    [Theory]
    [InlineData("newton")]
    [InlineData("lbfgs")]
    public void An_input_that_tells_some_rows_of_a_class_for_sure(string optimizer)
    {
        // The second input is 1 in rows of class 1 alone, and the first tells nothing for sure.
        T[] rows = [.. _rows.Chunk(2).SelectMany((row, index) => new[] { row[0], _labels[index] == 1 && index % 2 == 0 ? T.One : T.Zero })];
        Perceptron<T> network = Binary.WithOptimizer(Named(optimizer)).Build();
        network.Fit(rows, _labels, new() { Epochs = 300 });

        Refused<ArgumentException>(network, own => own.Summarize(rows, _labels), "*separate rows by their class*no optimum*");
    }

    [Fact]
    public void A_category_without_a_count()
    {
        T[] rows = [.. _rows.Chunk(2).SelectMany((row, index) => new[] { row[0], index % 4 == 0 ? T.One : T.Zero })];
        T[] counts = [.. _targets.Select((target, index) => index % 4 == 0 ? T.Zero : T.Round(target))];
        Perceptron<T> network = Perceptron.WithInputs<T>(2).WithLoss(Loss.Poisson).WithOptimizer(Optimizer.Newton()).Build();
        network.Fit(rows, counts, new() { Epochs = 300 });

        Refused<ArgumentException>(network, own => own.Summarize(rows, counts), "*separate rows whose target is 0*merge*");
    }

    [Fact]
    public void A_class_without_rows()
    {
        Perceptron<T> network = Perceptron.Classifier<T>(2, 3).WithClassNames("x", "y", "z").WithOptimizer(Optimizer.Lbfgs()).Build();
        network.Fit(_rows, _labels, new() { Epochs = 50 });

        Refused<ArgumentException>(network, own => own.Summarize(_rows, _labels), "*No row is of z*no bound*Leave out this class*(Parameter 'labels')");
        T[] targets = [.. _labels.SelectMany(label => Numbers.Of<T>([label == 0 ? 1 : 0, label == 1 ? 1 : 0, 0]))];
        Refused<ArgumentException>(network, own => own.Summarize(_rows, targets), "*No row is of z*(Parameter 'targets')");
    }

    /// <summary>A row of weight 0 is no row of its class, and its probability is no matter.</summary>
    [Fact]
    public void A_class_whose_rows_have_no_weight()
    {
        int[] labels = [.. _labels];
        labels[7] = 2;
        T[] weights = [.. labels.Select(label => label == 2 ? T.Zero : T.One)];
        Perceptron<T> network = Perceptron.Classifier<T>(2, 3).WithOptimizer(Optimizer.Lbfgs()).Build();
        network.Fit(_rows, labels, new() { Epochs = 50 });

        Refused<ArgumentException>(network, own => own.Summarize(_rows, labels, weights), "*No row is of class 2*");
        T[] targets = [.. _labels.Select(label => T.CreateTruncating(label))];
        targets[7] = T.CreateTruncating(0.5);
        Perceptron<T> binary = Binary.Build();
        binary.Fit(new Examples<T>(_rows, targets, weights), _options);
        binary.Summarize(_rows, targets, weights).RowCount.Should().Be(RowCount - 1);
    }

    [Fact]
    public void Rows_of_one_class()
    {
        int[] ones = [.. _labels.Select(_ => 1)];

        Refused<ArgumentException>(Fitted(Binary), network => network.Summarize(_rows, ones), "*label 1*");
    }

    [Fact]
    public void Probabilities_as_targets()
    {
        T[] smooth = [.. _labels.Select(label => T.CreateTruncating(label == 1 ? 0.75 : 0.25))];
        Perceptron<T> network = Binary.Build();
        network.Fit(_rows, smooth, _options);

        Refused<ArgumentException>(network, own => own.Summarize(_rows, smooth), "*probability 0.?5 in row 0*0 or 1*once for each class*weight*");
    }

    [Fact]
    public void No_more_rows_than_weights()
    {
        Refused<ArgumentException>(Fitted(Regressor), network => network.Summarize(_rows.AsSpan(0, 6), _targets.AsSpan(0, 3)), "*3 rows*3 weights*more rows than weights*");
        T[] small = Numbers.Of<T>([.. Enumerable.Repeat(0.0625, RowCount)]);
        Refused<ArgumentException>(Fitted(Regressor), network => network.Summarize(_rows, _targets, small), "*total weight 2.5*3 weights*2 counts as two rows*");
    }

    [Fact]
    public void One_row_for_one_weight()
    {
        Perceptron<T> network = Perceptron.Regressor<T>(1).WithoutBias().WithOptimizer(Optimizer.Newton()).Build();
        network.Fit(Numbers.Of<T>([1.0, 2]), Numbers.Of<T>([1.0, 3]), _options);

        network.Summarize(Numbers.Of<T>([1.0, 2]), Numbers.Of<T>([1.0, 3])).ResidualDegreesOfFreedom.Should().Be(1);
        Refused<ArgumentException>(network, own => own.Summarize(Numbers.Of<T>([1.0]), Numbers.Of<T>([1.0])), "1 row can't tell how certain 1 weight is, biases included*needed. Use more*");
    }

    [Fact]
    public void More_weights_than_fit()
    {
        const int Inputs = 19;
        const int Classes = 300;
        T[] rows = new T[6000 * Inputs];
        int[] labels = [.. Enumerable.Range(0, 6000).Select(row => row % Classes)];

        Refused<ArgumentException>(
            Perceptron.Classifier<T>(Inputs, Classes).Build(), network => network.Summarize(rows, labels), "*5980 weights*covariances*at most 16777216 fit*fewer inputs or classes*");
    }

    [Fact]
    public void A_loss_that_overflows()
    {
        Perceptron<T> network = Perceptron.WithInputs<T>(2).WithLoss(Loss.Poisson).Build();
        network.SetWeights(Numbers.Of<T>([1000.0, 0]));

        Refused<ArgumentException>(network, own => own.Summarize(_rows, _targets), "*overflows*rows of the last Fit*");
        if (typeof(T) == typeof(double))
        {
            // The loss is finite, but not the squares of its derivatives.
            network.SetWeights(Numbers.Of<T>([0.0, 0]), Numbers.Of<T>([Math.Log(1e200)]));
            Refused<ArgumentException>(network, own => own.Summarize(_rows, _targets), "*overflows*rows of the last Fit*");
        }
    }

    [Fact]
    public void Rows_and_weights_that_no_method_takes()
    {
        T[] broken = [.. _rows];
        broken[5] = T.NaN;
        Refused<ArgumentException>(Fitted(Regressor), network => network.Summarize(broken, _targets), "*row 2*");
        Refused<ArgumentException>(Fitted(Regressor), network => network.Summarize(_rows, _targets.AsSpan(1)), "*targets*");
        Refused<ArgumentException>(Fitted(Regressor), network => network.Summarize(_rows, _targets, Numbers.Of<T>([1.0, 2])), "*sampleWeights*");
        Refused<ArgumentException>(Fitted(Regressor), network => network.Summarize(_rows, _targets, new T[RowCount]), "*sampleWeights*");
        Refused<InvalidOperationException>(Fitted(Regressor), network => network.Summarize(_rows, _labels), "*");
        RegressionSummary<T> summary = Fitted(Regressor).Summarize(_rows, _targets);
        FluentActions.Invoking(() => summary.PredictMean(broken)).Should().Throw<ArgumentException>().WithMessage("*row 2*'b'*");
        FluentActions.Invoking(() => summary.PredictMean(_rows.AsSpan(1))).Should().Throw<ArgumentException>();
    }

    private static Optimizer Named(string optimizer) => optimizer switch
    {
        "newton" => Optimizer.Newton(),
        "lbfgs" => Optimizer.Lbfgs(),
        _ => Optimizer.Adam(),
    };

    private static Perceptron<T> Fitted(PerceptronBuilder<T> description)
    {
        Perceptron<T> network = description.Build();
        _ = network.ClassCount > 0 ? network.Fit(_rows, _labels, _options) : network.Fit(_rows, _targets, _options);
        return network;
    }

    private static void Refused<TException>(Perceptron<T> network, Action<Perceptron<T>> call, string message)
        where TException : Exception
    {
        byte[] before = network.ToBytes(withState: true);

        FluentActions.Invoking(() => call(network)).Should().ThrowExactly<TException>().WithMessage(message);

        network.ToBytes(withState: true).Should().Equal(before);
    }
}

public sealed class SummaryRefusalTestsInFloat : SummaryRefusalTests<float>;

public sealed class SummaryRefusalTestsInDouble : SummaryRefusalTests<double>;
