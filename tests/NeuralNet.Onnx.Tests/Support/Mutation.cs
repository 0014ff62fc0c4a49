using NeuralNet.Onnx.Import;

namespace NeuralNet.Onnx.Tests.Support;

/// <summary>Changes a valid model as an attacker would: single bits, or single fields while the rest stays valid.</summary>
internal static class Mutation
{
    private static readonly ulong[] _numbers =
    [
        0, 1, 2, 7, 10, 11, 16, 127, 128, 255, 1 << 16, int.MaxValue, 1UL << 31, uint.MaxValue, 1UL << 32, (1UL << 32) + 1, long.MaxValue,
        ulong.MaxValue,
    ];

    /// <summary>Text that would forge, color, reverse or flood the lines of a log.</summary>
    public static byte[] HostileText { get; } = [.. "\r\n\u001b[31mwarn: \u202e\u2028\u0085"u8, .. Enumerable.Repeat((byte)'x', 900)];

    /// <summary>The most bytes that copies of one field may take.</summary>
    private const int MostBytes = 1 << 15;

    /// <summary>Returns the same bytes for the same model and random numbers.</summary>
    public static byte[] Of(byte[] model, Random random)
    {
        if (random.Next(3) == 0)
        {
            return OfBytes(model, random);
        }

        List<Field> fields = Field.Parse(model, WireKind.Model);
        for (int change = random.Next(1, 4); change > 0; change--)
        {
            ChangeOne(fields, random);
        }

        byte[] changed = Field.Bytes(fields);
        return random.Next(8) == 0 ? OfBytes(changed, random) : changed;
    }

    private static byte[] OfBytes(byte[] model, Random random)
    {
        if (random.Next(4) == 0)
        {
            return model[..random.Next(model.Length + 1)];
        }

        byte[] changed = (byte[])model.Clone();
        for (int change = random.Next(1, 6); change > 0 && changed.Length > 0; change--)
        {
            int index = random.Next(changed.Length);
            changed[index] = random.Next(2) == 0 ? (byte)(changed[index] ^ (1 << random.Next(8))) : (byte)random.Next(256);
        }

        return changed;
    }

    private static void ChangeOne(List<Field> fields, Random random)
    {
        // Choose deep lists as often as shallow ones.
        var lists = new List<List<Field>>();
        Collect(fields, lists);
        List<Field> list = lists[random.Next(lists.Count)];
        if (list.Count == 0)
        {
            return;
        }

        int index = random.Next(list.Count);
        Field field = list[index];
        switch (random.Next(9))
        {
            case 0:
                list.RemoveAt(index);
                break;
            case 1:
                Field copy = field.Frozen();
                int times = Math.Min(1 << random.Next(12), 1 + (MostBytes / (copy.Content.Length + 2)));
                list.InsertRange(random.Next(list.Count + 1), Enumerable.Repeat(copy, times));
                break;
            case 2:
                (list[index], list[0]) = (list[0], field);
                break;
            case 3:
                // A message inside itself; if the schema has no such field, unknown fields inside unknown fields.
                for (int depth = 1 << random.Next(9); depth > 0; depth--)
                {
                    field = field with { Tag = (field.Tag & ~7u) | Field.Delimited, Content = Field.Bytes([field]), Fields = null };
                }

                list[index] = field;
                break;
            case 4:
                list[index] = field with { LengthWritten = _numbers[random.Next(_numbers.Length)] };
                break;
            case 5 when (field.Tag & 7) == 0:
                list[index] = field with { Content = Field.Varint(_numbers[random.Next(_numbers.Length)]) };
                break;
            case 5:
                list[index] = field with { Content = [.. field.Content, .. field.Content], Fields = null };
                break;
            case 6:
                list[index] = field with { Tag = (uint)random.Next(8, 8 * 32) };
                break;
            case 7 when (field.Tag & 7) == Field.Delimited:
                list[index] = field with { Content = HostileText, Fields = null };
                break;
            default:
                // Move a field to another place.
                lists[random.Next(lists.Count)].Add(field.Frozen());
                break;
        }
    }

    private static void Collect(List<Field> fields, List<List<Field>> lists)
    {
        lists.Add(fields);
        foreach (Field field in fields)
        {
            if (field.Fields is { } inner)
            {
                Collect(inner, lists);
            }
        }
    }
}
