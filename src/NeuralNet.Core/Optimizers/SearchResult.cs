namespace NeuralNet.Core.Optimizers;

/// <summary>How a search along one direction ended, or that it goes on.</summary>
internal enum SearchResult
{
    /// <summary>The next step is to be evaluated.</summary>
    Searching,

    /// <summary>The step last evaluated is good.</summary>
    Found,

    /// <summary>The step last evaluated lowers the objective, but is not good: there may be a kink.</summary>
    FoundLower,

    /// <summary>There is no good step, or none was found in the evaluations allowed.</summary>
    Failed,

    /// <summary>The objective was cancelled.</summary>
    Cancelled,
}
