using NeuralNet.Onnx.Tests.Support;
using SharpFuzz;

namespace NeuralNet.Core.FileChecks;

/// <summary>
/// The reader of ONNX files under a fuzzer, in float and double: anything but a refusal, or a network that predicts and comes back
/// from its own export with the same predictions, is a finding; so is more memory than the bytes allow.
/// </summary>
internal static class OnnxFuzzing
{
    public static int Run()
    {
        Fuzzer.Run(input =>
        {
            using var bytes = new MemoryStream();
            input.CopyTo(bytes);
            ModelUse.Check(bytes.ToArray());
        });
        return 0;
    }

    /// <summary>One file for each form that is read.</summary>
    public static int WriteSeeds(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach ((string name, byte[] bytes) in SeedModels.All)
        {
            File.WriteAllBytes(Path.Combine(folder, name.Replace(' ', '-')), bytes);
        }

        return 0;
    }

    /// <summary>As many mutations of each form, without a fuzzer; the first finding ends it, with the number that makes it again.</summary>
    public static int Mutate(int times)
    {
        (long refused, long used) = (0, 0);
        foreach ((string name, byte[] bytes) in SeedModels.All)
        {
            for (int seed = 0; seed < times; seed++)
            {
                byte[] changed = Mutation.Of(bytes, new Random(seed));
                try
                {
                    (refused, used) = ModelUse.Check(changed) ? (refused, used + 1) : (refused + 1, used);
                }
                catch (Exception exception)
                {
                    throw new InvalidOperationException(FormattableString.Invariant($"Mutation {seed} of '{name}'."), exception);
                }
            }
        }

        Console.WriteLine(FormattableString.Invariant($"{refused + used:N0} models: {refused:N0} refused, {used:N0} used and exported again"));
        return 0;
    }
}
