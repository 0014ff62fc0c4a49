using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Data;

/// <summary>Memory that begins at a cache line.</summary>
public abstract class RowMemoryTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(100, 64)]
    [InlineData(3, 100_000)]
    public void It_has_room_for_the_rows_and_begins_at_a_line(int rows, int inputs)
    {
        Memory<T>[] memories = [.. Enumerable.Range(0, 20).Select(_ => RowMemory.Allocate<T>(rows, inputs))];
        foreach (Memory<T> memory in memories)
        {
            memory.Length.Should().Be(rows * inputs);
            memory.Span.ContainsAnyExcept(T.Zero).Should().BeFalse();
            (rows == 0 || AddressOf(memory.Span) % 64 == 0).Should().BeTrue();
        }

        long[] before = [.. memories.Select(memory => AddressOf(memory.Span))];
        GC.Collect();
        memories.Select(memory => AddressOf(memory.Span)).Should().Equal(before);
    }

    [Fact]
    public void Predictions_and_trainings_have_the_bits_of_rows_anywhere()
    {
        foreach (int inputs in new[] { 16, 37, 128, 512 })
        {
            T[] rows = Rows<T>(3000, inputs);
            Memory<T> aligned = RowMemory.Allocate<T>(3000, inputs);
            rows.CopyTo(aligned);
            int[] labels = Labels(3000, 2);
            PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(inputs).WithLearningRate(0.01);
            TrainingOptions options = new() { Epochs = 3, BatchSize = TrainingOptions.FullBatch };

            Perceptron<T> anywhere = description.Build().Fit(rows, labels, options).Network;
            Perceptron<T> atLines = description.Build().Fit(aligned, labels, options).Network;
            T[] expected = new T[3000], actual = new T[3000];
            anywhere.Predict(rows, expected);
            atLines.Predict(aligned, actual);

            Bits(atLines).Should().Be(Bits(anywhere));
            Bits<T>(actual).Should().Be(Bits<T>(expected));
        }
    }

    [Theory]
    [InlineData(-1, 3, "rows")]
    [InlineData(3, 0, "inputs")]
    [InlineData(1 << 20, 1 << 20, "rows")]
    public void Numbers_out_of_range_are_rejected(int rows, int inputs, string parameter) =>
        FluentActions.Invoking(() => RowMemory.Allocate<T>(rows, inputs))
            .Should().Throw<ArgumentOutOfRangeException>().Which.ParamName.Should().Be(parameter);

    [Fact]
    public void Too_many_values_are_counted_in_the_error() =>
        FluentActions.Invoking(() => RowMemory.Allocate<T>(1 << 20, 1 << 12))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("1048576 rows of 4096 inputs are 4294967296 values; *batches of a source*");

    private static unsafe long AddressOf(Span<T> span) => (long)Unsafe.AsPointer(ref MemoryMarshal.GetReference(span));
}

public sealed class RowMemoryTestsInFloat : RowMemoryTests<float>;

public sealed class RowMemoryTestsInDouble : RowMemoryTests<double>;
