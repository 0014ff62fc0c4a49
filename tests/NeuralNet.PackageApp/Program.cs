using Microsoft.Extensions.DependencyInjection;
using NeuralNet.Core;
using NeuralNet.Data;
using NeuralNet.Onnx;
using NeuralNet.Text;

// What users of the packages do: train, predict, encode, save, load, export and serve. It ends with 1 where something is not as it should be.
double[] rows = [0, 0, 0, 1, 1, 0, 1, 1];
Perceptron<double> network = Perceptron.BinaryClassifier<double>(inputs: 2).WithLearningRate(0.5).Build();
network.Fit(rows, [0, 1, 1, 1], new() { Epochs = 1000, BatchSize = 1 });
FrozenPerceptron<double> frozen = network.Freeze();
double expected = frozen.Predict([1, 0]);

string folder = Directory.CreateTempSubdirectory("packages").FullName;
try
{
    string model = Path.Combine(folder, "model.safetensors");
    string onnx = Path.Combine(folder, "model.onnx");
    network.Save(model);
    OnnxModel.Save(frozen, onnx);
    using ServiceProvider services = new ServiceCollection().AddPerceptron<double>(model).Services.BuildServiceProvider();

    RowEncoder<(int First, int Second)> records = RowEncoder.For<(int First, int Second)>().Number(r => r.First).Number(r => r.Second);

    (string Name, double Value)[] predictions =
    [
        ("trained", expected),
        ("loaded", FrozenPerceptron.Load<double>(model).Predict([1, 0])),
        ("of a record", records.Fit([(0, 1)]).Bind(frozen).Predict((1, 0))),
        ("of a line of SVMlight", frozen.Predict(SvmLight.ReadAll<double>(new StringReader("1 1:1"), firstIndex: 1).Rows.Rows[0])),
        ("from ONNX", OnnxModel.Load<double>(onnx).Predict([1, 0])),
        ("served", services.GetRequiredService<PerceptronHost<double>>().Current.Predict([1, 0])),
    ];
    foreach ((string name, double value) in predictions)
    {
        Console.WriteLine(FormattableString.Invariant($"{name}: {value:F6}"));
    }

    string? source = typeof(Perceptron).Assembly.GetName().Version?.ToString(3);
    Console.WriteLine($"NeuralNet.Core {source}");
    return expected > 0.9 && predictions.All(prediction => prediction.Value.Equals(expected)) ? 0 : 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}
