using System.Net;
using System.Net.Http.Json;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Admin;

/// <summary>What an incoming webhook that got out can do to its room.</summary>
public sealed class IncomingLimitTests
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task IncomingWebhook_ThatSpeaksWithoutEnd_IsTakenNoMoreForAWhile_AndOthersAre()
    {
        await using var server = await ServerProcess.StartAsync(new ServerSettings
        {
            Options = new Dictionary<string, string>
            {
                ["AkkaRealtime:Admin:ApiKeys:0"] = Key,
                ["AkkaRealtime:Limits:MessagesPerSecond"] = "1",
                ["AkkaRealtime:Limits:Burst"] = "5",
            },
        });
        using var admin = new AdminClient(server, Key);
        var room = await admin.CreateRoomAsync("Noise", "ann");
        var loud = (await admin.DoAsync(HttpMethod.Post, "hooks", new { name = "loud", room })).GetProperty("path").GetString()!;
        var quiet = (await admin.DoAsync(HttpMethod.Post, "hooks", new { name = "quiet", room })).GetProperty("path").GetString()!;
        using var http = new HttpClient { BaseAddress = server.Url };

        HttpResponseMessage answer;
        var said = 0;
        while ((answer = await http.PostAsJsonAsync(loud, new { text = $"{said}" })).IsSuccessStatusCode)
            said++;

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 5);
        Assert.True(said >= 5);
        Assert.Equal(HttpStatusCode.OK, (await http.PostAsJsonAsync(quiet, new { text = "still heard" })).StatusCode);
        Assert.Equal(said + 1, (await admin.GetAsync($"rooms/{room}/messages")).GetProperty("messages").GetArrayLength());
    }
}
