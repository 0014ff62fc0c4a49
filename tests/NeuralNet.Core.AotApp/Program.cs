using NeuralNet.Core.AotApp;

Acceleration.Print();

List<string> fingerprints = [.. Trainings.Run<float>(), .. Trainings.Run<double>()];
fingerprints.ForEach(Console.WriteLine);
if (args is [var file])
{
    File.WriteAllLines(file, fingerprints);
}

SeparableRows.CheckThatClassifiersLearn<float>();
SeparableRows.CheckThatClassifiersLearn<double>();

return Check.Failures == 0 ? 0 : 1;
