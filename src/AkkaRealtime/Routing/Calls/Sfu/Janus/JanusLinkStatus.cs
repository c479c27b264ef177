using Akka.Actor;
using AkkaRealtime.Routing.Calls.Settings;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>How the link to one Janus stands: counted for metrics and health checks, logged, and told to this node's <see cref="JanusSfuActor"/>, which chooses by it.</summary>
/// <param name="janus">Which Janus.</param>
/// <param name="services">Where it is counted and logged.</param>
/// <param name="rooms">What the node's calls have there.</param>
/// <param name="chooser">The actor that chooses a Janus for each call.</param>
internal sealed class JanusLinkStatus(JanusOptions janus, SfuServices services, JanusRooms rooms, IActorRef chooser)
{
    private long _participants;
    private long _load;
    private int _failures;
    private bool _isUp;
    private bool _wasUp;

    /// <summary>There is a session.</summary>
    public void Up()
    {
        (_isUp, _failures) = (true, 0);
        JanusLog.Up(services.Log, janus.Url);
        services.Metrics.Sessions.Add(1);
        if (_wasUp)
            services.Metrics.Reconnects.Add(1);
        _wasUp = true;
        services.Status.Add(1);
        chooser.Tell(new JanusLoad(janus.Url, true, _load));
    }

    /// <summary>The session is gone, or could not be made; the next attempt begins after <paramref name="pause"/>.</summary>
    public void Down(string why, TimeSpan pause)
    {
        Ended();
        JanusLog.Down(services.Log, janus.Url, why, pause.TotalSeconds, rooms.Count);
        chooser.Tell(new JanusLoad(janus.Url, false, _load, ++_failures));
    }

    /// <summary>Janus stays away: its calls go on elsewhere.</summary>
    public void Moving() => JanusLog.Moved(services.Log, janus.Url, rooms.Count);

    /// <summary>Janus has refused a request.</summary>
    public void Refused(JanusAsk ask, JanusMessage answer)
    {
        services.Metrics.Errors.Add(1);
        JanusLog.Refused(services.Log, janus.Url, ask, answer.ErrorCode, answer.Reason);
    }

    /// <summary>Janus has not answered a request in time.</summary>
    public void NotAnswered() => services.Metrics.Errors.Add(1);

    /// <summary>Counts what has changed by the last message.</summary>
    public void Count()
    {
        var participants = rooms.Participants;
        services.Metrics.Participants.Add(participants - _participants);
        _participants = participants;

        if (rooms.Load is var load && load == _load)
            return;
        _load = load;
        if (_isUp)
            chooser.Tell(new JanusLoad(janus.Url, true, load));
    }

    /// <summary>The link ends.</summary>
    public void Stop()
    {
        Ended();
        services.Metrics.Rooms.Add(-rooms.Count);
        services.Metrics.Participants.Add(-_participants);
    }

    private void Ended()
    {
        if (!_isUp)
            return;
        _isUp = false;
        services.Metrics.Sessions.Add(-1);
        services.Status.Add(-1);
    }
}
