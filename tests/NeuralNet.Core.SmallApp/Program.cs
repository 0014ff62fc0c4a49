using System.Globalization;
using NeuralNet.Core;

// What a small program does with the library, to be compiled ahead of time or trimmed: train, save, load, predict.
float[] rows = [0, 0, 0, 1, 1, 0, 1, 1];
Perceptron<float> network = Perceptron.BinaryClassifier<float>(inputs: 2).WithOptimizer(Optimizer.Adam()).WithLearningRate(0.1).Build();
TrainingResult<float> result = network.Fit(rows, [0, 1, 1, 1], new() { Epochs = 500 });
string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
try
{
    network.Save(path);
    Perceptron<float> loaded = Perceptron.Load<float>(path);
    FrozenPerceptron<float> predictor = FrozenPerceptron.Load<float>(path);
    float[] predictions = new float[4];
    predictor.Predict(rows, predictions);
    Console.WriteLine($"{result.Message} {string.Join(", ", predictions.Select(prediction => prediction.ToString("F3", CultureInfo.InvariantCulture)))}");
    bool isRight = predictions.Select(prediction => prediction > 0.5f).SequenceEqual([false, true, true, true])
        && loaded.Weights.SequenceEqual(network.Weights);
    Console.WriteLine(isRight ? "right" : "wrong");
    return isRight ? 0 : 1;
}
finally
{
    File.Delete(path);
}
