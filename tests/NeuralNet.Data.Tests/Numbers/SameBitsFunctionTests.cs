using NeuralNet.Data.Numbers;

namespace NeuralNet.Data.Tests.Numbers;

public sealed class SameBitsFunctionTests
{
    [Fact]
    public void The_logarithm_is_within_a_unit_of_its_last_place()
    {
        var random = new Random(1);
        for (int round = 0; round < 5000; round++)
        {
            // Multiples of 2^-20 are exact as decimal too.
            double x = Math.Floor(Math.Exp((random.NextDouble() * 40) - 14) * (1 << 20)) / (1 << 20);
            Check(x);
            if (x < 1)
            {
                Check(-x);
            }
        }

        static void Check(double x)
        {
            double log = SameBits.LogP1(x);
            decimal error = Math.Abs(Exact(log) - LogOf1Plus(Exact(x)));
            Assert.True(error <= Exact(Math.BitIncrement(Math.Abs(log)) - Math.Abs(log)), FormattableString.Invariant($"x is {x:R}"));
        }
    }

    [Fact]
    public void The_logarithm_holds_at_the_ends()
    {
        SameBits.LogP1(0).Should().Be(0);
        SameBits.LogP1(double.Epsilon).Should().Be(double.Epsilon);
        SameBits.LogP1(double.MaxValue).Should().BeApproximately(Math.Log(double.MaxValue), 1e-12);
        SameBits.LogP1(Math.BitIncrement(-1)).Should().BeApproximately(-53 * Math.Log(2), 1e-12);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(12)]
    [InlineData(31)]
    [InlineData(365)]
    [InlineData(1440)]
    public void Turns_are_sine_and_cosine(int whole)
    {
        for (int part = 0; part < whole; part++)
        {
            (double sine, double cosine) = SameBits.OfTurn(part, whole);
            sine.Should().BeApproximately(Math.Sin(2 * Math.PI * part / whole), 2e-15);
            cosine.Should().BeApproximately(Math.Cos(2 * Math.PI * part / whole), 2e-15);
            double.IsNegative(sine).Should().Be(sine < 0);
            double.IsNegative(cosine).Should().Be(cosine < 0);
        }
    }

    [Fact]
    public void Quarters_are_exact() =>
        Enumerable.Range(0, 4).Select(part => SameBits.OfTurn(part * 3, 12)).Should().Equal((0, 1), (1, 0), (0, -1), (-1, 0));

    /// <summary>The conversion of the framework keeps 15 digits.</summary>
    private static decimal Exact(double number)
    {
        int power = 0;
        while (number != Math.Floor(number))
        {
            number *= 2;
            power++;
        }

        decimal exact = (long)number;
        for (; power > 0; power--)
        {
            exact /= 2;
        }

        return exact;
    }

    /// <summary>ln(1 + x) in decimal, with some 26 digits.</summary>
    private static decimal LogOf1Plus(decimal x)
    {
        // ln(1 + x) = 2 artanh(x / (2 + x)), after powers of 2 are taken out.
        const decimal Ln2 = 0.6931471805599453094172321215m;
        int power = 0;
        decimal value = 1 + x;
        decimal ratio = x;
        while (value > 1.4142m)
        {
            value /= 2;
            power++;
            ratio = value - 1;
        }

        while (value < 0.7071m)
        {
            value *= 2;
            power--;
            ratio = value - 1;
        }

        decimal s = ratio / (2 + ratio);
        decimal term = s;
        decimal sum = 0;
        for (int odd = 1; odd < 80 && term != 0; odd += 2)
        {
            sum += term / odd;
            term *= s * s;
        }

        return (2 * sum) + (power * Ln2);
    }
}
