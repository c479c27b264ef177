using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using AkkaRealtime.Server.Tests.Support;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace AkkaRealtime.Server.Tests.Deployment;

/// <summary>What <c>src/deploy</c> runs on one machine: the parts that can be held without Docker.</summary>
public sealed class ComposeTests : IDisposable
{
    private static readonly string Folder = Path.Combine(Repository.Root, "src", "deploy");
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("deployment-");

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public void Servers_AreSetByOptionsThatExist_AndDifferInTheirNameAlone()
    {
        var (first, second) = (Environment("server1"), Environment("server2"));
        var known = KnownOptions();
        Assert.True(first.Count > 10, "The options were not found.");
        Assert.Empty(first.Keys.Where(name => name.StartsWith("AkkaRealtime__", StringComparison.Ordinal)).Select(WithoutIndex).Except(known));
        Assert.Equal(["AkkaRealtime__Cluster__Hostname"], first.Keys.Union(second.Keys).Where(name => first.GetValueOrDefault(name) != second.GetValueOrDefault(name)));
        Assert.Equal(("server1", "server2"), (first["AkkaRealtime__Cluster__Hostname"], second["AkkaRealtime__Cluster__Hostname"]));
    }

    [Fact]
    public void EveryVariable_IsInTheExample()
    {
        var example = File.ReadAllText(Path.Combine(Folder, ".env.example"));
        var asked = System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(Path.Combine(Folder, "compose.yaml")), @"\$\{(\w+)").Select(m => m.Groups[1].Value).Distinct();
        Assert.All(asked, name => Assert.Contains($"\n{name}=", example, StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Caddy_TakesItsFile_AndLeadsToBothServers()
    {
        var caddy = Need.Program("caddy", "apt-get install -y --no-install-recommends caddy");
        var start = new ProcessStartInfo(caddy, ["adapt", "--config", Path.Combine(Folder, "Caddyfile"), "--adapter", "caddyfile"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["PUBLIC_HOST"], start.Environment["HOME"]) = ("chat.example.com", _home.FullName);
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        var text = await output;
        Assert.Contains("\"chat.example.com\"", text, StringComparison.Ordinal);
        Assert.All((string[])["server1:8080", "server2:8080"], upstream => Assert.Contains($"{{\"dial\":\"{upstream}\"}}", text, StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Janus_StartsByItsScript()
    {
        Need.Janus();
        var port = ServerProcess.FreePort();
        var start = new ProcessStartInfo(Path.Combine(Folder, "janus", "run.sh")) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[("TMPDIR", _home.FullName), ("JANUS_PORT", $"{port}"), ("JANUS_API_SECRET", "s"), ("JANUS_ADMIN_KEY", "k"), ("JANUS_PUBLIC_IP", "127.0.0.1")])
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await AnotherProcess.UntilAsync(async () => process.HasExited || await ListensAsync(port), done => done);
            Assert.False(process.HasExited, process.HasExited ? await output + await errors : "");
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static async Task<bool> ListensAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static Dictionary<string, string> Environment(string service)
    {
        using var reader = new StreamReader(Path.Combine(Folder, "compose.yaml"));
        var parser = new MergingParser(new Parser(reader));
        var compose = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(parser);
        var services = (Dictionary<object, object>)compose["services"];
        var environment = (Dictionary<object, object>)((Dictionary<object, object>)services[service])["environment"];
        return environment.ToDictionary(pair => (string)pair.Key, pair => (string)pair.Value);
    }

    /// <summary>AkkaRealtime__Calls__Janus__0__Url: the list's name; what stands in it has names of its own.</summary>
    private static string WithoutIndex(string name) => string.Join("__", name.Split("__").TakeWhile(part => !int.TryParse(part, out _)));

    private static HashSet<string> KnownOptions()
    {
        var settings = JsonElement.Parse(File.ReadAllText(Path.Combine(Repository.Root, "src", "AkkaRealtime.Server", "appsettings.json")));
        // What the environment decides has no default that could stand in the file.
        var names = new HashSet<string>(StringComparer.Ordinal) { "AkkaRealtime__DevSignIn" };
        Add("AkkaRealtime", settings.GetProperty("AkkaRealtime"));
        return names;

        void Add(string name, JsonElement value)
        {
            if (value.ValueKind != JsonValueKind.Object)
            {
                names.Add(name);
                return;
            }

            foreach (var member in value.EnumerateObject())
                Add($"{name}__{member.Name}", member.Value);
        }
    }
}
