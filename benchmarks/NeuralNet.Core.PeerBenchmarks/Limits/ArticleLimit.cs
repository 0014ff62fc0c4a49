using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralNet.Core.PeerBenchmarks.Limits;

/// <summary>
/// The article's neuron on its three rows of three inputs: the rows are lanes of one register, each column and each weight has
/// its own. The fourth lane has inputs of 0, so that it moves nothing.
/// </summary>
internal static class ArticleLimit
{
    private const byte NearestWhole = 8;
    private const double MinusLog2OfE = -1.4426950408889634;

    /// <summary>Trains the weights in place.</summary>
    [MethodImpl(Limit.Loop)]
    public static void Train(double[] inputs, double[] targets, double[] weights, int iterations)
    {
        Vector256<double> first = Column(inputs, 0), second = Column(inputs, 1), third = Column(inputs, 2);
        Vector256<double> target = Vector256.Create(targets[0], targets[1], targets[2], 0);
        Vector256<double> u = Vector256.Create(weights[0]), v = Vector256.Create(weights[1]), w = Vector256.Create(weights[2]);
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            Vector256<double> p = Sigmoid(Fma.MultiplyAdd(first, u, Fma.MultiplyAdd(second, v, third * w)));
            Vector256<double> delta = (p - target) * (p - (p * p));
            u -= SumInEachLane(delta * first);
            v -= SumInEachLane(delta * second);
            w -= SumInEachLane(delta * third);
        }

        (weights[0], weights[1], weights[2]) = (u.ToScalar(), v.ToScalar(), w.ToScalar());
    }

    private static Vector256<double> Column(double[] inputs, int column) =>
        Vector256.Create(inputs[column], inputs[3 + column], inputs[6 + column], 0);

    // a b c d + c d a b = s t s t, then s t s t + t s t s.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> SumInEachLane(Vector256<double> value)
    {
        Vector256<double> pairs = value + Avx2.Permute4x64(value, 0b01_00_11_10);
        return pairs + Avx.Permute(pairs, 0b0101);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Sigmoid(Vector256<double> z) =>
        Vector256<double>.One / (Vector256<double>.One + PowerOfTwo(z * MinusLog2OfE));

    // The nearest whole number goes into the exponent; a polynomial with a largest relative error of 4e-11 takes the rest.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> PowerOfTwo(Vector256<double> x)
    {
        Vector256<double> whole = Avx512F.VL.RoundScale(x, NearestWhole);
        Vector256<double> f = x - whole;
        Vector256<double> square = f * f;
        Vector256<double> first = Line(f, 0.9999999999616875, 0.6931471807285179);
        Vector256<double> second = Line(f, 0.2402265119809768, 0.05550410353141515);
        Vector256<double> third = Line(f, 0.009618027260432625, 0.001333392284344167);
        Vector256<double> fourth = Line(f, 0.00015469289406442466, 1.5201854450861377e-05);
        Vector256<double> low = Fma.MultiplyAdd(square, second, first);
        Vector256<double> high = Fma.MultiplyAdd(square, fourth, third);
        return Avx512F.VL.Scale(Fma.MultiplyAdd(square * square, high, low), whole);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Line(Vector256<double> f, double start, double slope) =>
        Fma.MultiplyAdd(f, Vector256.Create(slope), Vector256.Create(start));
}
