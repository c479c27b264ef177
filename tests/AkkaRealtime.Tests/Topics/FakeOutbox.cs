using System.Text;
using Akka.Actor;
using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Tests.Topics;

/// <summary>A connection's way out that tells a probe each frame's text, and each whole buffer where it is asked to.</summary>
internal sealed class FakeOutbox(IActorRef probe, string name = "") : IOutbox
{
    public bool Write(EncodedEnvelope envelope)
    {
        probe.Tell(new Written(name, envelope.ToString()));
        return true;
    }

    public void TellLagging(Topic topic) => Write(SessionEvents.Lagging([topic]));

    public void Deliver(in SharedFrames frames)
    {
        var texts = new List<string>();
        for (var at = 0; at < frames.Bytes.Length;)
        {
            var span = frames.Bytes.Span[at..];
            var (header, length) = span[1] switch
            {
                126 => (4, (span[2] << 8) | span[3]),
                127 => (10, (span[6] << 24) | (span[7] << 16) | (span[8] << 8) | span[9]),
                var small => (2, (int)small),
            };
            texts.Add(Encoding.UTF8.GetString(span.Slice(header, length)));
            at += header + length;
        }

        Assert.Equal(frames.Count, texts.Count);
        probe.Tell(new Delivered(name, string.Join(' ', texts), frames.Topic?.Id is { } room ? new RoomId(room) : null, frames.Bytes));
    }
}

/// <summary>One buffer: its frames' texts with a blank between.</summary>
internal sealed record Delivered(string To, string Texts, RoomId? Room, ReadOnlyMemory<byte> Bytes);

/// <summary>An envelope for one connection.</summary>
internal sealed record Written(string To, string Text);
