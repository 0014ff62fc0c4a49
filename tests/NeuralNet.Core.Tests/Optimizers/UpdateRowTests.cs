using System.Numerics;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Optimizers;
using NeuralNet.Core.Tests.Kernels;
using NeuralNet.Core.UserCode;

namespace NeuralNet.Core.Tests.Optimizers;

public sealed class UpdateRowSingleTests : UpdateRowTests<float>;

public sealed class UpdateRowDoubleTests : UpdateRowTests<double>;

public abstract class UpdateRowTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void A_step_of_a_row_gives_the_bits_of_single_moves_and_writes_nothing_else()
    {
        Failures(new Sgd()).Should().BeEmpty();
        Failures(new HeavyBall(0.9)).Should().BeEmpty();
        Failures(new Adam(0.9, 0.999, 1e-8)).Should().BeEmpty();
    }

    [Fact]
    public void Fields_that_an_optimizer_writes_in_Move_are_lost() =>
        Failures(new WritesInMove()).Should().BeEmpty();

    private static List<string> Failures<TOptimizer>(TOptimizer optimizer)
        where TOptimizer : struct, IOptimizer
    {
        optimizer.BeginStep(3, 0.3);
        var failures = new List<string>();
        for (int inputs = 1; inputs <= 150; inputs++)
        {
            foreach (bool movesBias in (bool[])[false, true])
            {
                T[] row = Sample.Uniform<T>(inputs, seed: inputs);
                T[] next = Sample.Uniform<T>(inputs, seed: inputs + 1);
                T[] parameters = Sample.Uniform<T>(inputs + 1, seed: inputs + 2);
                T[] first = States(TOptimizer.StatesPerWeight > 0, inputs, seed: inputs + 3);
                T[] second = States(TOptimizer.StatesPerWeight > 1, inputs, seed: inputs + 4);
                T derivative = T.CreateTruncating(-0.37);
                Guarded<T>[] alone = Guard(parameters, first, second);
                Guarded<T>[] withNext = Guard(parameters, first, second);
                (T[] expected, T[] expectedFirst, T[] expectedSecond) = ([.. parameters], [.. first], [.. second]);
                MoveOneByOne(optimizer, row, derivative, expected, expectedFirst, expectedSecond, movesBias);

                Update.ApplyRow(
                    optimizer, Guarded<T>.Input(row, 1).Span, derivative, alone[0].Span, alone[1].Span, alone[2].Span, movesBias);
                T logit = Update.ApplyRowAndLogit(
                    optimizer,
                    Guarded<T>.Input(row, 1).Span,
                    derivative,
                    withNext[0].Span,
                    withNext[1].Span,
                    withNext[2].Span,
                    movesBias,
                    Guarded<T>.Input(next, 9).Span);

                bool isRight = Bits.Same(logit, Dot.OfScalar(in next[0], in expected[0], (nuint)inputs) + expected[inputs]);
                foreach (Guarded<T>[] moved in (Guarded<T>[][])[alone, withNext])
                {
                    isRight &= Array.TrueForAll(moved, memory => memory.IsIntact)
                        && Bits.Same<T>(moved[0].Span, expected)
                        && Bits.Same<T>(moved[1].Span, expectedFirst)
                        && Bits.Same<T>(moved[2].Span, expectedSecond);
                }

                if (!isRight)
                {
                    failures.Add($"{optimizer.Name}, {inputs} inputs, bias: {movesBias}");
                }
            }
        }

        return failures;
    }

    private static T[] States(bool any, int inputs, int seed) =>
        any ? [.. Sample.Uniform<T>(inputs + 1, seed).Select(T.Abs)] : [];

    private static Guarded<T>[] Guard(T[] parameters, T[] first, T[] second) =>
        [Guarded<T>.Output(parameters, parameters.Length % 16), Guarded<T>.Output(first, 3), Guarded<T>.Output(second, 5)];

    private static void MoveOneByOne<TOptimizer>(
        TOptimizer optimizer, T[] row, T derivative, T[] parameters, T[] first, T[] second, bool movesBias)
        where TOptimizer : struct, IOptimizer
    {
        for (int index = 0; index < (movesBias ? parameters.Length : row.Length); index++)
        {
            TOptimizer untouched = optimizer;
            T gradient = index < row.Length ? row[index] * derivative : derivative;
            Scalar<T> firstState = new(first.Length > 0 ? first[index] : T.Zero);
            Scalar<T> secondState = new(second.Length > 0 ? second[index] : T.Zero);
            parameters[index] = untouched.Move(
                new Scalar<T>(parameters[index]), new Scalar<T>(gradient), ref firstState, ref secondState, out _).Value;
            if (first.Length > 0)
            {
                first[index] = firstState.Value;
            }

            if (second.Length > 0)
            {
                second[index] = secondState.Value;
            }
        }
    }
}
