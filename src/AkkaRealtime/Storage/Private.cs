namespace AkkaRealtime.Storage;

/// <summary>Files and folders that only the server's own user can read, on Unix. What was there before is left as the operator has it.</summary>
internal static class Private
{
    private const UnixFileMode OfFiles = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a folder, where there is none.</summary>
    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OfFiles | UnixFileMode.UserExecute);
    }

    /// <summary>Makes an empty file, where there is none; SQLite gives those beside it the same rights.</summary>
    public static void CreateFile(string path)
    {
        if (File.Exists(path) || OperatingSystem.IsWindows())
            return;
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OfFiles });
    }

    /// <summary>Closes a new file to others.</summary>
    public static void Close(string path)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, OfFiles);
    }
}
