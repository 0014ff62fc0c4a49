using System.Numerics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Tests.Kernels;

public sealed class SoftwareFusedSingleTests : SoftwareFusedTests<float>
{
    protected override float MultiplyAdd(float left, float right, float addend) =>
        SoftwareFused.MultiplyAdd(left, right, addend);

    /// <summary>Reported in dotnet/runtime#133349, MicrosoftDocs/cpp-docs#3526 and JuliaMath/openlibm#160.</summary>
    [Theory]
    [InlineData(0x97000800, 0x1CFFF001, 0x00010002, 0x00010001)]
    [InlineData(0xD58CEEC0, 0x34670000, 0x980645FC, 0xCA7E56DF)]
    [InlineData(0x3F7288D0, 0x34F91A50, 0xBE7916C0, 0xBE7916A3)]
    public void A_case_that_some_C_library_gets_wrong_is_right(uint left, uint right, uint addend, uint expected) =>
        BitConverter.SingleToUInt32Bits(MultiplyAdd(
            BitConverter.UInt32BitsToSingle(left),
            BitConverter.UInt32BitsToSingle(right),
            BitConverter.UInt32BitsToSingle(addend))).Should().Be(expected);
}

public sealed class SoftwareFusedDoubleTests : SoftwareFusedTests<double>
{
    protected override double MultiplyAdd(double left, double right, double addend) =>
        SoftwareFused.MultiplyAdd(left, right, addend);
}

public abstract class SoftwareFusedTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected abstract T MultiplyAdd(T left, T right, T addend);

    [Fact]
    public void A_sum_halfway_between_two_numbers_goes_to_the_even_one()
    {
        // The case of dotnet/runtime#98704, for which a C library gave the number above 1.5.
        T step = T.BitIncrement(T.One) - T.One;
        T half = T.CreateTruncating(0.5);

        MultiplyAdd(T.One + step, T.One + half, -step).Should().Be(T.One + half);
        MultiplyAdd(half, step, T.One).Should().Be(T.One);
        MultiplyAdd(half, step, T.One + step).Should().Be(T.One + step + step);
    }

    [Fact]
    public void A_tiny_remainder_decides_a_halfway_case()
    {
        T step = T.BitIncrement(T.One) - T.One;
        T half = T.CreateTruncating(0.5);

        // (1/2 + step) * step = 1/2 step + step^2, and (1/2 - step) * step is as little below 1/2 step.
        MultiplyAdd(half + step, step, T.One).Should().Be(T.One + step);
        MultiplyAdd(half - step, step, T.One + step).Should().Be(T.One + step);
        MultiplyAdd(half, T.BitIncrement(T.Epsilon), T.Epsilon).Should().Be(T.Epsilon + T.Epsilon);
    }

    [Fact]
    public void Special_values_follow_IEEE_754()
    {
        T[] values = FusedCases.Specials<T>();

        Difference(
            from left in values
            from right in values
            from addend in values
            select (left, right, addend),
            ExactFused.MultiplyAdd).Should().BeNull();
    }

    [Fact]
    public void The_result_is_the_exact_sum_rounded_once() =>
        Difference(FusedCases.Random<T>(100_000, seed: 1), ExactFused.MultiplyAdd).Should().BeNull();

    [Fact]
    public void The_result_has_the_bits_of_the_instruction()
    {
        Assert.SkipUnless(Fma.IsSupported || AdvSimd.Arm64.IsSupported, "There is no such instruction here.");

        Difference(FusedCases.Random<T>(3_000_000, seed: 2), T.FusedMultiplyAdd).Should().BeNull();
    }

    private string? Difference(IEnumerable<(T Left, T Right, T Addend)> cases, Func<T, T, T, T> expected)
    {
        foreach ((T left, T right, T addend) in cases)
        {
            T actual = MultiplyAdd(left, right, addend);
            T correct = expected(left, right, addend);
            if (!Bits.Same(actual, correct))
            {
                return $"{actual:R} instead of {correct:R} for ({left:R}, {right:R}, {addend:R})";
            }
        }

        return null;
    }
}
