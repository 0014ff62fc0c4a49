using System.Globalization;
using NeuralNet.Core.AotApp;

// [--threads N] [--only Single|Double] [FILE]
string[] files = args;
int threads = 1;
if (files is ["--threads", var number, .. var afterThreads])
{
    threads = int.Parse(number, CultureInfo.InvariantCulture);
    files = afterThreads;
}

string? only = null;
if (files is ["--only", var type, .. var afterType])
{
    only = type;
    files = afterType;
}

Acceleration.Print();
Console.WriteLine($"Threads {ThreadsAtWork.Of(threads)}");

// Evaluated as they are printed.
IEnumerable<string> singles = Lines.Of<float>(threads), doubles = Lines.Of<double>(threads);
List<string> fingerprints = [];
foreach (string fingerprint in only switch { "Single" => singles, "Double" => doubles, _ => singles.Concat(doubles) })
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
