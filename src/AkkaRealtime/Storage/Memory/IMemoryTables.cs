namespace AkkaRealtime.Storage.Memory;

/// <summary>What a domain keeps in memory: register it as a service of this type before the store is opened.</summary>
public interface IMemoryTables
{
    /// <summary>
    /// What holds and writes the tables; it lives as long as the store, and is found by <see cref="MemoryEngine.Tables{TTables}"/>. Read it only within
    /// <see cref="MemoryEngine.ReadAsync{T}"/>.
    /// </summary>
    TableWriter CreateWriter(MemoryEngine engine);
}
