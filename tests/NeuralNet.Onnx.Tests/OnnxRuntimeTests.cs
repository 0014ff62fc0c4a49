using System.Numerics;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using NeuralNet.Core;

namespace NeuralNet.Onnx.Tests;

/// <summary>ONNX Runtime predicts what the network predicts.</summary>
public abstract class OnnxRuntimeTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Rows = 10_000;
    private const double Tolerance = 1e-6;

    [Theory]
    [MemberData(nameof(Networks.Links), MemberType = typeof(Networks))]
    public void Ten_thousand_rows_are_predicted_alike(string link, int outputs)
    {
        Assert.SkipWhen(typeof(T) == typeof(double) && link == "softplus", "ONNX Runtime has no Softplus of doubles.");
        FrozenPerceptron<T> network = Networks.Draw<T>(link, outputs);
        T[] rows = Networks.Numbers<T>(Rows * network.Inputs, 3);
        T[] predictions = new T[Rows * outputs];
        T[] logits = new T[Rows * outputs];
        network.Predict(rows, predictions);
        network.Logits(rows, logits);
        using var session = new InferenceSession(network.ToOnnx());

        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> answers = session.Run(
            [NamedOnnxValue.CreateFromTensor("inputs", new DenseTensor<T>(rows, [Rows, network.Inputs]))]);

        T[] answered = [.. answers.Single(answer => answer.Name == "predictions").AsTensor<T>()];
        for (int index = 0; index < predictions.Length; index++)
        {
            double expected = double.CreateTruncating(predictions[index]);
            if (link != "step" || Math.Abs(double.CreateTruncating(logits[index])) > Tolerance)
            {
                double.CreateTruncating(answered[index]).Should().BeApproximately(expected, Tolerance * Math.Max(1, Math.Abs(expected)));
            }
        }

        if (network.Classes > 0)
        {
            CheckClasses(network, rows, logits, answers);
        }
    }

    private static void CheckClasses(
        FrozenPerceptron<T> network, T[] rows, T[] logits, IReadOnlyCollection<DisposableNamedOnnxValue> answers)
    {
        if (answers.FirstOrDefault(answer => answer.Name == "label") is { } labels)
        {
            long[] label = [.. labels.AsTensor<long>()];
            int[] classes = new int[Rows];
            network.PredictClasses(rows, classes);
            int near = 0;
            for (int row = 0; row < Rows; row++)
            {
                bool isNear = network.Outputs == 1
                    ? T.Abs(logits[row] - network.Threshold) < T.CreateTruncating(Tolerance)
                    : Gap(logits.AsSpan(row * network.Outputs, network.Outputs)) < Tolerance;
                near += isNear ? 1 : 0;
                (isNear || label[row] == classes[row]).Should().BeTrue();
            }

            near.Should().BeLessThan(Rows / 100);
        }

        if (answers.FirstOrDefault(answer => answer.Name == "probabilities") is { } probabilities)
        {
            float[] sums = [.. Enumerable.Range(0, Rows).Select(row => float.CreateTruncating(probabilities.AsTensor<T>()[row, 0] + probabilities.AsTensor<T>()[row, 1]))];
            (network.Outputs > 2 || sums.All(sum => Math.Abs(sum - 1) < 1e-5)).Should().BeTrue();
        }
    }

    private static double Gap(ReadOnlySpan<T> logits)
    {
        double[] sorted = [.. logits.ToArray().Select(double.CreateTruncating).OrderDescending()];
        return sorted[0] - sorted[1];
    }
}

public sealed class OnnxRuntimeTestsInFloat : OnnxRuntimeTests<float>;

public sealed class OnnxRuntimeTestsInDouble : OnnxRuntimeTests<double>;
