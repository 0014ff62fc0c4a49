using System.Globalization;
using NeuralNet.Core.AotApp;

string[] files = args;
int threads = 1;
if (args is ["--threads", var number, .. var rest])
{
    threads = int.Parse(number, CultureInfo.InvariantCulture);
    files = rest;
}

Acceleration.Print();
Console.WriteLine($"Threads {ThreadsAtWork.Of(threads)}");

List<string> fingerprints = [];
IEnumerable<string> trainings = Trainings.Run<float>(threads).Concat(Trainings.Run<double>(threads));
IEnumerable<string> fits = NewtonFits.Run<float>(threads).Concat(NewtonFits.Run<double>(threads))
    .Concat(LassoFits.Run<float>(threads)).Concat(LassoFits.Run<double>(threads))
    .Concat(OffsetFits.Run<float>(threads)).Concat(OffsetFits.Run<double>(threads))
    .Concat(BoundFits.Run<float>(threads)).Concat(BoundFits.Run<double>(threads))
    .Concat(SparseFits.Run<float>(threads)).Concat(SparseFits.Run<double>(threads));
IEnumerable<string> summaries = Summaries.Run<float>().Concat(Summaries.Run<double>());
foreach (string fingerprint in trainings.Concat(fits).Concat(summaries).Concat(Records.Run<float>()).Concat(Records.Run<double>()))
{
    Console.WriteLine(fingerprint);
    fingerprints.Add(fingerprint);
}

if (files is [var file])
{
    File.WriteAllLines(file, fingerprints);
}

Files.CheckThatTheyAreExact();
SeparableRows.CheckThatClassifiersLearn<float>();
SeparableRows.CheckThatClassifiersLearn<double>();

return Check.Failures == 0 ? 0 : 1;
