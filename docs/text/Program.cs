// Texts by topic, with a model that runs in this process, so offline: dotnet run --project docs/text
// With the argument curve: accuracy against the number of labelled texts; curve.sh fetches the texts and draws the picture.
// Ctrl-C ends either one and keeps what was learned.

using System.Diagnostics;
using System.Globalization;
using NeuralNet.Core;
using NeuralNet.Extensions.AI;
using NeuralNet.TextExample;
using Spectre.Console;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var ctrlC = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    ctrlC.Cancel();
};
using var generator = new MiniLmGenerator();
if (args is ["curve"])
{
    try
    {
        await LearningCurve.RunAsync(generator, ctrlC.Token);
    }
    catch (OperationCanceledException)
    {
        Console.WriteLine("Cancelled: another run goes on with the vectors that are stored.");
        Environment.ExitCode = 1;
    }

    return;
}

// 1. The one-line descriptions of 600 packages of Debian, and the section of each: 400 to learn from, 200 held out.
LabelledTexts data = LabelledTexts.Read(Path.Combine(Folders.Docs, "data", "debian_packages.csv"), label: "section", text: "description");
LabelledTexts train = data.Take(..400);
LabelledTexts heldOut = data.Take(400..);
Console.WriteLine($"{train.Texts.Length} texts to learn, {heldOut.Texts.Length} held out, {data.Classes.Length} classes");

// 2. Embed and train.
var cache = new EmbeddingCache(generator, capacity: 10_000);
TextTrainingOptions options = new() { Cache = cache, KeepCancelled = true };
long started = Stopwatch.GetTimestamp();
if (await FitAsync() is not { } classifier)
{
    Console.WriteLine("Cancelled before a text was embedded.");
    return;
}

TimeSpan duration = Stopwatch.GetElapsedTime(started);
TimeSpan training = classifier.Training!.Duration;
Console.WriteLine($"embedding {(duration - training).TotalSeconds:F2} s, training {training.TotalSeconds:F2} s, on {cache.Count} texts");

// 3. The vectors stay where the generator put them: twice as many texts need little more memory for a training.
train = train.Take(..cache.Count);
long half = await AllocatedAsync(train.Take(..(cache.Count / 2)));
long all = await AllocatedAsync(train);
Console.WriteLine($"a vector takes {cache.Dimension * sizeof(float):N0} bytes, a training allocates {(all - half) / (cache.Count - (cache.Count / 2)):N0} for each further text");

// 4. How good is it on texts that it has not seen?
ClassificationMetrics metrics = await classifier.EvaluateAsync(heldOut.Texts, heldOut.Labels);
Console.WriteLine($"held out: accuracy {metrics.Accuracy:P1}, macro F1 {metrics.Macro.F1:F3}; always the most frequent class {heldOut.MajorityShare:P1}");

// 5. Texts of one's own, with a model from a file.
string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
classifier.Save(path);
TextClassifier loaded = TextClassifier.Load(path, generator);
Console.WriteLine($"{new FileInfo(path).Length:N0} bytes saved, for {loaded.ModelName}");
string[] questions = ["listen to internet radio", "solve systems of linear equations", "block unwanted senders", "an adventure with dragons"];
foreach ((string question, TextClass answer) in questions.Zip(await loaded.PredictAsync(questions)))
{
    Console.WriteLine($"  {question}: {answer.Name} ({answer.Probability:P0})");
}

File.Delete(path);

async Task<TextClassifier?> FitAsync()
{
    try
    {
        return await AnsiConsole.Progress().StartAsync(async context =>
        {
            ProgressTask bar = context.AddTask("Embedding", maxValue: train.Texts.Length);
            var progress = new Progress<TextTrainingProgress>(now => bar.Value = now.EmbeddedTexts);
            TextClassifier fitted = await TextClassifier.FitAsync(generator, train.Texts, train.Labels, options, progress, ctrlC.Token);
            bar.Value = bar.MaxValue;
            return fitted;
        });
    }
    catch (OperationCanceledException)
    {
        if (cache.Count == 0)
        {
            return null;
        }

        Console.WriteLine($"Cancelled: learning from the {cache.Count} texts that are embedded.");
        return await TextClassifier.FitAsync(generator, train.Texts[..cache.Count], train.Labels[..cache.Count], options);
    }
}

async Task<long> AllocatedAsync(LabelledTexts texts)
{
    long least = long.MaxValue;
    for (int run = 0; run < 3; run++)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        await TextClassifier.FitAsync(generator, texts.Texts, texts.Labels, options);
        least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
    }

    return least;
}
