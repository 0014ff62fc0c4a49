namespace NeuralNet.Core.Optimizers;

/// <summary>How far a passive-aggressive step goes along a row x: min(C, loss / |x|^2), or loss / (|x|^2 + 1 / (2 C)).</summary>
internal readonly record struct StepLength(double Aggressiveness, bool Softens)
{
    /// <summary>The multiple of the row; 0 where there is no loss, or a row of zeros that no step can help.</summary>
    public double Of(double loss, double squaredNorm)
    {
        if (loss == 0)
        {
            return 0;
        }

        if (Softens)
        {
            return loss / (squaredNorm + (0.5 / Aggressiveness));
        }

        return squaredNorm == 0 ? 0 : Math.Min(Aggressiveness, loss / squaredNorm);
    }
}
