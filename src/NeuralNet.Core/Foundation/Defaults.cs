namespace NeuralNet.Core.Foundation;

/// <summary>All defaults of the library, each with its reason.</summary>
internal static class Defaults
{
    /// <summary>Without a bias a network can't even learn the share of a class. A bias is never penalized.</summary>
    public const bool HasBias = true;

    /// <summary>One weight vector, as in the original perceptron.</summary>
    public const int Outputs = 1;

    /// <summary>Keeps the meaning of the learning rate if the batch size changes.</summary>
    public const Reduction Reduction = NeuralNet.Core.Reduction.Mean;

    /// <summary>
    /// In standard deviations of the noise: at this value the loss is 95% as efficient as least squares on normal errors.
    /// </summary>
    public const double HuberDelta = 1.35;

    /// <summary>A tenth of a unit of the targets; the default of scikit-learn.</summary>
    public const double InsensitiveEpsilon = 0.1;

    /// <summary>The median, the most natural quantile.</summary>
    public const double Quantile = 0.5;

    /// <summary>The first output, which is the only one of most networks.</summary>
    public const int RankedOutput = 0;

    /// <summary>
    /// Slow but stable on standardized inputs with up to a few hundred features; the default of Keras and scikit-learn.
    /// </summary>
    public const double LearningRate = 0.01;

    /// <summary>A fixed number: two runs of the same program agree.</summary>
    public const long Seed = 0;

    /// <summary>Inputs are not changed unless the caller asks for it.</summary>
    public const bool Standardized = false;

    /// <summary>A bias then is the logit of a mean row, and training does not depend on where the zero of an input is.</summary>
    public const bool Centered = true;

    /// <summary>Enough for a convex loss on standardized inputs to come close to its optimum.</summary>
    public const int Epochs = 100;

    /// <summary>Small enough to progress in every epoch, large enough to process several rows at a time.</summary>
    public const int BatchSize = 32;

    /// <summary>Without shuffling, sorted data, a common accident, would make the network forget the first class.</summary>
    public const bool Shuffle = true;

    /// <summary>The caller decides whether to use more: a service needs its processors for other work too.</summary>
    public const int Threads = 1;

    /// <summary>Tenths are easy to read.</summary>
    public const int CalibrationBins = 10;

    /// <summary>
    /// Enough rows for an accuracy that is stable to about a hundredth, few enough to show a change in a service within minutes.
    /// </summary>
    public const double HalfLife = 1000;

    /// <summary>One epoch without gain may be chance; five in a row rarely are.</summary>
    public const int Patience = 5;

    /// <summary>An epoch means the same for any batch size and number of rows.</summary>
    public const RateUnit RateUnit = NeuralNet.Core.RateUnit.Epoch;

    /// <summary>1 / sqrt(t) is the decay with the textbook guarantee for online gradient descent on a convex loss.</summary>
    public const double InverseScalingPower = 0.5;

    /// <summary>A rate that keeps falling needs no lower bound: the weights settle.</summary>
    public const double LowestLearningRate = 0;

    /// <summary>A tenth on each plateau; the default of PyTorch and Keras.</summary>
    public const double PlateauFactor = 0.1;

    /// <summary>A rate lowered too early is never raised again, so the patience is larger than for stopping.</summary>
    public const int PlateauPatience = 10;

    /// <summary>A gain of a ten-thousandth of the loss hardly changes predictions, for any unit of the targets.</summary>
    public const double PlateauMinimumImprovement = 1e-4;

    /// <summary>Any gain counts: the smallest relevant gain depends on the unit of the loss.</summary>
    public const double MinimumImprovement = 0;

    /// <summary>Equal parts of L1 and L2: the usual start in scikit-learn for linear regression.</summary>
    public const double L1Ratio = 0.5;

    /// <summary>Averages all steps; a later start ignores a poor beginning.</summary>
    public const long FirstAveragedStep = 1;

    /// <summary>Remembers about ten steps: the usual value in PyTorch and Keras.</summary>
    public const double Momentum = 0.9;

    /// <summary>Small enough to matter only for a division of 0 by 0 (D. P. Kingma and J. Ba, 2015).</summary>
    public const double Epsilon = 1e-8;

    /// <summary>The default of PyTorch: the sum of squares only grows, so it needs less than a fading mean.</summary>
    public const double AdaGradEpsilon = 1e-10;

    /// <summary>Remembers about a hundred squared gradients: the default of PyTorch.</summary>
    public const double RmsPropDecay = 0.99;

    /// <summary>The decay of the mean gradient proposed by the paper of Adam.</summary>
    public const double AdamBeta1 = 0.9;

    /// <summary>The decay of the mean squared gradient proposed by the paper of Adam.</summary>
    public const double AdamBeta2 = 0.999;

    /// <summary>The default of PyTorch: noticeable only over thousands of steps.</summary>
    public const double WeightDecay = 0.01;

    /// <summary>
    /// For inputs of size 1 of which a row has few, such as categories and clicks. With rows of length 1, such as normalised text, values are
    /// smaller, and 1 with a beta of 0.1 learns faster.
    /// </summary>
    public const double FtrlAlpha = 0.1;

    /// <summary>The first steps are as long as those of plain descent at a rate of alpha: the value of the paper (H. B. McMahan and others, 2013).</summary>
    public const double FtrlBeta = 1;

    /// <summary>No penalty unless it is asked for.</summary>
    public const double FtrlPenalty = 0;

    /// <summary>The C of the paper, and of scikit-learn: a step is at most as long as one row.</summary>
    public const double Aggressiveness = 1;

    /// <summary>
    /// The pairs of L-BFGS: the curvature of the last ten steps is most of what a longer memory would know. Each pair needs as many
    /// numbers as there are weights: four times in a Fit (eight with validation rows), and six times more while its state is saved. The
    /// default of SciPy and scikit-learn.
    /// </summary>
    public const int LbfgsMemory = 10;

    /// <summary>
    /// The gradient at which L-BFGS stops, relative to the derivatives of single rows: in double the weights then have at least four
    /// digits on ordinary data, more than most data justify. It continues while an iteration gains, for example along nearly collinear
    /// columns. A row 10,000,000 times farther out than all others, or columns that agree to 9 digits, may hide an optimum: scale them,
    /// or use their difference. Float can't distinguish gradients below 1e-6 from rounding, so it stops there. 0 computes all available
    /// digits.
    /// </summary>
    public const double GradientTolerance = 1e-8;

    /// <summary>
    /// The share of an input, apart from those before it, up to which Newton's method takes it for their repetition, unless the rounding of
    /// the input is more: the default of R's lm.
    /// </summary>
    public const double RankTolerance = 1e-7;

    /// <summary>The level of confidence intervals: the convention, and the default of R and statsmodels.</summary>
    public const double ConfidenceLevel = 0.95;

    /// <summary>
    /// The distance of the weights from the optimum of the rows, in standard errors, up to which Summarize takes them for it: a t value of
    /// 2 is then right to 0.01. The rounding of float is below it, and other rows than those of the training are far above.
    /// </summary>
    public const double OptimumDistance = 0.01;

    /// <summary>Each training uses four fifths of the rows, and there are five trainings; the default of scikit-learn.</summary>
    public const int Folds = 5;
}
