using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Storage.Sqlite.Appending;

/// <summary>What the log holds, as bytes: gathered for a commit, and read back after a crash.</summary>
internal sealed class LogRecords : IDisposable
{
    private const byte Event = 1;
    private const byte Entry = 2;

    // Beyond that the buffer of a rare large commit is not kept.
    private const int KeptBytes = 1_024 * 1_024;

    private readonly MemoryStream _frame = new(64 * 1_024);
    private readonly BinaryWriter _writer;

    public LogRecords() => _writer = new BinaryWriter(_frame);

    /// <summary>Nothing was gathered.</summary>
    public bool IsEmpty => _frame.Length == LogFrame.HeaderBytes;

    /// <summary>How long the frame of it is.</summary>
    public int FrameBytes => LogFrame.BytesOf(RecordBytes);

    private int RecordBytes => (int)_frame.Length - LogFrame.HeaderBytes;

    /// <summary>Reads what <see cref="Seal"/> has written.</summary>
    public static void Read(ReadOnlyMemory<byte> records, ISqliteLogged domain, LogHalf into)
    {
        using var reader = new BinaryReader(new MemoryStream(records.ToArray(), writable: false));
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            if (reader.ReadByte() == Entry)
            {
                into.Entries.Add(domain.ReadEntry(reader));
                continue;
            }

            var (room, ordinal) = (reader.ReadInt64(), reader.ReadInt64());
            var envelope = reader.ReadBytes(reader.ReadInt32());
            into.Add(new LoggedEvent(room, domain.ReadEvent(envelope), new EncodedEnvelope(envelope), ordinal));
        }
    }

    /// <summary>Begins a commit.</summary>
    public void Begin()
    {
        _frame.SetLength(LogFrame.HeaderBytes);
        if (_frame.Capacity > KeptBytes)
            _frame.Capacity = KeptBytes;
        _frame.Position = LogFrame.HeaderBytes;
    }

    /// <summary>Adds an event.</summary>
    public void Add(LoggedEvent e)
    {
        _writer.Write(Event);
        _writer.Write(e.Room);
        _writer.Write(e.Ordinal);
        _writer.Write(e.Envelope.Utf8.Length);
        _writer.Write(e.Envelope.Utf8.Span);
    }

    /// <summary>Adds an entry, and returns what its owner is told.</summary>
    public JournalResult Add(JournalEntry entry, ISqliteLogged domain)
    {
        _writer.Write(Entry);
        return domain.Log(entry, _writer);
    }

    /// <summary>All of it as a frame.</summary>
    public ReadOnlySpan<byte> Seal(long number, Guid store)
    {
        var records = RecordBytes;
        _frame.SetLength(FrameBytes);
        var frame = _frame.GetBuffer().AsSpan(0, (int)_frame.Length);
        LogFrame.Seal(frame, records, number, store);
        return frame;
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();
}
