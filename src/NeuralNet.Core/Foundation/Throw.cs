using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Common;
using static System.FormattableString;

namespace NeuralNet.Core.Foundation;

/// <summary>
/// The errors of the library, kept out of the code that runs without errors. Each says what came, what is allowed and the
/// cure.
/// </summary>
internal static class Throw
{
    /// <summary>The cure for inputs that are not finite; weights and targets have no such cure.</summary>
    public const string MissingInputs =
        ": leave out such rows, or replace missing values, for example by the mean of their column";

    /// <summary>The reason and the cure of a network that standardizes its inputs before its first Fit.</summary>
    public const string NotStandardizedYet =
        "This network standardizes its inputs, and mean and scale are fixed by the first Fit, which has not run. Call Fit first; to start from given weights use WithInitialWeights, on the standardized scale.";

    /// <summary>How many names a message lists.</summary>
    private const int MostNames = 5;

    public static void IfNotPositive(int value, [CallerArgumentExpression(nameof(value))] string? parameter = null)
    {
        if (value < 1)
        {
            throw new ArgumentOutOfRangeException(parameter, value, Invariant($"{parameter} is {value}; it must be 1 or more."));
        }
    }

    public static void IfNotPositive(double value, [CallerArgumentExpression(nameof(value))] string? parameter = null)
    {
        if (!(value > 0 && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(
                parameter, value, Invariant($"{parameter} is {value}; it must lie in (0, inf)."));
        }
    }

    public static void IfUndefined(RateUnit value, [CallerArgumentExpression(nameof(value))] string? parameter = null)
    {
        if (value is not (RateUnit.Epoch or RateUnit.Step))
        {
            throw new ArgumentOutOfRangeException(
                parameter, value, Invariant($"{parameter} is {(int)value}; use RateUnit.Epoch or RateUnit.Step."));
        }
    }

    public static void IfNotFloatOrDouble<T>()
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            throw new NotSupportedException(
                $"{typeof(T).Name} is not supported; use float or double.");
        }
    }

    [DoesNotReturn]
    public static void ArgumentOutOfRange_TooManyWeights(string parameter, int inputs, int outputs) =>
        throw new ArgumentOutOfRangeException(parameter, Invariant(
            $"{inputs} inputs x {outputs} outputs are {(long)inputs * outputs} weights; with one bias an output, at most {WeightCheck.MostParameters} are possible. Use fewer of either."));

    [DoesNotReturn]
    public static void ArgumentOutOfRange_Outside(string parameter, double value, string allowed, string cure) =>
        throw new ArgumentOutOfRangeException(
            parameter, value, Invariant($"{parameter} is {value}; it must lie in {allowed}. {cure}"));

    [DoesNotReturn]
    public static void ArgumentOutOfRange_NoSuchOutput(string parameter, int output, int outputs) =>
        throw new ArgumentOutOfRangeException(
            parameter, output, Invariant($"{parameter} is {output}; with {outputs} output(s) it must lie in [0, {outputs - 1}]."));

    [DoesNotReturn]
    public static void Argument_Empty(string parameter) =>
        throw new ArgumentException($"{parameter} is empty; at least one row is needed.", parameter);

    [DoesNotReturn]
    public static void Argument_NotOneRow(string parameter, int length, int inputs) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {length} values; this network has {inputs} inputs. Pass one row of {inputs} values, or call the overload with a destination for many rows."), parameter);

    [DoesNotReturn]
    public static void Argument_NotWholeRows(string parameter, int length, int inputs) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {length} values, not a multiple of the {inputs} inputs of this network. Pass whole rows, row after row."), parameter);

    [DoesNotReturn]
    public static void Argument_NotRowsByColumns(string parameter, string shape, int columns, string what) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has the shape {shape}; this network has {columns} {what}. Pass [rows x {columns}]."), parameter);

    [DoesNotReturn]
    public static void Argument_OtherRank(string parameter, int rank, int columns) =>
        throw new ArgumentException(Invariant($"{parameter} is a tensor of rank {rank}; it must have rank 2. Pass [rows x {columns}]."), parameter);

    [DoesNotReturn]
    public static void Argument_NullRow(string parameter, int row) =>
        throw new ArgumentException(Invariant($"{parameter}: row {row} is null. Give every row its values, or leave it out."), parameter);

    [DoesNotReturn]
    public static void Argument_RowLength(string parameter, int row, int length, int columns, string what) =>
        throw new ArgumentException(Invariant(
            $"{parameter}: row {row} has {length} values; this network has {columns} {what}. Each row needs {columns} values."), parameter);

    [DoesNotReturn]
    public static void Argument_FlagsOfManyClasses(string parameter, int classes) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has bools, which tell 2 classes apart; this network has {classes}. Pass class indices, [0, {classes}), or class names."), parameter);

    [DoesNotReturn]
    public static void Argument_NoClassNames(string parameter) =>
        throw new ArgumentException(
            $"{parameter} has class names, and this network has none. Name its classes with WithClassNames, or pass class indices.", parameter);

    [DoesNotReturn]
    public static void Argument_UnknownClassName(string parameter, string? name, int row, string[] nearest, int classes)
    {
        string shown = string.Empty;
        foreach (string known in nearest)
        {
            shown += $"{(shown.Length == 0 ? string.Empty : ", ")}'{Shown.Text(known)}'";
        }

        throw new ArgumentException(Invariant(
            $"{parameter} has '{Shown.Text(name)}' at row {row}, which is not one of the {classes} classes of this network. The nearest names: {shown}."), parameter);
    }

    [DoesNotReturn]
    public static void InvalidOperation_NoClassNames() =>
        throw new InvalidOperationException(
            "This network has no class names. Name its classes with WithClassNames, or call PredictClass for the index.");

    [DoesNotReturn]
    public static void Argument_NotDense(string parameter) =>
        throw new ArgumentException(
            $"{parameter} is not dense: its rows do not lie one after the other in memory. Copy it first, for example with ToDenseTensor().", parameter);

    [DoesNotReturn]
    public static void Argument_TooManyValues(string parameter, long rows, long columns) =>
        throw new ArgumentException(Invariant(
            $"{parameter} would have {rows} x {columns} = {(Int128)rows * columns} values; at most {int.MaxValue} can be handled at once. Work in parts of fewer rows."), parameter);

    [DoesNotReturn]
    public static void Argument_TargetCount(string parameter, int length, int rows, int outputs) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {length} values; {rows} rows x {outputs} outputs need {(long)rows * outputs}. Pass one target for each output of each row."), parameter);

    [DoesNotReturn]
    public static void Argument_LabelsAsTargets(string parameter, int rows, int outputs) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {rows} values; {rows} rows x {outputs} outputs need {(long)rows * outputs}. If each is the class of its row, pass int labels, 0 to {outputs - 1}, instead of floating-point numbers: int[] or a span of int. Or pass one target for each output of each row."), parameter);

    [DoesNotReturn]
    public static void Argument_LabelCount(string parameter, int length, int rows) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {length} values for {rows} rows; pass one label for each row."), parameter);

    [DoesNotReturn]
    public static void Argument_DestinationTooShort(string parameter, int length, int needed) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has room for {length} values; {needed} are needed."), parameter);

    [DoesNotReturn]
    public static void Argument_WrongLength(string parameter, int length, int needed, string shape) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {length} values; {needed} are needed, {shape}."), parameter);

    [DoesNotReturn]
    public static void Argument_NotFinite<T>(
        string parameter, T value, int row, int column, string cure = "", IReadOnlyList<string>? columnNames = null)
        where T : INumberBase<T> =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {value} at row {row}, column {column}{(columnNames is null ? string.Empty : $" ('{Shown.Text(columnNames[column])}')")}. Values must be finite{cure}."), parameter);

    [DoesNotReturn]
    public static void Argument_BlankName(string parameter, string? name, int index) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {(name is null ? "null" : $"the blank name '{Shown.Text(name)}'")} at index {index}. Give each a name, or leave out the call: names are optional."), parameter);

    [DoesNotReturn]
    public static void Argument_NameTwice(string parameter, string name, int first, int second) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has '{Shown.Text(name)}' at index {first} and again at index {second}; names must differ. Rename one of the two."), parameter);

    [DoesNotReturn]
    public static void Argument_HalfCharacter(string parameter, int index) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has half of a surrogate pair at character {index}, which no file could hold. Use whole characters."), parameter);

    [DoesNotReturn]
    public static void Argument_TargetOutOfRange<T>(string parameter, T value, int row, int column, string loss, TargetDomain domain)
        where T : INumberBase<T> =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {value} at row {row}, column {column}; targets of the loss '{loss}' must {(domain.IsTwoValued ? $"be {domain}" : $"lie in {domain}")}. {TargetCure(double.CreateTruncating(value), domain)}, or choose another loss."), parameter);

    [DoesNotReturn]
    public static void Argument_NotADistribution<T>(string parameter, T sum, int row, int outputs)
        where T : INumberBase<T> =>
        throw new ArgumentException(Invariant(
            $"{parameter} sums to {sum} at row {row}; the {outputs} class probabilities of a row must sum to 1. Divide each row by its sum, or pass int labels."), parameter);

    [DoesNotReturn]
    public static void Argument_NotOneClass<T>(string parameter, T ones, int row, string loss)
        where T : INumberBase<T> =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {ones} classes at row {row}; the loss '{loss}' takes one: 1 for the class of the row, 0 for the others. Pass int labels, or choose another loss."), parameter);

    [DoesNotReturn]
    public static void Argument_LabelOutOfRange(string parameter, int label, int row, int classes) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {label} at row {row}; with {classes} classes a label is 0 to {classes - 1}. Number the classes from 0{(label == -1 && classes == 2 ? ": map -1 to 0" : string.Empty)}."), parameter);

    [DoesNotReturn]
    public static void Argument_RowWeightOutOfRange<T>(string parameter, T weight, int row) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {weight} at row {row}; a weight must lie in [0, inf). 0 leaves a row out."), parameter);

    [DoesNotReturn]
    public static void Argument_NoRowCounts(string parameter) =>
        throw new ArgumentException(
            $"{parameter} are all 0, by themselves or times the weights of their classes, so that no row counts. Give one row a weight above 0.", parameter);

    [DoesNotReturn]
    public static void Argument_NotBalanceable(string parameter, int label, double share, string type) =>
        throw new ArgumentException(Invariant(
            $"{parameter} of the rows of class {label} are {share:G3} of all, so that the weight which balances it is not finite as a {type}. Give its rows larger weights, or leave out WithBalancedClasses."), parameter);

    [DoesNotReturn]
    public static void Argument_OneClassOnly(string parameter, string only) =>
        throw new ArgumentException(
            $"{parameter} holds one class only ({only}); a classifier needs rows of at least two. Check the selection of rows.", parameter);

    [DoesNotReturn]
    public static void Argument_NullBatch(string parameter, long number) =>
        throw new ArgumentException(Invariant($"{parameter} has null as its batch {number}. Leave it out."), parameter);

    [DoesNotReturn]
    public static void Argument_NoBatches(string parameter, bool hadBatches) =>
        throw new ArgumentException(
            hadBatches
                ? $"{parameter} is empty now that it is enumerated again, and had batches before. A source must give the same batches each time, once for every epoch and more often to standardize or balance: pass a list, or an enumerable that begins anew."
                : $"{parameter} is empty; at least one batch is needed.", parameter);

    [DoesNotReturn]
    public static void Argument_NotStandardizable(string parameter, int column) =>
        throw new ArgumentException(Invariant(
            $"{parameter} can't be standardized in column {column}: its values are too large, or too close together, for its mean and scale to be finite. Rescale the column."), parameter);

    [DoesNotReturn]
    public static void Argument_NotFiniteStandardized(string parameter) =>
        throw new ArgumentException(
            $"{parameter} come to more than a quarter of the largest number, as they are or once multiplied by the scales of the inputs, as training sees them. Use smaller ones.", parameter);

    [DoesNotReturn]
    public static void Argument_Overflow(string parameter, int row) =>
        throw new ArgumentException(Invariant(
            $"{parameter} is finite, but its weighted sum overflows at row {row}: the values are too large for these weights. Rescale the inputs, or lower the learning rate and train anew."), parameter);

    [DoesNotReturn]
    public static void Argument_CoupledLossWithOneOutput(string parameter, string loss) =>
        throw new ArgumentException(
            $"The loss '{loss}' compares the outputs of a row; this network has 1. Call WithOutputs with the number of classes (2 or more) first, or use Loss.LogLoss.", parameter);

    [DoesNotReturn]
    public static void Argument_EqualLogits(string parameter, double logit) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has the logit {logit} in every row; to calibrate at least two must differ. Train the network first, or pass rows that differ."), parameter);

    [DoesNotReturn]
    public static void Argument_FallingCalibration(string parameter, double slope) =>
        throw new ArgumentException(Invariant(
            $"{parameter} give the logits a slope of {slope}; it must be above 0, so that a larger logit means a more probable class 1. Check the labels; if they are right, the network does no better than chance on these rows: train it anew."), parameter);

    [DoesNotReturn]
    public static void Argument_NotCalibratable(string parameter, string type) =>
        throw new ArgumentException(
            $"{parameter} has logits so large, so small or so far apart that no calibration is finite as a {type}. Leave out outliers, or rescale the inputs and train anew.", parameter);

    [DoesNotReturn]
    public static void InvalidOperation_CalibratesOneOutput(int outputs) =>
        throw new InvalidOperationException(Invariant(
            $"This network has {outputs} outputs; a calibration is for the two classes of one output. For the probabilities of several classes use Classifier, whose softmax gives them as it is; for two use BinaryClassifier."));

    [DoesNotReturn]
    public static void InvalidOperation_NotOneOutput(int outputs) =>
        throw new InvalidOperationException(Invariant(
            $"This network has {outputs} outputs, so one number can't hold them. Call the overload with a destination of [rows x {outputs}]."));

    [DoesNotReturn]
    public static void InvalidOperation_NotOneOutputToLearn(int outputs) =>
        throw new InvalidOperationException(Invariant(
            $"This network has {outputs} outputs, so one target can't tell them all. Pass targets [1 x {outputs}]; a classifier takes the class of the row as an int label, 0 to {outputs - 1}."));

    [DoesNotReturn]
    public static void InvalidOperation_NoClasses(int outputs, string outputActivation) =>
        throw new InvalidOperationException(Invariant(
            $"This network has no classes, so it takes no class labels (int, bool or name): its loss is one of regression, with {outputs} output(s) and the output activation '{outputActivation}'. Targets of a regression are no ints: write 2f or 2.0, not 2; to ask for a prediction use Predict. Classes are told apart by a loss of classification, such as Loss.LogLoss (BinaryClassifier) or Loss.SoftmaxCrossEntropy (Classifier)."));

    /// <summary>The cure for a target that the loss does not take.</summary>
    private static string TargetCure(double value, TargetDomain domain)
    {
        string cure = domain.IsTwoValued ? "Pass int labels" : "Rescale them";
        bool areZeroAndOne = domain.IsClassification && domain.Interval == Interval.Probability;
        return areZeroAndOne && value == -1 ? (domain.IsTwoValued ? $"Map -1 to 0. {cure}" : "Map -1 to 0")
            : areZeroAndOne && value > 1 && double.IsInteger(value) ? $"Three classes or more need Perceptron.Classifier and int labels. {cure}"
            : cure;
    }

    [DoesNotReturn]
    public static void InvalidOperation_NoLabelOutputs(int outputs, string outputActivation) =>
        throw new InvalidOperationException(Invariant(
            $"This network has no labels that are independent of each other: it has {outputs} output(s) and the output activation '{outputActivation}'. They come from a loss of classification of each output by itself, such as Loss.LogLoss with WithOutputs. For a loss that compares outputs use PredictClasses and Evaluate with int labels, for regression Predict and Evaluate."));

    [DoesNotReturn]
    public static void InvalidOperation_NoThreshold(int outputs, int classes) =>
        throw new InvalidOperationException(Invariant(
            $"This network has {outputs} output(s) and {classes} classes; a threshold decides between two classes told apart by one output. Use BinaryClassifier; several outputs are compared with each other, or each with 0."));

    [DoesNotReturn]
    public static void Argument_NoThreshold(string parameter, int outputs, int classes) =>
        throw new ArgumentException(Invariant(
            $"{parameter} is not 0, and it is the logit that divides two classes, told apart by one output; this network has {outputs} output(s) and {classes} classes. Leave it out."), parameter);

    [DoesNotReturn]
    public static void Argument_NamesOfNoClasses(string parameter) =>
        throw new ArgumentException(
            $"{parameter} are given to a network that is to be no classifier. Leave them out, or leave out isClassifier.", parameter);

    [DoesNotReturn]
    public static void Argument_SoftmaxOfOneOutput(string parameter) =>
        throw new ArgumentException(
            $"{parameter} is 'softmax', which compares the outputs of a row, and there is one. Use Activation.Sigmoid, or give weights and bias of two outputs or more.", parameter);

    [DoesNotReturn]
    public static void ArgumentOutOfRange_Probability(string parameter, double threshold) =>
        throw new ArgumentOutOfRangeException(parameter, threshold, Invariant(
            $"{parameter} is {threshold}; it is a probability of class 1 and must lie in (0, 1): above 0 every row would be of class 1, above 1 none. For a logit set ThresholdLogit."));

    [DoesNotReturn]
    public static void ArgumentOutOfRange_Margin<T>(string parameter, T threshold)
        where T : INumberBase<T> =>
        throw new ArgumentOutOfRangeException(parameter, threshold, Invariant(
            $"{parameter} is {threshold}; it must be finite, in the type of the network too. It is a margin, a logit: weights times inputs plus bias."));

    [DoesNotReturn]
    public static void Argument_LabelsOfAClassifier(string parameter, Interval ends) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {ends.Low} and {ends.High} alone, which are labels, and this network tells classes apart. Pass int labels, 1 and not 1.0, for its accuracy and log loss; for an independent label at each output call EvaluateMultiLabel, for distances from targets RegressionMetrics.FromPredictions."), parameter);

    [DoesNotReturn]
    public static void Argument_LabelsToBeScored(string parameter, Interval ends) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {ends.Low} and {ends.High} alone, which are labels, and this description is of a classifier. Pass int labels, 1 and not 1.0, so that it is scored by accuracy and log loss."), parameter);

    [DoesNotReturn]
    public static void Argument_GoalOutOfReach(string parameter, string goal, string best) =>
        throw new ArgumentException(
            $"{parameter} is {goal}, which no threshold reaches on these rows; the nearest is {best}. Ask for less, or train a better network. The threshold of the network is unchanged.", parameter);

    [DoesNotReturn]
    public static void Argument_TargetIsNoLabel<T>(string parameter, T value, int row, int column, T low, T high)
        where T : INumberBase<T> =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {value} at row {row}, column {column}; a row has a label, {high}, or has it not, {low}. Round the targets to one of them."), parameter);

    [DoesNotReturn]
    public static void InvalidOperation_InTraining() =>
        throw new InvalidOperationException(
            "This network is in a Fit, or in another call that changes it, and neither a progress handler nor another thread may change it meanwhile. Wait for that call to return; a Fit ends early by its cancellation token.");

    [DoesNotReturn]
    public static void InvalidOperation_SavedInTraining() =>
        throw new InvalidOperationException(
            "This network is in a Fit on another thread, and can be saved between two epochs alone. Save in a progress handler that runs on the thread of Fit: a class of your own that implements IProgress<TrainingProgress>, since Progress<T> hands its calls to other threads. Or wait for Fit to return.");

    [DoesNotReturn]
    public static void Argument_Overlap(string parameter, string other) =>
        throw new ArgumentException($"{parameter} overlaps {other}, which would be overwritten while it is read. Use memory of its own.", parameter);

    [DoesNotReturn]
    public static void Argument_InitialWeightsOverflow(string parameter) =>
        throw new ArgumentException(
            $"{parameter} can't be standardized: the initial weights, divided by the scales of the inputs or as they are, come to more than a quarter of the largest number. Use smaller initial weights, or rescale the inputs.", parameter);

    [DoesNotReturn]
    public static void Argument_BlankClassName(string parameter, int row) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has a blank name at row {row}, and the first Fit learns the names of the classes. Leave out such rows, or name their class."), parameter);

    [DoesNotReturn]
    public static void Argument_OtherNumberOfNames(string parameter, string[] names, int classes) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {names.Length} different names ({string.Join(", ", names.Take(MostNames).Select(name => $"'{Shown.Text(name)}'"))}{(names.Length > MostNames ? ", ..." : string.Empty)}), and the network {classes} classes. Use rows of every class, another number of classes, or give the names with WithClassNames."), parameter);

    [DoesNotReturn]
    public static void InvalidOperation_NotStandardizedYet() => throw new InvalidOperationException(NotStandardizedYet);

    [DoesNotReturn]
    public static void InvalidOperation_NotFiniteWeights(string action) =>
        throw new InvalidOperationException(
            $"The weights, or what the optimizer remembers of them, are no longer finite, so {action} is refused: learning diverged. Set finite weights with SetWeights, or build the network anew with a lower learning rate.");

    [DoesNotReturn]
    public static void InvalidOperation_LearningRate(string name, double value, long step, long epoch) =>
        throw new InvalidOperationException(Invariant(
            $"The learning rate '{Shown.Text(name)}' is {value} at step {step}, after {epoch} completed epochs; it must lie in (0, inf). Let its function return a positive, finite number for every step and epoch."));

    [DoesNotReturn]
    public static void Argument_OtherShape(
        string parameter, int inputs, int outputs, int classes, int currentInputs, int currentOutputs, int currentClasses) =>
        throw new ArgumentException(
            $"The model has {inputs} inputs, {outputs} outputs and {classes} classes, and the one it is to replace {currentInputs}, {currentOutputs} and {currentClasses}: those who call it could not go on. Begin a new host for it.",
            parameter);

    [DoesNotReturn]
    public static void Argument_OtherName(string parameter, string kind, int index, string name, string currentName) =>
        throw new ArgumentException(
            $"The model has the {kind} name '{Shown.Text(name)}' at {index}, where those of the host have '{Shown.Text(currentName)}': rows and answers would be misread. Train it with the names in the same order, or begin a new host for it.",
            parameter);
}
