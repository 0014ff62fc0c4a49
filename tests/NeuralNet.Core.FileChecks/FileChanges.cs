using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace NeuralNet.Core.FileChecks;

/// <summary>
/// Files that were changed at random in what stands in them, the records above all, while lengths, places and checksum are right. The
/// same number is the same file.
/// </summary>
internal static class FileChanges
{
    private static readonly string[] _records = ["model", "training", "state", "metrics"];

    private static readonly byte[][] _seeds = [.. FileSeeds.All.OrderBy(seed => seed.Key, StringComparer.Ordinal).Select(seed => seed.Value)];

    private static readonly double[] _numbers = [double.NaN, double.PositiveInfinity, -1, -0.0, 0, 1, float.MaxValue, -float.MaxValue, double.MaxValue, 1e-45, 5e-324, 2, 1e20];

    private static readonly int[] _indices = [-1, int.MinValue, int.MaxValue, 0, 1, 2, 599, 600, 601, 1200];

    /// <summary>Values of the right type, and of the wrong one, with or without a meaning.</summary>
    private static readonly string[] _values =
    [
        "null", "true", "false", "0", "-1", "1", "2", "3", "-0.0", "1.5", "600", "16000000", "2147483647", "2147483648", "-2147483648", "9007199254740992", "9007199254740993",
        "9223372036854775807", "-9223372036854775808", "9223372036854775808", "1e308", "1e309", "-1e308", "1e-320", "\"NaN\"", "\"Infinity\"", "\"-Infinity\"",
        "\"\"", "\" \"", "\"1\"", "\"a\\nb\\u2028c\"", "[]", "[null]", "{}", "[1,2]", "[\"a\",\"b\"]", "[\"a\",\"a\"]", "[0,0]", "[-0.0,1]", "[1e-320,1e308]",
        "\"lbfgs(1000, 0)\"", "\"lbfgs(1, 1e300)\"", "\"lbfgs(10, NaN)\"", "\"adam(0.9, 0.999, 1E-08)\"", "\"adam(1, 2, 3)\"", "\"momentum(0.9)\"", "\"sgd\"",
        "\"passive-aggressive(1)\"", "\"hinge\"", "\"log-loss\"", "\"poisson\"", "\"quantile(2)\"", "\"softmax\"", "\"exp\"", "\"identity\"", "\"sigmoid\"",
        "\"softmax-cross-entropy\"", "\"half-squared-error-through-softmax\"", "\"cosine(0.1, 2147483647 steps)\"", "\"cosine(1, 0 epochs)\"", "\"warm-up(1 step)\"",
        "\"step(1, 0.5, 1 step)\"", "\"constant(1E+308)\"", "\"constant(Infinity)\"", "\"lowered-on-plateau(0.5, 2147483647, 0)\"", "\"uniform(-1, 1)\"",
        "\"numpy-uniform(4294967295, 0, 1)\"", "\"glorot-uniform\"", "\"sum\"",
    ];

    public static byte[] Changed(int number)
    {
        var random = new Random(number);
        FileParts parts = FileParts.Of(_seeds[random.Next(_seeds.Length)]);
        int changes = random.Next(1, 4);
        for (int change = 0; change < changes; change++)
        {
            switch (random.Next(8))
            {
                case 0:
                    ChangeNumbers(random, parts);
                    break;
                case 1:
                    ChangeTensors(random, parts);
                    break;
                case 2:
                    ChangeMetadata(random, parts);
                    break;
                default:
                    ChangeRecord(random, parts);
                    break;
            }
        }

        return parts.ToBytes();
    }

    /// <summary>What went wrong with a changed file, and by how many readers of networks it was accepted.</summary>
    public static string? Finding(int number, out int accepted)
    {
        accepted = 0;
        try
        {
            accepted = FileUse.Try(Changed(number));
            return null;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return error.ToString();
        }
    }

    public static int Run(int count)
    {
        long started = Stopwatch.GetTimestamp();
        int findings = 0;
        long accepted = 0;
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, number =>
        {
            string? finding = Finding(number, out int readers);
            Interlocked.Add(ref accepted, readers);
            if (finding is not null && Interlocked.Increment(ref findings) <= 20)
            {
                Console.WriteLine($"{number}: {finding}");
            }
        });
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count} changed files, accepted and used {accepted} times, {findings} findings, {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s"));
        return findings == 0 ? 0 : 1;
    }

    private static void ChangeRecord(Random random, FileParts parts)
    {
        string name = _records[random.Next(_records.Length)];
        if (parts.Record(name) is not JsonObject record)
        {
            return;
        }

        JsonObject place = record;
        while (random.Next(4) > 0 && place.Select(member => member.Value).OfType<JsonObject>().ToArray() is { Length: > 0 } inner)
        {
            place = inner[random.Next(inner.Length)];
        }

        string[] members = [.. place.Select(member => member.Key)];
        string chosen = members.Length == 0 ? "x" : members[random.Next(members.Length)];
        switch (random.Next(8))
        {
            case 0:
                place.Remove(chosen);
                break;
            case 1:
                place[Member(random)] = Value(random);
                break;
            case 2 when place[chosen] is JsonArray { Count: > 0 } list:
                list[random.Next(list.Count)] = Value(random);
                break;
            default:
                place[chosen] = Value(random);
                break;
        }

        parts.SetRecord(name, record);
    }

    private static JsonNode? Value(Random random) => JsonNode.Parse(_values[random.Next(_values.Length)]);

    private static string Member(Random random) => random.Next(10) switch
    {
        0 => "class_weights",
        1 => "first_averaged_step",
        2 => "initial_weights",
        3 => "largest_gradient_norm",
        4 => "learning_rate",
        5 => "feature_names",
        6 => "label_targets",
        7 => "awaits_standardization",
        8 => "live",
        _ => "x\n",
    };

    private static void ChangeNumbers(Random random, FileParts parts)
    {
        int index = random.Next(parts.Tensors.Count);
        TensorPart tensor = parts.Tensors[index];
        byte[] data = [.. tensor.Data];
        if (data.Length > 0)
        {
            double value = _numbers[random.Next(_numbers.Length)];
            if (tensor.Type == "I32")
            {
                Span<int> indices = MemoryMarshal.Cast<byte, int>(data.AsSpan());
                indices[random.Next(indices.Length)] = _indices[random.Next(_indices.Length)];
            }
            else if (tensor.Type == "F32")
            {
                Span<float> numbers = MemoryMarshal.Cast<byte, float>(data.AsSpan());
                numbers[random.Next(numbers.Length)] = (float)value;
            }
            else
            {
                Span<double> numbers = MemoryMarshal.Cast<byte, double>(data.AsSpan());
                numbers[random.Next(numbers.Length)] = value;
            }

            parts.Tensors[index] = tensor with { Data = data };
        }
    }

    private static void ChangeTensors(Random random, FileParts parts)
    {
        int index = random.Next(parts.Tensors.Count);
        TensorPart tensor = parts.Tensors[index];
        switch (random.Next(5))
        {
            case 0:
                parts.Tensors.RemoveAt(index);
                break;
            case 1:
                parts.Tensors.Add(new("state.class_weights", tensor.Type, [0], []));
                break;
            case 2:
                string name = random.Next(4) switch { 0 => "input_means", 1 => "initial.weights", 2 => "state.live.memory", _ => "other\u2028" };
                parts.Tensors.Add(tensor with { Name = name });
                break;
            case 3:
                parts.Tensors[index] = tensor with { Shape = [.. tensor.Shape, 1] };
                break;
            default:
                parts.Tensors[index] = tensor with { Shape = [0], Data = [] };
                break;
        }
    }

    private static void ChangeMetadata(Random random, FileParts parts)
    {
        switch (random.Next(5))
        {
            case 0:
                parts.Metadata.Remove($"neuralnet.{_records[random.Next(_records.Length)]}");
                break;
            case 1:
                parts.Metadata[$"neuralnet.{_records[random.Next(_records.Length)]}"] = "null";
                break;
            case 2:
                parts.Metadata[string.Concat(Enumerable.Repeat("🦊", random.Next(1, 500)))] = new string('\u2028', random.Next(1000));
                break;
            case 3:
                for (int key = 0; key < 245; key++)
                {
                    parts.Metadata[key.ToString(CultureInfo.InvariantCulture)] = "";
                }

                break;
            default:
                parts.Metadata["neuralnet.format_version"] = random.Next(2) == 0 ? "1.99" : "1\n0";
                break;
        }
    }
}
