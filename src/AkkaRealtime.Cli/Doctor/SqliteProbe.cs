using System.Globalization;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Cli.Doctor;

/// <summary>The data directory of a SQLite store: is it there, can it be written, has the disk room?</summary>
internal static class SqliteProbe
{
    private const double Gibibyte = 1_073_741_824;
    private static readonly string[] Remote = ["nfs", "cifs", "smb", "smb2", "fuse.sshfs", "9p", "glusterfs", "ceph"];

    /// <summary>What is found.</summary>
    public static IEnumerable<Finding> Look(string directory)
    {
        var path = Path.GetFullPath(directory);
        if (!Directory.Exists(path))
        {
            yield return Finding.Warning("store", $"'{path}' is not there: the server makes it, if it may, and begins with an empty store.");
            yield break;
        }

        if (Unwritable(path) is { } why)
            yield return Finding.Bad("store", $"'{path}' can't be written: {why} Let the server's user own it.");
        else
            yield return Finding.Good("store", $"SQLite in '{path}'; {(File.Exists(Path.Combine(path, SqliteEngine.FileName)) ? InUse(path) ? "a server is using it." : "no server is using it." : "no store yet.")}");
        var disk = new DriveInfo(path);
        if (disk.AvailableFreeSpace < Gibibyte)
            yield return Finding.Warning("disk", $"{(disk.AvailableFreeSpace / Gibibyte).ToString("0.00", CultureInfo.InvariantCulture)} GiB are free in '{path}'. A full disk stops all that is stored: make room.");
        else
            yield return Finding.Good("disk", $"{(disk.AvailableFreeSpace / Gibibyte).ToString("0", CultureInfo.InvariantCulture)} GiB are free.");
        if (Remote.Contains(disk.DriveFormat, StringComparer.OrdinalIgnoreCase))
            yield return Finding.Bad("disk", $"'{path}' is on {disk.DriveFormat}. SQLite needs a disk of this machine: locks over a network don't hold what they promise.");
    }

    private static string? Unwritable(string path)
    {
        try
        {
            var probe = Path.Combine(path, $"doctor-{Guid.NewGuid():n}");
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
                return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private static bool InUse(string path)
    {
        try
        {
            var held = Path.Combine(path, "server.lock");
            if (File.Exists(held))
                using (new FileStream(held, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                    return false;
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
