namespace NeuralNet.Core.Optimizers;

/// <summary>The state of a search along one direction: how it ended, or that it goes on.</summary>
internal enum SearchResult
{
    /// <summary>The next step must be evaluated.</summary>
    Searching,

    /// <summary>The step last evaluated is good.</summary>
    Found,

    /// <summary>The step last evaluated lowers the objective, but is not good: there may be a kink.</summary>
    FoundLower,

    /// <summary>There is no good step, or the search found no good step within the allowed evaluations.</summary>
    Failed,

    /// <summary>The objective was cancelled.</summary>
    Cancelled,
}
