using System.Numerics;

namespace NeuralNet.Core;

/// <summary>
/// A trained model that predicts. Depend on it in an app, and replace it by a fake in the app's unit tests.
/// <see cref="Perceptron{T}"/>, <see cref="FrozenPerceptron{T}"/>, <see cref="PublishedPerceptron{T}"/> and
/// <see cref="PerceptronHost{T}"/> implement it.
/// </summary>
/// <remarks>
/// Two calls of a host may be answered by two models, if one is published between them. To answer a request from one model, read
/// <see cref="PerceptronHost{T}.Current"/> once.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public interface IPredictor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of values in a row, [1, inf).</summary>
    int InputCount { get; }

    /// <summary>The number of outputs of a row, [1, inf).</summary>
    int OutputCount { get; }

    /// <summary>Predicts many rows.</summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes.</param>
    /// <param name="destination">Receives the predictions <c>[rows x outputs]</c>; may be longer.</param>
    /// <param name="offsets">What is added to the logits of each row <c>[rows x outputs]</c>: see <see cref="Examples{T}.Offsets"/>. Default empty: 0.</param>
    void Predict(Rows<T> inputs, Span<T> destination, ReadOnlySpan<T> offsets = default);

    /// <summary>Predicts the class of each of many rows.</summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="Rows{T}"/> takes.</param>
    /// <param name="destination">Receives the classes <c>[rows]</c>; may be longer.</param>
    /// <param name="offsets">What is added to the logits of each row <c>[rows x outputs]</c>: see <see cref="Examples{T}.Offsets"/>. Default empty: 0.</param>
    void PredictClasses(Rows<T> inputs, Span<int> destination, ReadOnlySpan<T> offsets = default);

    /// <summary>Predicts one row, by a model with one output. Unless implemented, it calls <see cref="Predict(Rows{T}, Span{T}, ReadOnlySpan{T})"/>.</summary>
    /// <param name="input">The row <c>[inputs]</c>.</param>
    /// <returns>The prediction.</returns>
    T Predict(ReadOnlySpan<T> input)
    {
        T prediction = default;
        Predict(input, new Span<T>(ref prediction));
        return prediction;
    }

    /// <summary>Predicts the class of one row. Unless implemented, it calls <see cref="PredictClasses"/>.</summary>
    /// <param name="input">The row <c>[inputs]</c>.</param>
    /// <returns>The class, [0, inf); -1 if there is none, as for a logit that is NaN.</returns>
    int PredictClass(ReadOnlySpan<T> input)
    {
        int label = -1;
        PredictClasses(input, new Span<int>(ref label));
        return label;
    }
}
