using Akka.Actor;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Admin.Keys;

/// <summary>A key to the admin API that was made by the API: what is kept of it, which is not the key.</summary>
/// <param name="Id">Its id; ids grow with time.</param>
/// <param name="Name">What it is for, in its maker's words.</param>
/// <param name="Hash">The key's SHA-256, in hex digits.</param>
/// <param name="Scopes">What it may do, separated by spaces.</param>
/// <param name="At">When it was made.</param>
/// <param name="ExpiresAt">From when it is no longer taken; null: until it is revoked.</param>
/// <param name="By">With whose key it was made, by the beginning of its hash.</param>
public sealed record ApiKey(string Id, string Name, string Hash, string Scopes, DateTimeOffset At, DateTimeOffset? ExpiresAt, string By);

/// <summary>Keeps a key. Answered with <see cref="Saved"/>.</summary>
public sealed record SaveKey(IActorRef Owner, ApiKey Key) : JournalEntry(Owner);

/// <summary>Removes a key, where there is one of this id. Answered with <see cref="Saved"/>.</summary>
public sealed record DeleteKey(IActorRef Owner, string Id) : JournalEntry(Owner);

/// <summary>Reads of keys. All writing goes through <see cref="IJournal"/>. Throws <see cref="StoreUnavailableException"/> where the store cannot be reached.</summary>
public interface IApiKeyStore
{
    /// <summary>All keys, by id; those that have expired as well.</summary>
    Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancel);
}
