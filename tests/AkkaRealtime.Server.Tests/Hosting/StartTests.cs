using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Hosting;

public sealed class StartTests
{
    private const string Key = "a key for tests that is longer than 32 bytes";
    private static readonly HttpClient Http = new();

    [Fact]
    public async Task Start_ProductionWithoutAnIssuer_IsRefusedInPlainWords()
    {
        var (exitCode, log) = await ServerProcess.RunToEndAsync(new ServerSettings { Environment = "Production" });
        AssertPlainRefusal(exitCode, log, "AkkaRealtime:Auth:Authority", "AkkaRealtime:Auth:SigningKey");
    }

    [Theory]
    [InlineData("AkkaRealtime:Auth:SigningKey", "short", "SigningKey has 5 bytes")]
    [InlineData("AkkaRealtime:Limits:MaxMessageBytes", "12", "Limits:MaxMessageBytes is 12")]
    [InlineData("AkkaRealtime:Limits:MaxMessageBytes", "many", "MaxMessageBytes")]
    [InlineData("AkkaRealtime:Path", "ws", "AkkaRealtime:Path is 'ws'")]
    [InlineData("AkkaRealtime:TrustedProxies:0", "proxy", "TrustedProxies holds 'proxy'")]
    [InlineData("AkkaRealtime:BasePath", "rt/", "BasePath is 'rt/'")]
    [InlineData("AkkaRealtime:ConnectHook:Url", "app.example.com", "ConnectHook:Url is 'app.example.com'")]
    [InlineData("AkkaRealtime:Admin:SignIn:ClientId", "page", "AkkaRealtime:Auth:Authority")]
    [InlineData("AkkaRealtime:AllowedOrigins:0", "example.com", "AllowedOrigins holds 'example.com'")]
    [InlineData("AkkaRealtime:DevSignIn", "maybe", "DevSignIn")]
    [InlineData("AkkaRealtime:Admin:ApiKeys:0", "too short", "Admin:ApiKeys:0 has 9 characters")]
    [InlineData("AkkaRealtime:Admin:ApiKeys:0", "sha256:0123", "Admin:ApiKeys:0 begins with sha256:")]
    [InlineData("AkkaRealtime:Retention:Days", "-1", "Retention:Days is -1")]
    [InlineData("AkkaRealtime:Moderation:WordsFile", "no-such-file.txt", "Moderation:WordsFile: no-such-file.txt can't be read")]
    public async Task Start_WrongOption_IsRefusedInPlainWords(string option, string value, string sentence)
    {
        var (exitCode, log) = await ServerProcess.RunToEndAsync(new ServerSettings { Options = new Dictionary<string, string> { [option] = value } });
        AssertPlainRefusal(exitCode, log, sentence);
    }

    [Fact]
    public async Task Start_PortTaken_IsRefusedInPlainWords()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        var (exitCode, log) = await ServerProcess.RunToEndAsync(new ServerSettings { Urls = $"http://{first.LocalEndpoint}" });
        AssertPlainRefusal(exitCode, log, "address already in use");
    }

    [Fact]
    public async Task Start_DataDirectoryNotWritable_IsRefusedInPlainWords()
    {
        var file = Path.GetTempFileName();
        try
        {
            var (exitCode, log) = await ServerProcess.RunToEndAsync(new ServerSettings { DataDirectory = Path.Combine(file, "data") });
            AssertPlainRefusal(exitCode, log, "DataDirectory");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("this is no database, but long enough to be taken for the head of one: 0123456789 0123456789 0123456789")]
    [InlineData(null)]
    public async Task Start_DamagedStore_IsRefusedInPlainWords(string? written)
    {
        var data = Directory.CreateTempSubdirectory("akkarealtime-damaged-");
        try
        {
            var path = Path.Combine(data.FullName, "realtime.db");
            if (written is null)
            {
                await using (var server = await ServerProcess.StartAsync(new ServerSettings { DataDirectory = data.FullName }))
                    await server.StopAsync();
                if (!OperatingSystem.IsWindows())
                    Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
                await using var file = File.OpenWrite(path);
                file.SetLength(file.Length / 2);
            }
            else
            {
                await File.WriteAllTextAsync(path, written);
            }

            var (exitCode, log) = await ServerProcess.RunToEndAsync(new ServerSettings { DataDirectory = data.FullName });
            AssertPlainRefusal(exitCode, log, "is damaged", "back-up");
            Assert.Equal(78, exitCode);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Start_ProductionWithASigningKey_HasNoDevSignIn_AndLogsJson()
    {
        await using var server = await ServerProcess.StartAsync(new ServerSettings
        {
            Environment = "Production",
            Options = new Dictionary<string, string> { ["AkkaRealtime:Auth:SigningKey"] = Key },
        });
        using var response = await Http.PostAsJsonAsync(new Uri(server.Url, "/api/v1/dev/sign-in"), new { name = "Alice" });
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        await using var client = await RawClient.ConnectAsync(server.SocketUrl, TestTokens.Shared(Key).For("alice", "Alice"));
        Assert.Equal("alice", client.User);
        await server.LoggedAsync($"Listening on {server.Url.ToString().TrimEnd('/')}");
        foreach (var line in server.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Assert.True(JsonElement.Parse(line).TryGetProperty("LogLevel", out _), line);
    }

    [Fact]
    public async Task Start_ProductionWithDevSignInTurnedOn_HasIt()
    {
        await using var server = await ServerProcess.StartAsync(new ServerSettings
        {
            Environment = "Production",
            Options = new Dictionary<string, string> { ["AkkaRealtime:DevSignIn"] = "true" },
        });
        Assert.Equal("alice", (await SignedIn.ByNameAsync(server.Url, "Alice")).User);
    }

    [Fact]
    public async Task DevKey_IsKept_AndReadableByItsOwnerOnly()
    {
        await using var server = await ServerProcess.StartAsync();
        var signedIn = await SignedIn.ByNameAsync(server.Url, "Alice");
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(server.DataDirectory, "dev-sign-in.key")));
        await server.KillAsync();
        await server.StartAgainAsync();
        await using var client = await RawClient.ConnectAsync(server.SocketUrl, signedIn.Token);
        Assert.Equal("alice", client.User);
    }

    [Fact]
    public async Task AppSettings_ListEveryOptionWithItsDefault()
    {
        var file = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(Repository.ServerDll)!, "appsettings.json"))).GetProperty("AkkaRealtime");
        AssertListed(new RealtimeOptions(), file, "AkkaRealtime");
        Assert.Equal(["Authority", "Audience", "Issuer", "SigningKey", "UserClaim"], file.GetProperty("Auth").EnumerateObject().Select(p => p.Name));
        Assert.True(file.TryGetProperty("TrustedProxies", out _));
        Assert.Equal(0, file.GetProperty("Admin").GetProperty("ApiKeys").GetArrayLength());
    }

    private static void AssertListed(object options, JsonElement file, string path)
    {
        foreach (var property in options.GetType().GetProperties().Where(p => p.GetMethod is { IsStatic: false }))
        {
            var name = $"{path}:{property.Name}";
            Assert.True(file.TryGetProperty(property.Name, out var listed), $"{name} is not in appsettings.json");
            var value = property.GetValue(options);
            switch (value)
            {
                case System.Collections.IEnumerable and not string:
                    Assert.Equal(0, listed.ValueKind == JsonValueKind.Object ? listed.GetPropertyCount() : listed.GetArrayLength());
                    break;
                case null:
                    Assert.Equal("", listed.GetString());
                    break;
                case string or int or long or bool or double:
                    Assert.True(string.Equals(value.ToString(), listed.ToString(), StringComparison.OrdinalIgnoreCase), $"{name} is {listed}, its default {value}");
                    break;
                default:
                    AssertListed(value, listed, name);
                    break;
            }
        }
    }

    private static void AssertPlainRefusal(int exitCode, string log, params string[] sentences)
    {
        Assert.NotEqual(0, exitCode);
        foreach (var sentence in sentences)
            Assert.Contains(sentence, log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", log, StringComparison.Ordinal);
    }
}
