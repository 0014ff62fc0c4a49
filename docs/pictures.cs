#:project ../src/NeuralNet.Core
#:package ScottPlot
#:property PublishAot=false

// Draws the pictures of the documents, into docs/pictures: dotnet run docs/pictures.cs
// The numbers, and so the pictures, are the same on every machine.

using System.Globalization;
using System.Runtime.CompilerServices;
using NeuralNet.Core;
using ScottPlot;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string folder = Path.GetDirectoryName(Here())!;
string pictures = Path.Combine(folder, "pictures");
Directory.CreateDirectory(pictures);

// Colors that people with any color vision can distinguish (M. Okabe and K. Ito, Color universal design, 2008).
Color[] colors = [Color.FromHex("#0072B2"), Color.FromHex("#D55E00"), Color.FromHex("#009E73")];
string[] species = ["setosa", "versicolor", "virginica"];

LossCurve();
DecisionBoundary();
RocCurve();
CalibrationCurve();
LearningCurve("mails", "Spam or not: accuracy against labelled mails", lowest: 0.5);
LearningCurve("packages", "Section of a package: accuracy against labelled texts", lowest: 0);

// The loss of each epoch, for the training flowers and for every third flower, which the network never sees.
void LossCurve()
{
    (double[] rows, int[] labels) = Flowers(columns: [0, 1, 2, 3]);
    ((double[] Rows, int[] Labels) train, (double[] Rows, int[] Labels) held) = Split(rows, labels, inputs: 4, index => index % 3 == 0);
    TrainingResult<double> result = Perceptron.Classifier<double>(inputs: 4, classes: 3).WithStandardization().WithLearningRate(0.03).Build()
        .Fit(new Examples<double>(train.Rows, train.Labels), validation: new Examples<double>(held.Rows, held.Labels));

    using Plot plot = Framed("Training on the iris data", "epoch", "loss (cross-entropy)");
    double[] epochs = [.. Enumerable.Range(1, result.LossHistory.Count).Select(epoch => (double)epoch)];
    Line(plot, epochs, [.. result.LossHistory], "100 flowers it learns from", colors[0]);
    Line(plot, epochs, [.. result.ValidationHistory], "50 flowers it never sees", colors[1]);
    plot.Axes.SetLimits(0, 101, 0, 1.1);
    plot.ShowLegend(Alignment.UpperRight);
    Save(plot, "loss-curve");
}

// The species that a network predicts from two lengths at each point, and the training flowers.
void DecisionBoundary()
{
    (double[] rows, int[] labels) = Flowers(columns: [2, 3]);
    Perceptron<double> network = Perceptron.Classifier<double>(inputs: 2, classes: 3)
        .WithStandardization().WithOptimizer(Optimizer.Lbfgs()).WithPenalty(Penalty.L2(0.001)).Build();
    network.Fit(rows, labels);

    using Plot plot = Framed("Which species, by two lengths", "length of the petal, cm", "width of the petal, cm");
    const int Steps = 140;
    const double Right = 7.2, Top = 2.7;
    for (int of = 0; of < species.Length; of++)
    {
        // Each strip of the picture has one region per species, because the borders are straight.
        for (int step = 0; step < Steps; step++)
        {
            double left = Right * step / Steps, right = Right * (step + 1) / Steps;
            double[] inside = [.. Enumerable.Range(0, 541).Select(at => Top * at / 540).Where(y => network.PredictClass([(left + right) / 2, y]) == of)];
            if (inside.Length > 0)
            {
                var strip = plot.Add.Rectangle(left, right, inside[0], Math.Min(Top, inside[^1] + (Top / 540)));
                strip.FillColor = colors[of].WithAlpha(0.22);
                strip.LineWidth = 0;
            }
        }
    }

    MarkerShape[] shapes = [MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp];
    for (int of = 0; of < species.Length; of++)
    {
        int[] flowers = [.. Enumerable.Range(0, labels.Length).Where(row => labels[row] == of)];
        var points = plot.Add.ScatterPoints(flowers.Select(row => rows[2 * row]).ToArray(), flowers.Select(row => rows[(2 * row) + 1]).ToArray(), colors[of]);
        points.MarkerShape = shapes[of];
        points.MarkerSize = 7;
        points.LegendText = species[of];
    }

    plot.Axes.SetLimits(0, Right, 0, Top);
    plot.ShowLegend(Alignment.UpperLeft);
    Save(plot, "decision-boundary");
}

// For every threshold the share of malignant tumors found, against the share of benign tumors predicted as malignant.
void RocCurve()
{
    using Plot plot = Framed("ROC curves on 169 held-out tumours", "benign taken for malignant, share", "malignant found, share");
    (int[] Columns, string Name)[] networks = [([.. Enumerable.Range(0, 30)], "30 measurements"), ([1, 4], "texture and smoothness alone")];
    for (int index = 0; index < networks.Length; index++)
    {
        (double[] rows, int[] labels) = Tumours(networks[index].Columns);
        int inputs = networks[index].Columns.Length;
        ((double[] Rows, int[] Labels) train, (double[] Rows, int[] Labels) test) = Split(rows, labels, inputs, row => row >= 400);
        Perceptron<double> network = Perceptron.BinaryClassifier<double>(inputs).WithStandardization().Build();
        network.Fit(train.Rows, train.Labels);
        double[] logits = new double[test.Labels.Length];
        network.Logits(test.Rows, logits);
        int[] order = [.. Enumerable.Range(0, logits.Length).OrderByDescending(row => logits[row])];
        double malignant = test.Labels.Sum(), benign = test.Labels.Length - malignant;
        double[] found = [0, .. order.Select((_, count) => order.Take(count + 1).Sum(row => test.Labels[row]) / malignant)];
        double[] wrong = [0, .. order.Select((_, count) => order.Take(count + 1).Sum(row => 1 - test.Labels[row]) / benign)];
        double area = network.Evaluate(test.Rows, test.Labels).RocAuc!.Value;
        Line(plot, wrong, found, $"{networks[index].Name}, area {area:F3}", colors[index]);
    }

    Chance(plot, "chance, area 0.5");
    plot.Axes.SetLimits(-0.02, 1.02, -0.02, 1.02);
    plot.ShowLegend(Alignment.LowerRight);
    Save(plot, "roc-curve");
}

// The share of malignant tumors by predicted probability: margins used as logits, and calibrated probabilities.
void CalibrationCurve()
{
    int[] columns = [1, 4];
    (double[] rows, int[] labels) = Tumours(columns);
    ((double[] Rows, int[] Labels) train, (double[] Rows, int[] Labels) rest) = Split(rows, labels, columns.Length, row => row % 3 != 0);
    ((double[] Rows, int[] Labels) calibration, (double[] Rows, int[] Labels) test) = Split(rest.Rows, rest.Labels, columns.Length, row => row % 2 == 0);
    Perceptron<double> network = Perceptron.WithInputs<double>(columns.Length).WithLoss(Loss.Hinge).WithStandardization().Build();
    network.Fit(train.Rows, train.Labels);
    FrozenPerceptron<double> taken = FrozenPerceptron.FromWeights<double>(columns.Length, network.Weights, network.Bias, Activation.Sigmoid);
    FrozenPerceptron<double> calibrated = network.Freeze().Calibrate(calibration.Rows, calibration.Labels);

    using Plot plot = Framed("Calibration of a support vector machine", "predicted probability of malignant", "share that is malignant");
    (FrozenPerceptron<double> Model, string Name)[] models = [(taken, "margins through the sigmoid"), (calibrated, "calibrated (Platt scaling)")];
    for (int index = 0; index < models.Length; index++)
    {
        ClassificationMetrics metrics = models[index].Model.Evaluate(test.Rows, test.Labels);
        CalibrationBin[] bins = [.. metrics.Calibration(bins: 6)!.Where(bin => bin.RowCount > 0)];
        Line(
            plot,
            [.. bins.Select(bin => bin.MeanPrediction)],
            [.. bins.Select(bin => bin.ShareOfClass1)],
            $"{models[index].Name}, log loss {metrics.LogLoss:F3}",
            colors[index],
            markers: 8);
    }

    Chance(plot, "as it should be");
    plot.Axes.SetLimits(-0.02, 1.02, -0.02, 1.02);
    plot.ShowLegend(Alignment.LowerRight);
    Save(plot, "calibration-curve");
}

// Accuracy on held-out texts against the number of labelled ones, as docs/text/curve.sh measured it: mean, least and most of all draws.
void LearningCurve(string set, string title, double lowest)
{
    var results = File.ReadLines(Path.Combine(folder, "text", "learning-curve.csv")).Skip(1).Select(line => line.Split(','))
        .Where(line => line[0] == set)
        .Select(line => (Method: line[1], Texts: int.Parse(line[2], CultureInfo.InvariantCulture), Accuracy: double.Parse(line[4], CultureInfo.InvariantCulture)))
        .ToLookup(line => line.Method);
    using Plot plot = Framed(title, "labelled texts", "accuracy on other texts");
    (string Method, string Name)[] methods = [("embeddings", "embeddings (MiniLM) and NeuralNet.Core"), ("words", "words (TF-IDF) and scikit-learn")];
    for (int index = 0; index < methods.Length; index++)
    {
        var points = results[methods[index].Method].GroupBy(one => one.Texts, one => one.Accuracy).OrderBy(point => point.Key).ToArray();
        double[] xs = [.. points.Select(point => Math.Log10(point.Key))];
        var band = plot.Add.FillY(xs, [.. points.Select(point => point.Min())], [.. points.Select(point => point.Max())]);
        band.FillColor = colors[index].WithAlpha(0.18);
        band.LineWidth = 0;
        Line(plot, xs, [.. points.Select(point => point.Average())], methods[index].Name, colors[index], markers: 7);
    }

    var majority = plot.Add.HorizontalLine(results["majority"].Average(one => one.Accuracy));
    majority.LineColor = Colors.Gray;
    majority.LinePattern = LinePattern.Dashed;
    majority.LegendText = "always the most frequent class";
    int[] ticks = [5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
    plot.Axes.Bottom.SetTicks([.. ticks.Select(tick => Math.Log10(tick))], [.. ticks.Select(tick => $"{tick}")]);
    plot.Axes.SetLimits(Math.Log10(4.5), Math.Log10(8000), lowest, 1.01);
    plot.ShowLegend(Alignment.LowerRight);
    Save(plot, $"learning-curve-{set}");
}

(double[] Rows, int[] Labels) Flowers(int[] columns)
{
    string[][] lines = Lines("iris.csv");
    return (Columns(lines, columns), [.. lines.Select(line => species.IndexOf(line[4]))]);
}

(double[] Rows, int[] Labels) Tumours(int[] columns)
{
    string[][] lines = Lines("breast_cancer_wisconsin.csv");
    return (Columns(lines, columns), [.. lines.Select(line => line[30] == "malignant" ? 1 : 0)]);
}

string[][] Lines(string file) => [.. File.ReadLines(Path.Combine(folder, "data", file)).Skip(1).Select(line => line.Split(','))];

static double[] Columns(string[][] lines, int[] columns) =>
    [.. lines.SelectMany(line => columns.Select(column => double.Parse(line[column], CultureInfo.InvariantCulture)))];

// The rows for which a condition does not hold, and those for which it does.
static ((double[] Rows, int[] Labels) Others, (double[] Rows, int[] Labels) Chosen) Split(double[] rows, int[] labels, int inputs, Func<int, bool> isChosen)
{
    (double[], int[]) Those(bool chosen)
    {
        int[] indexes = [.. Enumerable.Range(0, labels.Length).Where(row => isChosen(row) == chosen)];
        return ([.. indexes.SelectMany(row => rows[(row * inputs)..((row + 1) * inputs)])], [.. indexes.Select(row => labels[row])]);
    }

    return (Those(false), Those(true));
}

static Plot Framed(string title, string x, string y)
{
    var plot = new Plot();
    plot.Title(title);
    plot.XLabel(x);
    plot.YLabel(y);

    // White, to keep the dark text readable on dark pages.
    plot.FigureBackground.Color = Colors.White;
    plot.DataBackground.Color = Colors.White;
    return plot;
}

static void Line(Plot plot, double[] xs, double[] ys, string name, Color color, float markers = 0)
{
    var line = plot.Add.Scatter(xs, ys, color);
    line.LineWidth = 2.5f;
    line.MarkerSize = markers;
    line.LegendText = name;
}

static void Chance(Plot plot, string name)
{
    var line = plot.Add.Line(0, 0, 1, 1);
    line.LineColor = Colors.Gray;
    line.LinePattern = LinePattern.Dashed;
    line.MarkerSize = 0;
    line.LegendText = name;
}

void Save(Plot plot, string name)
{
    plot.SaveSvg(Path.Combine(pictures, $"{name}.svg"), 640, 440);
    Console.WriteLine($"docs/pictures/{name}.svg");
}

static string Here([CallerFilePath] string path = "") => path;
