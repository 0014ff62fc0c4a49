using System.Numerics.Tensors;
using NeuralNet.Text;
using static System.FormattableString;

namespace NeuralNet.Core.PeerBenchmarks.Texts;

/// <summary>Classifies real texts: <c>-- text FOLDER</c>, with the files of <c>docs/text/fetch.py sections</c>.</summary>
internal static class TextComparison
{
    private const int Columns = 1 << 20;
    private static readonly int[] _epochs = [1, 3];

    /// <summary>How to call the program for texts.</summary>
    public const string Usage = "Usage: text FOLDER [NAME...], with mails.csv, lines.csv and descriptions.csv of docs/text/fetch.py sections in the folder; all, or those with the names.";

    /// <summary>Prints a table for each file.</summary>
    public static int Run(string folder, ReadOnlySpan<string> names)
    {
        foreach (string name in names.IsEmpty ? ["mails", "lines", "descriptions"] : names)
        {
            string path = Path.Combine(folder, $"{name}.csv");
            if (!File.Exists(path))
            {
                Console.Error.WriteLine($"There is no {path}.");
                Console.Error.WriteLine(Usage);
                return 2;
            }

            var set = TextSet.Read(path);
            Console.WriteLine(Invariant($"\n{name}: {set.Texts.Length:N0} texts, {set.Learned:N0} learned, {set.Classes.Length} classes\n"));
            Console.WriteLine("| way | accuracy | log loss | processor seconds of the training |\n|---|---|---|---|");
            try
            {
                foreach (TextResult result in set.Classes.Length == 2 ? OfTwo(set) : OfMany(set))
                {
                    Console.WriteLine(Invariant($"| {result.Name} | {100 * result.Accuracy:F1} % | {result.LogLoss:F4} | {result.Seconds:F2} |"));
                }
            }
            catch (PeerUnavailableException missing)
            {
                Console.WriteLine(missing.Message);
            }
        }

        return 0;
    }

    private static IEnumerable<TextResult> OfTwo(TextSet set)
    {
        int learned = set.Learned;
        PerceptronBuilder<float> binary = Perceptron.BinaryClassifier<float>(Columns);
        foreach (TextResult result in Folded(set, binary.WithOptimizer(Optimizer.AdaGrad()).WithLearningRate(0.1)))
        {
            yield return result;
        }

        (SparseRowMemory<float> train, SparseRowMemory<float> heldOut) = Weighted(set);
        foreach (TextResult result in ByAdaGrad(set, binary, train, heldOut))
        {
            yield return result;
        }

        Perceptron<float> optimum = binary.WithPenalty(Penalty.L2(1.0 / learned)).WithOptimizer(Optimizer.DualCoordinateDescent).Build();
        TimeSpan before = Environment.CpuUsage.UserTime;
        optimum.Fit(train.Rows, set.Labels.AsSpan(0, learned)).EnsureSucceeded();
        yield return Of("ours, dual coordinate descent, L2(1 / rows), which is C=1", set, optimum, heldOut, Environment.CpuUsage.UserTime - before);
        foreach (TextResult result in ScikitLearn.Run(set, Columns))
        {
            yield return result;
        }

        using var liblinear = new Liblinear(train.Rows, set.Labels.AsSpan(0, learned), heldOut.Rows, set.Labels.AsSpan(learned));
        yield return liblinear.Run(0, "-s 0, logistic regression", set.Labels.AsSpan(learned));
        yield return liblinear.Run(2, "-s 2, support vector machine", set.Labels.AsSpan(learned));
    }

    private static IEnumerable<TextResult> OfMany(TextSet set)
    {
        (SparseRowMemory<float> train, SparseRowMemory<float> heldOut) = Weighted(set);
        int learned = set.Learned;
        PerceptronBuilder<float> softmax = Perceptron.Classifier<float>(Columns, set.Classes.Length);
        PerceptronBuilder<float> damped = softmax.WithOptimizer(Optimizer.AdaGrad(epsilon: 1)).WithLearningRate(3);
        foreach (TextResult result in ByAdaGrad(set, softmax, train, heldOut)
            .Concat(Train(set, "ours, softmax, AdaGrad(epsilon: 1), rate 3", damped, train, heldOut)))
        {
            yield return result;
        }

        yield return OneForEachClass(
            set,
            "logistic, AdaGrad(epsilon: 1), rate 3, 3 epochs",
            Perceptron.BinaryClassifier<float>(Columns).WithOptimizer(Optimizer.AdaGrad(epsilon: 1)).WithLearningRate(3),
            train,
            heldOut,
            new() { BatchSize = 1, Epochs = 3 });
        yield return OneForEachClass(
            set,
            "hinge, AdaGrad(epsilon: 3), rate 1, 5 epochs",
            Perceptron.WithInputs<float>(Columns).WithLoss(Loss.Hinge).WithOptimizer(Optimizer.AdaGrad(epsilon: 3)).WithLearningRate(1),
            train,
            heldOut,
            new() { BatchSize = 1, Epochs = 5 });
        yield return OneForEachClass(
            set,
            "squared hinge, dual coordinate descent, L2(1 / rows), which is C=1",
            Perceptron.WithInputs<float>(Columns).WithLoss(Loss.SquaredHinge).WithPenalty(Penalty.L2(1.0 / learned)).WithOptimizer(Optimizer.DualCoordinateDescent),
            train,
            heldOut,
            new());
        using var liblinear = new Liblinear(train.Rows, set.Labels.AsSpan(0, learned), heldOut.Rows, set.Labels.AsSpan(learned));
        yield return liblinear.Run(2, "-s 2, support vector machine", set.Labels.AsSpan(learned));
        yield return liblinear.Run(0, "-s 0, logistic regression", set.Labels.AsSpan(learned));
    }

    private static IEnumerable<TextResult> ByAdaGrad(TextSet set, PerceptronBuilder<float> description, SparseRowMemory<float> train, SparseRowMemory<float> heldOut) =>
        Train(
            set,
            set.Classes.Length == 2 ? "ours, AdaGrad, rate 1" : "ours, softmax, AdaGrad, rate 1",
            description.WithOptimizer(Optimizer.AdaGrad()).WithLearningRate(1),
            train,
            heldOut);

    /// <summary>Rows of TF-IDF and then of length 1, as scikit-learn makes them.</summary>
    private static (SparseRowMemory<float> Train, SparseRowMemory<float> HeldOut) Weighted(TextSet set)
    {
        var vectorizer = new HashingVectorizer<float>(new() { InputCount = Columns, NgramRange = (1, 2), Norm = RowNorm.None });
        SparseRowMemory<float> train = vectorizer.Rows(set.Texts[..set.Learned]);
        var tfidf = new TfidfTransformer<float>(Columns);
        tfidf.Learn(train.Rows);
        return (tfidf.Transform(train.Rows, RowNorm.L2), tfidf.Transform(vectorizer.Rows(set.Texts[set.Learned..]).Rows, RowNorm.L2));
    }

    /// <summary>Trains on rows of length 1 that are weighted afterwards, and folds the factors into the weights.</summary>
    private static IEnumerable<TextResult> Folded(TextSet set, PerceptronBuilder<float> description)
    {
        var vectorizer = new HashingVectorizer<float>(new() { InputCount = Columns, NgramRange = (1, 2) });
        SparseRowMemory<float> train = vectorizer.Rows(set.Texts[..set.Learned]);
        var tfidf = new TfidfTransformer<float>(Columns);
        tfidf.Learn(train.Rows);
        SparseRowMemory<float> heldOut = vectorizer.Rows(set.Texts[set.Learned..]);
        return Train(set, "ours, AdaGrad, rate 0.1, factors in the weights", description, tfidf.Transform(train.Rows), heldOut, tfidf.Fold);
    }

    /// <summary>Trains, and goes on after some epochs.</summary>
    private static IEnumerable<TextResult> Train(
        TextSet set,
        string name,
        PerceptronBuilder<float> description,
        SparseRowMemory<float> train,
        SparseRowMemory<float> heldOut,
        Func<Perceptron<float>, Perceptron<float>>? fold = null)
    {
        Perceptron<float> network = description.Build();
        TimeSpan time = default;
        int done = 0;
        foreach (int epochs in _epochs)
        {
            TimeSpan before = Environment.CpuUsage.UserTime;
            network.Fit(train.Rows, set.Labels.AsSpan(0, set.Learned), new() { BatchSize = 1, Epochs = epochs - done }).EnsureSucceeded();
            time += Environment.CpuUsage.UserTime - before;
            done = epochs;
            yield return Of(Invariant($"{name}, {epochs} epoch(s)"), set, fold?.Invoke(network) ?? network, heldOut, time);
        }
    }

    /// <summary>
    /// Trains one network of two classes for each class, which decides by the highest logit. A probability is divided by the sum of all, as
    /// LIBLINEAR does.
    /// </summary>
    private static TextResult OneForEachClass(
        TextSet set, string name, PerceptronBuilder<float> description, SparseRowMemory<float> train, SparseRowMemory<float> heldOut, TrainingOptions options)
    {
        int classes = set.Classes.Length;
        int rows = set.Texts.Length - set.Learned;
        double[] scores = new double[rows * classes];
        float[] ofClass = new float[rows];
        TimeSpan time = default;
        for (int label = 0; label < classes; label++)
        {
            Perceptron<float> network = description.Build();
            int[] isIt = [.. set.Labels.Take(set.Learned).Select(other => other == label ? 1 : 0)];
            TimeSpan before = Environment.CpuUsage.UserTime;
            network.Fit(train.Rows, isIt, options).EnsureSucceeded();
            time += Environment.CpuUsage.UserTime - before;
            network.Logits(heldOut.Rows, ofClass);
            for (int row = 0; row < rows; row++)
            {
                scores[(row * classes) + label] = ofClass[row];
            }
        }

        int correct = 0;
        double loss = 0;
        for (int row = 0; row < rows; row++)
        {
            Span<double> ofRow = scores.AsSpan(row * classes, classes);
            int label = set.Labels[set.Learned + row];
            correct += TensorPrimitives.IndexOfMax(ofRow) == label ? 1 : 0;
            TensorPrimitives.Sigmoid(ofRow, ofRow);
            loss -= Math.Log(ofRow[label] / TensorPrimitives.Sum<double>(ofRow));
        }

        bool hasProbabilities = description.Build().OutputActivation == Activation.Sigmoid;
        return new($"ours, a network for each class, {name}", (double)correct / rows, hasProbabilities ? loss / rows : null, time.TotalSeconds);
    }

    private static TextResult Of(string name, TextSet set, Perceptron<float> network, SparseRowMemory<float> heldOut, TimeSpan time)
    {
        ClassificationMetrics metrics = network.Evaluate(heldOut.Rows, set.Labels.AsSpan(set.Learned));
        return new(name, metrics.Accuracy, metrics.LogLoss, time.TotalSeconds);
    }
}
