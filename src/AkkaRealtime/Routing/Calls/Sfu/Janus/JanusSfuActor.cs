using System.Security.Cryptography;
using Akka.Actor;
using AkkaRealtime.Clustering;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Settings;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>
/// This node's Januses. A new call goes to the one that can be reached and has the fewest participants of this node; it stays there, also
/// while that one is away for a moment. Where it stays away and there is another one, its calls go on there.
/// </summary>
internal sealed class JanusSfuActor : UntypedActor
{
    // With the growing pauses between them, some eight seconds.
    private const int FailuresToMove = 5;

    private readonly Dictionary<string, Link> _links = [];
    private readonly SfuOptions _options;

    /// <summary>Makes a link to each.</summary>
    public JanusSfuActor(IReadOnlyList<JanusOptions> servers, SfuServices services)
    {
        _options = services.Options;
        foreach (var server in servers)
            _links.Add(server.Url, new Link(Context.ActorOf(LeanActor.Of(() => new JanusLinkActor(server, services))), false, 0));
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => CountedRestarts.Strategy;

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ISfuCommand { Place: { } place } command when _links.TryGetValue(place.Address, out var link):
                link.Actor.Forward(command);
                break;
            case ChooseSfu or OpenSfuRoom:
                Choose((ISfuCommand)message);
                break;
            case CloseSfuRoom close:
                //// Its Janus is none of ours any more.
                Sender.Tell(new SfuClosed(close.Call, close.Place));
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

    private void Choose(ISfuCommand command)
    {
        if (_links.Where(l => l.Value.IsUp).OrderBy(l => l.Value.Load).Select(l => l.Key).FirstOrDefault() is not { } url)
        {
            Sender.Tell(new SfuRefused(command.Call));
            return;
        }

        //// Until the link tells how it stands, so that the next call, chosen for in the same moment, goes elsewhere.
        _links[url] = _links[url] with { Load = _links[url].Load + JanusLoad.MinPerCall };
        Sender.Tell(new SfuChosen(command.Call, new SfuPlace(url, NewSecret(), "", _options.MaxParticipants, _options.Bitrate, _options.Simulcast)));
    }

    private static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private sealed record Link(IActorRef Actor, bool IsUp, long Load);
}
