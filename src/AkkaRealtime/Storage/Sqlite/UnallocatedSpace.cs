using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>
/// What SQLite leaves behind in its file: a page that is split keeps, in the space between its cell pointers and its cells, copies of the cells that have moved, and <c>secure_delete</c> overwrites
/// only what is deleted (https://www.sqlite.org/fileformat2.html#b_tree_pages, "unallocated space"). SQLite never reads these bytes: they can be overwritten under its readers, and however far that
/// gets before a crash, the database is whole.
/// </summary>
internal sealed class UnallocatedSpace : IDisposable
{
    private const int HeaderBytes = 100;
    private const int Interior = 12;
    private const int Leaf = 8;

    // Up to it the first byte of a page that is not of a b-tree, which begins with the number of another page, can't be taken for the kind of a b-tree's. 128 GiB of pages of 4 KiB.
    private const long MostPages = 1L << 25;
    private const int PagesAtOnce = 256;

    // Kept open: on POSIX, to close a file drops the locks that SQLite has on it in this process.
    private readonly SafeFileHandle _file;

    /// <summary>Of the database at <paramref name="path"/>. Disposed after all of its connections.</summary>
    public UnallocatedSpace(string path) => _file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>The pages, from 0, that have something there. Reads the file from its beginning to its end; whoever writes need not wait.</summary>
    public IReadOnlyList<long> Find()
    {
        var found = new List<long>();
        if (Layout() is not { } layout)
            return found;
        var buffer = new byte[layout.PageBytes * PagesAtOnce];
        for (var page = 0L; page < layout.Pages; page += PagesAtOnce)
        {
            var read = RandomAccess.Read(_file, buffer, page * layout.PageBytes);
            for (var i = 0; (i + 1) * layout.PageBytes <= read; i++)
            {
                var bytes = buffer.AsSpan(i * layout.PageBytes, layout.PageBytes);
                if (bytes[layout.RangeOf(bytes, page + i)].ContainsAnyExcept((byte)0))
                    found.Add(page + i);
            }
        }

        return found;
    }

    /// <summary>Overwrites it there, durably. Meanwhile nobody writes, the write-ahead log is empty, and no connection may write a page afterwards that it has read before.</summary>
    public void Overwrite(IReadOnlyList<long> pages)
    {
        if (Layout() is not { } layout)
            return;
        var bytes = new byte[layout.PageBytes];
        var zeros = new byte[layout.PageBytes];
        foreach (var page in pages)
        {
            if (RandomAccess.Read(_file, bytes, page * layout.PageBytes) < layout.PageBytes)
                continue;
            var (from, length) = layout.RangeOf(bytes, page).GetOffsetAndLength(layout.PageBytes);
            RandomAccess.Write(_file, zeros.AsSpan(0, length), (page * layout.PageBytes) + from);
        }

        RandomAccess.FlushToDisk(_file);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // Null where pages can't be told apart: with pointer maps (auto_vacuum), which this server's stores don't have, and in very large files.
    private PageLayout? Layout()
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (RandomAccess.Read(_file, header, 0) < HeaderBytes)
            return null;
        var size = BinaryPrimitives.ReadUInt16BigEndian(header[16..]);
        var bytes = size == 1 ? 65_536 : size;
        var pages = bytes == 0 ? 0 : RandomAccess.GetLength(_file) / bytes;
        var hasPointerMaps = BinaryPrimitives.ReadUInt32BigEndian(header[52..]) != 0;
        return pages is 0 or >= MostPages || hasPointerMaps ? null : new PageLayout(bytes, bytes - header[20], pages);
    }

    private readonly record struct PageLayout(int PageBytes, int Usable, long Pages)
    {
        // Empty where the page is not one of a b-tree.
        public Range RangeOf(ReadOnlySpan<byte> page, long number)
        {
            var at = number == 0 ? HeaderBytes : 0;
            var header = page[at] switch { 2 or 5 => Interior, 10 or 13 => Leaf, _ => 0 };
            if (header == 0)
                return default;
            var cells = BinaryPrimitives.ReadUInt16BigEndian(page[(at + 3)..]);
            var content = BinaryPrimitives.ReadUInt16BigEndian(page[(at + 5)..]) is var start && start == 0 ? 65_536 : start;
            var from = at + header + (2 * cells);
            return from <= content && content <= Usable ? from..content : default;
        }
    }
}
