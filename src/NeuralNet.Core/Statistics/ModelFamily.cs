namespace NeuralNet.Core.Statistics;

/// <summary>The distribution of the targets of a generalized linear model with its canonical link.</summary>
internal enum ModelFamily
{
    /// <summary>Numbers with errors of one variance: least squares.</summary>
    Gaussian,

    /// <summary>Two classes: logistic regression.</summary>
    Binomial,

    /// <summary>Counts: Poisson regression.</summary>
    Poisson,

    /// <summary>Several classes: softmax regression.</summary>
    Multinomial,
}
