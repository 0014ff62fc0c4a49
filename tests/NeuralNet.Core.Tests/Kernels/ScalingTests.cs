using System.Numerics;
using NeuralNet.Core.Kernels;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Kernels;

/// <summary>Moving and scaling values, compared with one value at a time.</summary>
public abstract class ScalingTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Every_length_is_moved_and_scaled_value_by_value()
    {
        for (int length = 1; length < 70; length++)
        {
            T[] values = Rows<T>(1, length, seed: 1), means = Rows<T>(1, length, seed: 2), scales = Rows<T>(1, length, seed: 3);
            T[] destination = new T[length + 1];
            destination[length] = T.CreateTruncating(7);

            Scaling.Apply<T>(values, means, scales, destination);

            destination[..length].Should().Equal(Enumerable.Range(0, length).Select(index => (values[index] - means[index]) * scales[index]));
            destination[length].Should().Be(T.CreateTruncating(7));
        }
    }
}

public sealed class ScalingTestsInFloat : ScalingTests<float>;

public sealed class ScalingTestsInDouble : ScalingTests<double>;
