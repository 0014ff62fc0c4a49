using System.Numerics;
using NeuralNet.Core.Foundation;

namespace NeuralNet.Core;

/// <summary>
/// Creates descriptions of networks, and loads networks from files. <see cref="PerceptronBuilder{T}.Build"/> turns a description into
/// a <see cref="Perceptron{T}"/>. All presets have a bias, start with weights of 0 and train by stochastic gradient descent with
/// a learning rate of 0.01.
/// </summary>
public static partial class Perceptron
{
    /// <summary>
    /// Describes a network with one output, the identity as output activation and half squared error as loss. Change it with the methods
    /// of the description.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="inputs">The number of values in a row, [1, inf).</param>
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
    /// Describes a classifier of two classes, labels 0 and 1: log loss, sigmoid output activation. A prediction is the probability of
    /// class 1.
    /// </summary>
    /// <inheritdoc cref="WithInputs{T}(int)"/>
    public static PerceptronBuilder<T> BinaryClassifier<T>(int inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        WithInputs<T>(inputs).WithLoss(Loss.LogLoss);

    /// <summary>
    /// Describes a classifier of several classes, labels 0 to classes - 1, one for each row: softmax cross-entropy. A prediction is
    /// the probability of each class.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="inputs">The number of values in a row, [1, inf).</param>
    /// <param name="classes">The number of classes, [2, inf); one output each.</param>
    /// <exception cref="ArgumentOutOfRangeException">inputs is below 1, classes is below 2, or there are too many weights for one array.</exception>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public static PerceptronBuilder<T> Classifier<T>(int inputs, int classes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (classes < 2)
        {
            throw new ArgumentOutOfRangeException(
                nameof(classes), classes, $"classes is {classes}; a classifier needs 2 or more. Number the labels from 0.");
        }

        return WithInputs<T>(inputs).WithOutputs(classes).WithLoss(Loss.SoftmaxCrossEntropy);
    }

    /// <summary>
    /// Describes a multi-label classifier, whose rows may have any number of labels: log loss and sigmoid for each label independently.
    /// Targets are <c>[rows x labels]</c>, 0, 1 or between. A prediction is the probability of each label;
    /// <see cref="Predictor{T}.EvaluateMultiLabel(Rows{T}, Rows{T}, ReadOnlySpan{T}, ReadOnlySpan{T})"/> evaluates them.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="inputs">The number of values in a row, [1, inf).</param>
    /// <param name="labels">The number of labels, [1, inf); one output each.</param>
    /// <exception cref="ArgumentOutOfRangeException">inputs or labels is below 1, or there are too many weights for one array.</exception>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public static PerceptronBuilder<T> MultiLabelClassifier<T>(int inputs, int labels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Throw.IfNotPositive(labels);
        return WithInputs<T>(inputs).WithOutputs(labels).WithLoss(Loss.LogLoss);
    }

    /// <summary>Describes a regressor, with one or more real targets for each row: half squared error, identity output activation.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="inputs">The number of values in a row, [1, inf).</param>
    /// <param name="outputs">The number of targets of a row, [1, inf). Default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">inputs or outputs is below 1, or there are too many weights for one array.</exception>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public static PerceptronBuilder<T> Regressor<T>(int inputs, int outputs = Defaults.Outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        WithInputs<T>(inputs).WithOutputs(outputs).WithLoss(Loss.HalfSquaredError);
}
