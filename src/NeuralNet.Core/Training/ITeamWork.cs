namespace NeuralNet.Core.Training;

/// <summary>Work that several threads share.</summary>
internal interface ITeamWork
{
    /// <summary>Called once on each thread of the team. Member 0 is the calling thread.</summary>
    void Do(int member);
}
