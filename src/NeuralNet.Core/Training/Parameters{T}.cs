using System.Numerics;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <summary>
/// The numbers a network has learned, once as training moves them and once as prediction uses them. The two are the same
/// array until a standardisation is fixed; from then on training works on the standardised scale, and
/// <see cref="Fold"/> brings the weights back to the scale of the raw inputs.
/// </summary>
internal sealed class Parameters<T>(int inputs, int outputs)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _trained = new T[(inputs * outputs) + outputs];
    private T[]? _folded;

    public int Inputs => inputs;

    public int Outputs => outputs;

    /// <summary>Weights <c>[outputs x inputs]</c>, then bias <c>[outputs]</c>, on the scale training works on.</summary>
    public Span<T> Trained => _trained;

    /// <summary>The weights <c>[outputs x inputs]</c> on the scale of the raw inputs.</summary>
    public ReadOnlySpan<T> Weights => (_folded ?? _trained).AsSpan(0, inputs * outputs);

    /// <summary>The bias <c>[outputs]</c> on the scale of the raw inputs.</summary>
    public ReadOnlySpan<T> Bias => (_folded ?? _trained).AsSpan(inputs * outputs);

    public Standardization<T>? Standardization { get; private set; }

    /// <summary>Whether every trained number is finite, and so is every folded one.</summary>
    public bool AreFinite =>
        Finite.All<T>(_trained) && Finite.All(Weights) && Finite.All(Bias);

    /// <summary>From here on training sees standardised inputs; the trained numbers are taken as weights of those.</summary>
    public void Standardize(Standardization<T> standardization)
    {
        Standardization = standardization;
        _folded = new T[_trained.Length];
        Fold();
    }

    /// <summary>Brings what was trained to the scale of the raw inputs, where prediction reads it.</summary>
    public void Fold()
    {
        if (Standardization is null || _folded is null)
        {
            return;
        }

        ReadOnlySpan<T> inverseScales = Standardization.InverseScales;
        for (int output = 0; output < outputs; output++)
        {
            int start = output * inputs;
            double shift = 0;
            for (int input = 0; input < inputs; input++)
            {
                T weight = _trained[start + input] * inverseScales[input];
                _folded[start + input] = weight;
                shift += double.CreateTruncating(weight) * double.CreateTruncating(Standardization.Means[input]);
            }

            _folded[(inputs * outputs) + output] =
                T.CreateTruncating(double.CreateTruncating(_trained[(inputs * outputs) + output]) - shift);
        }
    }

    /// <summary>
    /// Takes weights and bias on the scale of the raw inputs; no bias stands for 0. False, and nothing is changed, where they
    /// are not finite on the scale training works on.
    /// </summary>
    public bool TrySet(ReadOnlySpan<T> weights, ReadOnlySpan<T> bias)
    {
        var raw = new T[_trained.Length];
        weights.CopyTo(raw);
        bias.CopyTo(raw.AsSpan(inputs * outputs));
        T[] standardized = Standardization is null ? raw : Unfold(raw, Standardization);
        if (!Finite.All<T>(standardized))
        {
            return false;
        }

        standardized.CopyTo(_trained, 0);
        if (_folded is not null)
        {
            raw.CopyTo(_folded, 0);
        }

        return true;
    }

    private T[] Unfold(ReadOnlySpan<T> raw, Standardization<T> standardization)
    {
        T[] result = raw.ToArray();
        for (int output = 0; output < outputs; output++)
        {
            double shift = 0;
            for (int input = 0; input < inputs; input++)
            {
                T weight = raw[(output * inputs) + input];
                shift += double.CreateTruncating(weight) * double.CreateTruncating(standardization.Means[input]);
                result[(output * inputs) + input] = weight * standardization.Scales[input];
            }

            int bias = (inputs * outputs) + output;
            result[bias] = T.CreateTruncating(double.CreateTruncating(raw[bias]) + shift);
        }

        return result;
    }
}
