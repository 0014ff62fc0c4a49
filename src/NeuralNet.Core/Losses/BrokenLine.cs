namespace NeuralNet.Core.Losses;

/// <summary>
/// A function of the error e that never falls. Below -half it is slope * e + value. At -half it may bend and jump, and at +half
/// it bends back and jumps by the same amounts. With half = 0 the two places are one.
/// </summary>
/// <param name="Value">The value of the first line at e = 0.</param>
/// <param name="Slope">The slope of the first line.</param>
/// <param name="Half">Half the distance of the two places.</param>
/// <param name="Jump">How much the function rises at each place.</param>
/// <param name="Bend">How much the slope changes at -half, and back at +half.</param>
internal readonly record struct BrokenLine(double Value, double Slope, double Half, double Jump, double Bend);
