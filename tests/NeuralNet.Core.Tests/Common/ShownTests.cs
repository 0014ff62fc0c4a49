using System.Globalization;
using System.Text.Json.Nodes;
using NeuralNet.Common;
using NeuralNet.Core.FileChecks;

namespace NeuralNet.Core.Tests.Common;

/// <summary>Text of files in messages is short, on one line, and hides nothing.</summary>
public sealed class ShownTests
{
    [Fact]
    public void Escapes_every_invisible_character_and_no_other()
    {
        for (int unit = 0; unit <= char.MaxValue; unit++)
        {
            string text = $"a{(char)unit}b";
            bool isHidden = char.GetUnicodeCategory((char)unit) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;

            string shown = Shown.Text(text);

            if (isHidden)
            {
                shown.Should().Be($@"a\u{unit:X4}b");
            }
            else if (shown != text)
            {
                // Unassigned characters between format characters.
                char.GetUnicodeCategory((char)unit).Should().Be(UnicodeCategory.OtherNotAssigned, "it is {0:X4}", unit);
            }
        }
    }

    [Fact]
    public void A_text_is_shown_in_one_line()
    {
        foreach ((string? text, string shown) in new (string?, string)[]
        {
            (null, "null"),
            ("", ""),
            ("日 🦊", "日 🦊"),
            ("\uD83E", @"\uD83E"),
            ("\uDD8A\uD83E", @"\uDD8A\uD83E"),
            ("a\U000E0041", @"a\uDB40\uDC41"),
            ("\r\n[31m\u202E", @"\u000D\u000A[31m\u202E"),
        })
        {
            Shown.Text(text).Should().Be(shown);
        }
    }

    [Fact]
    public void A_long_text_is_cut_and_its_length_is_shown()
    {
        Shown.Text(new string('x', 100)).Should().Be(new string('x', 100));
        Shown.Text(new string('x', 900_000)).Should().Be($"{new string('x', 100)}... (900000 characters)");
        Shown.Text($"{new string('x', 99)}🦊").Should().Be($"{new string('x', 99)}... (101 characters)", "half a surrogate pair is left out");
        new ModelFormatException(new string('\n', 10_000)).Message.Should().HaveLength(2000 * 6 + "... (10000 characters)".Length);
    }

    [Fact]
    public void No_error_about_a_changed_file_is_long_or_has_a_second_line()
    {
        const string Evil = "x\n[2026-01-01] admin logged in\r\u001B[31m\u2028\u202E";
        foreach ((string name, byte[] file) in FileSeeds.All)
        {
            foreach (string evil in new[] { Evil, Evil + new string('y', 3000) })
            {
                foreach (byte[] bytes in Evils(file, evil))
                {
                    foreach (Func<object> load in (Func<object>[])
                    [
                        () => Perceptron.Load<float>(bytes), () => Perceptron.Load<double>(bytes), () => FrozenPerceptron.Load<float>(bytes),
                        () => FrozenPerceptron.LoadWeights<float>(bytes, Activation.Sigmoid),
                    ])
                    {
                        ModelFormatException? refusal = null;
                        try
                        {
                            load();
                        }
                        catch (ModelFormatException exception)
                        {
                            refusal = exception;
                        }

                        string text = refusal is null ? string.Empty : $"{refusal.Message}{refusal.InnerException?.Message}";
                        text.Should().NotContainAny("\n", "\r", "\u001B", "\u2028", "\u202E");
                        text.Length.Should().BeLessThan(1500, "of {0} it is {1}", name, text);
                    }
                }
            }
        }
    }

    [Fact]
    public void Names_from_files_are_on_one_line_in_later_messages_too()
    {
        FrozenPerceptron<float> network = Perceptron.BinaryClassifier<float>(2).WithFeatureNames("a\nb", new string('x', 500)).Build().Freeze();

        network.TryCheck([float.NaN, 0], out string? error).Should().BeFalse();
        error.Should().Contain(@"a\u000Ab");
        network.TryCheck([0, float.NaN], out error).Should().BeFalse();
        error.Should().Contain("(500 characters)");
        network.Invoking(it => it.Evaluate([float.NaN, 0], [1])).Should().Throw<ArgumentException>().WithMessage(@"*a\u000Ab*");
    }

    /// <summary>Returns the file with a text in every possible place.</summary>
    private static IEnumerable<byte[]> Evils(byte[] file, string text)
    {
        foreach (string record in new[] { "model", "training", "state", "metrics" })
        {
            foreach (string member in (FileParts.Of(file).Record(record)?.AsObject() ?? []).Select(each => each.Key).ToArray())
            {
                FileParts parts = FileParts.Of(file);
                JsonNode node = parts.Record(record)!;
                node[member] = node[member] is JsonArray
                    ? new JsonArray(text, text)
                    : JsonValue.Create(text);
                parts.SetRecord(record, node);
                yield return parts.ToBytes();

                FileParts renamed = FileParts.Of(file);
                node = renamed.Record(record)!;
                node[text] = new JsonObject { [text] = node[member]?.DeepClone() };
                node.AsObject().Remove(member);
                renamed.SetRecord(record, node);
                yield return renamed.ToBytes();
            }
        }

        for (int tensor = 0; tensor < FileParts.Of(file).Tensors.Count; tensor++)
        {
            FileParts parts = FileParts.Of(file);
            parts.Tensors[tensor] = parts.Tensors[tensor] with { Name = text };
            yield return parts.ToBytes();
            parts.Tensors[tensor] = parts.Tensors[tensor] with { Type = text };
            yield return parts.ToBytes();
        }

        foreach (string key in new[] { "neuralnet.format_version", "neuralnet.model", "neuralnet.training" })
        {
            FileParts parts = FileParts.Of(file);
            parts.Metadata[key] = text;
            yield return parts.ToBytes();
        }
    }
}
