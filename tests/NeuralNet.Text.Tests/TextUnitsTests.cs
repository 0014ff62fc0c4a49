using System.Text;
using System.Text.Json;
using NeuralNet.Text.Tests.Support;

namespace NeuralNet.Text.Tests;

public sealed class TextUnitsTests
{
    private static readonly JsonElement _characters = HashingReference.OfKind("characters").Single();

    [Theory]
    [InlineData("word", true)]
    [InlineData("other", false)]
    public void Word_characters_are_those_of_Python(string kind, bool isWord)
    {
        int count = 0;
        foreach (Rune character in Characters(kind))
        {
            int length = WordCharacter.LengthAt(character.ToString(), 0);
            Assert.True(length == (isWord ? character.Utf16SequenceLength : 0), $"U+{character.Value:X4}");
            count++;
        }

        count.Should().BeGreaterThan(10_000);
    }

    [Fact]
    public void White_spaces_are_those_of_Python()
    {
        HashSet<int> spaces = [.. Characters("space").Select(character => character.Value)];
        var units = new TextUnits();
        for (int code = 0; code <= char.MaxValue; code++)
        {
            // Two white spaces are one unit, two other characters are two.
            units.Clear();
            units.AddCharacters(new string((char)code, 2));
            Assert.True(units.Count == (spaces.Contains(code) ? 1 : 2), $"U+{code:X4}");
        }
    }

    private static IEnumerable<Rune> Characters(string kind)
    {
        int[] ranges = [.. _characters.GetProperty(kind).EnumerateArray().Select(code => code.GetInt32())];
        for (int range = 0; range < ranges.Length; range += 2)
        {
            for (int code = ranges[range]; code <= ranges[range + 1]; code++)
            {
                yield return new Rune(code);
            }
        }
    }
}
