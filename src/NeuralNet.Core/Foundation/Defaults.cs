namespace NeuralNet.Core.Foundation;

/// <summary>Every default of the library, each with its reason.</summary>
internal static class Defaults
{
    /// <summary>Without a bias a network can't even learn the share of a class; it is never penalized.</summary>
    public const bool HasBias = true;

    /// <summary>One weight vector: the network the library is named after.</summary>
    public const int Outputs = 1;

    /// <summary>Keeps the meaning of the learning rate when the batch size changes.</summary>
    public const Reduction Reduction = NeuralNet.Core.Reduction.Mean;

    /// <summary>In standard deviations of the noise: there it takes 95% of what least squares gets out of normal errors.</summary>
    public const double HuberDelta = 1.35;

    /// <summary>A tenth of a unit of the targets; what scikit-learn starts from.</summary>
    public const double InsensitiveEpsilon = 0.1;

    /// <summary>The median: the one quantile without a reason of its own.</summary>
    public const double Quantile = 0.5;

    /// <summary>The first output, which for most networks is the only one.</summary>
    public const int RankedOutput = 0;

    /// <summary>Slow but stable on standardized inputs up to some hundred features; what Keras and scikit-learn start from.</summary>
    public const double LearningRate = 0.01;

    /// <summary>Any fixed number: two runs of the same program agree.</summary>
    public const long Seed = 0;

    /// <summary>Raw inputs stay raw until asked: nothing is done to data that the caller did not see.</summary>
    public const bool Standardized = false;

    /// <summary>Enough for a convex loss on standardized inputs to come near its optimum.</summary>
    public const int Epochs = 100;

    /// <summary>Small enough to make progress in every epoch, large enough to run over rows several at a time.</summary>
    public const int BatchSize = 32;

    /// <summary>Sorted data, a common accident, would make online steps forget the first class.</summary>
    public const bool Shuffle = true;

    /// <summary>More than one is for the caller to spend: a service has other work for its processors.</summary>
    public const int Threads = 1;

    /// <summary>Tenths, which people read at a glance.</summary>
    public const int CalibrationBins = 10;

    /// <summary>Rows enough for an accuracy steady to about a hundredth, few enough to show a change within minutes of a service.</summary>
    public const double HalfLife = 1000;

    /// <summary>One epoch without gain may be chance; five in a row rarely are.</summary>
    public const int Patience = 5;

    /// <summary>An epoch means the same whatever the batch size and the number of rows.</summary>
    public const RateUnit RateUnit = NeuralNet.Core.RateUnit.Epoch;

    /// <summary>1 / sqrt(t) is the decay for which online gradient descent on a convex loss has its textbook guarantee.</summary>
    public const double InverseScalingPower = 0.5;

    /// <summary>A rate that falls as long as training goes on needs no floor: the weights come to rest.</summary>
    public const double LowestLearningRate = 0;

    /// <summary>A tenth on a plateau; what PyTorch and Keras start from.</summary>
    public const double PlateauFactor = 0.1;

    /// <summary>A rate lowered too early is never raised again, so chance gets more epochs here than for stopping.</summary>
    public const int PlateauPatience = 10;

    /// <summary>A gain of a ten-thousandth of the loss is hardly seen in predictions, whatever the unit of the targets.</summary>
    public const double PlateauMinimumImprovement = 1e-4;

    /// <summary>Any gain counts: how small a gain still matters depends on the unit of the loss.</summary>
    public const double MinimumImprovement = 0;

    /// <summary>Neither side preferred: scikit-learn's usual starting point for linear regression.</summary>
    public const double L1Ratio = 0.5;

    /// <summary>The average over all steps; a later start forgets a poor beginning.</summary>
    public const long FirstAveragedStep = 1;

    /// <summary>About ten steps are remembered: what practice settled on (PyTorch's and Keras' usual value).</summary>
    public const double Momentum = 0.9;

    /// <summary>Small enough to change nothing but a division of 0 by 0 (D. P. Kingma and J. Ba, 2015).</summary>
    public const double Epsilon = 1e-8;

    /// <summary>PyTorch's value: the sum of squares only grows, so that less is needed than in a fading mean.</summary>
    public const double AdaGradEpsilon = 1e-10;

    /// <summary>About a hundred squared gradients are remembered: PyTorch's value.</summary>
    public const double RmsPropDecay = 0.99;

    /// <summary>The fading of the mean gradient that the paper of Adam proposes.</summary>
    public const double AdamBeta1 = 0.9;

    /// <summary>The fading of the mean squared gradient that the paper of Adam proposes.</summary>
    public const double AdamBeta2 = 0.999;

    /// <summary>PyTorch's value: noticeable only over thousands of steps.</summary>
    public const double WeightDecay = 0.01;

    /// <summary>The paper's C, and scikit-learn's: a step is at most one row's length.</summary>
    public const double Aggressiveness = 1;

    /// <summary>
    /// Pairs of L-BFGS: the curvature of the last ten steps is most of what a longer memory would know, and each pair costs
    /// as many numbers as there are weights, four times in a Fit (eight with validation rows), and while its state is saved six
    /// times more. SciPy's and scikit-learn's choice.
    /// </summary>
    public const int LbfgsMemory = 10;

    /// <summary>
    /// The gradient at which L-BFGS is done, as a share of the derivatives of single rows: in double the weights then have four digits
    /// or more on ordinary data, which is more than most data can tell. It goes on while an iteration gains, as along columns that
    /// nearly repeat one another. One row 10,000,000 times farther out than all others, or columns that are alike to 9 digits, may hide
    /// an optimum: scale them, or learn from their difference. Float tells no gradient below 1e-6 from rounding, and is done there. 0
    /// gives all the digits there are.
    /// </summary>
    public const double GradientTolerance = 1e-8;

    /// <summary>Each training sees four fifths of the rows, at the price of five; scikit-learn's number.</summary>
    public const int Folds = 5;
}
