using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nano.Plan;

/// <summary>
/// Canonical JSON of a plan: members in the order of the records, kebab-case words as in YAML, shortest round-trip
/// numbers, two spaces, line feeds, no NaN. Its SHA-256 is the plan's name.
/// </summary>
public static class PlanJson
{
    /// <summary>Options shared by plans and results, so that both spell words alike.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>The canonical text of a plan.</summary>
    public static string Write(ExperimentPlan plan) => JsonSerializer.Serialize(plan, Options) + "\n";

    /// <summary>A plan from its text.</summary>
    /// <exception cref="JsonException">The text is no plan; the message says where.</exception>
    public static ExperimentPlan Read(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        RefuseForeign(bytes);
        return JsonSerializer.Deserialize<ExperimentPlan>(bytes, Options)!;
    }

    // No plan holds null or a number that is infinite; the serializer would let the first pass in lists, the second everywhere.
    private static void RefuseForeign(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        while (reader.Read())
        {
            var isNumber = reader.TokenType == JsonTokenType.Number;
            if (reader.TokenType != JsonTokenType.Null && !(isNumber && !double.IsFinite(reader.GetDouble())))
                continue;
            var before = bytes[..(int)reader.TokenStartIndex];
            throw new JsonException(
                isNumber ? "a number is too large" : "a value is null",
                path: null,
                before.Count((byte)'\n'),
                before.Length - (before.LastIndexOf((byte)'\n') + 1)
            );
        }
    }

    /// <summary>The first 16 hex digits of the SHA-256 of the canonical JSON: the name of the run's folder.</summary>
    public static string Identity(string canonical) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))[..16];

    /// <summary>
    /// The 64 hex digits of the SHA-256 of a device's physics, by which a surrogate knows what it was sampled from.
    /// </summary>
    public static string Fingerprint(PhysicsPlan physics) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(physics, Options)));

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.KebabCaseLower,
            WriteIndented = true,
            IndentSize = 2,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            RespectRequiredConstructorParameters = true,
            RespectNullableAnnotations = true,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
