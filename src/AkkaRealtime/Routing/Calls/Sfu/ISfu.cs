using Akka.Actor;

namespace AkkaRealtime.Routing.Calls.Sfu;

/// <summary>
/// The media servers (selective forwarding units) of this node: where calls of five and more go, since a browser can't send its picture to
/// each of so many. Nothing here waits: what comes of a command is told to the owner of the call, as an <see cref="ISfuAnswer"/>.
/// </summary>
internal interface ISfu
{
    /// <summary>Whether there is one at all. Not whether it can be reached.</summary>
    bool IsConfigured { get; }

    /// <summary>Hands over a command of the call that <paramref name="owner"/> owns. In order per owner, at most once.</summary>
    void Tell(ISfuCommand command, IActorRef owner);
}

/// <summary>No media server: calls end at four.</summary>
internal sealed class NoSfu : ISfu
{
    /// <summary>The only one.</summary>
    public static readonly NoSfu Instance = new();

    /// <inheritdoc/>
    public bool IsConfigured => false;

    /// <inheritdoc/>
    public void Tell(ISfuCommand command, IActorRef owner)
    {
        if (command is ChooseSfu or OpenSfuRoom)
            owner.Tell(new SfuRefused(command.Call));
        else if (command is CloseSfuRoom close)
            owner.Tell(new SfuClosed(close.Call, close.Place));
    }
}
