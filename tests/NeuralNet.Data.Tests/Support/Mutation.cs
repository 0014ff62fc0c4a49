using System.Text;

namespace NeuralNet.Data.Tests.Support;

/// <summary>Changes a valid text as an attacker would: single bytes, or parts that move, vanish or repeat.</summary>
internal static class Mutation
{
    private static readonly string[] _parts = ["null", "1e999", "-1e308", "\"\\ud800\"", "[]", "{}", "true", "NaN", "0.1", "-0", "\"\"", ",", "2147483648"];

    /// <summary>Returns the same text for the same random numbers.</summary>
    public static string Of(string text, Random random)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        for (int change = random.Next(1, 4); change > 0; change--)
        {
            int place = random.Next(bytes.Length);
            switch (random.Next(5))
            {
                case 0:
                    bytes[place] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    // Digits stay digits: often a valid text.
                    int digit = Array.FindIndex(bytes, place, value => value is >= (byte)'0' and <= (byte)'9');
                    if (digit >= 0)
                    {
                        bytes[digit] = (byte)('0' + random.Next(10));
                    }

                    break;
                case 2:
                    int length = Math.Min(random.Next(1, 40), bytes.Length - place);
                    bytes = [.. bytes[..place], .. bytes[(place + length)..], .. random.Next(2) == 0 ? bytes[place..(place + length)] : []];
                    break;
                case 3:
                    // A value becomes another one.
                    int start = Array.FindIndex(bytes, place, value => value is (byte)':' or (byte)',');
                    int end = start < 0 ? -1 : Array.FindIndex(bytes, start + 1, value => value is (byte)',' or (byte)'}' or (byte)']');
                    if (end > 0)
                    {
                        bytes = [.. bytes[..(start + 1)], .. Encoding.UTF8.GetBytes(_parts[random.Next(_parts.Length)]), .. bytes[end..]];
                    }

                    break;
                default:
                    bytes[place] = (byte)random.Next(256);
                    break;
            }

            if (bytes.Length == 0)
            {
                break;
            }
        }

        return Encoding.UTF8.GetString(bytes);
    }
}
