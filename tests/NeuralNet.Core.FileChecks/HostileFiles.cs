using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace NeuralNet.Core.FileChecks;

/// <summary>Files that no reader may take, one for each thing that can be wrong.</summary>
internal static class HostileFiles
{
    private const string Weights = """ "weights":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]} """;

    public static IReadOnlyList<HostileFile> All { get; } =
    [
        new("nothing", [], "0 bytes"),
        new("seven bytes", new byte[7], "7 bytes"),
        new("length 0", Length(0), "eight bytes of 0"),
        new("length 1", [.. Length(1), .. "{}"u8], "starts with the bytes 01-00-00-00-00-00-00-00"),
        new("length above the limit", [.. Length((1 << 20) + 1), .. "{}"u8], "has 1048577 bytes; 1048576 are allowed"),
        new("length 2^63", Length(1UL << 63), "starts with the bytes 00-00-00-00-00-00-00-80"),
        new("length of all ones", Length(ulong.MaxValue), "starts with the bytes FF-FF-FF-FF-FF-FF-FF-FF"),
        new("header shorter than its length", [.. Length(100), .. "{}"u8], "only 2 are left"),
        new("no JSON", Header("hello!"), "not valid"),
        new("an array", Header("[]"), "not valid"),
        new("a number", Header("12"), "not valid"),
        new("JSON that does not end", Header("{\"a\":"), "not valid"),
        new("a space before the object", Header(" {}"), "not valid"),
        new("a line break after the object", Header("{}\n"), "not valid"),
        new("a megabyte of a name", Header($"{{\"{new string('w', 1_000_000)}\":1}}"), "a name of 1000000 bytes"),
        new("a megabyte of a dtype", Header($"{{\"a\":{{\"dtype\":\"{new string('F', 1_000_000)}\"}}}}"), "a name of 1000000 bytes"),
        new("a megabyte of escapes", Header($"{{\"__metadata__\":{{\"a\":\"{string.Concat(Enumerable.Repeat("\\u0041", 170_000))}\",\"a\":\"\"}}}}"), "'a' twice"),
        new("two objects", Header("{}{}"), "not valid"),
        new("a comment", Header("{}//"), "not valid"),
        new("a trailing comma", Header("{\"__metadata__\":{},}"), "not valid"),
        new("a byte order mark", [.. Length(5), 0xEF, 0xBB, 0xBF, .. "{}"u8], "not valid"),
        new("bytes that are no UTF-8", [.. Length(6), (byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'}'], "not valid"),
        new("half a surrogate pair", Header("{\"\\ud800\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}", 4), "not valid"),
        new("deep nesting", Header($"{{\"a\":{new string('[', 5000)}{new string(']', 5000)}}}"), "StartObject"),
        new("nesting in a shape", Header("{\"a\":{\"dtype\":\"F32\",\"shape\":[[1]],\"data_offsets\":[0,4]}}", 4), "must be a JSON Number"),
        new("a tensor that is a number", Header("{\"a\":1}"), "must be a JSON StartObject"),
        new("a tensor that is null", Header("{\"a\":null}"), "must be a JSON StartObject"),
        new("no dtype", Header("{\"a\":{\"shape\":[1],\"data_offsets\":[0,4]}}", 4), "needs a 'dtype'"),
        new("no shape", Header("{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", 4), "needs a 'dtype'"),
        new("no offsets", Header("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4), "needs a 'dtype'"),
        new("one offset", Header("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4]}}", 4), "two 'data_offsets'"),
        new("three offsets", Header("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,8]}}", 4), "more than 2 numbers"),
        new("an unknown key of a tensor", Header("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"x\":1}}", 4), "has 'x'"),
        new("an unknown dtype", Header("{\"a\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}", 8), "dtype 'I64'"),
        new("a dtype that is a number", Header("{\"a\":{\"dtype\":32,\"shape\":[1],\"data_offsets\":[0,4]}}", 4), "must be a JSON String"),
        new("three dimensions", Header("{\"a\":{\"dtype\":\"F32\",\"shape\":[1,1,1],\"data_offsets\":[0,4]}}", 4), "more than 2 numbers"),
        new("a thousand dimensions", Header($"{{\"a\":{{\"dtype\":\"F32\",\"shape\":[{string.Join(',', Enumerable.Repeat(1, 1000))}],\"data_offsets\":[0,4]}}}}", 4), "more than 2 numbers"),
        new("a negative dimension", Header("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", 4), "not in [0, 2147483647]"),
        new("a dimension above an int", Header("{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296],\"data_offsets\":[0,4]}}", 4), "not in [0, 2147483647]"),
        new("a dimension above a long", Header("{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,4]}}", 4), "not whole, or not in"),
        new("a fractional dimension", Header("{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}", 4), "not whole"),
        new("a product that overflows", Header("{\"a\":{\"dtype\":\"F32\",\"shape\":[65536,65536],\"data_offsets\":[0,0]}}"), "4294967296 numbers"),
        new("a product of the largest", Header("{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647],\"data_offsets\":[0,4]}}", 4), "numbers"),
        new("fewer bytes than numbers", Header("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4), "take 8"),
        new("more bytes than numbers", Header("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}", 8), "take 4"),
        new("offsets that go back", Header("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}", 4), "holes and overlaps are not allowed"),
        new("a negative offset", Header("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}}", 4), "not in [0, "),
        new("data that begins late", Header("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8), "holes and overlaps are not allowed"),
        new("a hole", Header("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}", 12), "holes and overlaps are not allowed"),
        new("an overlap", Header("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}}", 6), "holes and overlaps are not allowed"),
        new("the same data twice", Header("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4), "holes and overlaps are not allowed"),
        new("two gigabytes that are not there", Header("{\"a\":{\"dtype\":\"F32\",\"shape\":[500000000],\"data_offsets\":[0,2000000000]}}", 4), "take 2000000000"),
        new("a terabyte that is not there", Header("{\"a\":{\"dtype\":\"F64\",\"shape\":[2000000000],\"data_offsets\":[0,16000000000]}}", 4), "take 16000000000"),
        new("data that ends early", Header($"{{{Weights}}}", 7), "take 8 bytes"),
        new("data that goes on", Header($"{{{Weights}}}", 9), "take 8 bytes"),
        new("a tensor twice", Header($"{{{Weights},{Weights}}}", 8), "twice"),
        new("a key of a tensor twice", Header("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4), "'dtype' twice"),
        new("metadata twice", Header("{\"__metadata__\":{},\"__metadata__\":{}}"), "twice"),
        new("a key of metadata twice", Header("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}"), "'a' twice"),
        new("metadata that is no object", Header("{\"__metadata__\":\"a\"}"), "must be a JSON StartObject"),
        new("metadata that is a number", Header("{\"__metadata__\":{\"a\":1}}"), "must be a JSON String"),
        new("metadata that is an object", Header("{\"__metadata__\":{\"a\":{}}}"), "must be a JSON String"),
        new("a hundred thousand keys", Header($"{{\"__metadata__\":{{{string.Join(',', Enumerable.Range(0, 60_000).Select(key => $"\"{key}\":\"\""))}}}}}"), "more than 256 keys"),
        new("65 tensors", Header($"{{{string.Join(',', Enumerable.Range(0, 65).Select(tensor => $"\"{tensor}\":{{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}"))}}}"), "more than 64 tensors"),
        new("no metadata of the library", Header($"{{{Weights}}}", 8), "neuralnet.format_version"),
        new("another major version", Model("\"neuralnet.format_version\":\"3.0\""), "version 3.0, but this library reads versions 1 and 2"),
        new("major version 0", Model("\"neuralnet.format_version\":\"0.9\""), "version 0.9, but this library reads versions 1 and 2"),
        new("a version that is none", Model("\"neuralnet.format_version\":\"one\""), "'one'"),
        new("no checksum", Model("\"neuralnet.format_version\":\"1.0\""), "neuralnet.data_sha256"),
        new("another checksum", Model("\"neuralnet.format_version\":\"1.0\",\"neuralnet.data_sha256\":\"00\""), "not those that were saved"),
        new("no record of a model", Model(Sealed), "neuralnet.model"),
        new("a record that is no JSON", Model($"{Sealed},\"neuralnet.model\":\"{{\""), "can't be read"),
        new("a record that is null", Model($"{Sealed},\"neuralnet.model\":\"null\""), "is null"),
        new("a record without its members", Model($"{Sealed},\"neuralnet.model\":\"{{}}\""), "can't be read"),
        new("a record of another shape", Model(Record(inputs: 3)), "[1, 3] is needed"),
        new("a record of many inputs", Model(Record(inputs: int.MaxValue)), "are 2147483647 weights"),
        new("a record of no inputs", Model(Record(inputs: 0)), "do not fit each other"),
        new("an unknown link", Model(Record(link: "sinus")), "the output activation 'sinus'"),
        new("five classes of one output", Model(Record(classes: 5)), "5 classes"),
        new("a threshold that is NaN", Model(Record(threshold: "\\\"NaN\\\"")), "threshold NaN"),
        new("no bias", Model(Record()), "no tensor 'bias'"),
        new("a weight that is NaN", Model(Record(), data: [0, 0, 0xC0, 0x7F, 0, 0, 0, 0]), "numbers must be finite"),
        new("a weight that is infinite", Model(Record(), data: [0, 0, 0, 0, 0, 0, 0x80, 0xFF]), "numbers must be finite"),
        new("weights that are indices", Model(Record(), new byte[8], Weights.Replace("F32", "I32", StringComparison.Ordinal)), "'weights' of the file has the type I32"),
        new("indices without values", Sparse([0, 1], 0), "without 'weights.values'"),
        new("values without indices", Sparse([], 2), "without its '.indices'"),
        new("more indices than values", Sparse([0, 1, 2], 2), "has the shape [3], and 'weights.values' has [2]"),
        new("more values than indices", Sparse([0, 1], 3), "has the shape [2], and 'weights.values' has [3]"),
        new("indices in two dimensions", Sparse([0, 1], 2, shape: "[2,1]"), "has the shape [2, 1]"),
        new("an index twice", Sparse([0, 7, 7], 3), "has 7 at 2, after 7"),
        new("indices that descend", Sparse([0, 7, 6, 9], 4), "has 6 at 2, after 7"),
        new("a negative index", Sparse([-1, 7], 2), "has -1 at 0"),
        new("the least index", Sparse([3, int.MinValue], 2), "has -2147483648 at 1"),
        new("an index at the number of weights", Sparse([0, 100], 2), "has 100 at 1, but the tensor of the shape [1, 100] has 100 numbers"),
        new("the largest index", Sparse([0, int.MaxValue], 2), "has 2147483647 at 1"),
        new("weights with and without their zeros", Sparse([0, 1], 2, more: ",\"weights\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[16,16]}"), "'weights' twice"),
        new("a gigabyte of zeros", Sparse([0, 1], 2, inputs: 1 << 28), "has 268435456 numbers with its zeros"),
        new("more zeros than an array holds", Sparse([0, 1], 2, inputs: int.MaxValue), "are 2147483647 weights"),
        new("zeros beyond a long of bytes", Sparse([0, 1], 2, inputs: int.MaxValue, outputs: int.MaxValue), "are 4611686014132420609 weights"),
        new("a weight at an index that is NaN", Sparse([0, 1], 2, bits: 0xC0), "numbers must be finite"),
    ];

    /// <summary>What every file of the library has, with the checksum of the data to come.</summary>
    private const string Sealed = "\"neuralnet.format_version\":\"1.0\",\"neuralnet.data_sha256\":\"CHECKSUM\"";

    private static string Record(int inputs = 2, int outputs = 1, string link = "sigmoid", int classes = 2, string threshold = "0") =>
        $"{Sealed},\"neuralnet.model\":\"{{\\\"inputs\\\":{inputs},\\\"outputs\\\":{outputs},\\\"link\\\":\\\"{link}\\\",\\\"classes\\\":{classes},\\\"threshold\\\":{threshold}}}\"";

    /// <summary>A file whose weights have indices; empty ones, or no values, are left out.</summary>
    private static byte[] Sparse(int[] indices, int values, int inputs = 100, int outputs = 1, string? shape = null, string more = "", byte bits = 0)
    {
        int end = values * sizeof(float);
        string tensors = values == 0 ? "" : $"\"weights.values\":{{\"dtype\":\"F32\",\"shape\":{shape ?? $"[{values}]"},\"data_offsets\":[0,{end}]}}";
        tensors += values == 0 || indices.Length == 0 ? "" : ",";
        tensors += indices.Length == 0 ? "" : $"\"weights.indices\":{{\"dtype\":\"I32\",\"shape\":{shape ?? $"[{indices.Length}]"},\"data_offsets\":[{end},{end + (indices.Length * sizeof(int))}]}}";
        byte[] data = [.. Enumerable.Repeat<byte[]>([0, 0, bits, (byte)(bits == 0 ? 0 : 0x7F)], values).SelectMany(number => number), .. indices.SelectMany(BitConverter.GetBytes)];
        return Model(Record(inputs, outputs, classes: outputs == 1 ? 2 : outputs), data, tensors + more);
    }

    private static byte[] Model(string metadata, byte[]? data = null, string tensors = Weights)
    {
        data ??= new byte[8];
        string text = metadata.Replace("CHECKSUM", Convert.ToHexStringLower(SHA256.HashData(data)), StringComparison.Ordinal);
        return [.. Header($"{{\"__metadata__\":{{{text}}},{tensors}}}"), .. data];
    }

    private static byte[] Header(string json, int dataBytes = 0)
    {
        byte[] text = Encoding.UTF8.GetBytes(json);
        return [.. Length((ulong)text.Length), .. text, .. new byte[dataBytes]];
    }

    private static byte[] Length(ulong length)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        return bytes;
    }
}
