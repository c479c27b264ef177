using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Deployment;

/// <summary>
/// The chart knows the server's options: the definitions in <c>values.schema.json</c> are made of <c>appsettings.json</c>. Where an option has come or gone:
/// <c>AKKAREALTIME_RECORD=1 dotnet test tests/AkkaRealtime.Server.Tests --filter HelmSchemaTests</c>
/// </summary>
public sealed class HelmSchemaTests
{
    private static readonly string SchemaFile = Path.Combine(HelmChart.Folder, "values.schema.json");
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void TheChart_KnowsTheServersOptions_AndNoOthers()
    {
        var options = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "src", "AkkaRealtime.Server", "appsettings.json")))!["AkkaRealtime"]!.AsObject();

        // What the environment decides has no default that could stand in the file.
        options["DevSignIn"] = false;
        var definitions = new JsonObject { ["options"] = SchemaOf(options), ["secretOption"] = new JsonObject { ["pattern"] = $"^({string.Join('|', Texts("", options).Order(StringComparer.Ordinal))})$" } };
        var schema = JsonNode.Parse(File.ReadAllText(SchemaFile))!;
        if (Environment.GetEnvironmentVariable("AKKAREALTIME_RECORD") == "1")
        {
            schema["definitions"] = definitions;
            File.WriteAllText(SchemaFile, schema.ToJsonString(Readable) + "\n");
            return;
        }

        Assert.Equal(definitions.ToJsonString(Readable), schema["definitions"]!.ToJsonString(Readable));
    }

    private static JsonObject SchemaOf(JsonNode? value) => value switch
    {
        JsonObject { Count: > 0 } o => new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject(o.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Key, (JsonNode?)SchemaOf(m.Value)))),
        },

        // Topics: by their names, or a list.
        JsonObject => new JsonObject { ["type"] = new JsonArray("object", "array") },
        JsonArray => new JsonObject { ["type"] = "array" },
        _ => new JsonObject { ["type"] = value!.GetValueKind() switch { JsonValueKind.Number => value.ToJsonString().Contains('.', StringComparison.Ordinal) ? "number" : "integer", JsonValueKind.String => "string", _ => "boolean" } },
    };

    /// <summary>Patterns of the names of texts, which may be secrets; what stands in a list is named by its place.</summary>
    private static IEnumerable<string> Texts(string name, JsonNode? value) => value switch
    {
        JsonObject o => o.SelectMany(m => Texts(name.Length == 0 ? m.Key : $"{name}:{m.Key}", m.Value)),
        JsonArray => [$"{name}(:[A-Za-z0-9]+)+"],
        _ => value!.GetValueKind() == JsonValueKind.String ? [name] : [],
    };
}
