using NeuralNet.Common;

namespace NeuralNet.Core.Evaluation;

/// <summary>Adds up the metrics of parts, keeping only cells, sums and scores.</summary>
internal sealed class MergedClassification
{
    private const int PartsAtOnce = 64;

    private readonly List<ConfusionMatrix> _matrices = [];
    private readonly List<RankedScores> _ranked = [];
    private readonly List<OneVersusRest.Portion> _portions = [];
    private ScoreKind _kind;
    private double _logLoss;
    private double _brierScore;
    private bool _haveScores = true;
    private int _parts;

    public void Add(
        string parameter,
        ConfusionMatrix matrix,
        ScoreKind kind,
        double logLoss,
        double brierScore,
        RankedScores? ranked,
        OneVersusRest? oneVersusRest)
    {
        if (_parts == 0)
        {
            _kind = kind;
        }
        else
        {
            MergeCheck.Same(parameter, _parts, "classes:", matrix.ClassCount, _matrices[0].ClassCount);
            MergeCheck.Same(parameter, _parts, "class names:", Names(matrix), Names(_matrices[0]));
            MergeCheck.Same(parameter, _parts, "weights of the unit 2 to the power of", matrix.WeightExponent, _matrices[0].WeightExponent);
            MergeCheck.Same(parameter, _parts, "as scores", ScoreWords(kind), ScoreWords(_kind));
        }

        _parts++;
        _logLoss += logLoss;
        _brierScore += brierScore;
        _matrices.Add(matrix);
        if (_matrices.Count == PartsAtOnce)
        {
            ConfusionMatrix sum = ConfusionMatrix.Merge(_matrices);
            _matrices.Clear();
            _matrices.Add(sum);
        }

        _haveScores &= ranked is not null || oneVersusRest is not null;
        if (!_haveScores)
        {
            _ranked.Clear();
            _portions.Clear();
            return;
        }

        if (ranked is not null)
        {
            _ranked.Add(ranked);
        }

        _portions.AddRange(oneVersusRest?.Portions ?? []);
    }

    public ClassificationMetrics ToMetrics(string parameter) => _parts == 0 ? throw MergeCheck.Nothing(parameter) : new(
        ConfusionMatrix.Merge(_matrices),
        _kind,
        _logLoss,
        _brierScore,
        _ranked.Count > 0 ? RankedScores.Merge(_ranked) : null,
        _portions.Count > 0 ? new OneVersusRest([.. _portions]) : null);

    private static string ScoreWords(ScoreKind kind) => kind switch
    {
        ScoreKind.None => "none",
        ScoreKind.Margin => "margins",
        ScoreKind.Logit => "probabilities of a network",
        _ => "probabilities",
    };

    private static string Names(ConfusionMatrix matrix) => Shown.Text(string.Join(", ", matrix.ClassNames ?? []));
}
