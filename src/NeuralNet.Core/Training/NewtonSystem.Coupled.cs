using System.Numerics.Tensors;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <content>The outputs of a softmax, whose second derivatives make one matrix.</content>
internal sealed partial class NewtonSystem
{
    private void SolveCoupled(ReadOnlySpan<double> point)
    {
        int size = _outputs * _variables;
        double[] factor = Coupled();
        double[] step = new double[size];
        bool[] isFixed = new bool[size];
        for (int output = 0; output < _outputs; output++)
        {
            _isDropped.CopyTo(isFixed, output * _variables);
            for (int place = 0; place < _variables; place++)
            {
                double right = -_gradient[(output * _width) + place];
                for (int other = 0; other < _outputs; other++)
                {
                    right += TakenBy(output, other, place, point.Slice(other * _width, _variables));
                }

                step[(output * _variables) + place] = right;
            }
        }

        Triangle.Eliminate(factor, size, LeastPivot, isFixed);
        Triangle.EliminateRight(factor, size, isFixed, step);
        Triangle.Solve(factor, size, isFixed, step);
        for (int output = 0; output < _outputs; output++)
        {
            step.AsSpan(output * _variables, _variables).CopyTo(StepOf(output));
            MoveDropped(point.Slice(output * _width, _variables), StepOf(output));
        }
    }

    /// <summary>Returns the matrix of all outputs, with the term that counts the move of all classes together.</summary>
    private double[] Coupled()
    {
        int size = _outputs * _variables;
        var whole = new double[size * size];
        double[] common = Common(_matrices);
        for (int output = 0; output < _outputs; output++)
        {
            for (int other = output; other < _outputs; other++)
            {
                for (int place = 0; place < _variables; place++)
                {
                    Span<double> row = whole.AsSpan((((output * _variables) + place) * size) + (other * _variables), _variables);
                    for (int second = 0; second < _variables; second++)
                    {
                        // Only weights and biases without a penalty can move together at no cost.
                        bool isFree = _ridge[place] == 0 && _ridge[second] == 0;
                        row[second] = At(output, other, place, second) + (isFree ? Upper(common, place, second) / _outputs : 0);
                    }

                    row[place] += output == other ? _ridge[place] : 0;
                }
            }
        }

        return whole;
    }

    /// <summary>Returns the sum of the matrices of all outputs.</summary>
    private double[] Common(ReadOnlySpan<double> matrices)
    {
        double[] common = Matrix(matrices, 0, 0).ToArray();
        for (int output = 1; output < (shape.IsShared ? 1 : _outputs); output++)
        {
            TensorPrimitives.Add(common, Matrix(matrices, output, output), common);
        }

        return common;
    }
}
