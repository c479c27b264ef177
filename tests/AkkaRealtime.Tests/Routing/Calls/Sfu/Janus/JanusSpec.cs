using System.Diagnostics.Metrics;
using System.Text.Json;
using Akka.Actor;
using Akka.TestKit;
using AkkaRealtime.Clustering;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Settings;
using AkkaRealtime.Routing.Calls.Sfu;
using AkkaRealtime.Routing.Calls.Sfu.Janus;
using AkkaRealtime.Routing.Calls.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Calls.Sfu.Janus;

/// <summary>The way to Januses, against peers that speak their protocol over real sockets. Time is virtual.</summary>
public abstract class JanusSpec : VirtualTimeSpec, IAsyncLifetime
{
    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private protected static readonly CallId Another = CallId.New(CallData.Room, CallData.At(1));
    private readonly ServiceProvider _metrics = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly RealtimeMetrics _meters;

    private protected JanusSpec(ITestOutputHelper output)
        : base(output)
    {
        Owner = CreateTestProbe("owner");
        _meters = new RealtimeMetrics(_metrics.GetRequiredService<IMeterFactory>());
    }

    private protected SfuOptions Options { get; } = new() { MaxParticipants = 9, Bitrate = 300_000, Simulcast = false };

    private protected SfuStatus Status { get; } = new();

    private protected ScriptedJanus Janus { get; } = new();

    /// <summary>Owns the calls, and is told what becomes of their rooms.</summary>
    private protected TestProbe Owner { get; }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await Janus.DisposeAsync();
        await _metrics.DisposeAsync();
    }

    private protected IActorRef Start(params JanusOptions[] servers)
    {
        var services = new SfuServices(Time, Options, _meters.Calls.Sfu, Status, NullLogger.Instance);
        return Sys.ActorOf(Props.Create(() => new JanusSfuActor(servers, services)).WithMailbox(LeanMailbox.Id));
    }

    private protected SfuPlace PlaceAt(ScriptedJanus janus) =>
        new(janus.Url, "secret", "", Options.MaxParticipants, Options.Bitrate, Options.Simulcast);

    // The link is up a moment after Janus has answered.
    private protected async Task<SfuOpened> OpenAsync(IActorRef sfu)
    {
        for (; ; )
        {
            sfu.Tell(new ChooseSfu(CallData.Id), Owner);
            if (await Owner.ExpectMsgAsync<ISfuAnswer>(Patience) is not SfuChosen chosen)
                continue;
            sfu.Tell(new OpenSfuRoom(chosen.Call, chosen.Place), Owner);
            return await Owner.ExpectMsgAsync<SfuOpened>(Patience);
        }
    }

    private protected async Task<(IActorRef Sfu, SfuPlace Place)> OpenedAsync()
    {
        var sfu = Start(new JanusOptions(Janus.Url));
        await Janus.AskedAsync("attach");
        return (sfu, (await OpenAsync(sfu)).Place);
    }

    private protected Task<SfuOpened> UntilOpenedAgainAsync() => UntilToldAsync<SfuOpened>();

    // Pauses grow, and sockets are real: time passes until there is news.
    private protected async Task<T> UntilToldAsync<T>()
        where T : ISfuAnswer
    {
        for (var i = 0; i < 600; i++)
        {
            Advance(TimeSpan.FromSeconds(1));
            if (await Owner.ReceiveOneAsync(TimeSpan.FromMilliseconds(50)) is T told)
                return told;
        }

        throw new TimeoutException($"The owner was not told {typeof(T).Name}.");
    }

    private protected async Task<(long Handle, long Feed, string? Token)> PublishAsync(IActorRef sfu, SfuPlace place, string participant, int session = 1)
    {
        Offer(sfu, place, participant, session, null);
        JsonElement join;
        do
            join = await Janus.AskedAsync("joinandconfigure");
        while (join.GetProperty("body").GetProperty("display").GetString() != participant);
        var answer = await Owner.ExpectMsgAsync<SfuSignalled>(Patience);
        Assert.Equal((participant, SfuLeg.Publish), (answer.Participant, answer.Leg));
        var body = join.GetProperty("body");
        return (join.GetProperty("handle_id").GetInt64(), body.GetProperty("id").GetInt64(), body.GetProperty("token").GetString());
    }

    private protected void Offer(IActorRef sfu, SfuPlace place, string participant, int session, string? @ref) => sfu.Tell(
        new SfuSignal(CallData.Id, place, participant, @ref, SfuLeg.Publish, JsonElement.Parse($$"""{"type":"offer","sdp":"v=0\r\no=- {{session}} 1 IN IP4 0.0.0.0"}"""), null), Owner);
}
