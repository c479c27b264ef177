using AkkaRealtime.Envelopes;
using AkkaRealtime.Sessions.Revoking;

namespace AkkaRealtime.Connections;

/// <summary>Closes the connections of this node that have been revoked. For <see cref="ConnectionsActor"/>, which knows them all.</summary>
internal sealed class RevokedConnections(Revocations known, TimeProvider time)
{
    /// <summary>What their clients are told.</summary>
    public const string Reason = "The session was revoked. Sign in anew.";

    /// <summary>It has just signed in, or renewed its token: what was revoked since that was checked is seen here.</summary>
    public void Check(Connection connection)
    {
        if (connection.Facts is { } facts && known.Find(facts, time.GetUtcNow()) is not null)
            connection.Close(CloseCode.Revoked, Reason);
    }

    /// <summary>These are new.</summary>
    public void Close(IReadOnlyList<Revocation> revocations, IReadOnlyDictionary<UserId, List<Connection>> users, IReadOnlyList<Connection> all)
    {
        var now = time.GetUtcNow();
        foreach (var revocation in revocations)
        {
            var candidates = revocation.User is { } user ? users.GetValueOrDefault(user) ?? [] : all;
            foreach (var connection in candidates)
            {
                if (connection.Facts is { } facts && revocation.Refuses(facts, now))
                    connection.Close(CloseCode.Revoked, Reason);
            }
        }
    }
}
