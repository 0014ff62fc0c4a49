using System.Numerics;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>A network that does as the honest one, but for what is replaced to break a law.</summary>
internal sealed class Twin<T>(ILearner<T> inner) : ILearner<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Twin(PerceptronBuilder<T> description)
        : this(new Learner<T>(description))
    {
    }

    public delegate void Step(ILearner<T> inner, Examples<T> batch, Span<T> destination);

    public delegate void Classification(IPredictor<T> inner, ReadOnlySpan<T> rows, Span<int> destination);

    public delegate void Setting(ILearner<T> inner, ReadOnlySpan<T> weights, ReadOnlySpan<T> bias);

    public Func<ILearner<T>, FitCall<T>, Outcome> OnFit { get; init; } = static (inner, call) => inner.Fit(call);

    public Func<Outcome, Outcome> OnOutcome { get; init; } = static outcome => outcome;

    public Step OnLearn { get; init; } = static (inner, batch, destination) => inner.Learn(batch, destination);

    public Func<ILearner<T>, Examples<T>, T> OnLearnRow { get; init; } = static (inner, row) => inner.LearnRow(row);

    public Setting OnSetWeights { get; init; } = static (inner, weights, bias) => inner.SetWeights(weights, bias);

    public Func<ILearner<T>, IPredictor<T>> OnFreeze { get; init; } = static inner => inner.Freeze();

    public TwinPredictor<T>.Prediction OnPredict { get; init; } =
        static (inner, rows, destination) => inner.Predict(rows, destination);

    public Classification OnPredictClasses { get; init; } =
        static (inner, rows, destination) => inner.PredictClasses(rows, destination);

    public Func<ILearner<T>, string> OnText { get; init; } = static inner => inner.Text;

    public Func<ILearner<T>, long> OnCompletedEpochs { get; init; } = static inner => inner.CompletedEpochs;

    public PerceptronBuilder<T> Description => inner.Description;

    public long CompletedEpochs => OnCompletedEpochs(inner);

    public string Text => OnText(inner);

    public ReadOnlySpan<T> Weights => inner.Weights;

    public ReadOnlySpan<T> Bias => inner.Bias;

    public Outcome Fit(FitCall<T> call) => OnOutcome(OnFit(inner, call));

    public void Learn(Examples<T> batch, Span<T> destination) => OnLearn(inner, batch, destination);

    public T LearnRow(Examples<T> row) => OnLearnRow(inner, row);

    public void SetWeights(ReadOnlySpan<T> weights, ReadOnlySpan<T> bias) => OnSetWeights(inner, weights, bias);

    public IPredictor<T> Freeze() => OnFreeze(inner);

    public void Logits(ReadOnlySpan<T> rows, Span<T> destination) => inner.Logits(rows, destination);

    public void Predict(ReadOnlySpan<T> rows, Span<T> destination) => OnPredict(inner, rows, destination);

    public void PredictClasses(ReadOnlySpan<T> rows, Span<int> destination) => OnPredictClasses(inner, rows, destination);
}
