using Akka.Actor;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>What the actors of media servers work with.</summary>
internal sealed record SfuServices(TimeProvider Time, SfuOptions Options, SfuMetrics Metrics, SfuStatus Status, ILogger Log);

/// <summary>A link tells how it stands.</summary>
/// <param name="Url">Whose.</param>
/// <param name="IsUp">Its Janus can be used.</param>
/// <param name="Load">About how many participants this node has there.</param>
/// <param name="Failures">How often in a row it could not be reached.</param>
internal sealed record JanusLoad(string Url, bool IsUp, long Load, int Failures = 0);

/// <summary>To a link: its calls are to go on by another Janus.</summary>
internal sealed record MoveAway
{
    /// <summary>The only one.</summary>
    public static readonly MoveAway Now = new();
}

/// <summary>
/// This node's Januses. A new call goes to the one that can be reached and has the fewest participants of this node; it stays there, also
/// while that one is away for a moment. Where it stays away and there is another one, its calls go on there.
/// </summary>
internal sealed class JanusSfuActor : UntypedActor
{
    // With the growing pauses between them, some eight seconds.
    private const int FailuresToMove = 5;

    private readonly Dictionary<string, Link> _links = [];

    /// <summary>Makes a link to each.</summary>
    public JanusSfuActor(IReadOnlyList<JanusOptions> servers, SfuServices services)
    {
        foreach (var server in servers)
            _links.Add(server.Url, new Link(Context.ActorOf(Props.Create(() => new JanusLinkActor(server, services)).WithMailbox(LeanMailbox.Id)), false, 0));
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case OpenSfuRoom open when Choose(open) is { } link:
                link.Forward(open);
                break;
            case OpenSfuRoom open:
                Sender.Tell(new SfuRefused(open.Call));
                break;
            case ISfuCommand { Place: { } place } command when _links.TryGetValue(place.Address, out var link):
                link.Actor.Forward(command);
                break;
            case ISfuCommand:
                break;
            case JanusLoad load when _links.TryGetValue(load.Url, out var link):
                _links[load.Url] = link with { IsUp = load.IsUp, Load = load.Load };
                if (load.Failures >= FailuresToMove && _links.Values.Any(l => l.IsUp))
                    link.Actor.Tell(MoveAway.Now);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private IActorRef? Choose(OpenSfuRoom open)
    {
        if (open.Place is { } place && _links.TryGetValue(place.Address, out var known))
            return known.Actor;
        return _links.Values.Where(l => l.IsUp).MinBy(l => l.Load)?.Actor;
    }

    private sealed record Link(IActorRef Actor, bool IsUp, long Load);
}

/// <summary>The way to <see cref="JanusSfuActor"/>.</summary>
internal sealed class JanusSfu(IActorRef actor) : ISfu
{
    /// <inheritdoc/>
    public bool IsConfigured => true;

    /// <inheritdoc/>
    public void Tell(ISfuCommand command, IActorRef owner) => actor.Tell(command, owner);
}
