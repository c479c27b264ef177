using AkkaRealtime.Server.Tests.Durability;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.CommandLine;

/// <summary>What an operator does from a shell: options, store, back-ups.</summary>
[Collection(CommandLineTool.Name)]
public sealed class OperatingTests(PackedTool tool) : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("akkarealtime-operating-");

    [Fact]
    public async Task Config_IsCheckedAsAtTheStart_OfFilesAndEnvironmentAndArguments()
    {
        (await tool.RunAsync("config", "check")).Ended(78, "Nobody could sign in");
        Assert.Equal("The options are good.", (await tool.RunAsync("config", "check", "--environment", "Development")).Good().Output.Trim());

        var file = Path.Combine(_root.FullName, "settings.json");
        await File.WriteAllTextAsync(file, """{ "AkkaRealtime": { "DevSignIn": true, "Limits": { "MesagesPerSecond": 3 } } }""");
        var found = await tool.RunAsync("config", "check", "--settings", file, "--json");
        Assert.Equal(78, found.ExitCode);
        Assert.Contains("Did you mean AkkaRealtime:Limits:MessagesPerSecond?", found.Objects().Single().GetProperty("faults")[0].GetString(), StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, """{ "AkkaRealtime": { "DevSignIn": true, "TrustedProxies": ["nginx"] } }""");
        (await tool.RunAsync("config", "check", "--settings", file)).Ended(78, "'nginx'");
        await File.WriteAllTextAsync(file, """{ "AkkaRealtime": { "DevSignIn": true, "Path": "/chat" } }""");
        (await tool.RunAsync("config", "check", "--settings", file)).Good();
        (await tool.RunAsync(new Dictionary<string, string> { ["AkkaRealtime__Path"] = "chat" }, null, "config", "check", "--settings", file)).Ended(78, "AkkaRealtime:Path");
        (await tool.RunAsync("config", "check", "--settings", file, "--", "--AkkaRealtime:Path=chat")).Ended(78, "AkkaRealtime:Path");
        await File.WriteAllTextAsync(file, "{");
        (await tool.RunAsync("config", "check", "--settings", file)).Ended(78, "settings.json");
        (await tool.RunAsync("config", "check", "--settings", "nowhere.json")).Ended(66, "nowhere.json");
    }

    [Fact]
    public async Task Migrate_MakesAStore_AndAServerStartsWithIt_BesideWhichItIsRefused()
    {
        var data = Path.Combine(_root.FullName, "data");
        var where = new Dictionary<string, string> { ["AkkaRealtime__DataDirectory"] = data, ["AkkaRealtime__DevSignIn"] = "true" };
        Assert.Contains("is up to date", (await tool.RunAsync(where, null, "migrate")).Good().Output, StringComparison.Ordinal);
        Assert.Contains("is up to date", (await tool.RunAsync(where, null, "migrate")).Good().Output, StringComparison.Ordinal);
        Assert.Contains("is whole", (await tool.RunAsync("store", "check", "--data", data)).Good().Output, StringComparison.Ordinal);
        await using var server = await ServerProcess.StartAsync(new ServerSettings { DataDirectory = data });
        (await tool.RunAsync(where, null, "migrate")).Ended(78, "Another server is using");
        (await tool.RunAsync("store", "check", "--data", data)).Ended(69, "Another server is using");
        (await tool.RunAsync("store", "check", "--data", _root.FullName)).Ended(66, "There is no store");
    }

    [Fact]
    public async Task Backup_UnderLoad_Restored_HasAllThatWasConfirmedBeforeItBegan()
    {
        var data = Path.Combine(_root.FullName, "data");
        await using var server = await ServerProcess.StartAsync(new ServerSettings { DataDirectory = data, Options = new Dictionary<string, string> { ["AkkaRealtime:Limits:RateLimiting"] = "false" } });
        await using var senders = await LoadSenders.StartAsync(server, 4);
        var copies = new List<(string Folder, int Confirmed)>();
        for (var i = 0; i < 3; i++)
        {
            await senders.MoreConfirmedAsync(200);
            var confirmed = senders.Confirmed;
            var folder = Path.Combine(_root.FullName, $"copy{i}");
            var copy = (await tool.RunAsync("backup", folder, "--data", data, "--json")).Good().Objects().Single();
            Assert.True(copy.GetProperty("bytes").GetInt64() > 0);
            copies.Add((folder, confirmed));
        }

        await senders.EndAndCompareAsync();
        await server.StopAsync();
        (await tool.RunAsync("backup", copies[0].Folder, "--data", data)).Ended(78, "is there already");
        (await tool.RunAsync("restore", copies[0].Folder, "--data", data)).Ended(78, "--replace");
        foreach (var (folder, confirmed) in copies)
        {
            (await tool.RunAsync("store", "check", "--data", folder)).Good();
            (await tool.RunAsync("restore", folder, "--data", data, "--replace")).Good();
            await server.StartAgainAsync();

            // The first numbers are those of who came into the room.
            Assert.True(await senders.HeadAsync() >= confirmed + 4, $"{confirmed} were confirmed, and the head is {await senders.HeadAsync()}.");
            await server.StopAsync();
        }
    }

    public void Dispose() => _root.Delete(recursive: true);
}
