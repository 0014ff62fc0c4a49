using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using NeuralNet.Core;
using NeuralNet.Extensions.AI;
using Spectre.Console;

namespace NeuralNet.TextExample;

/// <summary>
/// Trains on 5, 10, 20, 50, ... labelled texts, ten draws of each, and writes the accuracy and F1 on held-out texts to learning-curve.csv.
/// Vectors and draws go to artifacts/text, for the baselines of baseline.py on the same rows.
/// </summary>
internal static class LearningCurve
{
    private const int Draws = 10;
    private static readonly string[] Sets = ["mails", "packages"];
    private static readonly int[] Counts = [5, 10, 20, 50, 100, 200, 500, 1000, 2000, int.MaxValue];

    public static async Task RunAsync(MiniLmGenerator model, CancellationToken cancellationToken)
    {
        using var generator = new StoredVectors(model, Path.Combine(Folders.Fetched, "vectors.bin"), dimension: 384);
        using var results = new StreamWriter(Path.Combine(Folders.Docs, "text", "learning-curve.csv")) { NewLine = "\n" };
        results.WriteLine("set,method,texts,draw,accuracy,f1");
        foreach (string set in Sets)
        {
            await RunAsync(generator, set, results, cancellationToken);
        }
    }

    private static async Task RunAsync(StoredVectors generator, string set, StreamWriter results, CancellationToken cancellationToken)
    {
        LabelledTexts data = LabelledTexts.Read(Path.Combine(Folders.Fetched, $"{set}.csv"), "label", "text");
        var cache = new EmbeddingCache(generator, capacity: data.Texts.Length);
        await EmbedAsync(generator, set, data, cancellationToken);

        TextTrainingOptions options = new() { Cache = cache, BatchSize = 1000 };
        using var draws = new StreamWriter(Path.Combine(Folders.Fetched, $"{set}.draws.jsonl"));
        TimeSpan training = TimeSpan.Zero;
        for (int seed = 0; seed < Draws; seed++)
        {
            var draw = Draw.Of(data, seed);
            LabelledTexts heldOut = data.Take(draw.HeldOut);
            Write(results, set, "majority", texts: 0, seed, heldOut.MajorityShare, f1: null);
            foreach (int count in Counts.Select(count => Math.Min(count, draw.Order.Length)).Where(count => count >= data.Classes.Length).Distinct())
            {
                LabelledTexts train = data.Take(draw.Order[..count]);
                TextClassifier classifier = await TextClassifier.FitAsync(generator, train.Texts, train.Labels, options, cancellationToken: cancellationToken);
                ClassificationMetrics metrics = await classifier.EvaluateAsync(heldOut.Texts, heldOut.Labels, cancellationToken);
                Write(results, set, "embeddings", count, seed, metrics.Accuracy, metrics.F1 ?? metrics.Macro.F1);
                draws.WriteLine(JsonSerializer.Serialize(new { seed, count, train = draw.Order[..count], heldOut = draw.HeldOut }));
                training = classifier.Training!.Duration;
            }

            Console.WriteLine($"{set}: draw {seed + 1} of {Draws}, the last training took {training.TotalSeconds:F2} s");
        }
    }

    /// <summary>Embeds all texts, and writes the vectors to one file <c>[rows x 384]</c>.</summary>
    private static async Task EmbedAsync(StoredVectors generator, string set, LabelledTexts data, CancellationToken cancellationToken)
    {
        const int Batch = 64;
        long started = Stopwatch.GetTimestamp();
        await AnsiConsole.Progress().StartAsync(async context =>
        {
            ProgressTask bar = context.AddTask($"Embedding {set}", maxValue: data.Texts.Length);
            using FileStream file = File.Create(Path.Combine(Folders.Fetched, $"{set}.f32"));
            foreach (string[] texts in data.Texts.Chunk(Batch))
            {
                foreach (Embedding<float> embedding in await generator.GenerateAsync(texts, cancellationToken: cancellationToken))
                {
                    file.Write(MemoryMarshal.AsBytes(embedding.Vector.Span));
                    bar.Increment(1);
                }
            }
        });
        Console.WriteLine($"{set}: {data.Texts.Length} texts embedded or found in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
    }

    private static void Write(StreamWriter results, string set, string method, int texts, int draw, double accuracy, double? f1)
    {
        results.WriteLine($"{set},{method},{texts},{draw},{accuracy:F4},{f1:F4}");
        results.Flush();
    }
}
