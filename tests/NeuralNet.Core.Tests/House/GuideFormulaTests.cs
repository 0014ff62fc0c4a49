
namespace NeuralNet.Core.Tests.House;

/// <summary>The formulas of docs/guide.md, compiled, give what the library computes.</summary>
public sealed class GuideFormulaTests
{
    private const string OfLosses =
        "double z, double y, double p, double activation, double delta, double epsilon, double quantile";

    private const string OfCoupledLosses = "Numbers z, Numbers y, Numbers p, int c, double r";

    private static readonly double[] Logits = [.. Enumerable.Range(-32, 65).Select(step => 0.1875 * step), 0.1, -0.3, 0.7];

    /// <summary>Members whose formula is no code: they search, or are the user's.</summary>
    private static readonly string[] InWords =
    [
        "Loss.From", "Activation.From", "Optimizer.From", "LearningRate.From", "Optimizer.Lbfgs", "Optimizer.Newton", "Optimizer.CoordinateDescent", "Optimizer.DualCoordinateDescent", "Optimizer.Auto", "LearningRate.LoweredOnPlateau",
    ];

    [Fact]
    public void All_formulas_but_a_few_are_code()
    {
        string[] families =
        [
            "Losses", "Activations", "Optimizers", "Learning rates", "Penalties", "Gradient clipping", "Initial weights",
        ];

        families.SelectMany(family => Guide.Column(family, "formula"))
            .Where(row => !IsCode(row.Cell)).Select(row => row.Name)
            .Should().BeEquivalentTo(InWords);
    }

    [Fact]
    public void A_loss_is_its_formula()
    {
        (Factory factory, Func<object[], object> formula)[] losses = Compiled(
            "Losses", factory => IsCoupled(factory) ? OfCoupledLosses : OfLosses,
            code => $"return {code};", "double e = z - y; double m = (2 * y - 1) * z;");

        foreach ((Factory factory, Func<object[], object> formula) in losses)
        {
            foreach (object[] arguments in (object[][])[factory.DefaultArguments(), factory.SampleArguments()])
            {
                var loss = (Loss)factory.Make(arguments);
                if (IsCoupled(factory))
                {
                    CheckCoupled(loss, formula);
                    continue;
                }

                foreach (double logit in Logits)
                {
                    foreach (double target in TargetsOf(loss))
                    {
                        double expected = (double)formula(
                            [logit, target, Predicted(loss, logit), .. Named(factory, arguments, OfLosses, from: 3)]);
                        loss.Evaluate<double>([logit], [target], new double[1])
                            .ShouldBeClose(expected, 1e-9, 1e-14, $"{factory.Name} at {logit} for {target}");
                    }
                }
            }
        }
    }

    [Fact]
    public void A_loss_has_the_shape_of_its_row()
    {
        foreach ((string name, string shape) in Guide.Column("Losses", "shape"))
        {
            Factory factory = Factory.Named(name);
            if (!factory.IsUsers)
            {
                var loss = (Loss)factory.Make(factory.DefaultArguments());
                (bool isConvex, bool isSmooth) = ShapeOf(loss);
                shape.Should().Be($"{(isConvex ? "convex" : "not convex")}, {(isSmooth ? "smooth" : "kink")}", $"so is {name}");
            }
        }
    }

    [Fact]
    public void An_activation_is_its_formula()
    {
        (Factory Factory, Func<object[], object> Formula)[] activations = Compiled(
            "Activations",
            factory => factory.Name == "Activation.Softmax" ? "Numbers z, int o" : "double z",
            code => $"return {code};");

        foreach ((Factory factory, Func<object[], object> formula) in activations)
        {
            var activation = (Activation)factory.Make([]);
            foreach (double logit in Logits)
            {
                double[] logits = activation == Activation.Softmax ? [0.25, logit, -1] : [logit];
                var predictions = new double[logits.Length];
                activation.Apply<double>(logits, predictions);
                for (int output = 0; output < logits.Length; output++)
                {
                    double expected = (double)(logits.Length > 1 ? formula([logits, output]) : formula([logit]));
                    predictions[output].ShouldBeClose(expected, 1e-11, 0, $"{factory.Name} at {logit}");
                }
            }
        }
    }

    [Fact]
    public void An_optimizer_moves_a_weight_by_its_formula()
    {
        const string own =
            "double momentum, double epsilon, double decay, double beta1, double beta2, double weightDecay, " +
            "double aggressiveness, double alpha, double beta, double l1, double l2";
        const string state =
            "double w, double v, double s, double g, double rate, double t, double x, double n, double d, double loss";
        (Factory Factory, Func<object[], object> Formula)[] optimizers = Compiled(
            "Optimizers", _ => $"{state}, {own}", code => $"{code}; return [w, v, s];", result: "double[]");

        const double row = 0.75, rate = 0.3;
        foreach ((Factory factory, Func<object[], object> formula) in optimizers)
        {
            foreach (object[] arguments in (object[][])[factory.DefaultArguments(), factory.SampleArguments()])
            {
                var optimizer = (Optimizer)factory.Make(arguments);
                Loss loss = optimizer.UsesLearningRate ? Loss.HalfSquaredError : Loss.EpsilonInsensitive();

                // FTRL begins with the v of its weight, 0 only at 0.
                double start = factory.Name == "Optimizer.Ftrl" ? 0 : 0.5;
                PerceptronBuilder<double> description = Perceptron.WithInputs<double>(1).WithoutBias()
                    .WithLoss(loss).WithInitialWeights([start]).WithOptimizer(optimizer);
                Perceptron<double> network =
                    (optimizer.UsesLearningRate ? description.WithLearningRate(rate) : description).Build();
                double[] moved = [start, 0, 0];
                for (int step = 1; step <= 6; step++)
                {
                    double target = step % 2 == 0 ? 2.5 : -1;
                    var slope = new double[1];
                    double ofRow = loss.Evaluate<double>([moved[0] * row], [target], slope);
                    moved = (double[])formula(
                    [
                        moved[0], moved[1], moved[2], slope[0] * row, rate, (double)step, row, row * row, slope[0], ofRow,
                        .. Named(factory, arguments, own, from: 0),
                    ]);
                    network.Learn([row], target);

                    network.Weights[0].ShouldBeClose(moved[0], 1e-12, 1e-14, $"{factory.Name} in step {step}");
                }
            }
        }
    }

    [Fact]
    public void A_learning_rate_falls_by_its_formula()
    {
        const string own = "double rate, double power, double factor, double length, double lowest, double unit";
        (Factory Factory, Func<object[], object> Formula)[] rates =
            Compiled("Learning rates", _ => $"double t, {own}", code => $"return {code};");

        foreach ((Factory factory, Func<object[], object> formula) in rates)
        {
            object[] sample = factory.SampleArguments();
            foreach (object[] arguments in (object[][])[factory.DefaultArguments(), sample])
            {
                bool inSteps = arguments.Contains(RateUnit.Step);
                var rate = (LearningRate)factory.Make(arguments);
                foreach (int time in (int[])[0, 1, 7])
                {
                    double expected = (double)formula([(double)time, .. Named(factory, arguments, own, from: 0)]);
                    rate.Schedule.At(inSteps ? time + 1 : 999, inSteps ? 999 : time)
                        .ShouldBeClose(expected, 1e-12, 1e-16, $"{factory.Name} after {time}");
                }
            }
        }
    }

    [Fact]
    public void A_penalty_is_its_formula()
    {
        const string own = "double strength, double l1Ratio";
        double[] weights = [0.5, -1.25, 0, 3];
        foreach ((Factory factory, Func<object[], object> formula) in
            Compiled("Penalties", _ => $"Numbers w, {own}", code => $"return {code};"))
        {
            foreach (object[] arguments in (object[][])[factory.DefaultArguments(), factory.SampleArguments()])
            {
                double expected = Convert.ToDouble(formula([weights, .. Named(factory, arguments, own, from: 0)]), null);

                ((Penalty)factory.Make(arguments)).Evaluate<double>(weights).ShouldBeClose(expected, 1e-14, 0, factory.Name);
            }
        }
    }

    [Fact]
    public void Clipping_limits_a_gradient_by_its_formula()
    {
        double[] row = [0.75, -0.125];
        foreach ((Factory factory, Func<object[], object> formula) in
            Compiled("Gradient clipping", _ => "double g, double norm, double largest", code => $"return {code};"))
        {
            foreach (double target in (double[])[-0.1, -4])
            {
                object[] arguments = factory.SampleArguments();
                Perceptron<double> network = Perceptron.WithInputs<double>(2).WithoutBias().WithLearningRate(1)
                    .WithGradientClipping((GradientClipping)factory.Make(arguments)).Build();
                network.Learn(row, target);

                double norm = Math.Abs(target) * Math.Sqrt((row[0] * row[0]) + (row[1] * row[1]));
                for (int input = 0; input < row.Length; input++)
                {
                    double expected = (double)formula(
                        [-target * row[input], norm, .. Named(factory, arguments, "double largest", from: 0)]);
                    network.Weights[input].ShouldBeClose(-expected, 1e-14, 0, $"{factory.Name} for {target}");
                }
            }
        }
    }

    [Fact]
    public void Initial_weights_fill_the_interval_of_their_formula()
    {
        const string own = "double low, double high, double seed";
        foreach ((Factory factory, Func<object[], object> formula) in
            Compiled("Initial weights", _ => $"double u, double inputs, double outputs, {own}", code => $"return {code};"))
        {
            foreach (object[] arguments in (object[][])[factory.DefaultArguments(), factory.SampleArguments()])
            {
                object[] named = Named(factory, arguments, own, from: 0);
                double low = Convert.ToDouble(formula([0.0, 300.0, 2.0, .. named]), null);
                double high = Convert.ToDouble(formula([1.0, 300.0, 2.0, .. named]), null);
                double[] weights = Perceptron.WithInputs<double>(300).WithOutputs(2)
                    .WithInitialWeights((InitialWeights)factory.Make(arguments)).Build().Weights.ToArray();

                weights.Min().Should().BeInRange(low, low + (0.02 * (high - low)), factory.Name);
                weights.Max().Should().BeInRange(high - (0.02 * (high - low)), high, factory.Name);
            }
        }
    }

    [Fact]
    public void A_metric_of_classes_is_its_formula()
    {
        const string parameters = "double tp, double tn, double fp, double fn, double n, Numbers p, Numbers y, Numbers q";
        var random = new Random(3);
        double[] rows = random.Values(40, -2, 2);
        int[] labels = [.. rows.Select(row => row + random.Between(-1, 1) > 0.3 ? 1 : 0)];
        Perceptron<double> network = Perceptron.BinaryClassifier<double>(1).WithInitialWeights([1.5], [0.2]).Build();
        double[] predicted = [.. rows.Select(row => network.Predict([row]))];

        Check(
            "Metrics of classes",
            parameters,
            network.Evaluate(rows, labels),
            [
                Count(1, 1), Count(0, 0), Count(0, 1), Count(1, 0), (double)labels.Length,
                predicted, labels.Select(label => (double)label).ToArray(),
                predicted.Zip(labels, (probability, label) => label == 1 ? probability : 1 - probability).ToArray(),
            ]).Should().Be(8);

        double Count(int label, int decided) =>
            labels.Where((actual, row) => actual == label && (predicted[row] > 0.5 ? 1 : 0) == decided).Count();
    }

    [Fact]
    public void A_metric_of_numbers_is_its_formula()
    {
        var random = new Random(4);
        double[] rows = random.Values(40, 0.5, 4);
        double[] targets = [.. rows.Select(row => row + random.Between(-0.4, 0.4))];
        Perceptron<double> network = Perceptron.Regressor<double>(1).WithInitialWeights([1.5], [0.2]).Build();

        Check(
            "Metrics of numbers",
            "double n, Numbers p, Numbers y",
            network.Evaluate(rows, targets),
            [(double)rows.Length, rows.Select(row => network.Predict([row])).ToArray(), targets]).Should().Be(4);
    }

    /// <summary>Compares the metrics whose formula is code, and tells how many they were.</summary>
    private static int Check(string heading, string parameters, object metrics, object[] arguments)
    {
        (string Name, string Cell)[] rows = [.. Guide.Column(heading, "formula").Where(row => IsCode(row.Cell))];
        Func<object[], object>[] formulas = Formula.Compile(
            "double", [.. rows.Select(row => (parameters, $"return {MarkdownTable.Code(row.Cell)};"))]);
        foreach (((string name, _), Func<object[], object> formula) in rows.Zip(formulas))
        {
            var actual = (double)metrics.GetType().GetProperty(name)!.GetValue(metrics)!;
            actual.ShouldBeClose((double)formula(arguments), 1e-12, 0, name);
        }

        return rows.Length;
    }

    private static void CheckCoupled(Loss loss, Func<object[], object> formula)
    {
        var random = new Random(1);
        for (int draw = 0; draw < 50; draw++)
        {
            double[] logits = random.Values(3, -4, 4);
            int label = draw % 3;
            double[] targets = Draw.OneHot(3, label);
            var predicted = new double[3];
            loss.OutputActivation.Apply<double>(logits, predicted);
            double rival = logits.Where((_, output) => output != label).Max();

            loss.Evaluate<double>(logits, targets, new double[3]).ShouldBeClose(
                (double)formula([logits, targets, predicted, label, rival]), 1e-10, 1e-14, $"{loss} in draw {draw}");
        }
    }

    /// <summary>Whether the derivative along lines through the logits never falls, and never leaps.</summary>
    private static (bool IsConvex, bool IsSmooth) ShapeOf(Loss loss)
    {
        const double step = 1.0 / 1024;
        bool isConvex = true, isSmooth = true;
        double[] directions = loss.CouplesOutputs ? [1, -0.5, 0.25] : [1];
        foreach (double target in TargetsOf(loss))
        {
            double[] targets = loss.CouplesOutputs ? Draw.OneHot(3, (int)target) : [target];
            double before = double.NaN;
            for (double at = -4; at <= 4; at += step)
            {
                double[] logits = [.. directions.Select(direction => direction * at)];
                var derivatives = new double[logits.Length];
                loss.Evaluate<double>(logits, targets, derivatives);
                double slope = derivatives.Zip(directions, (derivative, direction) => derivative * direction).Sum();
                isConvex &= !(slope < before - 1e-12);
                isSmooth &= !(Math.Abs(slope - before) > 100 * step);
                before = slope;
            }
        }

        return (isConvex, isSmooth);
    }

    private static double[] TargetsOf(Loss loss) =>
        loss.Targets.IsTwoValued || loss.CouplesOutputs ? [0, 1]
        : loss.Targets.Interval.IsBounded ? [0, 0.3, 1]
        : double.IsFinite(loss.Targets.Interval.Low) ? [0, 1, 3]
        : [-2, 0, 1.5];

    private static double Predicted(Loss loss, double logit)
    {
        var prediction = new double[1];
        loss.OutputActivation.Apply<double>([logit], prediction);
        return prediction[0];
    }

    private static bool IsCoupled(Factory factory) =>
        !factory.IsUsers && ((Loss)factory.Make(factory.DefaultArguments())).CouplesOutputs;

    private static bool IsCode(string cell) =>
        cell.StartsWith('`') && cell.EndsWith('`') && cell.Count(letter => letter == '`') == 2;

    private static (Factory Factory, Func<object[], object> Formula)[] Compiled(
        string family, Func<Factory, string> parameters, Func<string, string> body, string locals = "", string result = "double")
    {
        (Factory Factory, string Code)[] rows =
        [
            .. Guide.Column(family, "formula").Where(row => IsCode(row.Cell))
                .Select(row => (Factory.Named(row.Name), MarkdownTable.Code(row.Cell))),
        ];
        Func<object[], object>[] formulas = Formula.Compile(
            result,
            [.. rows.Select(row => (parameters(row.Factory), LocalsOf(row.Factory) + body(row.Code)))]);
        return [.. rows.Zip(formulas, (row, formula) => (row.Factory, formula))];

        string LocalsOf(Factory factory) => locals.Length == 0 || IsCoupled(factory) ? string.Empty : locals;
    }

    /// <summary>The arguments in the order of the names, as numbers; NaN for what the call does not have.</summary>
    private static object[] Named(Factory factory, object[] arguments, string parameters, int from) =>
    [
        .. parameters.Split(", ").Skip(from).Select(parameter => parameter.Split(' ')[1]).Select(name =>
            factory.Parameters.Index().FirstOrDefault(item => item.Item.Name == name) is (int index, { } found)
                && arguments[index] is not Activation
            ? Convert.ToDouble(arguments[index], null)
            : (object)(name == "rate" ? Factory.SampleRate : double.NaN)),
    ];
}
