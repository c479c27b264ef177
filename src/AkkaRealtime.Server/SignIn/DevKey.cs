using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace AkkaRealtime.Server.SignIn;

/// <summary>
/// The key of the development sign-in: made at its first use and kept in <c>DataDirectory</c>, readable by its owner only, so that tokens stay good over restarts.
/// It is used for nothing else.
/// </summary>
internal sealed class DevKey(IOptions<RealtimeOptions> options)
{
    private const string FileName = "dev-sign-in.key";
    private const int Length = 64;
    private readonly Lazy<SymmetricSecurityKey> _key = new(() => Load(options.Value.DataDirectory));

    /// <summary>The issuer and audience of development tokens.</summary>
    public const string Issuer = "akkarealtime-dev";

    /// <summary>The key.</summary>
    /// <exception cref="StartException">It can be neither read nor made.</exception>
    public SymmetricSecurityKey Key => _key.Value;

    private static SymmetricSecurityKey Load(string directory)
    {
        var path = Path.Combine(directory, FileName);
        try
        {
            Directory.CreateDirectory(directory);
            if (!File.Exists(path))
                Make(directory, path);
            var bytes = Convert.FromBase64String(File.ReadAllText(path));
            if (bytes.Length == Length)
                return new SymmetricSecurityKey(bytes) { KeyId = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8)) };
            throw new StartException($"{path} is damaged. Delete it: a new one is made, and everybody signs in again.");
        }
        catch (FormatException e)
        {
            throw new StartException($"{path} is damaged. Delete it: a new one is made, and everybody signs in again.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"{path} can be neither read nor made: {e.Message} Set AkkaRealtime:DataDirectory to a folder that the server may write to.", e);
        }
    }

    // Written beside and moved, so that neither a kill nor a second process leaves half a key.
    private static void Make(string directory, string path)
    {
        var draft = Path.Combine(directory, $"{FileName}.{Environment.ProcessId}");
        var how = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(draft, how))
            writer.Write(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length)));
        try
        {
            File.Move(draft, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
