using System.Numerics;
using NeuralNet.Core;
using NeuralNet.Data.State;

namespace NeuralNet.Data;

/// <content>Loading what was learned.</content>
public sealed partial class RowEncoder<TRecord>
{
    /// <summary>
    /// Returns the fitted encoder that was attached to a network, which keeps it in its file. It encodes with the same bits as before. This
    /// description must be the one of Fit; the file is not trusted.
    /// </summary>
    /// <remarks>Delegates can't be compared: one that reads another value under the same name is not noticed.</remarks>
    /// <param name="network">The network, as loaded.</param>
    /// <exception cref="ArgumentNullException">The network is null.</exception>
    /// <exception cref="ModelFormatException">
    /// The network has no fitted encoder, or it is damaged, or of another version; or kind, name, options or order of a column differ from
    /// this description: the message names the first such column. Or the network has other inputs.
    /// </exception>
    /// <exception cref="InvalidOperationException">There are no columns, or two inputs have the same name.</exception>
    public FittedEncoder<TRecord> Load<T>(Predictor<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        FittedEncoder<TRecord> fitted = network.Metadata.TryGetValue(StateText.Key, out string? text)
            ? FromJson(text)
            : throw new ModelFormatException($"The network has no '{StateText.Key}' in its metadata. Attach a fitted encoder before the network is saved: fitted.Attach(network).");
        return NetworkCheck.Inputs(network, fitted.FeatureNames) is { } problem ? throw new ModelFormatException(problem) : fitted;
    }

    /// <summary>
    /// Returns a predictor of records by the current model of a host. Each model that the host publishes brings its own fitted encoder, so a
    /// model trained again on newer records is served with its own medians and categories. Set
    /// <see cref="PerceptronHostOptions.AllowsOtherInputs"/> if new categories may change the inputs.
    /// </summary>
    /// <param name="host">The host; its models must have the columns of this description.</param>
    /// <exception cref="ArgumentNullException">The host is null.</exception>
    /// <exception cref="ModelFormatException">The current model does not fit, as for <see cref="Load{T}"/>.</exception>
    /// <exception cref="InvalidOperationException">There are no columns, or two inputs have the same name.</exception>
    public RecordPredictor<TRecord, T> Bind<T>(PerceptronHost<T> host)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(host);
        return new(Load(host.Current), host, this);
    }

    /// <summary>Returns a fitted encoder from the text of <see cref="FittedEncoder{TRecord}.ToJson"/>, as <see cref="Load{T}"/> does.</summary>
    /// <param name="json">The text; it is not trusted.</param>
    /// <exception cref="ArgumentNullException">The text is null.</exception>
    /// <exception cref="ModelFormatException">The text is damaged, or of another version or description.</exception>
    /// <exception cref="InvalidOperationException">There are no columns.</exception>
    public FittedEncoder<TRecord> FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var fitted = new FittedEncoder<TRecord>(ColumnsOrThrow(), StateText.Read(json, _columns));
        return fitted.InputProblem is { } problem ? throw new ModelFormatException(problem) : fitted;
    }
}
