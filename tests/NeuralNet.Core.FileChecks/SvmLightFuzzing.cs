using System.Text;
using NeuralNet.Data.Tests.Support;
using NeuralNet.Text;
using SharpFuzz;
using static System.FormattableString;

namespace NeuralNet.Core.FileChecks;

/// <summary>
/// The reader of SVMlight files under a fuzzer: anything but a refusal, or rows that are written and read again as the same bytes, is a finding.
/// </summary>
internal static class SvmLightFuzzing
{
    private static readonly (string Name, string Text)[] _seeds =
    [
        ("numbers", "# rows of numbers\n0.5 1:0.25 3:-1e-3 7:12345678.9\n-2 2:1\n\n3e5 # empty\n1 1:1 2:2 3:3 4:4\n"),
        ("classes", "0 1:1\r\n2 5:0.1\t6:.5\r\n1 2147483647:1\r\n"),
        ("signs", "+1 1:1 2:+2.\n-1 3:-0\n1 qid:3 10:99999999999999999999"),
        ("long", "1 " + string.Join(' ', Enumerable.Range(1, 60).Select(index => Invariant($"{index}:{index / 7.0}"))) + "\n0"),
    ];

    public static int Run()
    {
        Fuzzer.Run(input =>
        {
            using var bytes = new MemoryStream();
            input.CopyTo(bytes);
            IsUsed(bytes.ToArray());
        });
        return 0;
    }

    public static int WriteSeeds(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach ((string name, string text) in _seeds)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }

        return 0;
    }

    /// <summary>As many mutations of each text, without a fuzzer; the first finding ends it, with the number that makes it again.</summary>
    public static int Mutate(int times)
    {
        (long refused, long used) = (0, 0);
        foreach ((string name, string text) in _seeds)
        {
            for (int seed = 0; seed < times; seed++)
            {
                try
                {
                    byte[] changed = Encoding.UTF8.GetBytes(Mutation.Of(text, new Random(seed)));
                    (refused, used) = IsUsed(changed) ? (refused, used + 1) : (refused + 1, used);
                }
                catch (Exception exception)
                {
                    throw new InvalidOperationException(Invariant($"Mutation {seed} of '{name}'."), exception);
                }
            }
        }

        Console.WriteLine(Invariant($"{refused + used:N0} files: {refused:N0} refused, {used:N0} written and read again"));
        return 0;
    }

    /// <summary>Reads a file in every way. Returns whether one accepts it.</summary>
    /// <exception cref="InvalidOperationException">Rows that were accepted are read from what they are written as differently.</exception>
    private static bool IsUsed(byte[] file)
    {
        bool isUsed = false;
        foreach (SvmLightLabels labels in Enum.GetValues<SvmLightLabels>())
        {
            for (int firstIndex = 0; firstIndex <= 1; firstIndex++)
            {
                var options = new SvmLightOptions { Labels = labels, IgnoreQueryIds = firstIndex == 0, MaxLineLength = 1000 };
                try
                {
                    SvmLightFile<float> read = SvmLight.ReadAll<float>(new MemoryStream(file), firstIndex, options);
                    byte[] written = Written(read, firstIndex);
                    if (!Written(SvmLight.ReadAll<float>(new MemoryStream(written), firstIndex, new() { Labels = labels }), firstIndex).AsSpan().SequenceEqual(written))
                    {
                        throw new InvalidOperationException($"Other rows: {Encoding.UTF8.GetString(written)}");
                    }

                    isUsed = true;
                }
                catch (SvmLightException)
                {
                    // Refused.
                }
            }
        }

        return isUsed;
    }

    private static byte[] Written(SvmLightFile<float> file, int firstIndex)
    {
        using var stream = new MemoryStream();
        if (!file.Targets.IsEmpty)
        {
            SvmLight.Write(stream, file.Rows.Rows, file.Targets.Span, firstIndex);
        }
        else if (!file.Classes.IsEmpty)
        {
            SvmLight.Write(stream, file.Rows.Rows, file.Classes.Span, firstIndex);
        }
        else
        {
            SvmLight.Write(stream, file.Rows.Rows, file.Signs.Span, firstIndex);
        }

        return stream.ToArray();
    }
}
