using System.Globalization;
using System.Text;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Tests.Connections;
using AkkaRealtime.Tests.Hostile;
using AkkaRealtime.Tests.Rights;

namespace AkkaRealtime.Tests.Fuzz;

/// <summary>A whole node that gets requests with their bytes damaged: each that has a <c>ref</c> is answered, no actor restarts, nobody else notices anything.</summary>
public sealed class NodeFuzzSpecs
{
    // A node does much more with an input than a parser.
    private const int Share = 20;
    private const int AtOnce = 100;

    private static readonly string[] Unanswered = ["chat.typing", "call.signal", "call.media", "call.reaction", "call.stats", "status.activity"];

    [Fact]
    public async Task Should_answer_whatever_can_be_answered_and_go_on()
    {
        using var meters = new TestMeters();
        await using var node = await RightsNode.StartAsync(meters: meters);
        var (alice, bob) = (await node.SignInAsync("alice"), await node.SignInAsync("bob"));
        var room = (await bob.AskAsync("chat.create", new { kind = "group", name = "Room", members = new[] { "alice" } })).GetProperty("room").GetProperty("id").GetString()!;
        var message = (await bob.AskAsync("chat.send", new { room, key = "k", text = "a word" })).GetProperty("id").GetString()!;
        var call = (await bob.AskAsync("call.start", new { room, media = "audio", key = "k" })).GetProperty("call").GetProperty("id").GetString()!;
        var mutations = new Mutations([.. SampleRequests.Of(room, call, message).Select(Envelope)], FuzzRun.Seed);

        var sent = new Dictionary<string, string>();
        for (var number = 0; number < FuzzRun.Count / Share; number++)
        {
            var reference = number.ToString(CultureInfo.InvariantCulture);
            var text = Encoding.UTF8.GetString(mutations.Next()).Replace("\"r1\"", $"\"{reference}\"", StringComparison.Ordinal);

            // What is no envelope has no ref to be answered by, and too much of it ends the connection.
            if (!EnvelopeReader.TryRead(Encoding.UTF8.GetBytes(text), out var envelope, out _) || envelope.Ref != reference || Unanswered.Contains(envelope.Type))
                continue;
            sent.Add(reference, text);
            alice.SendText(text);
            if (sent.Count < AtOnce)
                continue;
            await AnsweredAsync(alice, sent);
            alice.Seen.Clear();
        }

        await AnsweredAsync(alice, sent);
        Assert.Equal((0L, 0L), (meters["akkarealtime.actor.restarts"], meters["akkarealtime.errors:internal"]));
        await bob.AskAsync("chat.history", new { room });
    }

    private static async Task AnsweredAsync(RightsClient client, Dictionary<string, string> sent)
    {
        foreach (var (reference, text) in sent)
        {
            try
            {
                await client.ReplyAsync(reference);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"AKKAREALTIME_FUZZ_SEED={FuzzRun.Seed}: not answered: {text}", e);
            }
        }

        sent.Clear();
    }

    private static byte[] Envelope((string Type, Dictionary<string, string> Members) sample) =>
        Encoding.UTF8.GetBytes($$$"""{"type":"{{{sample.Type}}}","data":{"ref":"r1"{{{string.Concat(sample.Members.Select(m => $",\"{m.Key}\":{m.Value}"))}}}}}""");
}
