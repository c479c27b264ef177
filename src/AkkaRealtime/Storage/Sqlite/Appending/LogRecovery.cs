namespace AkkaRealtime.Storage.Sqlite.Appending;

/// <summary>Finds what the last run left in the append log's files and the tables don't have yet.</summary>
internal static class LogRecovery
{
    /// <summary>
    /// The records of the frames behind <paramref name="stored"/>, in order, and the number of the last one. A frame that was not written to its end was not
    /// confirmed to anybody: it, and nothing before it, is left out.
    /// </summary>
    /// <exception cref="InvalidOperationException">A confirmed frame is damaged or missing, or the files are another store's; the message says what to do.</exception>
    public static (IReadOnlyList<ReadOnlyMemory<byte>> Frames, long Last) Read(IReadOnlyList<AppendLogFile> files, Guid store, long stored)
    {
        var found = new List<Found>();
        foreach (var file in files)
            found.Add(Scan(file));
        found.Sort((a, b) => a.First.CompareTo(b.First));

        var frames = new List<ReadOnlyMemory<byte>>();
        var last = stored;
        foreach (var file in found)
        {
            foreach (var frame in file.Frames)
            {
                if (frame.Number <= last && frame.Store == store)
                    continue;
                if (frame.Store != store)
                    throw Fault(file.Path, "belongs to another database than the realtime.db beside it");
                if (frame.Number != last + 1)
                    throw Fault(file.Path, $"goes on from commit {frame.Number}, but realtime.db ends at {last}: it is older, or a part of the log is damaged");
                frames.Add(file.Bytes.AsMemory(frame.Records));
                last = frame.Number;
            }
        }

        foreach (var file in found)
            RequireNothingLater(file, last);
        return (frames, last);
    }

    private static Found Scan(AppendLogFile file)
    {
        var bytes = file.Read();
        var frames = new List<LogFrame>();
        var end = 0;
        while (TryRead(file.Path, bytes, end, out var frame) && (frames.Count == 0 || frame.Number == frames[^1].Number + 1))
        {
            frames.Add(frame);
            end = frame.End;
        }

        return new Found(file.Path, bytes, frames, end);
    }

    // Frames are written one after the other: a whole one behind one that can't be read means that the latter had been confirmed.
    private static void RequireNothingLater(Found file, long last)
    {
        for (var at = file.End; at < file.Bytes.Length; at += LogFrame.Alignment)
        {
            if (TryRead(file.Path, file.Bytes, at, out var frame) && frame.Number > last)
                throw Fault(file.Path, $"is damaged before byte {at}: commit {last + 1} can't be read, but {frame.Number} can");
        }
    }

    private static bool TryRead(string path, byte[] bytes, int at, out LogFrame frame)
    {
        try
        {
            return LogFrame.TryRead(bytes, at, out frame);
        }
        catch (InvalidOperationException e)
        {
            throw Fault(path, e.Message);
        }
    }

    private static InvalidOperationException Fault(string path, string what) => new(
        $"'{path}' {what}. It holds messages that were confirmed to their senders and are not in realtime.db yet. Put the files of one store back together " +
        "(realtime.db, realtime.db-wal, realtime-0.log and realtime-1.log, from the same moment); or, to go on without those messages, move both .log files away.");

    private sealed record Found(string Path, byte[] Bytes, IReadOnlyList<LogFrame> Frames, int End)
    {
        public long First => Frames.Count == 0 ? long.MaxValue : Frames[0].Number;
    }
}
