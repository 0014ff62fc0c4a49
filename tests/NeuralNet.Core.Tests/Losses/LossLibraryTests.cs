using System.Numerics;
using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.Losses;

/// <summary>Losses and derivatives against the loss objects of scikit-learn and PyTorch, kinks included.</summary>
public abstract class LossLibraryTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly double Relative = Numbers.For<T>(1e-12, 2e-6);
    private static readonly double Rounding = 4 * Numbers.Epsilon<T>();

    /// <summary>Differences of terms that may cancel: the libraries' own digits end where those of the terms do.</summary>
    private static readonly Dictionary<string, Func<double, double, double>> SizeOfTerms = new()
    {
        ["poisson"] = (z, y) => Math.Exp(z) + Math.Abs(y * z) + y,
        ["log-loss"] = (_, _) => 1,
        ["softmax-cross-entropy"] = (_, _) => 1,
        ["half-squared-error-through-softplus"] = (z, y) => Square(1 + Math.Max(z, 0) + y),
        ["half-squared-error-through-exp"] = (z, y) => Square(1 + Math.Exp(z) + y),
    };

    [Theory]
    [InlineData("sklearn_losses.csv", "hinge", 200)]
    [InlineData("sklearn_losses.csv", "squared-hinge", 200)]
    [InlineData("sklearn_losses.csv", "modified-huber", 200)]
    [InlineData("sklearn_losses.csv", "perceptron", 200)]
    [InlineData("sklearn_losses.csv", "log-loss", 400)]
    [InlineData("sklearn_losses.csv", "half-squared-error", 400)]
    [InlineData("sklearn_losses.csv", "huber(1.25)", 400)]
    [InlineData("sklearn_losses.csv", "epsilon-insensitive(0)", 400)]
    [InlineData("sklearn_losses.csv", "epsilon-insensitive(0.125)", 400)]
    [InlineData("sklearn_losses.csv", "squared-epsilon-insensitive(0.125)", 400)]
    [InlineData("sklearn_losses.csv", "quantile(0.25)", 400)]
    [InlineData("sklearn_losses.csv", "quantile(0.875)", 400)]
    [InlineData("sklearn_losses.csv", "poisson", 400)]
    [InlineData("sklearn_losses.csv", "softmax-cross-entropy", 100)]
    [InlineData("torch_losses.csv", "half-squared-error", 400)]
    [InlineData("torch_losses.csv", "huber(1.25)", 400)]
    [InlineData("torch_losses.csv", "epsilon-insensitive(0)", 400)]
    [InlineData("torch_losses.csv", "log-loss", 200)]
    [InlineData("torch_losses.csv", "poisson", 400)]
    [InlineData("torch_losses.csv", "half-squared-error-through-relu", 400)]
    [InlineData("torch_losses.csv", "half-squared-error-through-softplus", 400)]
    [InlineData("torch_losses.csv", "half-squared-error-through-exp", 400)]
    [InlineData("torch_losses.csv", "softmax-cross-entropy", 100)]
    [InlineData("torch_losses.csv", "crammer-singer", 50)]
    public void A_loss_and_its_derivative_are_those_of_the_library(string file, string name, int leastPoints)
    {
        Loss loss = LossCatalog.Named(name);
        Func<double, double, double> sizeOfTerms = SizeOfTerms.GetValueOrDefault(name, (_, _) => 0);
        int points = 0;
        foreach ((string _, double[] numbers) in ReferenceFile.Lines(file).Where(line => line.Name == name))
        {
            int outputs = (int)numbers[0];
            double[] logits = numbers[1..(1 + outputs)];
            double[] targets = numbers[(1 + outputs)..(1 + (2 * outputs))];
            var derivatives = new T[outputs];

            T actual = loss.Evaluate<T>(Numbers.Of<T>(logits), Numbers.Of<T>(targets), derivatives);

            double absolute = (Rounding * sizeOfTerms(logits[0], targets[0])) + Numbers.SmallestNormal<T>();
            string what = $"at {string.Join(' ', logits)} for {string.Join(' ', targets)}";
            actual.ShouldBeClose(numbers[1 + (2 * outputs)], Relative, absolute, $"the loss {what}");
            ((ReadOnlySpan<T>)derivatives).ShouldBeClose(
                numbers.AsSpan(2 + (2 * outputs)), Relative, absolute, $"the derivative {what}");
            points++;
        }

        points.Should().BeGreaterThan(leastPoints);
    }

    private static double Square(double value) => value * value;
}

public sealed class LossLibraryTestsInDouble : LossLibraryTests<double>;

public sealed class LossLibraryTestsInFloat : LossLibraryTests<float>;
