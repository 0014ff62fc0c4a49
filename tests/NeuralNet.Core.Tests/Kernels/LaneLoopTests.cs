using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Tests.Kernels;

public sealed class LaneLoopSingleTests : LaneLoopTests<float>;

public sealed class LaneLoopDoubleTests : LaneLoopTests<double>;

public abstract class LaneLoopTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int[] _registers = [64, 32, 16];

    [Fact]
    public void Every_index_is_visited_once_in_ascending_order()
    {
        for (int count = 0; count <= 129; count++)
        {
            var visited = new List<int>();

            LaneLoop.Run<T, Record>(new Record(visited), count);

            visited.Should().Equal(Enumerable.Range(0, count));
        }
    }

    [Fact]
    public void A_repeatable_loop_visits_every_index_in_the_fewest_registers()
    {
        for (int count = 0; count <= 129; count++)
        {
            var visited = new List<int>();

            LaneLoop.RunRepeatable<T, Record>(new Record(visited), count);

            visited.Distinct().Order().Should().Equal(Enumerable.Range(0, count));
            int width = _registers.Where(bytes => bytes <= WidestBytes).Select(bytes => bytes / Unsafe.SizeOf<T>())
                .FirstOrDefault(lanes => lanes <= count, 1);
            visited.Should().HaveCount((count + width - 1) / width * width);
        }
    }

    [Fact]
    public void Nothing_beside_the_span_is_changed_at_any_alignment()
    {
        for (int count = 0; count <= 129; count++)
        {
            T[] before = Sample.Uniform<T>(count, seed: count);
            T[] after = [.. before.Select(value => value + T.One)];
            for (int offset = 0; offset < 16; offset++)
            {
                Guarded<T> guarded = Guarded<T>.Output(before, offset);

                LaneLoop.Run<T, AddOne>(new AddOne(guarded.Span), count);

                guarded.IsIntact.Should().BeTrue();
                Bits.Same<T>(guarded.Span, after).Should().BeTrue();
            }
        }
    }

    private static int WidestBytes =>
        Vector512.IsHardwareAccelerated ? 64 : Vector256.IsHardwareAccelerated ? 32 : Vector128.IsHardwareAccelerated ? 16 : 0;

    private readonly struct Record(List<int> visited) : ILaneLoop<T>
    {
        public void At<TLanes>(nuint index)
            where TLanes : struct, ILanes<TLanes, T> =>
            visited.AddRange(Enumerable.Range((int)index, Unsafe.SizeOf<TLanes>() / Unsafe.SizeOf<T>()));
    }

    private readonly ref struct AddOne(Span<T> values) : ILaneLoop<T>
    {
        private readonly ref T _values = ref MemoryMarshal.GetReference(values);

        public void At<TLanes>(nuint index)
            where TLanes : struct, ILanes<TLanes, T> =>
            (TLanes.Load(in _values, index) + TLanes.Create(1)).Store(ref _values, index);
    }
}
