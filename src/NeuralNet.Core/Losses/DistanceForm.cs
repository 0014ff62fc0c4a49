namespace NeuralNet.Core.Losses;

/// <summary>What a loss measures of a logit.</summary>
internal enum DistanceForm
{
    /// <summary>The error.</summary>
    Error,

    /// <summary>The error above epsilon, and that below -epsilon, as two terms.</summary>
    ErrorBeyondEpsilon,

    /// <summary>What the margin lacks to 1.</summary>
    Shortfall,
}
