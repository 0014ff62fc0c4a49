using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Selection;

public abstract class ModelSelectionRefusalTests<T> : RefusalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T[] _rows = Rows<T>(10, 3);
    private static readonly int[] _labels = Labels(10, 2);

    [Fact]
    public void Rejects_more_folds_than_rows_or_rows_of_a_class()
    {
        Refused<ArgumentException>(
            () => Regressor(3).CrossValidateRegressor(new(_rows, Targets<T>(10, 1)), Folds.Random(11)), "folds", "11 folds", "10 row(s)");
        Refused<ArgumentException>(
            () => Binary(3).CrossValidateClassifier(new(_rows, _labels), Folds.Random(6)), "labels", "5 row(s) of class 0", "6 folds");
        Refused<ArgumentException>(
            () => Binary(3).FitClassifierPath(new(_rows, _labels), [1], Penalty.L2, Folds.Random(6)), "labels", "5 row(s) of class 0", "6 folds");
        Refused<ArgumentException>(
            () => Binary(3).CrossValidateClassifier(new(_rows, _labels), Folds.Given(0, 1)), "folds", "has the folds of 2 rows", "there are 10");
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Rejects_a_value_that_is_not_finite_by_row_and_column(double value, string shown)
    {
        T[] rows = [.. _rows];
        rows[(4 * 3) + 2] = T.CreateTruncating(value);
        T[] targets = Targets<T>(10, 1);
        targets[6] = T.CreateTruncating(value);
        string[] words = [$"inputs has {shown} at row 4, column 2", "leave out such rows"];

        Refused<ArgumentException>(() => Binary(3).CrossValidateClassifier(new(rows, _labels)), "inputs", words);
        Refused<ArgumentException>(() => Binary(3).FitClassifierPath(new(rows, _labels), [1], Penalty.L2), "inputs", words);
        Refused<ArgumentException>(() => Binary(3).MaximumL1Strength(new(rows, _labels)), "inputs", words);
        Refused<ArgumentException>(() => Regressor(3).CrossValidateRegressor(new(rows, Targets<T>(10, 1))), "inputs", words);
        Refused<ArgumentException>(() => Regressor(3).FitRegressorPath(new(rows, Targets<T>(10, 1)), [1], Penalty.L2), "inputs", words);
        Refused<ArgumentException>(
            () => Regressor(3).CrossValidateRegressor(new(_rows, targets)), "targets", $"targets has {shown} at row 6, column 0");
        Refused<ArgumentException>(
            () => Binary(3).CrossValidateClassifier(new(_rows, _labels, targets)), "sampleWeights", shown, "row 6");
    }

    [Fact]
    public void Rejects_lengths_that_do_not_match()
    {
        Refused<ArgumentException>(() => Binary(4).CrossValidateClassifier(new(_rows, _labels)), "inputs", "30 values", "4 inputs");
        Refused<ArgumentException>(() => Binary(3).CrossValidateClassifier(new(_rows, Labels(9, 2))), "labels", "9 values for 10 rows");
        Refused<ArgumentException>(() => Regressor(3).CrossValidateRegressor(new(_rows, Targets<T>(9, 1))), "targets", "9 values", "10 rows");
        Refused<ArgumentException>(
            () => Binary(3).CrossValidateClassifier(new(_rows, _labels, new T[9])), "sampleWeights", "9 values", "10 are needed");
        Refused<ArgumentException>(() => Binary(3).CrossValidateClassifier(new(Array.Empty<T>(), _labels)), "inputs", "inputs is empty");
    }

    [Fact]
    public void Rejects_labels_of_one_class_only()
    {
        Refused<ArgumentException>(() => Binary(3).CrossValidateClassifier(new(_rows, new int[10])), "labels", "one class only (label 0)");
        Refused<ArgumentException>(() => Binary(3).CrossValidateClassifier(new(_rows, Labels(10, 3))), "labels", "labels has 2 at row 2");
        Refused<InvalidOperationException>(() => Regressor(3).CrossValidateClassifier(new(_rows, _labels)), null, "no classes");
        Refused<InvalidOperationException>(() => Regressor(3).FitClassifierPath(new(_rows, _labels), [1], Penalty.L2), null, "no classes");
        Refused<InvalidOperationException>(() => Regressor(3).MaximumL1Strength(new(_rows, _labels)), null, "no classes");
    }

    [Fact]
    public void Rejects_what_the_training_of_a_fold_rejects_and_names_the_fold()
    {
        Refused<ArgumentException>(
            () => Binary(3).CrossValidateClassifier(new(Rows<T>(4, 3), LabelsOf(0, 0, 1, 1)), Folds.Given(0, 0, 1, 1)),
            null,
            "Fold 0 of 0 to 1",
            "2 row(s)",
            "one class only (label 1)");
        Refused<ArgumentException>(
            () => Regressor(3).CrossValidateRegressor(
                new(Rows<T>(4, 3), Targets<T>(4, 1), Numbers.Of<T>(1, 0, 0, 0)), Folds.Given(1, 0, 0, 0)),
            null,
            "Fold 0 of 0 to 1",
            "3 row(s)",
            "weights");
        Refused<ArgumentException>(
            () => Regressor(3).CrossValidateRegressor(
                new(Rows<T>(4, 3), Targets<T>(4, 1), Numbers.Of<T>(1, 0, 0, 0)), Folds.Given(0, 1, 1, 1)),
            null,
            "Fold 0 of 0 to 1",
            "1 row(s)",
            "weights");
    }

    [Fact]
    public void Rejects_an_empty_list_of_strengths()
    {
        string[] words = ["strengths is empty", "such as [1, 0.1, 0.01]"];

        Refused<ArgumentException>(() => Binary(3).FitClassifierPath(new(_rows, _labels), [], Penalty.L2), "strengths", words);
        Refused<ArgumentException>(() => Regressor(3).FitRegressorPath(new(_rows, Targets<T>(10, 1)), [], Penalty.L2), "strengths", words);
    }

    [Theory]
    [InlineData(-0.5, "-0.5")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void Rejects_a_strength_that_is_negative_or_not_finite(double strength, string shown) =>
        Refused<ArgumentException>(
            () => Binary(3).FitClassifierPath(new(_rows, _labels), [1, strength], Penalty.L2), "strengths", $"strengths has {shown}", "[0, inf)");

    [Fact]
    public void Rejects_a_path_without_penalties() =>
        Refused<ArgumentNullException>(() => Binary(3).FitClassifierPath(new(_rows, _labels), [1], penalty: null!), "penalty", "null");

    [Fact]
    public void Rejects_an_optimizer_without_penalties() =>
        Refused<InvalidOperationException>(
            () => Perceptron.WithInputs<T>(3).WithLoss(Loss.Hinge).WithOptimizer(Optimizer.PassiveAggressive())
                .FitClassifierPath(new(_rows, _labels), [1], Penalty.L2),
            null,
            "passive-aggressive(1)",
            "Leave out WithPenalty");

    [Fact]
    public void Rejects_a_score_that_is_missing_or_not_finite()
    {
        PenaltyPath<T, ClassificationMetrics> path = Binary(3).FitClassifierPath(new(_rows, _labels), [1], Penalty.L2);
        CrossValidation<ClassificationMetrics> result = path.Points[0].CrossValidation;

        Refused<ArgumentNullException>(() => result.Score(null!), "score", "null");
        Refused<ArgumentException>(() => result.Score(_ => double.NaN), "score", "score is NaN for fold 0", "must be finite");
        Refused<ArgumentException>(() => path.Best(_ => double.NegativeInfinity), "score", "score is -Infinity for fold 0");
        Refused<ArgumentException>(() => path.StrongestWithinOneError(_ => double.NaN), "score", "score is NaN for fold 0");
    }
}

public sealed class ModelSelectionRefusalTestsInFloat : ModelSelectionRefusalTests<float>;

public sealed class ModelSelectionRefusalTestsInDouble : ModelSelectionRefusalTests<double>;
