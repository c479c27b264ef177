using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Ringing;

/// <summary>Devices of users that have no connection, or whose page nobody sees. Called from users' entities: it must not wait, nor throw.</summary>
internal interface IAwayDevices
{
    /// <summary>A call rings for a user who is not looking. At most once.</summary>
    void Ring(AwayRing ring);

    /// <summary>It rings no more. Also told of rings that the user's entity before this one may have told of.</summary>
    void Silence(AwayRing ring, AwayRingEnd end);
}

/// <summary>A call that rings at devices without a connection.</summary>
/// <param name="User">For whom.</param>
/// <param name="Call">The call.</param>
/// <param name="ExpiresAt">When ringing ends by itself.</param>
/// <param name="Incoming">What connected devices are sent; null where that was not kept.</param>
internal sealed record AwayRing(UserId User, UserCall Call, DateTimeOffset ExpiresAt, EncodedEnvelope? Incoming);

/// <summary>How a ring ended.</summary>
internal enum AwayRingEnd
{
    /// <summary>On another device.</summary>
    Answered,

    /// <summary>On another device, or the user has nothing to do with it any more.</summary>
    Declined,

    /// <summary>Nobody answered.</summary>
    Missed,
}

/// <summary>There are none.</summary>
internal sealed class NoAwayDevices : IAwayDevices
{
    /// <summary>The only one that is needed.</summary>
    public static readonly NoAwayDevices Instance = new();

    /// <inheritdoc/>
    public void Ring(AwayRing ring)
    {
    }

    /// <inheritdoc/>
    public void Silence(AwayRing ring, AwayRingEnd end)
    {
    }
}
