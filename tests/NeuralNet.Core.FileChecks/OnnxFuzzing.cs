using NeuralNet.Onnx;
using SharpFuzz;

namespace NeuralNet.Core.FileChecks;

/// <summary>The reader of ONNX files under a fuzzer: anything but a network or a refusal is a finding.</summary>
internal static class OnnxFuzzing
{
    public static int Run()
    {
        Fuzzer.Run(input =>
        {
            try
            {
                OnnxModel.Load<float>(input);
            }
            catch (ModelFormatException)
            {
            }
        });
        return 0;
    }

    public static int WriteSeeds(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach ((Activation link, int outputs) in new[]
        {
            (Activation.Sigmoid, 1), (Activation.Softmax, 3), (Activation.Identity, 2), (Activation.Step, 1),
        })
        {
            FrozenPerceptron.FromWeights<float>(2, new float[2 * outputs], new float[outputs], link, featureNames: ["a", "b"])
                .SaveOnnx(Path.Combine(folder, link.Name));
        }

        return 0;
    }
}
