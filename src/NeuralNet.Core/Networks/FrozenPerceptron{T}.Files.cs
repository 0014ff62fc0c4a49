using System.Runtime.CompilerServices;
using NeuralNet.Common;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Persistence;
using NeuralNet.Core.Training;

namespace NeuralNet.Core;

/// <content>Conversion to and from documents of files.</content>
public sealed partial class FrozenPerceptron<T>
{
    /// <summary>Creates the predictor from a file that contains a predictor or a whole network.</summary>
    /// <exception cref="ModelFormatException">The file is incomplete or invalid, or the output activation is missing.</exception>
    internal static FrozenPerceptron<T> FromDocument(ModelDocument<T> document, CustomParts parts)
    {
        ModelRecord model = document.Model;
        if (model.AwaitsStandardization)
        {
            throw new ModelFormatException(
                "The file holds a network that standardizes its inputs and was never fitted, so it can't predict. Load it with Perceptron.Load, and call Fit.");
        }

        Activation outputActivation = OutputActivationOf(model, parts);
        Interval? labelTargets = model.CheckedLabelTargets();
        CheckShape(model, outputActivation);
        T threshold = model.CheckedThreshold<T>();
        bool isStandardized = document.Has(ModelTensors.InputMeans) || document.Has(ModelTensors.InputScales);
        try
        {
            var traits = new NetworkTraits(
                model.Inputs,
                model.Outputs,
                model.Classes,
                outputActivation,
                labelTargets,
                model.FeatureNames is { } features ? NameCheck.Copy("feature_names", features, model.Inputs, "one for each input") : null,
                model.ClassNames is { } classes ? NameCheck.Copy("class_names", classes, model.Classes, "one for each class") : null);
            return new FrozenPerceptron<T>(
                traits,
                document.Values(ModelTensors.Weights, model.Outputs, model.Inputs),
                document.Values(ModelTensors.Bias, model.Outputs),
                document.Values(ModelTensors.Baseline, model.Outputs),
                threshold,
                isStandardized ? ReadStandardization(document) : null,
                document.Metadata)
            {
                HasOffsets = model.HasOffsets == true,
            };
        }
        catch (ArgumentException error)
        {
            throw new ModelFormatException($"The names of the file do not fit its network: {error.Message}");
        }
    }

    private static Standardization<T> ReadStandardization(ModelDocument<T> document) =>
        Standardization<T>.TryCreate(
            document.Has(ModelTensors.InputMeans) ? document.Values(ModelTensors.InputMeans, document.Model.Inputs) : null,
            document.Values(ModelTensors.InputScales, document.Model.Inputs),
            null)
        ?? throw new ModelFormatException("The scales of the inputs in the file are not all above 0, or their inverses are not finite.");

    private static Activation OutputActivationOf(ModelRecord model, CustomParts parts)
    {
        Activation? known = model.HasCustomLink ? null : Activation.Named(model.Link);
        return known ?? (parts.OutputActivation is { } given && given.Name == model.Link
            ? given
            : throw new ModelFormatException(
                $"The file needs the output activation '{Shown.Text(model.Link)}', which is not part of this library{(parts.OutputActivation is null ? string.Empty : $", and '{Shown.Text(parts.OutputActivation.Name)}' was handed over")}. Pass it to Load, by CustomParts."));
    }

    private static void CheckShape(ModelRecord model, Activation outputActivation)
    {
        int classes = model.Outputs == 1 ? 2 : model.Outputs;
        if (model.Inputs < 1 || model.Outputs < 1 || (model.Classes != 0 && model.Classes != classes)
            || (ReferenceEquals(outputActivation, Activation.Softmax) && model.Outputs < 2))
        {
            throw new ModelFormatException(
                $"The file has {Shown.Count(model.Inputs, "input")}, {Shown.Count(model.Outputs, "output")}, {model.Classes} classes and the output activation '{Shown.Text(model.Link)}', which do not fit each other.");
        }

        if (!WeightCheck.Fits(model.Inputs, model.Outputs))
        {
            throw new ModelFormatException($"The file is of no network: {Throw.TooManyWeights(model.Inputs, model.Outputs, typeof(T).Name, Unsafe.SizeOf<T>())}");
        }
    }

    /// <summary>Returns the document that a save writes.</summary>
    internal ModelDocument<T> Document()
    {
        var document = new ModelDocument<T>
        {
            Model = ToRecord(),
            Metadata = Metadata,
            Reader = proof => FromDocument(proof, new() { OutputActivation = OutputActivation }),
        };
        AddParameters(document);
        AddScales(document);
        return document;
    }

    private protected override ModelDocument<T> ToDocument() => Document();
}
