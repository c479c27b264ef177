using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using AkkaRealtime.Benchmarks.Load;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AkkaRealtime.Benchmarks.Fanout;

/// <summary>Speaks our protocol to the built server. Every message is stored before it is delivered.</summary>
internal sealed class AkkaRealtimePeer(string dataDirectory, string? postgres = null, IReadOnlyDictionary<string, string>? more = null) : Peer
{
    private const string Key = "a key of this benchmark's own, longer than 32 bytes";

    // As it was built, beside its own runtimeconfig and appsettings: bin/Release/net10.0 here has the same name there.
    private static readonly string ServerDll = System.IO.Path.GetFullPath(System.IO.Path.Combine(
        AppContext.BaseDirectory, "../../../../../src/AkkaRealtime.Server/bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0/AkkaRealtime.Server.dll"));

    private static readonly SigningCredentials Credentials = new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(Key)), SecurityAlgorithms.HmacSha256);

    /// <inheritdoc/>
    public override string Name => "AkkaRealtime";

    /// <inheritdoc/>
    public override string Path => "/ws/ws";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Command => [ServerDll, "--urls", $"http://{Address}"];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>(more ?? new Dictionary<string, string>())
    {
        ["AkkaRealtime__DataDirectory"] = dataDirectory,
        ["AkkaRealtime__Auth__SigningKey"] = Key,
        ["AkkaRealtime__Limits__RateLimiting"] = "false",
        ["Logging__LogLevel__Default"] = "Warning",
        ["ConnectionStrings__Postgres"] = postgres ?? "",
    };

    /// <inheritdoc/>
    public override string ReadyPath => "/healthz/ready";

    /// <inheritdoc/>
    public override string? TokenOf(int user) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Claims = new Dictionary<string, object> { ["sub"] = UserOf(user), ["name"] = UserOf(user) },
        Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1),
        SigningCredentials = Credentials,
    });

    /// <inheritdoc/>
    public override IReadOnlyList<string> MakeRooms(int count, int members) => MakeRoomsAsync(count, members).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override void Greet(LoadConnection connection, string room)
    {
        // The token came with the upgrade, and the rooms are the user's: nothing to say.
    }

    /// <inheritdoc/>
    public override bool IsReady(ReadOnlySpan<byte> payload) => payload.StartsWith("{\"type\":\"session.ready\""u8);

    /// <inheritdoc/>
    public override int CountDeliveries(ReadOnlySpan<byte> payload)
    {
        if (payload.StartsWith("{\"type\":\"chat.message\""u8))
            return 1;
        return payload.StartsWith("{\"type\":\"error\""u8) ? throw new InvalidOperationException(Encoding.UTF8.GetString(payload)) : 0;
    }

    /// <inheritdoc/>
    public override void Send(LoadConnection connection, string room, long number) => connection.Write(FrameScanner.Write(Encoding.UTF8.GetBytes(
        $$$"""{"type":"chat.send","data":{"room":"{{{room}}}","key":"k{{{number}}}","text":"{{{Text}}}"}}""")));

    private static string UserOf(int user) => $"u{user}";

    // Each by its own first member: whoever makes a room is in it.
    private async Task<IReadOnlyList<string>> MakeRoomsAsync(int count, int members)
    {
        List<string> rooms = [];
        for (var room = 0; room < count; room++)
        {
            var first = room * members;
            using var socket = new ClientWebSocket();
            socket.Options.SetRequestHeader("Authorization", $"Bearer {TokenOf(first)}");
            await socket.ConnectAsync(new Uri($"ws://{Address}{Path}"), default);
            var others = Enumerable.Range(first + 1, members - 1).Select(u => $"\"{UserOf(u)}\"");
            var create = $$$"""{"type":"chat.create","data":{"ref":"{{{room}}}","kind":"group","name":"Room {{{room}}}","members":[{{{string.Join(',', others)}}}]}}""";
            await socket.SendAsync(Encoding.UTF8.GetBytes(create), WebSocketMessageType.Text, true, default);
            rooms.Add(await CreatedAsync(socket, $"{room}"));
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
        }

        return rooms;
    }

    private static async Task<string> CreatedAsync(ClientWebSocket socket, string reference)
    {
        var buffer = new byte[1_048_576];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), default);
                length += part.Count;
            }
            while (!part.EndOfMessage);
            using var json = JsonDocument.Parse(buffer.AsMemory(0, length));
            var data = json.RootElement.GetProperty("data");
            if (!data.TryGetProperty("ref", out var answers) || answers.GetString() != reference)
                continue;
            return data.TryGetProperty("room", out var room)
                ? room.GetProperty("id").GetString()!
                : throw new InvalidOperationException(json.RootElement.ToString());
        }
    }
}
