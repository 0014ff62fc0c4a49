namespace NeuralNet.Core.Losses;

/// <summary>
/// A function of the error e that never falls: slope * e + value below -half, and bent or raised there and at +half by the same
/// amounts. Where half is 0 the two places are one.
/// </summary>
/// <param name="Value">The value of the first line at e = 0.</param>
/// <param name="Slope">The slope of the first line.</param>
/// <param name="Half">Half the distance of the two places.</param>
/// <param name="Jump">What the function rises by at each place.</param>
/// <param name="Bend">What the slope changes by at -half, and back at +half.</param>
internal readonly record struct BrokenLine(double Value, double Slope, double Half, double Jump, double Bend);
