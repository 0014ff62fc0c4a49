namespace NeuralNet.Core.Training;

/// <summary>Work that several threads share among themselves.</summary>
internal interface ITeamWork
{
    /// <summary>Called once on each thread of the team; member 0 is the thread that asked for the work.</summary>
    void Do(int member);
}
