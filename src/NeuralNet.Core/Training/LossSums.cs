namespace NeuralNet.Core.Training;

/// <summary>Sums over rows of the loss of an output and its derivatives by the bias, times the weights of the rows.</summary>
/// <param name="Loss">The losses.</param>
/// <param name="LossSize">Their magnitudes.</param>
/// <param name="Slope">The derivatives.</param>
/// <param name="SlopeSize">Their magnitudes.</param>
/// <param name="Curvature">The second derivatives.</param>
internal readonly record struct LossSums(double Loss, double LossSize, double Slope, double SlopeSize, double Curvature);
