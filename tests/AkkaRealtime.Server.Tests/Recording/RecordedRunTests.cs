using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Recording;

/// <summary>
/// The run that the web client is tested with, in every order in which it may arrive, is one of this server: played again, it has the form of the recording.
/// <c>AKKAREALTIME_RECORD=1</c> writes the recording anew.
/// </summary>
public sealed class RecordedRunTests(RecordedRunTests.Unhurried fixture) : IClassFixture<RecordedRunTests.Unhurried>
{
    private static readonly string Recording = Path.Combine(Repository.Root, "src", "web", "client", "test", "sync", "recorded-run.json");
    private static readonly JsonSerializerOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Run_ThatTheClientIsTestedWith_IsWhatThisServerSays()
    {
        var run = await new RecordedRun(fixture.Server).PlayAsync();
        if (Environment.GetEnvironmentVariable("AKKAREALTIME_RECORD") == "1")
            await File.WriteAllTextAsync(Recording, Text(run));
        var recorded = JsonNode.Parse(await File.ReadAllTextAsync(Recording))!.AsObject();
        Assert.Equal(Steps(recorded), Steps(run));
        Assert.Equal(Form(recorded), Form(run));
    }

    private static IEnumerable<string> Steps(JsonObject run) => run["steps"]!.AsArray().Select(s => s!["what"]!.GetValue<string>());

    /// <summary>The path of every member, with the type of what it holds; frames by their type.</summary>
    private static SortedSet<string> Form(JsonObject run)
    {
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        Add(run["ready"], "ready");
        foreach (var step in run["steps"]!.AsArray())
        {
            foreach (var (member, value) in step!.AsObject())
            {
                if (member == "frames")
                    value!.AsArray().ToList().ForEach(f => Add(f!["data"], f["type"]!.GetValue<string>()));
                else
                    Add(value, member);
            }
        }

        return paths;

        void Add(JsonNode? node, string path)
        {
            switch (node)
            {
                case JsonObject members:
                    // By room, or by emoji: the names are no part of the form.
                    var isMap = path is "messages" or "members" || path.EndsWith(".reactions", StringComparison.Ordinal) || path.EndsWith(".roles", StringComparison.Ordinal);
                    foreach (var (name, value) in members)
                        Add(value, isMap ? $"{path}.*" : $"{path}.{name}");
                    break;
                case JsonArray items:
                    foreach (var item in items)
                        Add(item, $"{path}[]");
                    break;
                default:
                    paths.Add($"{path}: {node?.GetValueKind()}".Replace("True", "boolean", StringComparison.Ordinal).Replace("False", "boolean", StringComparison.Ordinal));
                    break;
            }
        }
    }

    // One line a step, so that what has changed can be read.
    private static string Text(JsonObject run)
    {
        var lines = run["steps"]!.AsArray().Select(s => $"    {s!.ToJsonString(Written)}");
        return $"{{\n  \"ready\": {run["ready"]!.ToJsonString(Written)},\n  \"people\": {run["people"]!.ToJsonString(Written)},\n  \"logs\": {run["logs"]!.ToJsonString(Written)},\n  \"steps\": [\n{string.Join(",\n", lines)}\n  ]\n}}\n";
    }

    /// <summary>A server that lets the recording ask as often as it likes.</summary>
    public sealed class Unhurried() : ClassServer(new ServerSettings
    {
        Options = new Dictionary<string, string> { ["AkkaRealtime:Limits:RateLimiting"] = "false" },
    });
}
