namespace NeuralNet.ClickService;

/// <summary>The answer to an event.</summary>
/// <param name="Before">The probability of a click from before the event was learned.</param>
/// <param name="Learned">The number of events learned, with those of the file.</param>
internal sealed record EventAnswer(float Before, long Learned);

/// <summary>The answer to a visit.</summary>
/// <param name="Probability">The probability of a click.</param>
/// <param name="Version">The version of the model that says so, from 1 in each process.</param>
internal sealed record PredictAnswer(float Probability, long Version);

/// <summary>A description of the model.</summary>
/// <param name="Version">The version of the model that predicts.</param>
/// <param name="Learned">The number of events learned, with those of the file.</param>
/// <param name="RecentLogLoss">The log loss of recent events, each before it was learned; null before the first.</param>
internal sealed record ModelAnswer(long Version, long Learned, double? RecentLogLoss);
