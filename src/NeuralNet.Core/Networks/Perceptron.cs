using System.Numerics;
using NeuralNet.Core.Foundation;

namespace NeuralNet.Core;

/// <summary>
/// Where every network begins: a description of what it is to do, which <see cref="PerceptronBuilder{T}.Build"/> turns into
/// a <see cref="Perceptron{T}"/>. All presets have a bias, start at weights of 0 and train by stochastic gradient descent
/// at a learning rate of 0.01.
/// </summary>
public static partial class Perceptron
{
    /// <summary>
    /// A network with one output, the identity as its output activation and half squared error as its loss, to be described further.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="inputs">The numbers in a row, [1, inf).</param>
    /// <exception cref="ArgumentOutOfRangeException">inputs is below 1 or too large for one array of weights.</exception>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public static PerceptronBuilder<T> WithInputs<T>(int inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Throw.IfNotFloatOrDouble<T>();
        Throw.IfNotPositive(inputs);
        return PerceptronBuilder<T>.Create(inputs);
    }

    /// <summary>
    /// Two classes, labels 0 and 1: log loss, sigmoid output activation. A prediction is the probability of class 1.
    /// </summary>
    /// <inheritdoc cref="WithInputs{T}(int)"/>
    public static PerceptronBuilder<T> BinaryClassifier<T>(int inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        WithInputs<T>(inputs).WithLoss(Loss.LogLoss);

    /// <summary>
    /// Several classes, labels 0 to classes - 1, of which each row has one: softmax cross-entropy. A prediction is the
    /// probability of each class.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="inputs">The numbers in a row, [1, inf).</param>
    /// <param name="classes">The number of classes, [2, inf); one output each.</param>
    /// <exception cref="ArgumentOutOfRangeException">inputs is below 1, classes is below 2, or there are too many weights for one array.</exception>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public static PerceptronBuilder<T> Classifier<T>(int inputs, int classes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (classes < 2)
        {
            throw new ArgumentOutOfRangeException(
                nameof(classes), classes, $"classes is {classes}; a classifier tells 2 or more apart. Number the labels from 0.");
        }

        return WithInputs<T>(inputs).WithOutputs(classes).WithLoss(Loss.SoftmaxCrossEntropy);
    }

    /// <summary>
    /// Several labels, of which each row may have any number: log loss and sigmoid for each label by itself. Targets are
    /// <c>[rows x labels]</c> of 0 and 1, or between. A prediction is the probability of each label;
    /// <see cref="Predictor{T}.EvaluateMultiLabel(Rows{T}, Rows{T}, ReadOnlySpan{T})"/> judges them.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="inputs">The numbers in a row, [1, inf).</param>
    /// <param name="labels">The number of labels, [1, inf); one output each.</param>
    /// <exception cref="ArgumentOutOfRangeException">inputs or labels is below 1, or there are too many weights for one array.</exception>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public static PerceptronBuilder<T> MultiLabelClassifier<T>(int inputs, int labels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Throw.IfNotPositive(labels);
        return WithInputs<T>(inputs).WithOutputs(labels).WithLoss(Loss.LogLoss);
    }

    /// <summary>Real targets, one or several for each row: half squared error, identity output activation.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="inputs">The numbers in a row, [1, inf).</param>
    /// <param name="outputs">The targets of a row, [1, inf). Default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">inputs or outputs is below 1, or there are too many weights for one array.</exception>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public static PerceptronBuilder<T> Regressor<T>(int inputs, int outputs = Defaults.Outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        WithInputs<T>(inputs).WithOutputs(outputs).WithLoss(Loss.HalfSquaredError);
}
