using NeuralNet.Data.Columns;

namespace NeuralNet.Data.Tests.Columns;

public sealed class CategoryPlacesTests
{
    private static readonly string[] _others = ["b", "ba", "abd", "abce", "abcdf", "a lung text", "region 3000", "region"];

    [Fact]
    public void Every_text_has_its_place_and_no_other_has_one()
    {
        string?[] texts = ["", "a", "ab", "abc", "abcd", "abcde", "abxde", "Abcde", "a long text", "a lang text", null, .. Enumerable.Range(0, 3000).Select(number => $"region {number}")];
        var places = new CategoryPlaces(texts);

        texts.Select(text => places.Find(text is null ? null : new string(text.AsSpan()))).Should().Equal(Enumerable.Range(0, texts.Length));
        _others.Select(places.Find)
            .Should().OnlyContain(place => place == CategoryPlaces.Unknown);
        new CategoryPlaces(["a"]).Find(null).Should().Be(CategoryPlaces.Unknown);
        new CategoryPlaces(["a"]).Find("").Should().Be(CategoryPlaces.Unknown);
        new CategoryPlaces(["a", null]).Find("").Should().Be(1);
        new CategoryPlaces(["", "a"]).Find(null).Should().Be(0);
        new CategoryPlaces([]).Find("a").Should().Be(CategoryPlaces.Unknown);
    }

    [Fact]
    public void Texts_whose_hashes_are_equal_are_found_too()
    {
        // Only the middle differs, which the hash does not read.
        string[] texts = [.. Enumerable.Range(0, 5000).Select(number => $"same {number:D4} same")];
        var places = new CategoryPlaces(texts);

        texts.Select(places.Find).Should().Equal(Enumerable.Range(0, 5000));
        places.Find("same 5000 same").Should().Be(CategoryPlaces.Unknown);
    }
}
