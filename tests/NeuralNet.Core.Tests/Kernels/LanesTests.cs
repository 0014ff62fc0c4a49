using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Tests.Kernels;

public sealed class LanesSingleTests : LanesTests<float>;

public sealed class LanesDoubleTests : LanesTests<double>;

public abstract class LanesTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Count = 8192;

    /// <summary>The exponent of the smallest number that may be scaled down.</summary>
    private static readonly int _leastScaled = typeof(T) == typeof(float) ? -46 : -472;

    private static readonly T[] _a = Sample.Anything<T>(Count, seed: 1);
    private static readonly T[] _b = Sample.Anything<T>(Count, seed: 2);
    private static readonly T[] _c = Sample.Anything<T>(Count, seed: 3);

    private static readonly (string Name, Func<LaneOperation, T[], T[], T[], T[]> Run)[] _widths =
    [
        ("Lanes512", LaneOperations.Run<T, Lanes512<T>>),
        ("Lanes256", LaneOperations.Run<T, Lanes256<T>>),
        ("Lanes128", LaneOperations.Run<T, Lanes128<T>>),
        ("Scalar", LaneOperations.Run<T, Scalar<T>>),
    ];

    [Theory]
    [MemberData(nameof(LaneOperations.All), MemberType = typeof(LaneOperations))]
    public void Every_width_gives_the_bits_of_the_scalar(LaneOperation operation)
    {
        (T[] a, T[] b, T[] c) = Arguments(operation);
        T[] expected = LaneOperations.Run<T, Scalar<T>>(operation, a, b, c);

        _widths.Select(width => Difference(width.Name, expected, width.Run(operation, a, b, c), a, b, c))
            .Should().OnlyContain(difference => difference == null);
    }

    [Theory]
    [MemberData(nameof(LaneOperations.Basic), MemberType = typeof(LaneOperations))]
    public void Every_width_gives_the_bits_of_the_definition(LaneOperation operation)
    {
        (T[] a, T[] b, T[] c) = Arguments(operation);
        var expected = new T[Count];
        for (int index = 0; index < Count; index++)
        {
            expected[index] = LaneOperations.Define(operation, a[index], b[index], c[index]);
        }

        _widths.Select(width => Difference(width.Name, expected, width.Run(operation, a, b, c), a, b, c))
            .Should().OnlyContain(difference => difference == null);
    }

    [Fact]
    public void Scaling_into_gradual_underflow_rounds_once()
    {
        // n / 2^k of the smallest number, halves to the even one: exact in double up to the rounding.
        int toSmallest = T.ILogB(T.Epsilon);
        var cases = (
            from units in Enumerable.Range(0, 512)
            from halvings in Enumerable.Range(1, 11)
            from start in new[] { 0, _leastScaled }
            select (units, halvings, start)).ToArray();
        cases = cases[..^(cases.Length % 16)];
        T[] values = [.. cases.Select(item => T.ScaleB(T.CreateTruncating(item.units), item.start))];
        T[] exponents = [.. cases.Select(item => T.CreateTruncating(toSmallest - item.halvings - item.start))];
        T[] expected = [.. cases.Select(item => T.Epsilon *
            T.CreateTruncating(Math.Round(Math.ScaleB(item.units, -item.halvings), MidpointRounding.ToEven)))];

        _widths.Select(width => Difference(
                width.Name, expected, width.Run(LaneOperation.ScaleB, values, exponents, values), values, exponents, values))
            .Should().OnlyContain(difference => difference == null);
    }

    [Fact]
    public void A_bound_limits_numbers_and_keeps_NaN()
    {
        Hold<Scalar<T>>();
        Hold<Lanes128<T>>();
        Hold<Lanes256<T>>();
        Hold<Lanes512<T>>();

        static void Hold<TLanes>()
            where TLanes : struct, ILanes<TLanes, T>
        {
            var least = new T[Count];
            var most = new T[Count];
            TLanes bound = TLanes.Create(105);
            for (int index = 0; index < Count; index += Unsafe.SizeOf<TLanes>() / Unsafe.SizeOf<T>())
            {
                TLanes value = TLanes.Load(in _a[0], (nuint)index);
                TLanes.AtLeast(value, -bound).Store(ref least[0], (nuint)index);
                TLanes.AtMost(value, bound).Store(ref most[0], (nuint)index);
            }

            T limit = T.CreateChecked(105);
            Bits.IndexOfDifference<T>(least, [.. _a.Select(value => value < -limit ? -limit : value)]).Should().Be(-1);
            Bits.IndexOfDifference<T>(most, [.. _a.Select(value => limit < value ? limit : value)]).Should().Be(-1);
        }
    }

    [Fact]
    public void All_operations_are_tested()
    {
        IEnumerable<string> declared = typeof(ILanes<>).GetMethods().Concat(typeof(LaneMath).GetMethods(
                BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Select(method => method.Name switch
            {
                "op_Addition" => nameof(LaneOperation.Add),
                "op_Subtraction" => nameof(LaneOperation.Subtract),
                "op_Multiply" => nameof(LaneOperation.Multiply),
                "op_Division" => nameof(LaneOperation.Divide),
                "op_UnaryNegation" => nameof(LaneOperation.Negate),
                string name => name,
            })
            .Where(name => name != "get_SignificandBits");

        declared.Should().BeEquivalentTo(Enum.GetNames<LaneOperation>());
    }

    [Fact]
    public void The_precision_of_a_lane_is_that_of_its_element()
    {
        int bits = -T.ILogB(T.BitIncrement(T.One) - T.One) + 1;

        new[]
        {
            Lanes512<T>.SignificandBits, Lanes256<T>.SignificandBits, Lanes128<T>.SignificandBits, Scalar<T>.SignificandBits,
        }.Should().OnlyContain(width => width == bits);
    }

    [Fact]
    public void Creating_from_the_element_and_from_a_double_fills_every_lane()
    {
        Fill<Scalar<T>>();
        Fill<Lanes128<T>>();
        Fill<Lanes256<T>>();
        Fill<Lanes512<T>>();

        static void Fill<TLanes>()
            where TLanes : struct, ILanes<TLanes, T>
        {
            int width = Unsafe.SizeOf<TLanes>() / Unsafe.SizeOf<T>();
            Guarded<T> lanes = Guarded<T>.Output(width, offset: 3);

            TLanes.Create(T.Pi).Store(ref lanes.Span[0], 0);
            lanes.Span.ToArray().Should().Equal(Enumerable.Repeat(T.Pi, width));
            TLanes.Create(0.1).Store(ref lanes.Span[0], 0);
            lanes.Span.ToArray().Should().Equal(Enumerable.Repeat(T.CreateTruncating(0.1), width));
            lanes.IsIntact.Should().BeTrue();
        }
    }

    /// <summary>Arguments for which the operation is defined.</summary>
    private static (T[] A, T[] B, T[] C) Arguments(LaneOperation operation)
    {
        int most = typeof(T) == typeof(float) ? 160 : 1100;
        var random = new Random(4);
        return operation switch
        {
            LaneOperation.ScaleB => (
                [.. _a.Select(value => value == T.Zero || T.Abs(value) >= T.ScaleB(T.One, _leastScaled) ? value : T.One)],
                [.. _a.Select(_ => T.CreateTruncating(random.Next(-most, most + 1)))],
                _c),
            LaneOperation.LogB => ([.. _a.Select(value => T.IsNormal(value) ? T.Abs(value) : T.One)], _b, _c),
            _ => (_a, _b, _c),
        };
    }

    private static string? Difference(string width, T[] expected, T[] actual, T[] a, T[] b, T[] c)
    {
        int index = Bits.IndexOfDifference<T>(actual, expected);
        return index < 0
            ? null
            : $"{width}: {actual[index]:R} instead of {expected[index]:R} for ({a[index]:R}, {b[index]:R}, {c[index]:R})";
    }
}
