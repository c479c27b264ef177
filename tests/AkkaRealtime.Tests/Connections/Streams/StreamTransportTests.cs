using System.Text;
using AkkaRealtime.Connections.Streams;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Framing;
using Microsoft.AspNetCore.Http;

namespace AkkaRealtime.Tests.Connections.Streams;

/// <summary>What a WebSocket would be written, as events.</summary>
public sealed class StreamTransportTests
{
    [Fact]
    public async Task Frames_HoweverWritesCutThem_AreEventsOfOneLine()
    {
        byte[] first = Frames.Text(new EncodedEnvelope("{\"type\":\r\n\"a\"}"u8.ToArray()));
        byte[] second = Frames.Text(new EncodedEnvelope(Encoding.UTF8.GetBytes($"\"{new string('ü', 200)}\"")));
        for (var size = 1; size <= second.Length; size += 13)
        {
            var context = new DefaultHttpContext();
            using var body = new MemoryStream();
            context.Response.Body = body;
            using var stream = new StreamTransport(context);

            // Control frames come whole.
            foreach (var piece in (byte[][])[.. first.Chunk(size), [.. Frames.Ping.Span], .. second.Chunk(size), Frames.Close(4001, "Read \"faster\".")])
                await stream.WriteAsync(piece);
            Assert.Equal(
                $$"""
                data: {"type":  "a"}

                : ping

                data: "{{new string('ü', 200)}}"

                event: close
                data: {"code":4001,"reason":"Read \u0022faster\u0022."}


                """.ReplaceLineEndings("\n"),
                Encoding.UTF8.GetString(body.ToArray()));

            // Nobody has to answer.
            Assert.Equal(0, await stream.ReadAsync(new byte[10]));
        }
    }

    [Fact]
    public async Task Empty_Read_WaitsAndTakesNothing()
    {
        using var stream = new StreamTransport(new DefaultHttpContext());
        var waiting = stream.ReadAsync(Memory<byte>.Empty);
        Assert.False(waiting.IsCompleted);
        await stream.TakeAsync(1, default);
        Assert.Equal(0, await waiting);
        Assert.NotEqual(0, await stream.ReadAsync(new byte[10]));
    }
}
