namespace NeuralNet.Core.Optimizers;

/// <summary>How far a passive-aggressive step goes along a row x: min(C, loss / |x|^2), or loss / (|x|^2 + 1 / (2 C)).</summary>
internal readonly record struct StepLength(double Aggressiveness, bool Softens)
{
    /// <summary>The factor of the row; 0 if there is no loss, or for a row of zeros, where no step changes the loss.</summary>
    public double Compute(double loss, double squaredNorm)
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
