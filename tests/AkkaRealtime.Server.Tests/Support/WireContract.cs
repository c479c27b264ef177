using System.Collections.Frozen;
using System.Text.Json.Nodes;
using NJsonSchema;
using YamlDotNet.Serialization;

namespace AkkaRealtime.Server.Tests.Support;

/// <summary><c>docs/asyncapi.yaml</c>, taken at its word: what the server sends and grants has exactly the form that is published.</summary>
public static class WireContract
{
    private const string Request = "request.";
    private const string Own = "own";
    private static readonly FrozenDictionary<string, Lazy<JsonSchema>> Messages = Load();

    /// <summary>Types of the requests that the file has.</summary>
    public static IReadOnlySet<string> Requests { get; } =
        Messages.Keys.Where(k => k.StartsWith(Request, StringComparison.Ordinal)).Select(k => k[Request.Length..]).Where(t => t != Own).ToHashSet();

    /// <summary>Types of what the server sends, as the file has them.</summary>
    public static IReadOnlySet<string> Events { get; } = Messages.Keys.Where(k => k != Own && !k.StartsWith(Request, StringComparison.Ordinal)).ToHashSet();

    /// <summary>Fails where the server sent something that the file does not have, or has otherwise; also for a member too many.</summary>
    public static void CheckSent(Received envelope) => Check("", envelope.Type, envelope.Text);

    /// <summary>Fails where the server granted a request that does not have what the file says it must. Members besides are skipped by the server.</summary>
    public static void CheckGranted(string type, JsonObject data) =>
        Check(Request, type, new JsonObject { ["type"] = type, ["data"] = data.DeepClone() }.ToJsonString());

    // A type that the file doesn't name is the host's own, unless it begins with a prefix of the server's.
    private static void Check(string kind, string type, string text)
    {
        var isNamed = Messages.TryGetValue(kind + type, out var schema);
        var faults = (schema ?? Messages[kind + Own]).Value.Validate(text);
        if (faults.Count > 0)
            throw new InvalidOperationException($"docs/asyncapi.yaml has {(isNamed ? "" : "no ")}\"{kind}{type}\" of this form ({string.Join("; ", faults)}): {text}");
    }

    private static FrozenDictionary<string, Lazy<JsonSchema>> Load()
    {
        var yaml = File.ReadAllText(Path.Combine(Repository.Root, "docs", "asyncapi.yaml"));
        var values = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize(yaml);
        var json = new SerializerBuilder().JsonCompatible().Build().Serialize(values);
        var components = JsonNode.Parse(json.Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal))!["components"]!;
        var schemas = components["schemas"]!.AsObject();
        foreach (var (name, schema) in schemas)
        {
            NameTheOneValue(schema);
            // The server skips members of a request that it doesn't know.
            if (!name.EndsWith("Request", StringComparison.Ordinal))
                Close(schema);
        }

        var definitions = schemas.ToJsonString();

        // A run needs some of them, and each takes its time.
        return components["messages"]!.AsObject().ToFrozenDictionary(m => m.Key, m => Schema(m.Value!["payload"]!.AsObject(), definitions), StringComparer.Ordinal);
    }

    private static Lazy<JsonSchema> Schema(JsonObject payload, string definitions)
    {
        var whole = $$"""{"allOf":[{{payload.ToJsonString()}}],"definitions":{{definitions}}}""";
        return new Lazy<JsonSchema>(() => JsonSchema.FromJsonAsync(whole).GetAwaiter().GetResult());
    }

    // NJsonSchema knows draft 4 of JSON Schema, where "const" is an "enum" of one.
    private static void NameTheOneValue(JsonNode? schema)
    {
        if (schema?["properties"]?["type"] is JsonObject type && type["const"] is { } only)
            type["enum"] = new JsonArray(only.DeepClone());
    }

    // For users the file is open, since members may be added at any time; here an object has the members that it names, and no others.
    private static void Close(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
                Close(item);
        }

        if (node is not JsonObject schema)
            return;
        foreach (var (_, value) in schema)
            Close(value);
        if (schema["type"] is JsonValue && schema.ContainsKey("properties") && !schema.ContainsKey("additionalProperties"))
            schema["additionalProperties"] = false;
    }
}
