using NeuralNet.Onnx.Tests.Support;

namespace NeuralNet.Onnx.Tests.Import;

/// <summary>A short form of fuzzing: changed models are rejected or usable.</summary>
public sealed class MutationTests
{
    private const int Rounds = 500;

    public static TheoryData<string> Seeds => [.. SeedModels.All.Select(seed => seed.Name)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_changed_model_is_rejected_or_usable(string name)
    {
        byte[] model = SeedModels.All.Single(seed => seed.Name == name).Bytes;
        ModelUse.Check(model).Should().BeTrue("the unchanged model must load");
        int accepted = 0;
        for (int seed = 0; seed < Rounds; seed++)
        {
            byte[] changed = Mutation.Of(model, new Random(seed));
            try
            {
                accepted += ModelUse.Check(changed) ? 1 : 0;
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed} of {name}: {Convert.ToBase64String(changed.AsSpan(0, Math.Min(changed.Length, 2000)))}", exception);
            }
        }

        accepted.Should().BeInRange(Rounds / 50, Rounds * 49 / 50, "both outcomes must occur");
    }
}
