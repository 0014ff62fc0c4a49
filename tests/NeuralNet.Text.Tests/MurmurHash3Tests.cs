using System.Text;
using System.Text.Json;
using NeuralNet.Text.Tests.Support;

namespace NeuralNet.Text.Tests;

public sealed class MurmurHash3Tests
{
    /// <summary>Published values: of the verification by Ian Boyd and of Wikipedia.</summary>
    [Theory]
    [InlineData("", 0u, 0u)]
    [InlineData("", 1u, 0x514E28B7u)]
    [InlineData("", 0xFFFFFFFFu, 0x81F16F39u)]
    [InlineData("test", 0u, 0xBA6BD213u)]
    [InlineData("test", 0x9747B28Cu, 0x704B81DCu)]
    [InlineData("Hello, world!", 0u, 0xC0363E43u)]
    [InlineData("Hello, world!", 0x9747B28Cu, 0x24884CBAu)]
    [InlineData("hello", 0u, 0x248BFA47u)]
    [InlineData("aaaa", 0x9747B28Cu, 0x5A97808Au)]
    [InlineData("aaa", 0x9747B28Cu, 0x283E0130u)]
    [InlineData("aa", 0x9747B28Cu, 0x5D211726u)]
    [InlineData("a", 0x9747B28Cu, 0x7FA09EA6u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0u, 0x2E4FF723u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x9747B28Cu, 0x2FA826CDu)]
    public void It_has_the_published_values(string text, uint seed, uint hash) => MurmurHash3.Hash32(text, seed).Should().Be(hash);

    [Fact]
    public void All_bits_of_blocks_and_tails_count()
    {
        MurmurHash3.Hash32([0xFF, 0xFF, 0xFF, 0xFF]).Should().Be(0x76293B50);
        MurmurHash3.Hash32([0x21, 0x43, 0x65, 0x87]).Should().Be(0xF55B516B);
        MurmurHash3.Hash32([0x21, 0x43, 0x65, 0x87], 0x5082EDEE).Should().Be(0x2362F9DE);
        MurmurHash3.Hash32([0x21, 0x43, 0x65]).Should().Be(0x7E4A8634);
        MurmurHash3.Hash32([0x21, 0x43]).Should().Be(0xA0F7B07A);
        MurmurHash3.Hash32([0x21]).Should().Be(0x72661CF4);
        MurmurHash3.Hash32([0, 0, 0, 0]).Should().Be(0x2362F9DE);
        MurmurHash3.Hash32([0, 0, 0]).Should().Be(0x85F0B427);
    }

    [Fact]
    public void It_is_that_of_scikit_learn()
    {
        foreach (JsonElement line in HashingReference.OfKind("murmur"))
        {
            uint seed = line.GetProperty("seed").GetUInt32();
            int index = 0;
            foreach (string word in HashingReference.Data.GetProperty("words").EnumerateArray().Select(word => word.GetString()!))
            {
                uint hash = MurmurHash3.Hash32(word, seed);
                hash.Should().Be(line.GetProperty("unsigned")[index].GetUInt32(), word);
                ((int)hash).Should().Be(line.GetProperty("signed")[index++].GetInt32(), word);
            }

            index.Should().BeGreaterThan(20);
        }
    }

    [Fact]
    public void A_text_of_any_length_has_the_hash_of_its_utf8()
    {
        for (int length = 0; length < 700; length++)
        {
            string text = string.Concat(Enumerable.Range(0, length).Select(index => (char)('\u4E00' + index)));
            MurmurHash3.Hash32(text, 7).Should().Be(MurmurHash3.Hash32(Encoding.UTF8.GetBytes(text), 7));
        }
    }

    [Theory]
    [InlineData("\uD800")]
    [InlineData("a\uDC00b")]
    [InlineData("\uD800\uD800")]
    public void Half_of_a_pair_is_the_replacement_character(string text) =>
        MurmurHash3.Hash32(text).Should().Be(MurmurHash3.Hash32(text.Replace('\uD800', '\uFFFD').Replace('\uDC00', '\uFFFD')));

    [Fact]
    public void Nothing_is_allocated()
    {
        string text = new('ä', 5000);
        uint sum = 0;
        Allocation.Of(() => sum += MurmurHash3.Hash32("country=CH") + MurmurHash3.Hash32(text)).Should().Be(0);
        sum.Should().NotBe(0);
    }
}
