namespace NeuralNet.Extensions.Hosting;

/// <summary>The result of a save.</summary>
internal enum SaveOutcome
{
    /// <summary>There was nothing to save.</summary>
    Nothing,

    /// <summary>Saved to the file of the model.</summary>
    Written,

    /// <summary>Saved beside the file of the model, because the file there was not loaded.</summary>
    Beside,
}
