using AkkaRealtime.Storage.Files;

namespace AkkaRealtime.Storage;

/// <summary>
/// An open store: SQLite, PostgreSQL, memory, or somebody else's (<see cref="StorageRegistration.AddStoreEngine{TEngine}"/>). It keeps the log and
/// the rows of files; what domains keep beside them, they bring along for each kind of engine.
/// Disposing closes it; the journal is drained before.
/// </summary>
public interface IStoreEngine : IStore, IDisposable
{
    /// <summary>What the journal commits with.</summary>
    IStoreWriter Writer { get; }

    /// <summary>Reads of rooms' logs.</summary>
    IRoomLog Log { get; }

    /// <summary>The rows of uploaded files.</summary>
    IFileRows Files { get; }
}
