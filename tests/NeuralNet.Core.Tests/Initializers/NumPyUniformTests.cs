using System.Numerics;
using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.Initializers;

/// <summary>The weights that a NumPy script starts from, bit for bit.</summary>
public abstract class NumPyUniformTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(42u)]
    [InlineData(4294967295u)]
    public void The_weights_are_those_of_NumPys_legacy_generator(uint seed)
    {
        int matrices = 0;
        foreach ((string _, double[] numbers) in ReferenceFile.Lines("numpy_random.csv").Where(line => line.Name == $"{seed}"))
        {
            int inputs = (int)numbers[0];
            int outputs = (int)numbers[1];
            double[] expected = numbers[4..];
            Perceptron<T> network = Perceptron.Regressor<T>(inputs, outputs)
                .WithInitialWeights(InitialWeights.NumPyUniform(seed, low: numbers[2], high: numbers[3]))
                .Build();

            // The file has every row of a small matrix [inputs x outputs], and of a large one every 50th.
            int stride = inputs > 100 ? 50 : 1;
            expected.Length.Should().Be(inputs * outputs / stride);
            for (int index = 0; index < expected.Length; index++)
            {
                int input = (((index / outputs) + 1) * stride) - 1;
                int output = index % outputs;
                network.Weights[(output * inputs) + input].Should().Be(
                    T.CreateTruncating(expected[index]), $"{inputs} x {outputs}, row {input}, column {output}");
            }

            matrices++;
        }

        matrices.Should().Be(6);
    }

    [Fact]
    public void The_seed_of_the_network_does_not_matter()
    {
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(5)
            .WithInitialWeights(InitialWeights.NumPyUniform(seed: 3));

        description.WithSeed(1).Build().Weights.ToArray().Should().Equal(description.WithSeed(2).Build().Weights.ToArray());
    }
}

public sealed class NumPyUniformTestsInDouble : NumPyUniformTests<double>;

public sealed class NumPyUniformTestsInFloat : NumPyUniformTests<float>;
