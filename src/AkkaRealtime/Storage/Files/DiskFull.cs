using System.ComponentModel;

namespace AkkaRealtime.Storage.Files;

/// <summary>Whether a fault of the disk is that nothing more fits on it.</summary>
internal static class DiskFull
{
    // ENOSPC, EDQUOT, and Windows' ERROR_DISK_FULL as an HRESULT.
    private const int NoSpace = 28;
    private const int NoQuota = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>Also where it is why something else failed.</summary>
    public static bool Is(Exception? e) => e switch
    {
        null => false,
        IOException { HResult: NoSpace or NoQuota or WindowsDiskFull } or Win32Exception { NativeErrorCode: NoSpace or NoQuota } => true,
        _ => Is(e.InnerException),
    };
}
