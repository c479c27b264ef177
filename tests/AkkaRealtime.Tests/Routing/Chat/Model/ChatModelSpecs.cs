using AkkaRealtime.Tests.Storage;
using AkkaRealtime.Tests.Storage.Postgres;
using CsCheck;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Chat.Model;

/// <summary>
/// Whatever several people do in a room, in whatever order and however often they are cut off: the answers, everybody's copy of the room, its history and
/// the unread counts are those of <see cref="ChatModel"/>. On a failure CsCheck prints the smallest case that it found, and its seed.
/// </summary>
public abstract class ChatModelSpecs(ITestOutputHelper output) : ChatNodeSpec(output)
{
    private const int Seconds = 8;

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Int[0, ModelRun.People - 1],
        Gen.Frequency(
            (10, Gen.Const(Act.Send)),
            (12, One(Act.Edit, Act.Delete, Act.React, Act.Pin)),
            (10, One(Act.Join, Act.Leave, Act.Invite, Act.Remove, Act.Promote, Act.Rename)),
            (6, One(Act.Read, Act.Sync, Act.Reconnect))),
        Gen.Int[0, 11],
        Gen.Int[0, 5],
        Gen.Frequency((1, Gen.Const(true)), (3, Gen.Const(false))),
        (by, act, what, word, wait) => new Step(by, act, what, word, wait));

    private static Gen<Act> One(params Act[] acts) => Gen.Int[0, acts.Length - 1].Select(i => acts[i]);

    [SkippableFact]
    public async Task Should_be_the_same_room_for_everybody_whatever_they_do()
    {
        // Everybody is in at first, since little happens to who is not.
        var invitations = Enumerable.Range(1, ModelRun.People - 1).Select(user => new Step(0, Act.Invite, user, 0, false)).ToArray();
        await Gen.Select(Gen.Bool, Steps.Array[1, 40]).SampleAsync(
            async (channel, steps) => await new ModelRun(Sys, Router, Relay, channel).RunAsync([.. invitations, .. steps]),
            threads: 1,
            time: Seconds);
    }
}

/// <summary>On SQLite.</summary>
public sealed class ChatModelOnSqliteSpecs(ITestOutputHelper output) : ChatModelSpecs(output);

/// <summary>On PostgreSQL.</summary>
[Collection(PostgresTests.Name)]
public sealed class ChatModelOnPostgresSpecs(ITestOutputHelper output, PostgresCluster cluster) : ChatModelSpecs(output)
{
    private protected override TestStore Open() =>
        TestStore.Postgres(cluster.NewDatabase());
}
