using System.Numerics;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Initializers;
using NeuralNet.Core.Kernels;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// The values at which the weights start. With a chosen rule the bias starts at 0; without one the first Fit lets it start at the
/// constant prediction whose loss is least. On a network that standardizes its inputs the initial weights are those
/// of the standardized inputs. For given numbers see <see cref="PerceptronBuilder{T}.WithInitialWeights(ReadOnlySpan{T}, ReadOnlySpan{T})"/>.
/// </summary>
public abstract class InitialWeights
{
    private readonly string _name;

    private protected InitialWeights(string name, double low, double high)
    {
        _name = name;
        Low = low;
        High = high;
    }

    /// <summary>
    /// All 0, as weights start by default: deterministic, and right for every convex loss, since one layer has no symmetry to break.
    /// If it is chosen explicitly, the bias starts at 0 too.
    /// </summary>
    public static InitialWeights Zeros { get; } = new ZeroWeights();

    /// <summary>
    /// Uniform in +-sqrt(6 / (inputs + outputs)), from the network's seed (X. Glorot and Y. Bengio, Understanding the
    /// difficulty of training deep feedforward neural networks, 2010, equation 16).
    /// </summary>
    public static InitialWeights GlorotUniform { get; } = new GlorotUniformWeights();

    /// <summary>Uniform in [low, high), from the network's seed.</summary>
    /// <param name="low">The lower end, (-inf, high). Default -0.05.</param>
    /// <param name="high">The upper end, (low, inf). Default 0.05.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ends are not finite, or low is not below high.</exception>
    public static InitialWeights Uniform(double low = -0.05, double high = 0.05)
    {
        ThrowIfNotOrdered(low, high);
        return new UniformWeights(low, high);
    }

    /// <summary>
    /// The weights of a script that starts with <c>numpy.random.seed(seed)</c> and draws
    /// <c>(high - low) * numpy.random.random((inputs, outputs)) + low</c>, by default <c>2 * random - 1</c>; in a network of
    /// <see cref="float"/> each is the rounded double.
    /// </summary>
    /// <param name="seed">The seed of NumPy's legacy generator, [0, 4294967295].</param>
    /// <param name="low">The lower end, (-inf, high). Default -1.</param>
    /// <param name="high">The upper end, (low, inf). Default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ends are not finite, or low is not below high.</exception>
    public static InitialWeights NumPyUniform(uint seed, double low = -1, double high = 1)
    {
        ThrowIfNotOrdered(low, high);
        return new NumPyUniformWeights(seed, low, high);
    }

    /// <summary>The least possible weight, so that a description can check that it is finite in its precision.</summary>
    internal double Low { get; }

    /// <summary>The greatest possible weight.</summary>
    internal double High { get; }

    /// <summary>The name of the rule in text and files, such as <c>uniform(-0.05, 0.05)</c>.</summary>
    public override string ToString() => _name;

    /// <summary>The rule with this name; null if there is no such rule.</summary>
    /// <exception cref="ArgumentException">A parameter is out of its interval.</exception>
    internal static InitialWeights? Named(string text)
    {
        var call = NamedCall.Parse(text);
        return !call.TryNumbers(0, 3, out double[] numbers) ? null : (call.Name, numbers) switch
        {
            ("zeros", []) => Zeros,
            ("glorot-uniform", []) => GlorotUniform,
            ("uniform", [var low, var high]) => Uniform(low, high),
            ("numpy-uniform", [var seed, var low, var high]) when seed == (uint)seed => NumPyUniform((uint)seed, low, high),
            _ => null,
        };
    }

    /// <summary>Writes the weights <c>[outputs x inputs]</c>.</summary>
    internal abstract void Fill<T>(Span<T> weights, int inputs, int outputs, long seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    private static void ThrowIfNotOrdered(double low, double high)
    {
        if (!double.IsFinite(low))
        {
            throw new ArgumentOutOfRangeException(nameof(low), low, Invariant($"low is {low}; it must be finite."));
        }

        if (!(double.IsFinite(high) && low < high))
        {
            throw new ArgumentOutOfRangeException(
                nameof(high), high, Invariant($"high is {high}; it must be finite and above low, {low}."));
        }

        if (!double.IsFinite(high - low))
        {
            throw new ArgumentOutOfRangeException(
                nameof(high), high, Invariant($"high is {high}, so far above low, {low}, that their distance is infinite. Bring them closer."));
        }
    }

    private sealed class ZeroWeights() : InitialWeights("zeros", 0, 0)
    {
        internal override void Fill<T>(Span<T> weights, int inputs, int outputs, long seed) => weights.Clear();
    }

    private sealed class UniformWeights(double low, double high)
        : InitialWeights(Invariant($"uniform({low}, {high})"), low, high)
    {
        internal override void Fill<T>(Span<T> weights, int inputs, int outputs, long seed) =>
            FillUniform(weights, Low, High, seed);

        public static void FillUniform<T>(Span<T> weights, double low, double high, long seed)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var random = new SplitMix64((ulong)seed, ulong.MaxValue);
            foreach (ref T weight in weights)
            {
                weight = T.CreateTruncating(((high - low) * random.NextDouble()) + low);
            }
        }
    }

    private sealed class GlorotUniformWeights() : InitialWeights("glorot-uniform", -2, 2)
    {
        internal override void Fill<T>(Span<T> weights, int inputs, int outputs, long seed)
        {
            double limit = Math.Sqrt(6.0 / ((double)inputs + outputs));
            UniformWeights.FillUniform(weights, -limit, limit, seed);
        }
    }

    private sealed class NumPyUniformWeights(uint seed, double low, double high)
        : InitialWeights(Invariant($"numpy-uniform({seed}, {low}, {high})"), low, high)
    {
        internal override void Fill<T>(Span<T> weights, int inputs, int outputs, long networkSeed)
        {
            // NumPy draws the matrix [inputs x outputs] row by row; here its transpose is stored.
            var random = new MersenneTwister(seed);
            for (int input = 0; input < inputs; input++)
            {
                for (int output = 0; output < outputs; output++)
                {
                    weights[(output * inputs) + input] =
                        T.CreateTruncating(((High - Low) * random.NextDouble()) + Low);
                }
            }
        }
    }
}
