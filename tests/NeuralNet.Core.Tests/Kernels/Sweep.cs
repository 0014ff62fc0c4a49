namespace NeuralNet.Core.Tests.Kernels;

/// <summary>Tries a function of a float on floats spread evenly over all their bits, infinities and NaN included.</summary>
internal static class Sweep
{
    /// <summary>A prime, so that significands do not repeat.</summary>
    private const uint Stride = 2801;

    /// <summary>The largest error in units of the last place, and where.</summary>
    public static (double Error, float At) Furthest(Func<float, float> function, Func<double, double> exact)
    {
        (double Error, float At) furthest = (0, 0);
        for (ulong bits = 0; bits <= uint.MaxValue; bits += Stride)
        {
            float x = BitConverter.UInt32BitsToSingle((uint)bits);
            double error = Bits.UnitsApart(function(x), exact(x));
            if (!(error <= furthest.Error))
            {
                furthest = (error, x);
            }
        }

        return furthest;
    }
}
