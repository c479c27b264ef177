namespace AkkaRealtime.Cli;

/// <summary>What the command line ends with: those of sysexits.h where there is one, as the server's.</summary>
internal static class ExitCodes
{
    public const int Good = 0;

    /// <summary>It was refused, or something was found.</summary>
    public const int Refused = 1;

    /// <summary>EX_USAGE: the command line is wrong.</summary>
    public const int Usage = 64;

    /// <summary>EX_NOINPUT: what is to be read is not there.</summary>
    public const int NoInput = 66;

    /// <summary>EX_UNAVAILABLE: somebody does not answer, or holds what is needed; later it may work.</summary>
    public const int Unavailable = 69;

    /// <summary>EX_NOPERM: the token or key is not good.</summary>
    public const int NoPermission = 77;

    /// <summary>EX_CONFIG: an option is wrong, or the store is damaged.</summary>
    public const int Configuration = 78;

    /// <summary>Ended by Ctrl-C.</summary>
    public const int Interrupted = 130;
}
