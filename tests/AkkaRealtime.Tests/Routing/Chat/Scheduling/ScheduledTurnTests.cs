using System.Text.Json;
using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Scheduling;
using AkkaRealtime.Routing.Chat.Store.Scheduled;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Sessions.Revoking;
using AkkaRealtime.Storage;
using AkkaRealtime.Tests.Storage;
using Microsoft.Extensions.Time.Testing;

namespace AkkaRealtime.Tests.Routing.Chat.Scheduling;

/// <summary>What becomes of a scheduled message by what the room's owner answers.</summary>
public sealed class ScheduledTurnTests
{
    private static readonly UserId Alice = new("alice");
    private static readonly Attachment File = new("f0198c0ffee0000000000000000000001", "a.txt", "text/plain", 3, "/api/v1/files/f0198c0ffee0000000000000000000001");
    private readonly SpecStore _store = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero));
    private readonly Revocations _revocations = new();
    private readonly List<RoomRequest> _asked = [];
    private readonly List<(string Type, JsonElement Data)> _told = [];
    private Func<RoomRequest, EncodedEnvelope?> _answer = Sent;

    [Fact]
    public async Task Run_TheRoomTakesIt_SaysAllThatItsUserSaidAndTellsThem()
    {
        var message = Add(new ScheduledContent("good morning", new MessageId("m1"), new MessageId("m2"), [new UserId("bob")], "all", false) { Attachments = [File], Data = JsonElement.Parse("""{"order":7}""") });
        await RunAsync(message);

        var asked = Assert.Single(_asked);
        Assert.Equal((Alice, message.Room, message.Id), (asked.Caller.User, asked.Room, asked.Ref));
        var body = Assert.IsType<ChatSendRequest>(asked.Body);
        Assert.Null(body.Validate());
        Assert.Equal(
            ("good morning", "m1", "m2", "bob", "all", false),
            (body.Text, body.ReplyTo!.Value.Value, body.Thread!.Value.Value, body.Mentions!.Single().Value, body.Audience, body.Previews));
        Assert.Equal(File, Assert.Single(body.Attachments!));
        Assert.Equal("""{"order":7}""", body.Data!.Value.GetRawText());
        Assert.Null(await FindAsync());
        Assert.Equal(("chat.unscheduled", "sent-1"), (Assert.Single(_told).Type, _told[0].Data.GetProperty("sent").GetString()));
    }

    [Fact]
    public async Task Run_NobodyAnswers_AsksAgainUnderTheSameKeyAndLetsNobodyChangeItMeanwhile()
    {
        _answer = _ => null;
        await RunAsync(Add());
        var before = (await FindAsync())!;
        Assert.Equal((ScheduledState.Sending, _time.GetUtcNow() + ScheduledTurn.Pause), (before.State, before.Due));

        _answer = Sent;
        await RunAsync(before);
        Assert.Equal(2, _asked.Count);
        Assert.Single(_asked.Select(a => ((ChatSendRequest)a.Body).Key).Distinct());
        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task Run_TheRoomRefuses_KeepsItWithTheReasonAndTellsItsUser()
    {
        _answer = request => EnvelopeWriter.Error(new RequestError(ErrorCode.Forbidden, "Only owners write in this room.") { Reason = "spam" }, request.Ref);
        await RunAsync(Add());
        Assert.Equal(ScheduledState.Failed, (await FindAsync())!.State);
        Assert.Empty(await _store.Scheduled.DueAsync(_time.GetUtcNow().AddYears(1), 10, default));
        var failed = Assert.Single(_told).Data.GetProperty("message").GetProperty("failed");
        Assert.Equal(
            ("chat.scheduled", "forbidden", "Only owners write in this room.", "spam"),
            (_told[0].Type, failed.GetProperty("code").GetString(), failed.GetProperty("message").GetString(), failed.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Run_SlowMode_WaitsAndMayBeChangedMeanwhile()
    {
        _answer = request => EnvelopeWriter.Error(new RequestError(ErrorCode.RateLimited, "Slow mode.", RetryAfterMs: 90_000), request.Ref);
        var message = Add();
        await RunAsync(message);
        var found = (await FindAsync())!;
        Assert.Equal((ScheduledState.Waiting, _time.GetUtcNow().AddSeconds(90), message.At), (found.State, found.Due, found.At));
        Assert.Empty(_told);
    }

    [Fact]
    public async Task Run_ItsUserHasChangedItMeanwhile_SendsNothing()
    {
        var message = Add();
        _store.TryWrite(new ReplaceScheduled(ActorRefs.Nobody, message.Id, message.Tag, message with { At = _time.GetUtcNow().AddDays(1), Tag = 7 }));
        await RunAsync(message);
        Assert.Empty(_asked);
        Assert.Equal((ScheduledState.Waiting, 7), ((await FindAsync())!.State, (await FindAsync())!.Tag));
    }

    [Fact]
    public async Task Run_TheUserMayNotSignIn_SendsOnlyWhatWasScheduledSince()
    {
        var (before, since) = (Add(id: "s1"), Add(id: "s2", since: _time.GetUtcNow().AddMinutes(-1)));
        Revocation revoked = new("r1", _time.GetUtcNow()) { User = Alice, IssuedBefore = _time.GetUtcNow().AddMinutes(-2), Reason = "Left the company." };
        _revocations.Apply([new RevocationChange(revoked, false, 1)], _time.GetUtcNow());
        await RunAsync(before);
        await RunAsync(since);
        Assert.Equal(["s2"], _asked.Select(a => a.Ref));
        Assert.Equal("Left the company.", _told[0].Data.GetProperty("message").GetProperty("failed").GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Run_TheUserHasSignedOut_SendsIt()
    {
        var at = _time.GetUtcNow();
        _revocations.Apply([new RevocationChange(new Revocation("r1", at) { User = Alice, Device = new DeviceId("phone"), Session = new SessionId("x"), Token = "t", IssuedBefore = at }, false, 1)], at);
        await RunAsync(Add());
        Assert.Single(_asked);
    }

    [Fact]
    public async Task Run_WhatBecameOfItCantBeStored_Throws()
    {
        var message = Add();
        _store.Failing = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => RunAsync(message));
        Assert.Empty(_asked);
    }

    private static EncodedEnvelope Sent(RoomRequest request) => EnvelopeWriter.Write(
        "chat.sent", new ChatSent(request.Room, 1, new MessageId("sent-1"), ((ChatSendRequest)request.Body).Key!, DateTimeOffset.UnixEpoch, false), ChatJson.Default.ChatSent, request.Ref);

    private ScheduledMessage Add(ScheduledContent? content = null, string id = "s1", DateTimeOffset? since = null)
    {
        var message = new ScheduledMessage(id, Alice, new RoomId("tea"), _time.GetUtcNow(), (content ?? new("hello", null, null, null, null, null)).Write())
        {
            Since = since ?? _time.GetUtcNow().AddHours(-1),
        };
        Assert.True(_store.TryWrite(new AddScheduled(ActorRefs.Nobody, message)));
        return message;
    }

    private Task<ScheduledMessage?> FindAsync() => _store.Scheduled.FindAsync(Alice, "s1", default);

    private Task RunAsync(ScheduledMessage message) => new ScheduledTurn(
        new JournalPromise(_store),
        _revocations,
        (request, _) =>
        {
            _asked.Add(request);
            return Task.FromResult(_answer(request));
        },
        Told,
        _time).RunAsync(message, default);

    private void Told(TellUser news)
    {
        Assert.Equal(Alice, news.User);
        var envelope = JsonDocument.Parse(news.Envelope.Utf8).RootElement;
        _told.Add((envelope.GetProperty("type").GetString()!, envelope.GetProperty("data")));
    }
}
