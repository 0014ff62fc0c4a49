using System.Numerics;
using System.Runtime.InteropServices;

namespace NeuralNet.Data.Columns;

/// <summary>
/// Finds the place of a text among known ones. Null and an empty text have the same place, unless both are known, as earlier versions learned
/// them. An open table with a hash of few operations, since most categories
/// are short and few; if their hashes collide, as those of a hostile file may, a dictionary.
/// </summary>
internal sealed class CategoryPlaces
{
    /// <summary>The place of a text that is not known.</summary>
    public const int Unknown = -1;

    /// <summary>The most slots that a search looks at.</summary>
    private const int LongestSearch = 16;

    private const int Four = sizeof(ulong) / sizeof(char);

    private readonly Slot[] _slots;

    /// <summary>The slot of a hash are its upper bits, which a product mixes best.</summary>
    private readonly int _shift;
    private readonly int _null = Unknown;
    private readonly int _empty = Unknown;
    private readonly Dictionary<string, int>? _dictionary;

    /// <param name="texts">The texts, all different, in the order of their places.</param>
    public CategoryPlaces(IReadOnlyList<string?> texts)
    {
        // Most slots stay empty, so most searches end at the first.
        int bits = BitOperations.Log2((uint)texts.Count | 1) + 3;
        _slots = new Slot[1 << bits];
        _shift = 64 - bits;
        bool isScattered = true;
        foreach ((int place, string? text) in texts.Index())
        {
            if (text is null)
            {
                _null = place;
            }
            else if (text.Length == 0)
            {
                _empty = place;
            }
            else
            {
                isScattered = isScattered && TryAdd(text, place);
            }
        }

        _null = _null == Unknown ? _empty : _null;
        _empty = _empty == Unknown ? _null : _empty;
        if (!isScattered)
        {
            _dictionary = texts.Index().Where(pair => !string.IsNullOrEmpty(pair.Item)).ToDictionary(pair => pair.Item!, pair => pair.Index, StringComparer.Ordinal);
        }
    }

    public int Find(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return text is null ? _null : _empty;
        }

        if (_dictionary is not null)
        {
            return _dictionary.GetValueOrDefault(text, Unknown);
        }

        Slot[] slots = _slots;
        ulong hash = Hash(text);
        for (int index = (int)(hash >> _shift); ; index++)
        {
            ref readonly Slot slot = ref slots[index & (slots.Length - 1)];
            if (slot.Text is null)
            {
                return Unknown;
            }

            if (slot.Hash == hash && string.Equals(slot.Text, text))
            {
                return slot.Place;
            }
        }
    }

    private bool TryAdd(string text, int place)
    {
        ulong hash = Hash(text);
        for (int step = 0; step < LongestSearch; step++)
        {
            ref Slot slot = ref _slots[((int)(hash >> _shift) + step) & (_slots.Length - 1)];
            if (slot.Text is null)
            {
                slot = new(text, hash, place);
                return true;
            }
        }

        return false;
    }

    /// <summary>A hash of the length, the first four characters and the last four.</summary>
    private static ulong Hash(string text)
    {
        const ulong Odd = 0x9E3779B97F4A7C15;
        int length = text.Length;
        ulong ends = length >= Four ? First(text) ^ BitOperations.RotateLeft(First(text.AsSpan(length - Four)), 23)
            : text[0] | ((ulong)text[length / 2] << 16) | ((ulong)text[length - 1] << 32);
        return (ends + (uint)length) * Odd;
    }

    private static ulong First(ReadOnlySpan<char> characters) => MemoryMarshal.Cast<char, ulong>(characters)[0];

    private readonly record struct Slot(string? Text, ulong Hash, int Place);
}
