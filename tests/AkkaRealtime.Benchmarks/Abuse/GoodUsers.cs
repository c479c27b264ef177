using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using AkkaRealtime.Benchmarks.Load;
using AkkaRealtime.Benchmarks.Peers;

namespace AkkaRealtime.Benchmarks.Abuse;

/// <summary>Users who behave: they say something and wait for the acknowledgement; others come, sign in, and go. What each waits for is measured.</summary>
internal sealed class GoodUsers(AkkaRealtimePeer peer, IReadOnlyList<string> rooms)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Lock _lock = new();
    private int _said;

    /// <summary>From sending to <c>chat.sent</c>.</summary>
    public Latencies Acknowledged { get; private set; } = new();

    /// <summary>From connecting to <c>session.ready</c>.</summary>
    public Latencies SignedIn { get; private set; } = new();

    /// <summary>Waits that were given up, and connections that were lost.</summary>
    public int Failed { get; private set; }

    /// <summary>Goes on until time is up.</summary>
    public async Task RunAsync(CancellationToken over)
    {
        (Acknowledged, SignedIn, Failed) = (new(), new(), 0);
        await Task.WhenAll([
            .. rooms.Select((room, user) => RepeatAsync(() => TalkAsync(user, room, over), over)),
            .. Enumerable.Range(rooms.Count, 2).Select(visitor => RepeatAsync(() => VisitAsync(visitor, over), over)),
        ]);
    }

    private Task RepeatAsync(Func<Task> act, CancellationToken over) => Task.Run(
        async () =>
        {
            while (!over.IsCancellationRequested)
            {
                try
                {
                    await act();
                }
                catch (Exception e) when (e is WebSocketException or OperationCanceledException or HttpRequestException or InvalidOperationException)
                {
                    if (over.IsCancellationRequested)
                        return;
                    lock (_lock)
                        Failed++;
                }
            }
        },
        CancellationToken.None);

    private async Task TalkAsync(int user, string room, CancellationToken over)
    {
        using var socket = await SignInAsync(user, over);

        // One after the other, as people talk: together, whatever keeps one waiting would be counted for each of them.
        await Task.Delay(Pause * user / rooms.Count, TimeProvider.System, over);
        while (!over.IsCancellationRequested)
        {
            var key = Interlocked.Increment(ref _said).ToString(CultureInfo.InvariantCulture);
            var at = Stopwatch.GetTimestamp();
            await SendAsync(socket, $$$"""{"type":"chat.send","data":{"ref":"{{{key}}}","room":"{{{room}}}","key":"good-{{{key}}}","text":"This is what I wanted to say"}}""", over);
            await UntilAsync(socket, "chat.sent", over);
            Add(Acknowledged, at);
            await Task.Delay(Pause, TimeProvider.System, over);
        }
    }

    private async Task VisitAsync(int visitor, CancellationToken over)
    {
        var at = Stopwatch.GetTimestamp();
        using var socket = await SignInAsync(visitor, over);
        Add(SignedIn, at);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, over);
        await Task.Delay(Pause / 5, TimeProvider.System, over);
    }

    private async Task<ClientWebSocket> SignInAsync(int user, CancellationToken over)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.SetRequestHeader("Authorization", $"Bearer {peer.TokenOf(user)}");
            using var end = Patient(over);
            await socket.ConnectAsync(new Uri($"ws://{peer.Address}/ws/ws"), end.Token);
            await UntilAsync(socket, "session.ready", over);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task UntilAsync(ClientWebSocket socket, string type, CancellationToken over)
    {
        var buffer = new byte[65_536];
        using var end = Patient(over);
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), end.Token);
                length += part.Count;
            }
            while (!part.EndOfMessage);
            if (part.MessageType == WebSocketMessageType.Close)
                throw new WebSocketException($"Closed: {socket.CloseStatus} {socket.CloseStatusDescription}");
            var name = JsonElement.Parse(buffer.AsSpan(0, length)).GetProperty("type").GetString();
            if (name == type)
                return;
            if (name == "error")
                throw new InvalidOperationException(Encoding.UTF8.GetString(buffer, 0, length));
        }
    }

    private static async Task SendAsync(ClientWebSocket socket, string text, CancellationToken over)
    {
        using var end = Patient(over);
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, end.Token);
    }

    private static CancellationTokenSource Patient(CancellationToken over)
    {
        var end = CancellationTokenSource.CreateLinkedTokenSource(over);
        end.CancelAfter(Patience);
        return end;
    }

    private void Add(Latencies latencies, long since)
    {
        lock (_lock)
            latencies.Add(Stopwatch.GetTimestamp() - since);
    }
}
