using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Packages;

/// <summary>A console app of somebody else's, which knows the client's package alone.</summary>
internal static class ConsoleApp
{
    /// <summary>Says something to a user, and prints what they answer.</summary>
    public const string Program = """
        using AkkaRealtime.Client;

        var client = RealtimeClient.Create(new RealtimeClientOptions { Server = new Uri(args[0]), Token = _ => new ValueTask<string>(args[1]) });
        var answered = new TaskCompletionSource<string>();
        client.Chat.EventReceived += e =>
        {
            if (e.Type == "chat.message" && e.By == args[2])
                answered.TrySetResult($"{e.By}: {e.Text}");
        };
        await client.StartAsync();
        await using (client)
        {
            var room = await client.Chat.DirectAsync(args[2]);
            await client.Chat.SendAsync(room.Id, "hello from a console");
            Console.WriteLine(await answered.Task.WaitAsync(TimeSpan.FromMinutes(1)));
        }
        """;

    /// <summary>Its project, with the client of a version, and with some more properties.</summary>
    public static string Project(string version, string more) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <NuGetAudit>false</NuGetAudit>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            {more}
          </PropertyGroup>
          <ItemGroup Condition="'$(WithoutClient)' != 'true'"><PackageReference Include="AkkaRealtime.Client" Version="{version}" /></ItemGroup>
        </Project>
        """;

    /// <summary>Runs it against a server, by <paramref name="run"/>, which is given the server's address, a token, and whom to talk to.</summary>
    public static async Task TalksAsync(ServerProcess server, Func<string, string, string, Task<string>> run)
    {
        var me = await SignedIn.ByNameAsync(server.Url, ServerFixture.NewName());
        await using var bob = await RawClient.SignInAsync(server, ServerFixture.NewName());
        var running = run(server.Url.ToString().TrimEnd('/'), me.Token, bob.User);
        var heard = await bob.WaitForAsync("chat.message", m => m["text"] == "hello from a console");
        await bob.RequestAsync("chat.send", new { room = heard["room"], key = "k1", text = "hello, console" });
        Assert.Equal($"{bob.User}: hello, console", (await running).Trim());
    }
}
