namespace NeuralNet.Core.Tests.House;

/// <summary>docs/guide.md says of each linear model of the others what it is here, or that it is not.</summary>
public sealed class GuideNamesTests
{
    public static TheoryData<string, string> Names =>
    [
        .. Of(
            "### From scikit-learn",
            "LinearRegression Ridge RidgeClassifier Lasso ElasticNet LogisticRegression SGDClassifier SGDRegressor Perceptron " +
            "PassiveAggressiveClassifier PassiveAggressiveRegressor HuberRegressor QuantileRegressor PoissonRegressor LinearSVC LinearSVR"),
        .. Of(
            "### From PyTorch",
            "nn.Linear MSELoss L1Loss SmoothL1Loss HuberLoss BCELoss BCEWithLogitsLoss CrossEntropyLoss NLLLoss PoissonNLLLoss " +
            "SoftMarginLoss MultiLabelSoftMarginLoss MultiMarginLoss MultiLabelMarginLoss KLDivLoss GaussianNLLLoss CTCLoss " +
            "HingeEmbeddingLoss CosineEmbeddingLoss MarginRankingLoss TripletMarginLoss " +
            "SGD ASGD Adadelta Adagrad Adam AdamW Adamax LBFGS NAdam RAdam RMSprop Rprop SparseAdam"),
        .. Of(
            "### From PyTorch's schedulers",
            "StepLR MultiStepLR ExponentialLR CosineAnnealingLR CosineAnnealingWarmRestarts PolynomialLR ConstantLR LinearLR LambdaLR " +
            "MultiplicativeLR ReduceLROnPlateau CyclicLR OneCycleLR SequentialLR ChainedScheduler"),
        .. Of(
            "### From ML.NET",
            "AveragedPerceptron FieldAwareFactorizationMachine LbfgsLogisticRegression LbfgsMaximumEntropy LbfgsPoissonRegression LdSvm " +
            "LinearSvm NaiveBayes Ols OneVersusAll OnlineGradientDescent PairwiseCoupling Prior Sdca SdcaLogisticRegression " +
            "SdcaMaximumEntropy SdcaNonCalibrated SgdCalibrated SgdNonCalibrated SymbolicSgdLogisticRegression"),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_of_theirs_stands_in_the_guide(string heading, string name)
    {
        string section = string.Join('\n', File.ReadLines(Guide.Path).SkipWhile(line => line != heading).Skip(1)
            .TakeWhile(line => !line.StartsWith("### ", StringComparison.Ordinal)));

        section.Should().MatchRegex($@"[`\s]{name}[`(]");
    }

    private static IEnumerable<(string Heading, string Name)> Of(string heading, string names) =>
        names.Split(' ').Select(name => (heading, name));
}
