using System.Net.Sockets;

namespace AkkaRealtime.Benchmarks.Abuse;

/// <summary>Files of a megabyte, one after the other, and no two the same.</summary>
internal static class UploadAttack
{
    private const int Bytes = 1_048_576;
    private static readonly string Body = new('x', Bytes - 20);

    /// <summary>Attacks until time is up.</summary>
    public static Task RunAsync(AbuseTarget target, CancellationToken over) => target.RepeatAsync(
        async (i, cancel) =>
        {
            using var socket = await RawSocket.SignInAsync(target, target.TokenOf(i), cancel);
            await socket.SayAsync($$$"""{"type":"chat.direct","data":{"user":"{{{target.UserOf(i ^ 1)}}}"}}""", cancel);
            var room = await socket.RoomAsync(cancel);
            while (!cancel.IsCancellationRequested)
                await UploadAsync(target, room, i, cancel);
        },
        over);

    private static async Task UploadAsync(AbuseTarget target, string room, int user, CancellationToken cancel)
    {
        using var upload = await RawSocket.ConnectAsync(target, cancel);
        try
        {
            await upload.WriteAsync(
                $"POST /api/v1/rooms/{room}/files?name=big.bin HTTP/1.1\r\nHost: {target.Server}\r\nAuthorization: Bearer {target.TokenOf(user)}\r\n"
                + $"Content-Type: application/octet-stream\r\nContent-Length: {Bytes}\r\nConnection: close\r\n\r\n", cancel);
            await upload.WriteAsync(target.NextKey().PadRight(Bytes - Body.Length), cancel);
            await upload.WriteAsync(Body, cancel);
        }
        catch (SocketException)
        {
            // It was answered before it had said all.
        }

        target.Count($"HTTP {await upload.StatusAsync(cancel)}");
    }
}
