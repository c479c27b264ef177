using AkkaRealtime.Storage.Memory;

namespace AkkaRealtime.TestKit;

/// <summary>Where a <see cref="RealtimeTestNode"/> keeps what it is given.</summary>
public enum RealtimeTestStore
{
    /// <summary>
    /// In memory: no files, and no waiting for a disk. A domain with tables of its own has <see cref="IMemoryTables"/> for it, and reads that are made from
    /// <see cref="MemoryEngine"/>.
    /// </summary>
    Memory,

    /// <summary>In SQLite, in a folder of the node's own that is deleted with it: for a domain's SQL.</summary>
    Sqlite,
}
