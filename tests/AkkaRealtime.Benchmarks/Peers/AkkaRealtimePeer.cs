using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using AkkaRealtime.Benchmarks.Load;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AkkaRealtime.Benchmarks.Peers;

/// <summary>Speaks our protocol to the built server. Every message is stored before it is delivered.</summary>
internal sealed class AkkaRealtimePeer(string dataDirectory, string? postgres = null, IReadOnlyDictionary<string, string>? more = null, bool rateLimiting = false) : Peer
{
    private const string Key = "a key of this benchmark's own, longer than 32 bytes";

    private static readonly SigningCredentials Credentials = new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(Key)), SecurityAlgorithms.HmacSha256);

    /// <summary>The server's folder in this checkout.</summary>
    public static string ServerFolder { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../src/AkkaRealtime.Server"));

    /// <summary>Nodes that users connect to in turn; none: all to the one.</summary>
    public IReadOnlyList<IPEndPoint> Nodes { get; init; } = [];

    /// <inheritdoc/>
    public override IPEndPoint AddressOf(int user) => Nodes.Count == 0 ? Address : Nodes[user % Nodes.Count];

    /// <inheritdoc/>
    public override string Name => "AkkaRealtime";

    /// <summary>What is started: the server as it was built, beside its own runtimeconfig and appsettings. bin/Release/net10.0 here has the same name there.</summary>
    public string ServerDll { get; init; } = Path.Combine(
        ServerFolder, "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "AkkaRealtime.Server.dll");

    /// <inheritdoc/>
    public override IReadOnlyList<string> Command => ["dotnet", ServerDll, "--urls", $"http://{Address}"];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>(more ?? new Dictionary<string, string>())
    {
        ["AkkaRealtime__DataDirectory"] = dataDirectory,
        ["AkkaRealtime__Auth__SigningKey"] = Key,
        ["AkkaRealtime__Limits__RateLimiting"] = rateLimiting ? "true" : "false",
        ["Logging__LogLevel__Default"] = "Warning",
        ["Logging__LogLevel__AkkaRealtime"] = "Warning",
        ["ConnectionStrings__Postgres"] = postgres ?? "",
    };

    /// <inheritdoc/>
    public override string ReadyPath => "/healthz/ready";

    /// <inheritdoc/>
    public override string PathOf(string room) => "/ws/ws";

    /// <inheritdoc/>
    public override string? TokenOf(int user) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Claims = new Dictionary<string, object> { ["sub"] = UserOf(user), ["name"] = UserOf(user) },
        Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1),
        SigningCredentials = Credentials,
    });

    /// <inheritdoc/>
    public override IReadOnlyList<string> MakeRooms(int count, int members, int first = 0, int? everywhere = null) =>
        MakeRoomsAsync(count, members, first, everywhere).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override bool Hear(LoadConnection connection, ReadOnlySpan<byte> payload) =>
        payload.StartsWith("{\"type\":\"error\""u8)
            ? throw new InvalidOperationException(Encoding.UTF8.GetString(payload))
            : payload.StartsWith("{\"type\":\"session.ready\""u8);

    /// <inheritdoc/>
    public override void Send(LoadConnection connection, string room, long number) => connection.Say(
        $$$"""{"type":"chat.send","data":{"room":"{{{room}}}","key":"k{{{number}}}","text":"{{{Mark.Of(number)}}}"}}""");

    /// <inheritdoc/>
    public override bool CatchUp(LoadConnection connection, string room, long seq)
    {
        connection.Say($$$$"""{"type":"chat.sync","data":{"ref":"sync","rooms":{"{{{{room}}}}":{{{{seq}}}}}}}""");
        return true;
    }

    /// <inheritdoc/>
    public override bool IsCaughtUp(ReadOnlySpan<byte> payload) => payload.StartsWith("{\"type\":\"chat.synced\""u8);

    /// <inheritdoc/>
    public override long SeqOf(ReadOnlySpan<byte> payload)
    {
        var highest = 0L;
        for (int at; (at = payload.IndexOf("\"seq\":"u8)) >= 0;)
        {
            payload = payload[(at + 6)..];
            if (System.Buffers.Text.Utf8Parser.TryParse(payload, out long seq, out _))
                highest = Math.Max(highest, seq);
        }

        return highest;
    }

    /// <summary>The id of a user.</summary>
    public static string UserOf(int user) => string.Create(CultureInfo.InvariantCulture, $"u{user}");

    // Each by somebody who is in it: whoever makes a room is.
    private async Task<IReadOnlyList<string>> MakeRoomsAsync(int count, int members, int first, int? everywhere)
    {
        List<string> rooms = [];
        ClientWebSocket? socket = null;
        for (var room = 0; room < count; room++)
        {
            var users = Enumerable.Range(first + (room * members), members).ToList();
            if (socket is null || everywhere is null)
            {
                socket?.Dispose();
                socket = await ConnectAsync(everywhere ?? users[0]);
            }

            var others = users.Skip(everywhere is null ? 1 : 0).Select(u => $"\"{UserOf(u)}\"");
            var create = $$$"""{"type":"chat.create","data":{"ref":"{{{room}}}","kind":"group","name":"Room {{{room}}}","members":[{{{string.Join(',', others)}}}]}}""";
            await socket.SendAsync(Encoding.UTF8.GetBytes(create), WebSocketMessageType.Text, true, default);
            rooms.Add(await CreatedAsync(socket, $"{room}"));
        }

        socket?.Dispose();
        return rooms;
    }

    private async Task<ClientWebSocket> ConnectAsync(int user)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {TokenOf(user)}");
        await socket.ConnectAsync(new Uri($"ws://{Address}{PathOf("")}"), default);
        return socket;
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
