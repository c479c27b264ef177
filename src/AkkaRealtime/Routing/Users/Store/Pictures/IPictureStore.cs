using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Users.Store.Pictures;

/// <summary>Reads of people's pictures. All writing goes through <see cref="IJournal"/>. Throws <see cref="StoreUnavailableException"/> where the store cannot be reached.</summary>
public interface IPictureStore
{
    /// <summary>What is kept of those of <paramref name="users"/> who have a picture, without its bytes; in no order.</summary>
    Task<IReadOnlyList<KeptPicture>> FindAsync(IReadOnlyCollection<UserId> users, CancellationToken cancel);

    /// <summary>The picture that a user has uploaded, with its bytes; null where there is none.</summary>
    Task<Picture?> LoadAsync(UserId user, CancellationToken cancel);
}

/// <summary>An uploaded picture.</summary>
/// <param name="Hash">SHA-256 of the bytes, 64 hex digits.</param>
/// <param name="Type">The media type, as the bytes say.</param>
/// <param name="Bytes">The picture.</param>
/// <param name="At">When it was uploaded.</param>
public sealed record Picture(string Hash, string Type, ReadOnlyMemory<byte> Bytes, DateTimeOffset At);

/// <summary>Which pictures somebody has.</summary>
/// <param name="User">Who.</param>
/// <param name="Hash">Of the one that was uploaded, which goes before any other; null: none was.</param>
/// <param name="Claimed">The address that the user's last token named; null: none.</param>
public sealed record KeptPicture(UserId User, string? Hash, string? Claimed);

/// <summary>Keeps the picture that a user has uploaded, in the place of the one before; null: none any more. Answered with <see cref="Saved"/>.</summary>
public sealed record SavePicture(IActorRef Owner, UserId User, Picture? Picture) : JournalEntry(Owner);

/// <summary>Keeps the address of the picture that a user's token names; null: none any more. Answered with <see cref="Saved"/>.</summary>
public sealed record SaveClaimedPicture(IActorRef Owner, UserId User, string? Address) : JournalEntry(Owner);

/// <summary>Forgets both. Answered with <see cref="Saved"/>.</summary>
public sealed record ForgetPicture(IActorRef Owner, UserId User) : JournalEntry(Owner);
