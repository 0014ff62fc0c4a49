using System.Numerics;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>
/// The honest network. Examples without weights and offsets go through the overloads for spans, so that the laws about weights also
/// compare the overloads.
/// </summary>
internal sealed class Learner<T>(PerceptronBuilder<T> description) : ILearner<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Perceptron<T> _network = description.Build();

    public PerceptronBuilder<T> Description => _network.Description;

    public long CompletedEpochs => _network.CompletedEpochs;

    public string Text => _network.ToString();

    public ReadOnlySpan<T> Weights => _network.Weights;

    public ReadOnlySpan<T> Bias => _network.Bias;

    public Outcome Fit(FitCall<T> call)
    {
        TrainingResult<T> result = call switch
        {
            { Examples: null } => _network.Fit(
                call.Stream, call.Options, call.Validation, call.Progress, call.CancellationToken),
            { Validation: null, Examples: { SampleWeights.IsEmpty: true, Offsets.IsEmpty: true, HasLabels: true } examples } => _network.Fit(
                examples.Inputs.Rows, examples.Labels.Span, call.Options, call.Progress, call.CancellationToken),
            { Validation: null, Examples: { SampleWeights.IsEmpty: true, Offsets.IsEmpty: true } examples } => _network.Fit(
                examples.Inputs.Rows, examples.Targets.Span, call.Options, call.Progress, call.CancellationToken),
            _ => _network.Fit(call.Examples, call.Options, call.Validation, call.Progress, call.CancellationToken),
        };
        return new Outcome(
            result.StopReason, result.Epochs, [.. result.LossHistory], [.. result.ValidationHistory], result.BestEpoch);
    }

    public void Learn(Examples<T> batch, Span<T> destination)
    {
        if (!batch.SampleWeights.IsEmpty || !batch.Offsets.IsEmpty)
        {
            _network.Learn(batch, destination);
        }
        else if (batch.HasLabels)
        {
            _network.Learn(batch.Inputs.Rows, batch.Labels.Span, destination);
        }
        else
        {
            _network.Learn(batch.Inputs.Rows, batch.Targets.Span, destination);
        }
    }

    public T LearnRow(Examples<T> row)
    {
        double weight = row.SampleWeights.IsEmpty ? 1 : double.CreateTruncating(row.SampleWeights.Span[0]);
        return row.HasLabels
            ? _network.Learn(row.Inputs.Rows.Values, row.Labels.Span[0], weight)
            : _network.Learn(row.Inputs.Rows.Values, row.Targets.Span[0], weight);
    }

    public void SetWeights(ReadOnlySpan<T> weights, ReadOnlySpan<T> bias) => _network.SetWeights(weights, bias);

    public IPredictor<T> Freeze() => new FrozenLearner<T>(_network.Freeze());

    public void Logits(ReadOnlySpan<T> rows, Span<T> destination)
    {
        if (rows.Length == _network.InputCount && _network.OutputCount == 1)
        {
            destination[0] = _network.Logit(rows);
        }
        else
        {
            _network.Logits(rows, destination);
        }
    }

    public void Predict(ReadOnlySpan<T> rows, Span<T> destination)
    {
        if (rows.Length == _network.InputCount && _network.OutputCount == 1)
        {
            destination[0] = _network.Predict(rows);
        }
        else
        {
            _network.Predict(rows, destination);
        }
    }

    public void PredictClasses(ReadOnlySpan<T> rows, Span<int> destination)
    {
        if (rows.Length == _network.InputCount)
        {
            destination[0] = _network.PredictClass(rows);
        }
        else
        {
            _network.PredictClasses(rows, destination);
        }
    }
}
