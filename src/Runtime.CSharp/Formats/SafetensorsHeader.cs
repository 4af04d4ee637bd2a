using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Nano.Runtime.Formats;

internal sealed record SafetensorsEntry(
    string Name,
    ElementType Type,
    ImmutableArray<long> Shape,
    long Begin,
    long End
);

/// <summary>The JSON header of a safetensors file.</summary>
internal sealed class SafetensorsHeader
{
    private const string MetadataKey = "__metadata__";

    private readonly string file;
    private readonly ImmutableArray<SafetensorsEntry>.Builder entries =
        ImmutableArray.CreateBuilder<SafetensorsEntry>();
    private readonly ImmutableSortedDictionary<string, string>.Builder metadata =
        ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);

    private SafetensorsHeader(string file) => this.file = file;

    public ImmutableArray<SafetensorsEntry> Entries => entries.ToImmutable();

    public ImmutableSortedDictionary<string, string> Metadata => metadata.ToImmutable();

    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json, string file)
    {
        var header = new SafetensorsHeader(file);
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
            header.ReadAll(ref reader);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException)
        {
            throw Safetensors.Fail(file, $"its header is no JSON: {problem.Message}");
        }
        return header;
    }

    public static byte[] Write(
        IReadOnlyList<string> names,
        ImmutableSortedDictionary<string, TensorValue> tensors,
        ImmutableSortedDictionary<string, string> metadata
    )
    {
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(stream, options))
        {
            writer.WriteStartObject();
            writer.WriteStartObject(MetadataKey);
            foreach (var (key, value) in metadata)
                writer.WriteString(key, value);
            writer.WriteEndObject();
            long begin = 0;
            foreach (var name in names)
            {
                var tensor = tensors[name];
                var end = begin + ((long)tensor.Count * tensor.Type.Bytes());
                writer.WriteStartObject(name);
                writer.WriteString("dtype", tensor.Type.ToString().ToUpperInvariant());
                WriteNumbers(writer, "shape", tensor.Shape);
                WriteNumbers(writer, "data_offsets", [begin, end]);
                writer.WriteEndObject();
                begin = end;
            }
            writer.WriteEndObject();
        }
        while (stream.Length % 8 != 0)
            stream.WriteByte((byte)' ');
        return stream.ToArray();
    }

    private static void WriteNumbers<T>(Utf8JsonWriter writer, string name, ImmutableArray<T> numbers)
        where T : IConvertible
    {
        writer.WriteStartArray(name);
        foreach (var number in numbers)
            writer.WriteNumberValue(number.ToInt64(null));
        writer.WriteEndArray();
    }

    private void ReadAll(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, "an object");
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            if (!names.Add(name))
                throw Safetensors.Fail(file, $"{BadFile.Quote(name)} appears twice");
            if (name == MetadataKey)
                ReadMetadata(ref reader);
            else
                entries.Add(ReadEntry(ref reader, name));
        }
        // Only blanks may follow; the reader complains of anything else.
        reader.Read();
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, "an object of texts");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = reader.GetString()!;
            Expect(ref reader, JsonTokenType.String, "a text");
            if (!metadata.TryAdd(key, reader.GetString()!))
                throw Safetensors.Fail(file, $"the metadata {BadFile.Quote(key)} appear twice");
        }
    }

    private SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        string? type = null;
        ImmutableArray<long> shape = default;
        ImmutableArray<long> offsets = default;
        Expect(ref reader, JsonTokenType.StartObject, "an object");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = reader.GetString();
            if (key == "dtype" && type is null)
            {
                Expect(ref reader, JsonTokenType.String, "a text");
                type = reader.GetString();
            }
            else if (key == "shape" && shape.IsDefault)
            {
                shape = Numbers(ref reader);
            }
            else if (key == "data_offsets" && offsets.IsDefault)
            {
                offsets = Numbers(ref reader);
            }
            else
            {
                throw Safetensors.Fail(file, $"{BadFile.Quote(name)} has the key {BadFile.Quote(key!)} once too often");
            }
        }
        if (type is null || shape.IsDefault || offsets.IsDefault || offsets.Length != 2)
            throw Safetensors.Fail(file, $"{BadFile.Quote(name)} lacks dtype, shape or two data_offsets");
        return new SafetensorsEntry(name, TypeOf(type, name), shape, offsets[0], offsets[1]);
    }

    private ElementType TypeOf(string type, string name) =>
        type switch
        {
            "F16" => ElementType.F16,
            "BF16" => ElementType.BF16,
            "F32" => ElementType.F32,
            "F64" => ElementType.F64,
            "I8" => ElementType.I8,
            "U8" => ElementType.U8,
            "I16" => ElementType.I16,
            "I32" => ElementType.I32,
            "I64" => ElementType.I64,
            "BOOL" => ElementType.Bool,
            _ => throw Safetensors.Fail(
                file,
                $"{BadFile.Quote(name)} has the element type {BadFile.Quote(type)}; F16, BF16, F32, F64, I8 to I64, U8 and BOOL are read"
            ),
        };

    private ImmutableArray<long> Numbers(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartArray, "a list of whole numbers");
        var numbers = ImmutableArray.CreateBuilder<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var number) || number < 0)
                throw Safetensors.Fail(file, "a size or offset is no whole number from 0 up");
            numbers.Add(number);
        }
        return numbers.ToImmutable();
    }

    private void Expect(ref Utf8JsonReader reader, JsonTokenType token, string what)
    {
        if (!reader.Read() || reader.TokenType != token)
            throw Safetensors.Fail(file, $"byte {reader.TokenStartIndex} of its header should begin {what}");
    }
}
