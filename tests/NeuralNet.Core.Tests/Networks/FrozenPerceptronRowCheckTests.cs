using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Networks;

/// <summary>Checks rows from outside before a prediction, and reports what is wrong.</summary>
public abstract class FrozenPerceptronRowCheckTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void A_row_of_finite_values_is_valid_however_large_or_small()
    {
        FrozenPerceptron<T> model = Model(3);

        model.TryCheck(Numbers.Of<T>(0, 1, -1), out string? error).Should().BeTrue();
        error.Should().BeNull();
        model.TryCheck([Largest, -Largest, T.Epsilon], out _).Should().BeTrue();
    }

    [Theory]
    [InlineData(0, "The row has 0 values, and the network has 3 inputs: 'age' is the first without a value. Send one row of 3 values.")]
    [InlineData(2, "The row has 2 values, and the network has 3 inputs: 'pulse' is the first without a value. Send one row of 3 values.")]
    [InlineData(4, "The row has 4 values, and the network has 3 inputs: 'pulse' is the last. Send one row of 3 values.")]
    [InlineData(6, "The row has 6 values, and the network has 3 inputs: 'pulse' is the last. Send one row of 3 values.")]
    public void Names_the_input_at_which_a_row_of_another_length_ends(int length, string told)
    {
        Model(3, "age", "size", "pulse").TryCheck(new T[length], out string? error).Should().BeFalse();
        error.Should().Be(told);

        Model(3).TryCheck(new T[length], out error).Should().BeFalse();
        error.Should().Be($"The row has {length} values, and the network has 3 inputs. Send one row of 3 values.");
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Finds_a_value_that_is_not_finite_at_every_index(double value, string shown)
    {
        for (int inputs = 1; inputs <= 70; inputs++)
        {
            FrozenPerceptron<T> model = Model(inputs);
            FrozenPerceptron<T> named = Model(inputs, [.. Enumerable.Range(0, inputs).Select(index => $"input {index}")]);
            for (int index = 0; index < inputs; index++)
            {
                T[] row = Rows<T>(1, inputs);
                row[index] = T.CreateTruncating(value);
                row[^1] = index == inputs - 1 ? row[^1] : T.NaN;

                model.TryCheck(row, out string? error).Should().BeFalse();
                error.Should().StartWith($"The value at {index} of the row is {shown}; it must be finite: ").And.Contain("replace missing values");
                named.TryCheck(row, out error).Should().BeFalse();
                error.Should().StartWith($"The value 'input {index}' at {index} of the row is {shown}; ");
            }
        }
    }

    private static T Largest => T.CreateTruncating(Numbers.For<T>(double.MaxValue, float.MaxValue));

    private static FrozenPerceptron<T> Model(int inputs, params string[] names)
    {
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(inputs);
        return (names.Length == 0 ? description : description.WithFeatureNames(names)).Build().Freeze();
    }
}

public sealed class FrozenPerceptronRowCheckTestsInFloat : FrozenPerceptronRowCheckTests<float>;

public sealed class FrozenPerceptronRowCheckTestsInDouble : FrozenPerceptronRowCheckTests<double>;
