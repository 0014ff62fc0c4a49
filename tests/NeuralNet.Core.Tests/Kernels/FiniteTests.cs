using System.Numerics;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Tests.Kernels;

public sealed class FiniteSingleTests : FiniteTests<float>;

public sealed class FiniteDoubleTests : FiniteTests<double>;

public abstract class FiniteTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Finite_values_pass_with_any_neighboring_memory()
    {
        T[] extremes = [Sample.Largest<T>(), -Sample.Largest<T>(), T.Epsilon, -T.Epsilon, T.NegativeZero];
        for (int length = 0; length <= 129; length++)
        {
            T[] values = Sample.Exponents<T>(length, seed: length, -120, 120);
            extremes.AsSpan(0, Math.Min(length, extremes.Length)).CopyTo(values);
            for (int offset = 0; offset < 16; offset++)
            {
                Guarded<T> guarded = Guarded<T>.Input(values, offset);

                Finite.All<T>(guarded.Span).Should().BeTrue();
                Finite.IndexOfNonFinite<T>(guarded.Span).Should().Be(-1);
            }
        }
    }

    [Fact]
    public void The_first_that_is_not_finite_is_found_at_every_place()
    {
        T[] bad = [T.NaN, -T.NaN, T.PositiveInfinity, T.NegativeInfinity];
        for (int length = 1; length <= 129; length++)
        {
            T[] values = Sample.Uniform<T>(length, seed: length);
            for (int place = length - 1; place >= 0; place--)
            {
                values[place] = bad[place % bad.Length];

                Finite.All<T>(values).Should().BeFalse();
                Finite.IndexOfNonFinite<T>(values).Should().Be(place);
            }
        }
    }
}
